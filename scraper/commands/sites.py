"""`scrapy sites`: the sites that are declared, and how far each declaration can be trusted."""

import argparse
import json
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from scraper.loader import SiteLoader
from scraper.requests import KIND
from scraper.spider import NewsSpider

from .crawl import refuse

WIDE = 1000
"""Columns of output that goes to a file or another program, so that nothing is cut."""
MEANING = "declared: from public sources, never fetched by us; probed: looked at by us on that day; verified: crawled"


class Command(ScrapyCommand):
    """Exit code 0: done; 1: a file in spiders/ does not load; 2: misuse."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Print the sites that are declared, and whether their facts were verified"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and ours."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print them."""
        if args:
            refuse(f"scrapy sites takes no argument: {' '.join(args)}")
        assert self.settings is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is broken is said below
            loader = SiteLoader(self.settings)
        (_lines if opts.json else _table)(declared(loader))
        for broken in loader.broken:
            print(f"pressmark: {broken}", file=sys.stderr)
        self.exitcode = 1 if loader.broken else 0


def declared(loader: SiteLoader) -> list[type[NewsSpider]]:
    """The sites whose sources are declared, by name: not `site` and `demo`, which take theirs as arguments."""
    classes = (loader.load(name) for name in sorted(loader.list()))
    return [each for each in classes if issubclass(each, NewsSpider) and each.sources]


def _table(sites: Iterable[type[NewsSpider]]) -> None:
    table = Table(box=None, header_style="bold", caption=MEANING, caption_justify="left")
    for column in ("name", "title", "country", "language", "status", "sources", "notes"):
        table.add_column(column, no_wrap=column == "name", overflow="fold")
    for site in sites:
        table.add_row(site.name, site.title, site.country, site.language, site.status, _counted(site), site.notes)
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def _lines(sites: Iterable[type[NewsSpider]]) -> None:
    for site in sites:
        sources = defaultdict(list)
        for source in site.sources:
            sources[KIND[type(source)]].append(source.url)
        facts = {name: getattr(site, name) for name in ("name", "title", "country", "language", "status")}
        rest = {"article": site.article, "notes": site.notes}
        print(json.dumps({**facts, "sources": sources, **rest}, ensure_ascii=False))


def _counted(site: type[NewsSpider]) -> str:
    counts = Counter(KIND[type(source)] for source in site.sources)
    return ", ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in counts.items())
