"""A day at the news desk: how much of what papers of several kinds do is archived, and what it costs to know.

Each paper (tests/papers) is a real server. It is crawled with `scrapy crawl site -a url=...` at first sight and at once
again; then its editors publish, edit and delete, and it is crawled after each of their turns. What the corpus holds is
set beside what was done:

recall      articles archived of those published, and precision: articles of the corpus that are articles
req/art     requests per article at first sight; then requests and bytes of the second crawl over those of the first
versions    changes (text, headline, metadata, gone, back) that have their version, of those made, and versions invented
new, lag    articles published during the day that are archived, and crawls until then (1: the next one)

With `--peers PYTHON`, what other programs find on the same pages on that day's morning, one row each; they are run by
that interpreter, which must have them installed (trafilatura, news-please). Run it as `python -m benchmarks.day`.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from archive import tables
from benchmarks import finders
from tests.crawl import Desk
from tests.papers import KINDS, Article, Hit, Paper, Score, score

QUICK = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "REPORT=False")
SCHEDULE = (1, 6, 24, 7 * 24, 30 * 24)
"""Hours after first sight at which articles are looked at again, unless told otherwise."""
ALWAYS = tuple(range(1, 900, 2))
"""Seconds at which everything known is due, whenever the next crawl is."""
EDITS = ("text", "figure", "headline", "author")
Change = tuple[str, str, int]
"""URL, sort, and the how manieth of its sort."""


@dataclass
class Day:
    """One paper's day."""

    paper: Paper
    desk: Desk
    hits: list[list[Hit]] = field(default_factory=list)
    """By crawl."""
    made: dict[Change, int] = field(default_factory=dict)
    """Changes, and before which crawl they were made."""
    caught: dict[Change, int] = field(default_factory=dict)
    """Changes, and by which crawl they were archived."""
    last: Score | None = None

    def crawl(self, *settings: str) -> None:
        """Crawl to the end and note what has come."""
        before = len(self.paper.log)
        words = [word for setting in (*QUICK, *settings) for word in ("-s", setting)]
        done = self.desk.crawl("site", "-a", f"url={self.paper.url}/", *words)
        if done.returncode:
            raise SystemExit(f"the crawl of {self.paper.kind.name} failed:\n{done.stdout[-3000:]}")
        number = len(self.hits)
        self.hits.append(self.paper.log[before:])
        self.last = score(self.paper, tables.rows(self.desk.store, "articles"))
        here = {self.paper.address(article) for article in self.paper.articles} - {*self.last.missing}
        for change in _numbered([*self.last.kept.elements(), *((url, "new") for url in here)]):
            self.caught.setdefault(change, number)
        for change in _numbered(_events(self.paper)):
            self.made.setdefault(change, number)

    def lags(self, sort: str) -> list[int]:
        """Crawls from each change of the day to its row; 1 is the next crawl. `new`, or `` for all others."""
        return [
            self.caught[change] - before + 1
            for change, before in self.made.items()
            if (change[1] == "new") == (sort == "new") and before >= 2 and change in self.caught
        ]

    def count(self, sort: str) -> int:
        """How many changes of the day there were."""
        return sum((change[1] == "new") == (sort == "new") and before >= 2 for change, before in self.made.items())


def _events(paper: Paper) -> Iterable[tuple[str, str]]:
    return ((paper.address(article), event.change) for article in paper.articles for event in article.history)


def _numbered(changes: Iterable[tuple[str, str]]) -> list[Change]:
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for change in changes:
        seen[change] += 1
        found.append((*change, seen[change]))
    return found


def turn(paper: Paper, chance: random.Random) -> None:
    """What editors do between two crawls: two articles more, two edited, now and then one taken away or brought back."""
    live = paper.live
    fresh, old = live[: len(live) // 2], live[len(live) // 2 :]
    chosen: list[Article] = [chance.choice(fresh), chance.choice(old)]
    for article in chosen:
        paper.edit(article, chance.choice(EDITS))
    others = [article for article in live if article not in chosen]
    match chance.randrange(4):
        case 0 | 1:
            paper.delete(chance.choice(others))
        case 2:
            paper.unpublish(chance.choice(others))
        case 3:
            lost = [article for article in paper.articles if not article.live]
            for article in lost[:1]:
                paper.republish(article)
    paper.publish(2)


def live_through(
    kind: str, given: argparse.Namespace, folder: Path, console: Console
) -> tuple[Day, list[finders.Found]]:
    """One paper's day, and what the peers find on its morning."""
    with Paper(kind, seed=given.seed, articles=given.articles) as paper:
        found = []
        for finder in finders.FINDERS if given.peers else ():
            with console.status(f"{kind}: {finder.name}"):
                found.append(finders.run(finder, given.peers, paper))
        day, chance = Day(paper, Desk(folder)), random.Random(f"{kind} {given.seed}")
        seconds = tuple(given.hour * hours for hours in SCHEDULE) if given.hour else ALWAYS
        due = "REVISIT_AFTER=" + ",".join(str(second) for second in seconds)
        for number in range(given.crawls + 2):
            if number >= 2:
                turn(paper, chance)
            with console.status(f"{kind}: crawl {number + 1} of {given.crawls + 2}"):
                day.crawl(*([due] if number >= 2 else []), *given.set)
        return day, found


def row(day: Day) -> list[str]:
    """What the table says of a paper's day."""
    assert day.last is not None
    first, second = day.hits[:2]
    held, lags, new = day.last, day.lags(""), day.lags("new")
    return [
        day.paper.kind.name,
        f"{held.recall:.3f}",
        f"{held.precision:.3f}",
        f"{len(first) / day.paper.initial:.2f}",
        f"{len(second)}/{len(first)}",
        f"{sum(hit.bytes for hit in second) / max(1, sum(hit.bytes for hit in first)):.2f}",
        f"{held.caught}/{held.made.total()}",
        f"{len(held.invented)}",
        f"{mean(lags):.1f}" if lags else "-",
        f"{len(new)}/{day.count('new')}",
        f"{mean(new):.1f}" if new else "-",
        f"{mean(map(len, day.hits[2:])):.0f}" if day.hits[2:] else "-",
    ]


HEADINGS = (
    *("\npaper", "\nrecall", "\nprec.", "req/\nart", "run 2\nreq", "over 1\nbytes"),
    *("\nversions", "in-\nvented", "\nlag", "\nnew", "\nlag", "req a\ncrawl"),
)


def table(headings: Iterable[str], rows: Iterable[list[str]]) -> Table:
    """Rows below headings, the first to the left."""
    shown = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for number, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for each in rows:
        shown.add_row(*each)
    return shown


def tell(day: Day, console: Console) -> None:
    """What exactly was missed or invented."""
    assert day.last is not None
    named = {"missing": day.last.missing, "no article": day.last.strangers, "twice": day.last.doubled}
    named |= {"untold": tuple(map(" ".join, day.last.untold)), "invented": tuple(map(" ".join, day.last.invented))}
    for label, urls in named.items():
        for url in urls:
            console.print(f"{day.paper.kind.name}: {label}: {url.replace(day.paper.url, '')}", soft_wrap=True)


def main() -> None:
    """Live through the days, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)} (default: all)")
    parser.add_argument("--articles", type=int, default=40, help="that were there before (default: %(default)s)")
    parser.add_argument("--crawls", type=int, default=6, help="of the day, after the first two (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another number, other papers (default: %(default)s)")
    parser.add_argument(
        "--hour",
        type=float,
        metavar="SECONDS",
        help="revisit by the usual schedule, an hour taking so long; else always",
    )
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter that has the peers")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting for every crawl")
    parser.add_argument("--tell", action="store_true", help="name what was missed and invented")
    given = parser.parse_args()
    if unknown := set(given.kinds) - set(KINDS):
        parser.error(f"no kind of paper: {', '.join(sorted(unknown))}")
    console, days = Console(highlight=False), list[Day]()
    for kind in given.kinds or KINDS:
        with tempfile.TemporaryDirectory(prefix="day-") as folder:
            day, found = live_through(kind, given, Path(folder), console)
        days.append(day)
        if given.tell:
            tell(day, console)
        if given.peers:
            beside = [finders.ours(day.paper, day.hits[0]), *found]
            console.print(table(finders.HEADINGS, map(finders.row, beside)))
    console.print(table(HEADINGS, map(row, days)))


if __name__ == "__main__":
    main()
