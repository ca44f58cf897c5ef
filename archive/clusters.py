"""Wire copy: articles that tell one story in the same words, however cut, re-headlined or edited."""

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .store import Store
from .tables import Snapshot

COLUMNS = ("id", "version", "change", "site", "url", "title", "published", "fetched_at", "text")
WORDS = 3
"""Words in a shingle: one word changed in five still leaves half of them."""
SAMPLED = 4
"""One shingle in so many is kept, the same of every text (Broder 1997: sampling modulo m)."""
FEWEST = 6
"""Sampled shingles that two texts share at least, some 25 words."""
COMMON = 100
"""Articles that may hold a shingle: what more hold is a phrase of the trade, not of a story."""
FURNITURE = 4
"""The same of one site: what more of its articles hold is the site's, not a story's."""
PART = 0.35
"""Of the shorter text's shingles, those that the longer one holds too: a copy may be cut and edited."""
WHOLE = 0.15
"""The same of the longer text: a week's review that quotes a story is no copy of it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a cluster."""

    id: str
    site: str
    url: str
    title: str | None
    published: datetime | None
    fetched_at: datetime
    shared: float
    """How much of the shorter text, from 0 to 1, stands in the one it is closest to among the others."""

    @property
    def since(self) -> datetime:
        """When it was there: as published, or else as first captured, UTC."""
        return min(self.published or self.fetched_at, self.fetched_at)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one story, the earliest first; which of them is the origin only their dates can say."""

    copies: tuple[Copy, ...]

    @property
    def sites(self) -> frozenset[str]:
        """Where the copies stand."""
        return frozenset(copy.site for copy in self.copies)


def clusters(store: Store, since: date, site: str | None = None) -> Iterator[Cluster]:
    """The stories that several sites have, of the articles first captured on `since` or later; the largest first.

    With `site`, only those of which this site has a copy.
    """
    articles = _latest(Snapshot(store, "articles").since_day(COLUMNS, since))
    for cluster in grouped(articles):
        if len(cluster.sites) > 1 and (site is None or site in cluster.sites):
            yield cluster


def grouped(articles: Iterable[dict[str, Any]]) -> list[Cluster]:
    """All clusters of two or more of these rows of the articles table, the largest first."""
    rows: list[dict[str, Any]] = []
    samples: list[array[int]] = []
    for row in articles:
        samples.append(sample(row["text"]))
        rows.append({name: row[name] for name in COLUMNS if name != "text"})  # a text is not kept in memory
    _drop_phrases(samples, [row["site"] for row in rows])
    closest: dict[int, float] = {}
    sets = _Sets(len(rows))
    for one, other, shared in _alike(samples):
        sets.join(one, other)
        for each in (one, other):
            closest[each] = max(closest.get(each, 0.0), shared)
    found = [Cluster(_in_order(rows[each] | {"shared": closest[each]} for each in group)) for group in sets.groups()]
    return sorted(found, key=lambda cluster: (-len(cluster.copies), cluster.copies[0].since, cluster.copies[0].url))


def sample(text: str) -> "array[int]":
    """The text's sampled shingles, as hashes, each once."""
    words = re.findall(r"\w+", text.lower())
    shingles = (" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1))
    hashes = (zlib.crc32(shingle.encode()) for shingle in shingles)
    return array("L", sorted({value for value in hashes if value % SAMPLED == 0}))


def _latest(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The latest text of each article, with the moment of its first capture."""
    latest: dict[str, dict[str, Any]] = {}
    first: dict[str, datetime] = {}
    for row in rows:
        known = latest.get(row["id"])
        first[row["id"]] = min(first.get(row["id"], row["fetched_at"]), row["fetched_at"])
        if row["text"] and (known is None or row["version"] > known["version"]):
            latest[row["id"]] = row
    return (row | {"fetched_at": first[row["id"]]} for row in latest.values())


def _drop_phrases(samples: "list[array[int]]", sites: list[str]) -> None:
    """Leave of each sample what is of its story."""
    held: Counter[int] = Counter()
    of_site: dict[str, Counter[int]] = defaultdict(Counter)
    for shingles, site in zip(samples, sites, strict=True):
        held.update(shingles)
        of_site[site].update(shingles)
    for number, (shingles, site) in enumerate(zip(samples, sites, strict=True)):
        own = of_site[site]
        samples[number] = array("L", (each for each in shingles if held[each] <= COMMON and own[each] <= FURNITURE))


def _alike(samples: "list[array[int]]") -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that share enough, and how much of the shorter one that is."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, shingles in enumerate(samples):
        shared = Counter(other for shingle in shingles for other in holders[shingle])
        for shingle in shingles:
            holders[shingle].append(number)
        for other, count in shared.items():
            shorter, longer = sorted((len(shingles), len(samples[other])))
            if count >= FEWEST and count >= PART * shorter and count >= WHOLE * longer:
                yield other, number, count / shorter


def _in_order(rows: Iterable[dict[str, Any]]) -> tuple[Copy, ...]:
    fields = Copy.__dataclass_fields__
    copies = [Copy(**{name: value for name, value in row.items() if name in fields}) for row in rows]
    return tuple(sorted(copies, key=lambda copy: (copy.since, copy.url)))


class _Sets:
    """Numbers that are joined into disjoint sets."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def join(self, one: int, other: int) -> None:
        self._above[self._top(one)] = self._top(other)

    def groups(self) -> list[list[int]]:
        """Those of two or more."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            found[self._top(number)].append(number)
        return [group for group in found.values() if len(group) > 1]

    def _top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number
