"""What delta-rs says on standard error though it raises it too.

When a file of rows cannot be put, a thread of delta-rs (1.6) panics beside the error that it raises, and its runtime
prints that: with a store that is full or forbids, some lines more at each try.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_PANIC = re.compile(
    rb"\n?thread '[^'\n]*' (?:\(\d+\) )?panicked at [^\n]*/object_store-[^\n]*:\nAlready shut down\n"
    rb"(?:stack backtrace:\n)?(?: +[^\n]*\n)*(?:note: [^\n]*\n)?"
)


@contextmanager
def hushed() -> Iterator[None]:
    """Keep that panic from standard error; whatever else is written there meanwhile comes after."""
    sys.stderr.flush()
    before = os.dup(2)
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(before, 2)
            kept.seek(0)
            os.write(before, _PANIC.sub(b"", kept.read()))
            os.close(before)
