"""`scrapy addsite URL`: look at a site, say what was found, write its file; `--check NAME`: what moved since."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import SpiderLoaderProtocol, get_spider_loader
from w3lib.url import safe_url_string

from archive.errors import Misuse
from archive.links.link import absolute
from archive.segment import site_name
from scraper import options
from scraper.loader import unknown
from scraper.look.findings import Findings, Sample, Seen
from scraper.look.probe import Probe
from scraper.look.sitefile import Declaration, changed, file_name, visible
from scraper.look.verdict import declared, moved, newest_links, renewed, said
from scraper.politeness import contact
from scraper.requests import KIND
from scraper.sources import Sitemap
from scraper.spider import NewsSpider

from .crawl import refuse
from .sites import WIDE

QUIET = {
    "EXTENSIONS": {"scraper.look.witness.Witness": 0, "scrapy.extensions.telnet.TelnetConsole": None},
    "JOBDIR": None,
    "RETRY_TIMES": 1,
    "RETRY_AFTER_MAX": 60.0,  # seconds; a person waits
}
LINE = 100
"""Characters of an article's first line that are shown."""
FACTS = ("docstring", "sources", "article", "samples", "others", "notes")


class Command(ScrapyCommand):
    """Exit code 0: done, all as declared; 1: nothing usable was found, something moved; 2: misuse."""

    requires_project = True

    def syntax(self) -> str:
        """For `scrapy addsite -h`."""
        return "[options] URL\n  scrapy addsite --check [--write] NAME"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Look at a site, print what was found, and write its file in spiders/"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and ours."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="print the file instead of writing it")
        parser.add_argument("--force", action="store_true", help="write it although there is one")
        parser.add_argument("--country", metavar="XX", default="", help="the paper's country, ISO 3166: never guessed")
        parser.add_argument("--check", metavar="NAME", help="look at a declared site and say what moved")
        parser.add_argument("--write", action="store_true", help="with --check: write that into its file")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Every mistake in one line, before the first request."""
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            options.check(self.settings)
            self._check(args, opts)
            contact.check(self.settings["CONTACT"], {urlsplit(self._front).hostname or ""})
        except Misuse as error:
            refuse(str(error))
        for name, value in QUIET.items():
            self.settings.set(name, value, priority="cmdline")
        self.settings.set("LOG_LEVEL", "CRITICAL", priority="project")  # the report says it all; -L says more

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  # read in process_options
        """Look, report, write."""
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(Probe)
        self.crawler_process.crawl(crawler, front=self._front, declared=self._site.sources if self._site else ())
        waiting = Console(stderr=True)
        with waiting.status(f"looking at {self._front}") if waiting.is_terminal else nullcontext():
            self.crawler_process.start()
        probe = crawler.spider
        if not isinstance(probe, Probe) or not probe.done:
            self._fail("the look at it was broken off; `-L INFO` shows the log")
            return
        findings = probe.findings
        if findings.fault:
            self._fail(f"{visible(findings.front)} {visible(findings.fault)}")
        elif self._site:
            self._compare(self._site, findings, opts)
        else:
            self._add(findings, opts)

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        self._site: type[NewsSpider] | None = None
        if opts.check:
            if args or opts.dry_run or opts.force or opts.country:
                raise Misuse("--check NAME goes with no URL, --dry-run, --force or --country")
            self._site = self._declared(opts.check)
            self._front = front_of(self._site)
            return
        if opts.write:
            raise Misuse("--write goes with --check NAME")
        if opts.country and not re.fullmatch(r"[A-Z]{2}", opts.country):
            raise Misuse(f"--country {opts.country} should be two capital letters, as ISO 3166 has them")
        if len(args) != 1:
            raise Misuse("say which site: `scrapy addsite URL`")
        self._front, self._name = front_page(args[0])
        self._path = self._folder() / file_name(self._name)
        if opts.force or opts.dry_run:
            return
        if self._path.exists():
            raise Misuse(f"{self._path} is there already: --check {self._name} compares, --force overwrites it")
        if self._name in self._loader().list():
            raise Misuse(f"{self._name} is declared in {self._loader().load(self._name).__module__}")

    def _loader(self) -> SpiderLoaderProtocol:
        assert self.settings is not None
        return get_spider_loader(self.settings)

    def _folder(self) -> Path:
        assert self.settings is not None
        return Path(next(iter(import_module(self.settings["NEWSPIDER_MODULE"]).__path__)))

    def _declared(self, name: str) -> type[NewsSpider]:
        loader = self._loader()
        if name not in loader.list():
            raise Misuse(unknown(name, loader.list()))
        site = loader.load(name)
        if not issubclass(site, NewsSpider) or not site.sources:
            raise Misuse(f"{name} declares no sources")
        return site

    def _fail(self, message: str) -> None:
        print(f"pressmark: {message}", file=sys.stderr)
        self.exitcode = 1

    def _add(self, findings: Findings, opts: argparse.Namespace) -> None:
        declaration = declared(self._name, findings, opts.country)
        out = Console(highlight=False, markup=False, stderr=opts.dry_run, width=None if sys.stdout.isatty() else WIDE)
        out.print(report(findings, declaration))
        if not declaration.sources:
            self._fail(f"{visible(findings.front)} has nothing that lists articles we can read: no file is written")
            return
        text = declaration.render()
        if opts.dry_run:
            print(text, end="")
            return
        with self._path.open("w" if opts.force else "x", encoding="utf-8") as file:
            file.write(text)
        out.print(f"\n{self._path} is written: `scrapy crawl {self._name}`")

    def _compare(self, site: type[NewsSpider], findings: Findings, opts: argparse.Namespace) -> None:
        before = said(site)
        now = declared(site.name, findings, site.country)
        after = renewed(before, now, findings)
        told = [visible(line) for line in moved(before, now, findings)]
        for line in told:
            print(line)
        facts = [name for name in FACTS if getattr(before, name) != getattr(after, name)]
        for name in facts:
            print(f"    {after.line(name)}")
        if opts.write:
            path = Path(str(sys.modules[site.__module__].__file__))
            lines = {name: after.line(name) for name in ("status", *facts)}
            try:
                path.write_text(changed(path.read_text("utf-8"), lines, after.sources), "utf-8")
            except Misuse as error:
                self._fail(f"{path}: {error}")
                return
            print(f"{path} is written")
        if not told:
            print(f"{site.name}: all is as declared ({findings.requests} requests)")
        self.exitcode = 1 if told else 0


def front_page(url: str) -> tuple[str, str]:
    """Address and name of the site that an operator means; Misuse when there is none."""
    front = absolute(url if "://" in url else f"https://{url}", "")
    parts = urlsplit(safe_url_string(front or ""))  # host names as the wire has them, IDN in ASCII
    if front is None or not parts.hostname:
        raise Misuse(f"addsite needs a URL such as https://example.org/, not {url!r}")
    return parts._replace(path=parts.path or "/").geturl(), site_name(parts.hostname, parts.port)


def front_of(site: type[NewsSpider]) -> str:
    """The front page of a declared site: on its own domain rather than below it."""
    named = [urlsplit(source.url) for source in site.sources]
    own = next((parts for parts in named if (parts.hostname or "").removeprefix("www.") == site.name), named[0])
    return f"{own.scheme}://{own.netloc}/"


def report(findings: Findings, declaration: Declaration) -> Table:
    """What was found, for a person."""
    table = Table(title=visible(findings.front), title_justify="left", show_header=False, box=None)
    for label, value in _rows(findings, declaration):
        table.add_row(label, visible(value))
    return table


def _rows(findings: Findings, declaration: Declaration) -> Iterator[tuple[str, str]]:
    found = findings.found
    yield "title", declaration.title
    yield "language", declaration.language or "unknown"
    yield "country", declaration.country or _hint(declaration.name)
    yield "made with", (found.cms if found else None) or "unknown"
    yield "robots.txt", _robots(findings)
    yield "opt-outs", "; ".join(findings.opt_outs) or "none seen"
    for each in findings.sources:
        yield KIND[type(each.source)], _source(each)
    for url in findings.elsewhere:
        yield "elsewhere", f"{url}: on another site, not asked for"
    if not any(isinstance(each.source, Sitemap) for each in findings.sources):
        yield "sitemap", "none found"
    yield "article", _pattern(findings, declaration)
    for source in set(declaration.sources) - set(declaration.fitting()):
        yield "left out", f"{source.url}: the file has no room for it"
    for sample in findings.samples:
        yield from _sample(sample)
    yield "requests", str(findings.requests)


def _hint(name: str) -> str:
    ending = name.rpartition(".")[2]
    hint = f": .{ending} is a hint, no proof" if len(ending) == 2 and ending.isalpha() else ""
    return f"not written{hint}; `--country XX` says it"


def _robots(findings: Findings) -> str:
    if findings.rules is None:
        return "none: all is allowed"
    delay = f"Crawl-delay {findings.delay:g} s" if findings.delay else "no Crawl-delay"
    return f"allows the front page; {delay}; names {len(findings.sitemaps)} sitemap(s)"


def _source(each: Seen) -> str:
    if each.fault:
        return f"{each.source.url}: {each.fault}"
    place = each.source.url if each.address == each.source.url else f"{each.source.url}, now {each.address}"
    facts = [
        f"{len(each.links)} link(s)" + (f" in what was read of {each.children} sitemaps" if each.children else ""),
        "news" if each.news else "",
        f"newest {each.newest:%Y-%m-%d %H:%M}" if each.newest else "no dates",
        f"in {each.language}" if each.language else "",
    ]
    return f"{place}: {', '.join(filter(None, facts))}"


def _pattern(findings: Findings, declaration: Declaration) -> str:
    if declaration.article:
        return f"{declaration.article}   from {len(newest_links(findings))} links"
    return "no pattern tells articles from the other links of the front page: none is written"


def _sample(sample: Sample) -> Iterator[tuple[str, str]]:
    reading = sample.read
    if reading is None:
        why = sample.fault or (f"read as {sample.reading.outcome}" if sample.reading else "")
        yield "sample", f"{sample.link.url}: {why}"
        return
    when = f"{reading.published:%Y-%m-%d}" if reading.published else "no date"
    authors = ", ".join(reading.authors) or "no author"
    words = len(reading.text.split())
    yield "sample", sample.link.url
    yield "", f"{reading.title or 'no title'} | {when} | {authors} | {reading.language} | {words} words"
    yield "", reading.text.partition("\n")[0][:LINE]
