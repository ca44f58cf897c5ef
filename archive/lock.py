"""One at a time: a claim in the store that every machine sees which works on the archive.

Each claims first and looks second, so of two that come at once at least one sees the other and goes.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from . import owner
from .errors import ArchiveBusy
from .store import Store

CLAIMS = "locks/"
"""How the keys of claims begin."""
HELD = timedelta(hours=3)
"""Nobody goes on working under a claim that is older."""
DEAD = owner.DEAD
_STAMP = "%Y%m%dT%H%M%SZ"


@contextmanager
def hold(store: Store, what: str, by: str) -> Iterator[Callable[[], None]]:
    """Be the only one at `what`; ArchiveBusy, naming the other, if one is.

    What is given is to be called before each step: it raises ArchiveBusy when the claim became too old.
    """
    began = datetime.now(UTC)
    prefix = f"{CLAIMS}{what}" + ("." if "/" in what else "/")  # folders of many would stay behind empty
    claim = f"{prefix}{began.strftime(_STAMP)}-{secrets.token_hex(4)}.json"

    def check() -> None:
        if datetime.now(UTC) - began > HELD:
            raise ArchiveBusy(f"{by} has worked for {HELD}: run it again to go on")

    store.put(claim, owner.me(by), "application/json")
    try:
        for entry in store.list(prefix):
            if entry.key != claim:
                _look(store, entry.key, entry.key.removeprefix(prefix), began)
        yield check
    finally:
        store.delete(claim)


def _look(store: Store, key: str, name: str, now: datetime) -> None:
    """Pass over a claim that is void."""
    try:
        since = datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
        other = store.get(key)
    except (ValueError, KeyError):
        return
    if now - since > DEAD or owner.is_gone(other):
        store.delete(key)
        return
    who = other.decode(errors="replace")
    raise ArchiveBusy(f"{store.uri}: another is at work, {who}: wait for it; if it died, remove {key}")
