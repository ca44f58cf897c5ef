"""One at a time: a claim in the store that every machine sees which works on the archive.

Each claims first and looks second, so of two that come at once at least one sees the other and goes.
"""

import json
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from .errors import ArchiveBusy
from .store import Store

HELD = timedelta(hours=3)
"""Nobody goes on working under a claim that is older."""
DEAD = timedelta(hours=6)
"""A claim that is older is that of a process that died, whatever the difference between two clocks."""
_STAMP = "%Y%m%dT%H%M%SZ"


@contextmanager
def hold(store: Store, what: str, by: str) -> Iterator[Callable[[], None]]:
    """Be the only one at `what`; ArchiveBusy, naming the other, if one is.

    What is given is to be called before each step: it raises ArchiveBusy when the claim became too old.
    """
    began = datetime.now(UTC)
    prefix = f"locks/{what}" + ("." if "/" in what else "/")  # folders of many would stay behind empty
    claim = f"{prefix}{began.strftime(_STAMP)}-{secrets.token_hex(4)}.json"
    about = {"by": by, "host": socket.gethostname(), "process": os.getpid(), "since": str(began)}

    def check() -> None:
        if datetime.now(UTC) - began > HELD:
            raise ArchiveBusy(f"{by} has worked for {HELD}: run it again to go on")

    store.put(claim, json.dumps(about).encode(), "application/json")
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
        other = store.get(key).decode(errors="replace")
    except (ValueError, KeyError):
        return
    if now - since > DEAD or _is_of_the_dead(other):
        store.delete(key)
        return
    raise ArchiveBusy(f"{store.uri}: another is at work, {other}: wait for it; if it died, remove {key}")


def _is_of_the_dead(claim: str) -> bool:
    """Whether a claim is that of a process of this machine that is no more."""
    try:
        about = json.loads(claim)
        if about["host"] != socket.gethostname() or about["process"] == os.getpid():
            return False
        os.kill(int(about["process"]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, TypeError, KeyError, OSError, OverflowError):
        return False
    return False
