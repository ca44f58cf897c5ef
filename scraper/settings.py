"""Every setting, with its reason, unit and default.

Those with a type are pressmark's own; the others are Scrapy's, set where its default does not suit an archive. Each may
be given with `-s NAME=VALUE`, in a spider's `custom_settings`, or (ARCHIVE_URI, SPOOL_DIR, CONTACT) in the environment.
"""

import os
from importlib.metadata import version

# --- where things are kept -------------------------------------------------------------------------------------------

ARCHIVE_URI: str = os.environ.get("ARCHIVE_URI", "data")
"""A folder, or `s3://bucket/prefix` with endpoint and credentials by the AWS SDK's own rules."""

SPOOL_DIR: str = os.environ.get("SPOOL_DIR", "spool")
"""A folder on a local disk where captures wait until the archive has them."""

SPOOL_LIMIT: int = 20 << 30
"""Bytes that may wait in the spool; beyond, the crawl pauses until the store takes some."""

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

# --- discovery -------------------------------------------------------------------------------------------------------

FEED_LINKS: int = 1000
"""Links taken from one feed."""

SITEMAP_LINKS: int = 50_000
"""Links taken from one sitemap: the protocol's own limit."""

SITEMAP_FILES: int = 200
"""Sitemap files read in one crawl."""

SECTION_LINKS: int = 500
"""Links taken from one section or front page."""

# --- who we are, and manners -----------------------------------------------------------------------------------------

CONTACT: str = os.environ.get("CONTACT", "")
"""Your URL or e-mail address, put in the User-Agent and the WARCs, so that a webmaster can reach you."""

USER_AGENT = f"pressmark/{version('pressmark')}" + (f" (+{CONTACT})" if CONTACT else "")
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "pressmark"
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_DELAY = 0.25  # seconds between requests to one host
AUTOTHROTTLE_ENABLED = True  # a host that answers slowly is asked less often
AUTOTHROTTLE_START_DELAY = 0.25
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
RETRY_TIMES = 2
CONCURRENT_ITEMS = 1  # a page gives one article; Scrapy starts this many tasks per page, used or not: 100 cost 0.5 ms
COOKIES_ENABLED = False  # keep what any visitor sees, and no session in URLs or pages
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # every replay tool reads gzip; several fail on zstd, which Scrapy would ask for
}

# --- what Scrapy runs ------------------------------------------------------------------------------------------------

BOT_NAME = "pressmark"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "scraper.commands"
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
    "scraper.brevity.Brevity": 0,
    "scraper.progress.Progress": 500,
    "scraper.report.Report": 500,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
TELNETCONSOLE_ENABLED = False  # no listening socket
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

REPORT: bool = True
"""Print what the crawl brought, when it ends, to standard error."""
