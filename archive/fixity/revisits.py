"""The revisits of a segment against the records that they refer to, wherever those lie."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial

from .. import member, warc
from ..errors import DamagedRecord
from ..exchange import Location
from ..scan import Group
from ..store import Store
from .fault import Fault
from .held import Held, identity

PROFILES = (warc.IDENTICAL_PAYLOAD, warc.NOT_MODIFIED)
USUAL, HEADERS = 4 << 10, 64 << 10
"""Bytes in which a record's WARC headers end."""
AT_ONCE, ASKED = 1_000, 8
"""Records asked for in one go, and of these at a time, since a store far away answers late."""


@dataclass(frozen=True, slots=True)
class _Revisit:
    offset: int
    target: str
    said: tuple[str | None, str | None, str | None]
    """URL, date and, if the payload is to be identical, payload digest of the original, as far as they are said."""
    at: Location | None


class Revisits:
    """Those seen in one segment."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._seen: list[_Revisit] = []
        self._faults: list[Fault] = []

    def see(self, group: Group) -> None:
        """A capture, which counts if it is a revisit."""
        if group.found is None or group.found.capture.record_type != "revisit":
            return
        headers, capture = group.records[0].headers, group.found.capture
        if capture.ingested_from is not None:
            if capture.revisit_of is not None:  # else nobody has what it repeats; and others say of it what they like
                digest, at = capture.payload_digest, group.found.original
                self._seen.append(_Revisit(group.start, capture.revisit_of, (None, None, digest), at))
            return
        profile = headers.get("WARC-Profile")
        if profile not in PROFILES:
            self._faults.append(
                Fault(self._key, group.start, f"revisit with the profile {profile}, which none may have")
            )
        target = headers.get("WARC-Refers-To")
        if target is None:
            self._faults.append(Fault(self._key, group.start, "revisit that does not say of what"))
            return
        digest = headers.get("WARC-Payload-Digest") if profile == warc.IDENTICAL_PAYLOAD else None
        said = headers.get("WARC-Refers-To-Target-URI"), headers.get("WARC-Refers-To-Date"), digest
        self._seen.append(_Revisit(group.start, target, said, group.found.original))

    def faults(self, store: Store, held: Held, taken: frozenset[str]) -> Iterator[Fault]:
        """Those whose original is not what and where they say."""
        yield from self._faults
        seen = [each for each in self._seen if each.target not in taken and not self._is_known(each, held)]
        absent: Counter[str] = Counter()
        wrong: dict[tuple[str, str], list[int]] = {}
        for each, original in _with_originals(store, seen):
            if original is None and each.at is not None:
                absent[each.at.warc] += 1
            elif problem := _problem(store, each, original or {}):
                wrong.setdefault((each.target, problem), []).append(each.offset)
        for (target, problem), (first, *more) in wrong.items():
            also = f" (and {len(more)} more are)" if more else ""
            yield Fault(self._key, first, f"revisit{also} of {target}, which {problem}")
        for key, count in absent.items():
            yield Fault(self._key, None, f"{count} revisits of records in {key}, which is not there")

    def _is_known(self, revisit: _Revisit, held: Held) -> bool:
        """Whether the original is in this WARC and was seen to be right, or is damaged, which is told already."""
        fact, at, (url, date, digest) = held.facts.get(revisit.target), revisit.at, revisit.said
        if at is None or at.warc != self._key:
            return False
        if fact is None or at.offset != fact.offset:
            return held.is_damaged(at.offset)
        same = (url is None and date is None) or fact.identity == identity(url or "", _moment(date or ""))
        return same and fact.type == "response" and digest in (None, fact.payload_digest)


def _with_originals(store: Store, seen: list[_Revisit]) -> Iterator[tuple[_Revisit, dict[str, str] | None]]:
    """Each with the WARC headers of what lies where it says."""
    if not seen:
        return
    read = lru_cache(maxsize=4096)(partial(_headers, store))
    with ThreadPoolExecutor(ASKED) as threads:
        for start in range(0, len(seen), AT_ONCE):
            some = seen[start : start + AT_ONCE]
            yield from zip(some, threads.map(read, (each.at for each in some)), strict=True)


def _moment(date: str) -> datetime:
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _problem(store: Store, revisit: _Revisit, original: dict[str, str]) -> str | None:
    if original.get("warc-record-id") != revisit.target:
        return "is not where it says"
    if original.get("warc-type") != "response":
        return f"is itself a {original.get('warc-type')}"
    names = ("warc-target-uri", "warc-date", "warc-payload-digest")
    for name, said in zip(names, revisit.said, strict=True):
        there = original.get(name)
        if said is not None and said != there and not _is_same(store, revisit, name, said, there):
            return f"has the {name.removeprefix('warc-')} {there}, not {said}"
    return None


def _is_same(store: Store, revisit: _Revisit, name: str, said: str, there: str | None) -> bool:
    """Others write dates to the second and digests in other forms, or of the framing: the payload itself tells."""
    if name == "warc-date":
        return _moment(said) == _moment(there or "") != _moment("")
    if name != "warc-payload-digest" or revisit.at is None:
        return False
    try:
        data = store.get(revisit.at.warc, revisit.at.offset, revisit.at.length)
        return warc.digest(warc.read(data).payload) == said
    except (KeyError, DamagedRecord):
        return False


def _headers(store: Store, at: Location | None) -> dict[str, str] | None:
    """The WARC headers, names in lower case, of the record that lies there; None when there is no such WARC."""
    if at is None:
        return {}
    head = end = b""
    for size in (USUAL, HEADERS):
        try:
            data = store.get(at.warc, at.offset, min(at.length, size))
        except KeyError:
            return None
        head, end, _ = member.glance(data, HEADERS).partition(b"\r\n\r\n")
        if end or at.length <= size:
            break
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
