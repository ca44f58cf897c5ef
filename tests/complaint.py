"""What a store has to say about itself."""

import pytest

from archive.errors import StoreError
from archive.store import Store
from tests.s3 import SECRET


def complaint(wanted: type[StoreError], store: Store) -> str:
    """The words of check() when it raises this: one line, without the secret."""
    with pytest.raises(wanted) as caught:
        store.check()
    words = str(caught.value)
    assert "\n" not in words
    assert SECRET not in words
    return words
