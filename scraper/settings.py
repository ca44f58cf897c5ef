"""Every setting, with its reason, unit and default.

Those with a type are pressmark's own; the others are Scrapy's, set where its default does not suit an archive. Each may
be given with `-s NAME=VALUE`, in a spider's `custom_settings`, or (ARCHIVE_URI, SPOOL_DIR, CONTACT) in the environment.
"""

import os
from importlib.metadata import version
from typing import Literal

# --- where things are kept -------------------------------------------------------------------------------------------

ARCHIVE_URI: str = os.environ.get("ARCHIVE_URI", "data")
"""A folder, or `s3://bucket/prefix` with endpoint and credentials by the AWS SDK's own rules."""

SPOOL_DIR: str = os.environ.get("SPOOL_DIR", "spool")
"""A folder on a local disk where captures wait until the archive has them."""

SPOOL_LIMIT: int = 20 << 30
"""Bytes that may wait in the spool; beyond, the crawl pauses until the store has taken all but half of it."""

SEGMENT_BYTES: int = 1 << 30
"""A WARC file is closed and committed at this size: what the archiving world expects of one file."""

SEGMENT_SECONDS: int = 3600
"""... or at this age, so that a slow site's articles reach the corpus within the hour."""

COMMIT_PATIENCE: int = 60
"""Seconds for which a crawl that ends keeps trying an archive that fails; what is left waits in the spool."""

# --- capture ---------------------------------------------------------------------------------------------------------

WARC_KEEP_CHUNKED: bool = False
"""Keep chunk framing in response records. Then no payload digest satisfies every validator: see docs/decisions.md."""

WARC_KEEP_SECRETS: bool = False
"""Keep Cookie and Authorization lines of requests in the WARC."""

REVISIT_MEMORY: int = 20_000
"""Payloads remembered so that a second copy becomes a revisit record; about 600 bytes of memory each."""

DOWNLOAD_MAXSIZE = 32 << 20  # bytes; what came by then is kept as a truncated capture
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60  # seconds; slow hosts in the region answer within it, stalls do not hold a slot for minutes

# --- extraction ------------------------------------------------------------------------------------------------------

EXTRACT_WORKERS: int = os.cpu_count() or 1
"""Processes that read articles."""

EXTRACT_SECONDS: float = 30.0
"""Deadline for reading one page; beyond, the page's row says `failed:deadline` and the capture stays."""

EXTRACT_MEGABYTES: int = 1500
"""Address space of one such process."""

# --- what is fetched, and when ---------------------------------------------------------------------------------------

REVISIT_AFTER: tuple[float, ...] = (3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400)
"""Seconds after an article was first fetched at which it is looked at again for edits, corrections and deletion."""

POLL_FLOOR: int = 600
"""Seconds between two polls of a source, at least, where the crawl decides (WATCH, failing sources, old sitemaps)."""

POLL_CEILING: int = 86400
"""... and at most."""

WATCH: bool = False
"""Stay: poll each source by its own rhythm and look at articles when they are due, until stopped."""

CONDITIONAL_GET: bool = True
"""Send validators for known pages, except to sites found to answer 304 untruly; a full answer is asked for by turns."""

FEED_LINKS: int = 1000
"""Links taken from one feed."""

FEED_PAGES: int = 50
"""Pages of a feed that are read while they bring something new."""

SITEMAP_LINKS: int = 50_000
"""Links taken from one sitemap: the protocol's own limit."""

SITEMAP_FILES: int = 500
"""Sources polled in one crawl, beyond which no further sitemap is."""

SITEMAP_DEPTH: int = 3
"""Levels of sitemap indexes."""

SECTION_LINKS: int = 500
"""Links taken from one section or front page."""

SECTION_PAGES: int = 30
"""Pages of a section that are read while they bring something new."""

WORDPRESS_LINKS: int = 100
"""Posts in one answer of a WordPress API: its own limit."""

WORDPRESS_PAGES: int = 200
"""Answers of a WordPress API that are read while they bring something new."""

BACKFILL_PAGES: int = 2000
"""Pages of any list that are read in a backfill (`-a since=DATE -a until=DATE`)."""

# --- what pages need to look as they did -----------------------------------------------------------------------------

REQUISITES: Literal["none", "images", "all"] = "all"
"""What is fetched of article pages and front pages beside themselves: nothing; pictures and icons; or stylesheets,
fonts, scripts, audio and video too."""

REQUISITES_PER_PAGE: int = 200
"""Requests for one page, every form of its pictures included."""

REQUISITES_PAGE_BYTES: int = 40 << 20
"""Bytes for one page."""

REQUISITES_PER_CRAWL: int = 100_000
"""Requests in one crawl, or in one day of a crawl that stays."""

REQUISITES_CRAWL_BYTES: int = 20 << 30
"""Bytes in one crawl or day."""

REQUISITE_HOSTS: int = 300
"""Hosts from which requisites are taken in one crawl or day; each is asked for its robots.txt."""

REQUISITE_BYTES: int = 10 << 20
"""Bytes of one requisite: a longer one that says so is not begun, else cut."""

REQUISITE_SECONDS: float = 30.0
"""Seconds for one requisite."""

REQUISITE_WAIT: float = 6 * 3600.0
"""Seconds after its page within which a requisite is asked for: later it may be another than the one that was seen."""

REQUISITE_DEPTH: int = 5
"""Levels of stylesheets that import one another."""

REQUISITE_FRESH: float = 86400.0
"""Seconds for which a requisite is not asked for again, by any page or crawl. Then it is, with its validators."""

REQUISITE_FRESH_MAX: float = 30 * 86400.0
"""... at most, where it was old when it was captured: a tenth of its age (RFC 9111, section 4.2.2). Not of stylesheets,
for what they name in turn may have changed."""

REQUISITE_REFUSED: str = "text/html application/xhtml application/pdf application/zip"
"""How media types begin, with spaces between, whose body is not downloaded: an HTML page in place of a picture is an
error in disguise. With `video/ audio/` they stay out too."""

REQUISITES_WAITING: int = 5000
"""Requisites that may wait (each takes 2 kB of memory): below, articles go first; beyond, requisites do."""

# --- who we are, and manners -----------------------------------------------------------------------------------------

CONTACT: str = os.environ.get("CONTACT", "")
"""Your URL or e-mail address, put in the User-Agent and the WARCs, so that a webmaster can reach you."""

ROBOTS_UNREACHABLE: Literal["disallow", "allow"] = "disallow"
"""What a robots.txt means that answers 429 or 5xx or cannot be reached: RFC 9309 says that nothing may be fetched."""

CRAWL_DELAY_MAX: float = 30.0
"""Seconds between requests to a host, at most, whatever its robots.txt asks for: a day has 2,880 such pauses."""

RETRY_AFTER_MAX: float = 3600.0
"""Seconds for which a host that answers 429 or 503 is waited for; one that wants longer is left for this crawl."""

NOARCHIVE: Literal["nothing", "capture", "mark"] = "nothing"
"""What is kept of a page that says `noarchive`: nothing but that it was asked for; the capture, but no text in the
corpus; or all of it, marked."""

TDM_RESERVATION: Literal["nothing", "capture", "mark"] = "capture"
"""... that reserves text and data mining: what a reader sees may be kept, but the corpus is made for mining."""

TDMREP_FETCH: bool = True
"""Ask each host for its /.well-known/tdmrep.json before its first page: most reservations stand there."""

USER_AGENT = f"pressmark/{version('pressmark')}"  # CONTACT is added to it
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "pressmark"
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_DELAY = 0.25  # seconds between requests to one host, at least
AUTOTHROTTLE_ENABLED = True  # a host that answers slowly is asked less often
AUTOTHROTTLE_START_DELAY = 0.25
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
AUTOTHROTTLE_MAX_DELAY = 15.0  # seconds; what slowness alone may lead to, one page that took half a minute included
RETRY_TIMES = 2
SCHEDULER = "scraper.scheduler.JobScheduler"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # sources name the newest first
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
CONCURRENT_ITEMS = 1  # a page gives one article; Scrapy starts this many tasks per page, used or not: 100 cost 0.5 ms
COOKIES_ENABLED = False  # keep what any visitor sees, and no session in URLs or pages
REFERRER_POLICY = "strict-origin-when-cross-origin"  # as browsers have it: no path or query goes to another host
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # every replay tool reads gzip; several fail on zstd, which Scrapy would ask for
}

# --- what Scrapy runs ------------------------------------------------------------------------------------------------

BOT_NAME = "pressmark"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "scraper.loader.SiteLoader"  # a site file that does not load hides no other
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "scraper.commands"
ADDONS = {"scraper.politeness.contact.Contact": 0, "scraper.discretion.Discretion": 1}
DOWNLOADER = "scraper.politeness.downloader.PoliteDownloader"
SCHEDULER_PRIORITY_QUEUE = "scraper.politeness.downloader.HostQueue"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.politeness.taken_down.Takedowns": 80,  # before anything is asked of a host on its behalf
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scraper.politeness.retry_after.RetryAfter": 90,
    "scraper.politeness.robots.Robots": 100,
    "scraper.politeness.opt_out.OptOuts": 110,  # after what robots.txt forbids
    "scraper.requisites.gate.Gate": 95,
    "scraper.once.Once": 120,
    "scraper.unpack.Unpack": 590,  # Scrapy's place for it
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scraper.requisites.tally.PageStats": 850,
}
DOWNLOAD_HANDLERS = {
    "http": "scraper.wire.WireDownloadHandler",
    "https": "scraper.wire.WireDownloadHandler",
    "data": None,  # pages may not make us read anything but http and https
    "file": None,
    "ftp": None,
    "s3": None,
}
EXTENSIONS = {
    "scraper.recorder.Recorder": 0,
    "scraper.requisites.collector.Collector": 10,
    "scrapy.extensions.corestats.CoreStats": None,
    "scraper.requisites.tally.PageCount": 0,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scraper.requisites.tally.ClosePages": 0,
    "scraper.progress.Progress": 500,
    "scraper.watch.Watch": 500,
    "scraper.report.Report": 500,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
TELNETCONSOLE_ENABLED = False  # no listening socket
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

REPORT: bool = True
"""Print what the crawl brought, when it ends, to standard error."""
