"""What delta-rs says on standard error though it raises it too.

When a file of rows cannot be put, a thread of delta-rs (1.6) panics beside the error that it raises, and its runtime
prints that: with a store that is full or forbids, some lines more at each try.
"""

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO

_PANIC = re.compile(
    rb"\n?thread '[^'\n]*' (?:\(\d+\) )?panicked at [^\n]*/object_store-[^\n]*:\nAlready shut down\n"
    rb"(?:stack backtrace:\n)?(?: +[^\n]*\n)*(?:note: [^\n]*\n)?"
)


_ONE = threading.Lock()
"""Standard error is the whole process's: one thread at a time may redirect it."""


@contextmanager
def hushed() -> Iterator[None]:
    """Keep that panic from standard error; whatever else is written there meanwhile comes after."""
    with ExitStack() as until:
        if _ONE.acquire(blocking=False):
            until.callback(_ONE.release)
            with suppress(OSError):  # no standard error, or no place for a file: then it is said
                before = os.dup(2)
                until.callback(os.close, before)
                kept = until.enter_context(tempfile.TemporaryFile())
                until.callback(_restore, before, kept)
                os.dup2(kept.fileno(), 2)
        yield


def _restore(before: int, kept: BinaryIO) -> None:
    os.dup2(before, 2)
    kept.seek(0)
    os.write(before, _PANIC.sub(b"", kept.read()))
