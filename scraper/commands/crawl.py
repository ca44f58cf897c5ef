"""`scrapy crawl`, with every mistake said in one line before the first request, and an exit code that tells."""

import argparse
import sys
from typing import NoReturn

from scrapy.commands import crawl
from scrapy.spiderloader import get_spider_loader

from archive.errors import Misuse
from scraper import options
from scraper.loader import unknown
from scraper.look.sitefile import file_name
from scraper.politeness import contact
from scraper.politeness.retry_after import RetryAfter
from scraper.progress import count
from scraper.recorder import Recorder


class Command(crawl.Command):
    """Exit code 0: done; 1: nothing could be fetched, or something is not in the archive yet; 2: misuse."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings, site and arguments; on a terminal, log only warnings: the progress line stands alone."""
        super().process_options(args, opts)
        assert self.settings is not None
        if len(args) != 1:
            refuse("say which site: `scrapy crawl SITE`; `scrapy list` prints those there are")
        try:
            strange = options.check(self.settings)
            sites = get_spider_loader(self.settings)
            if args[0] not in sites.list():
                file = f"/{file_name(args[0])}"
                for broken in (each for each in getattr(sites, "broken", ()) if each.file.endswith(file)):
                    refuse(str(broken))
                said = unknown(args[0], sites.list())
                refuse(f"{said}; `scrapy sites` prints those there are; any other: `scrapy crawl site -a url=URL`")
            spider = sites.load(args[0])(**opts.spargs)
            settings = self.settings.copy()
            spider.update_settings(settings)
            if getattr(spider, "window", None) and options.value(settings, "WATCH"):
                raise Misuse("WATCH=1 stays for what is new, since= and until= ask for what is past: give one of them")
            contact.check(settings["CONTACT"], contact.hosts(spider))
        except Misuse as error:
            refuse(str(error))
        for name in strange:
            print(f"pressmark: neither Scrapy nor pressmark has a setting {name}", file=sys.stderr)
        if sys.stderr.isatty():
            self.settings.set("LOG_LEVEL", "WARNING", priority="project")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl."""
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        recorder = crawler.get_extension(Recorder)
        if self.crawler_process.bootstrap_failed or recorder is None:
            self.exitcode = 1
        elif recorder.failure:
            print(f"pressmark: {recorder.failure}", file=sys.stderr)
            self.exitcode = 1
        elif not recorder.done:
            print("pressmark: stopped at once; `archive recover` or the next crawl brings in the rest", file=sys.stderr)
            self.exitcode = 1
        elif not count(crawler.stats, "archive/answered"):
            print(f"pressmark: nothing could be fetched from {args[0]}; the log says why", file=sys.stderr)
            self.exitcode = 1
        left = crawler.get_downloader_middleware(RetryAfter) if recorder else None
        for host, requests in left.dropped.items() if left else ():
            print(f"pressmark: {host} was left as it asked; {requests} request(s) were not made", file=sys.stderr)
            self.exitcode = 1


def refuse(message: str) -> NoReturn:
    """One line, exit code 2."""
    print(f"pressmark: {message}", file=sys.stderr)
    sys.exit(2)
