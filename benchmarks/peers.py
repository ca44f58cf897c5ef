"""Runs a peer on a site and prints the URLs of what it takes for articles: `peers.py SORT URL FOLDER`.

Only ever run as a program, by an interpreter that has the peers; nothing of pressmark is imported here.
"""

import contextlib
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAME = "press.example.com"

OFFSITE = "{'scrapy.downloadermiddlewares.offsite.OffsiteMiddleware': None}"
"""news-please takes the last number of an IP address for a top-level domain, and would fetch nothing."""


def feeds(url: str) -> Iterable[str]:
    """Links of the feeds that trafilatura finds."""
    from trafilatura.feeds import find_feed_urls

    open_to_loopback()
    return (link.replace(NAME, "127.0.0.1") for link in find_feed_urls(named(url), sleep_time=0.0))


def sitemaps(url: str) -> Iterable[str]:
    """Links of the sitemaps that trafilatura finds."""
    from trafilatura.sitemaps import sitemap_search

    open_to_loopback()
    return (link.replace(NAME, "127.0.0.1") for link in sitemap_search(named(url), sleep_time=0.0))


def named(url: str) -> str:
    """The URL with a host name in place of an IP address, which trafilatura takes for no site."""
    return url.replace("127.0.0.1", NAME)


def open_to_loopback() -> None:
    """Let that name, and no other, lead to this machine, and let trafilatura go there."""
    from trafilatura.settings import DEFAULT_CONFIG

    DEFAULT_CONFIG["DEFAULT"]["SSRF_PROTECTION"] = "off"
    look_up = socket.getaddrinfo

    def local(host: str, *more: Any, **named: Any) -> Any:
        if host not in (NAME, "127.0.0.1"):
            raise socket.gaierror(f"{host}: the benchmark asks nobody else")
        return look_up("127.0.0.1", *more, **named)

    socket.getaddrinfo = local  # type: ignore[assignment]  # narrower, on purpose


def crawled(crawler: str, url: str, folder: Path) -> Iterable[str]:
    """Articles that news-please stores, with one of its crawlers and its own configuration."""
    package = find_spec("newsplease")
    if package is None or package.origin is None:
        sys.exit("news-please is not installed here")
    usual = (Path(package.origin).parent / "config" / "config.cfg").read_text("utf-8")
    changed = {
        r"^default = .*$": f"default = {crawler}",
        r"^working_path = .*$": f"working_path = {folder}/",
        r"^(ROBOTSTXT_OBEY *= *True)$": rf"\1\nDOWNLOADER_MIDDLEWARES = {OFFSITE}",
    }
    for pattern, line in changed.items():
        usual = re.sub(pattern, line, usual, flags=re.MULTILINE)
    (folder / "config.cfg").write_text(usual, "utf-8")
    (folder / "sitelist.hjson").write_text(json.dumps({"base_urls": [{"url": url}]}), "utf-8")
    program = Path(sys.executable).parent / "news-please"
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run([str(program), "-c", f"{folder}/"], capture_output=True, timeout=60, check=False)
    for file in folder.rglob("*.html.json"):
        yield json.loads(file.read_text("utf-8"))["url"]


def main() -> None:
    """Run the peer that was asked for."""
    sort, url, folder = sys.argv[1:]
    found = {"feeds": feeds, "sitemaps": sitemaps}.get(sort)
    for each in found(url) if found else crawled(sort, url, Path(folder)):
        print(each)


if __name__ == "__main__":
    main()
