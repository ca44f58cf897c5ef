"""`scrapy checksite [SITE …]`: whether the pages saved for a site read as they should; nothing is fetched."""

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import SpiderLoaderProtocol, get_spider_loader

from archive import work
from archive.errors import Misuse, PressmarkError
from archive.pool import Pool
from scraper import options
from scraper.loader import unknown
from scraper.look.sitefile import visible
from scraper.saved import FOLDER, differences, load, places
from scraper.spider import NewsSpider

from .crawl import refuse


class Command(ScrapyCommand):
    """Exit code 0: all read as they should; 1: one does not; 2: misuse."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """For `scrapy checksite -h`."""
        return "[options] [SITE …]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Read the pages saved for sites and say what differs from what is written down of them"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and ours."""
        super().add_options(parser)
        parser.add_argument("--pages", metavar="FOLDER", default=str(FOLDER), help="where SITE/NAME/page.html are")
        parser.add_argument("--write", action="store_true", help="write down what is read now, for you to look at")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read, compare, print."""
        assert self.settings is not None
        sites, folder = get_spider_loader(self.settings), Path(opts.pages)
        try:
            options.check(self.settings)
            pages = _wanted(folder, args, sites)
        except Misuse as error:
            refuse(str(error))
        seconds, megabytes = (options.value(self.settings, name) for name in ("EXTRACT_SECONDS", "EXTRACT_MEGABYTES"))
        with Pool(1, seconds, megabytes, work.warm_reader) as readers:
            wrong = sum(not _passes(place, sites, readers, write=opts.write) for place in pages)
        print(f"{len(pages)} page(s), {wrong} of them not as written down")
        self.exitcode = 1 if wrong else 0


def _wanted(folder: Path, names: list[str], sites: SpiderLoaderProtocol) -> list[Path]:
    for name in names:
        if name not in sites.list():
            raise Misuse(unknown(name, sites.list()))
        if not places(folder, [name]):
            raise Misuse(f"no page of {name} is saved: put one into {folder / name / 'NAME'}/page.html")
    if not (found := places(folder, names)):
        raise Misuse(f"no page is saved in {folder}: put one into {folder}/SITE/NAME/page.html")
    return found


def _passes(place: Path, sites: SpiderLoaderProtocol, readers: Pool, *, write: bool) -> bool:
    name = f"{place.parent.name}/{place.name}"
    try:
        page = load(place)
        _, reading = readers.submit(work.read_alone, *page.records(_site(place.parent.name, sites))).result()
    except PressmarkError as error:
        wrong = [str(error)]
    else:
        wrong = differences(page, reading)
        if write and wrong:
            page.write(reading)
            print(f"{name}: written")
            return True
    print(f"{name}: {'differs' if wrong else 'ok'}", *(f"    {visible(line)}" for line in wrong), sep="\n")
    return not wrong


def _site(name: str, sites: SpiderLoaderProtocol) -> type[NewsSpider]:
    if name not in sites.list():
        raise Misuse(unknown(name, sites.list()))
    site = sites.load(name)
    if not issubclass(site, NewsSpider):
        raise Misuse(f"{name} is no NewsSpider, so it has no hints")
    return site
