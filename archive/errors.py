"""Every error pressmark raises on purpose. A message says what failed, on what, and what to do."""

from .discretion import discreet


class PressmarkError(Exception):
    """The root: catch it to catch everything below. Its message shows no credentials, whatever address is in it."""

    def __str__(self) -> str:
        return discreet(super().__str__())


class Misuse(PressmarkError):
    """The caller's words are off: an argument, a setting, a URI. Exit code 2."""


class StoreError(PressmarkError):
    """The object store did not do as asked."""


class StoreRefused(StoreError):
    """It said no and will say no again: credentials, a missing bucket, a key already taken."""


class StoreUnavailable(StoreError):
    """It could not be asked or is overloaded: trying again later may help."""


class Unreadable(StoreUnavailable):
    """It answers, but what it gives of a table cannot be read."""


class ArchiveBusy(StoreError):
    """Another process is at work on the archive that cannot be worked on by two."""


class SpoolError(PressmarkError):
    """The local spool cannot be written, or another process holds it."""


class SiteBusy(SpoolError):
    """Another process works on this site's segments."""


class DamagedRecord(PressmarkError):
    """Bytes that should be a WARC record are not one."""


class ReplayFailed(PressmarkError):
    """The replay program did not start, or ended."""


class CutShort(DamagedRecord):
    """The bytes end before the record does."""


class ExportFailed(PressmarkError):
    """Nothing was exported: there is nothing to export, or no room for it."""


class TaskFailed(PressmarkError):
    """A worker process could not do its task.

    `reason` is `deadline`, `crash` (its worker died) or `error`, where the task is at fault or may be, or `unavailable`
    (no worker can be had), where it is not.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type["TaskFailed"], tuple[str, str]]:
        return type(self), (self.reason, str(self))
