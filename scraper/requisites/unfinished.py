"""Pages whose requisites are not all there, noted in the spool: what a crawl leaves, the next one makes up."""

import json
from contextlib import suppress
from pathlib import Path

from archive.exchange import Location
from archive.spool import private

MOST = 20_000
"""Pages that are kept; of more, the oldest are let go."""
SLACK = 100_000
"""Lines of a file beyond which it is written anew."""


class Unfinished:
    """A file that grows by a line when a page begins and one when it is done.

    What a torn or lost line costs is a look at a page that is done, or a page without its pictures: never a capture.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.left = _read(path)
        """Pages that an earlier crawl left, the oldest first, each with where its records lie."""
        self._open = dict(self.left)
        self._renew()

    def begin(self, page: str, at: Location) -> None:
        """A page was captured, and its requisites are about to be fetched."""
        self._open[page] = at
        self._write([page, at.warc, at.offset, at.length])

    def end(self, page: str) -> None:
        """All is there, or will never be."""
        if self._open.pop(page, None) is not None:
            self._write([page])

    def close(self) -> None:
        """Let the file go: it is there only while there is something in it."""
        self._file.close()
        if not self._open:
            self._path.unlink(missing_ok=True)

    def _write(self, line: list[object]) -> None:
        self._lines += 1
        with suppress(OSError):  # a full disk stops the crawl where captures are written, and says so there
            self._file.write(json.dumps(line) + "\n")
        if self._lines > SLACK:
            self._file.close()
            self._renew()

    def _renew(self) -> None:
        new = self._path.with_suffix(".new")
        lines = [json.dumps([page, at.warc, at.offset, at.length]) + "\n" for page, at in self._open.items()]
        with open(new, "w", encoding="utf-8", opener=private) as file:  # Path.open takes no opener
            file.write("".join(lines[-MOST:]))
        new.replace(self._path)
        self._file = self._path.open("a", encoding="utf-8", buffering=1)
        self._lines = len(lines)


def _read(path: Path) -> dict[str, Location]:
    found: dict[str, Location] = {}
    try:
        file = path.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return found
    with file:
        for line in file:
            with suppress(ValueError, TypeError):  # the last may be torn
                page, *at = json.loads(line)
                found.pop(page, None)
                if at:
                    found[page] = Location(*at)
    return found
