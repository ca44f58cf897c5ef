"""A segment: one WARC file and its index, known everywhere by one name."""

import re
from dataclasses import dataclass
from datetime import datetime

from .errors import DamagedRecord

SUFFIXES = {"warc": ".warc.gz", "cdxj": ".cdxj", "manifests": ".sha256", "receipts": ".jsonl"}
"""What a segment has in the store: the beginning of the key, and its end."""


def site_name(host: str, port: int | None = None) -> str:
    """The name under which a host is archived: lower case, without `www.`, an unusual port behind a dash.

    It names folders, so nothing in it can lead out of one.
    """
    name = re.sub(r"[^a-z0-9._-]", "_", host.lower().strip("[]").removeprefix("www.")).lstrip(".") or "_"
    return name if port is None else f"{name}-{port}"


@dataclass(frozen=True, slots=True)
class Name:
    """A segment's name, of which its keys in the store are made."""

    site: str
    stem: str

    @classmethod
    def new(cls, site: str, created: datetime, serial: int, run: str) -> "Name":
        """SITE-YYYYMMDDHHMMSSmmm-SERIAL-RUN."""
        stamp = created.strftime("%Y%m%d%H%M%S") + f"{created.microsecond // 1000:03d}"
        return cls(site, f"{site}-{stamp}-{serial:05d}-{run}")

    @property
    def run(self) -> str:
        """The crawl that wrote it."""
        return self.stem.rpartition("-")[2]

    @property
    def warc(self) -> str:
        """Its WARC's key in the store."""
        return f"warc/{self._dated}.warc.gz"

    @property
    def cdxj(self) -> str:
        """Its index's key in the store."""
        return f"cdxj/{self._dated}.cdxj"

    @property
    def manifest(self) -> str:
        """The key of its manifest in the store."""
        return f"manifests/{self._dated}.sha256"

    @property
    def receipt(self) -> str:
        """The key in the store of what its commit put into the tables."""
        return f"receipts/{self._dated}.jsonl"

    @property
    def day(self) -> str:
        """The UTC day on which it was begun, YYYY-MM-DD."""
        stamp = self.stem.removeprefix(self.site + "-")
        return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"

    @property
    def _dated(self) -> str:
        day = self.stem.removeprefix(self.site + "-")
        return f"{self.site}/{day[:4]}/{day[4:6]}/{day[6:8]}/{self.stem}"

    @classmethod
    def of_key(cls, key: str) -> "Name":
        """The name in the key of a WARC, an index, a manifest or a receipt."""
        parts = key.split("/")
        if len(parts) != 6 or parts[0] not in SUFFIXES or parts[1] != site_name(parts[1]):
            raise DamagedRecord(f"{key} is not the key of a segment")
        return cls(parts[1], parts[5].removesuffix(SUFFIXES[parts[0]]))


@dataclass(frozen=True, slots=True)
class Committed:
    """What one segment brought into the archive."""

    warc: str
    bytes: int
    captures: int
    articles: int
