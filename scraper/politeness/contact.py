"""Who crawls: a webmaster must be able to reach the operator, so public hosts are not crawled without a contact."""

import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.settings import BaseSettings

from archive.errors import Misuse

from .guard import AddressGuard

NOBODY = AddressGuard(frozenset())


class Contact:
    """The add-on that puts CONTACT into the User-Agent, however both were set."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook."""
        contact, agent = settings["CONTACT"], settings["USER_AGENT"]
        if contact and contact not in agent:
            settings.set("USER_AGENT", f"{agent} (+{contact})", settings.getpriority("USER_AGENT") or 0)


def hosts(spider: Spider) -> set[str]:
    """Hosts that a crawl begins at."""
    named: Iterable[str] | None = getattr(spider, "named_hosts", None)
    if named is not None:
        return set(named)
    return {urlsplit(url).hostname or "" for url in getattr(spider, "start_urls", ())}


def check(contact: str, hosts: Iterable[str]) -> None:
    """Misuse when the contact is neither a URL nor an e-mail address, or there is none though a host is public."""
    if contact:
        if not reachable(contact):
            raise Misuse(
                f"CONTACT={contact!r} should be an http(s) URL or an e-mail address at which you can be reached"
            )
        return
    for host in sorted(hosts):
        if public(host):
            raise Misuse(
                f"{host} is a public host, so say who crawls it: `-s CONTACT=you@example.org` or a URL of yours, "
                "or CONTACT in the environment; it is sent in the User-Agent"
            )


def reachable(contact: str) -> bool:
    """Whether this looks like an http(s) URL or an e-mail address, in characters that a header may have."""
    if not re.fullmatch(r"[!-~]{1,200}", contact):
        return False
    if re.fullmatch(r"[^@:/()<>]+@[\w-]+(\.[\w-]+)+", contact):
        return True
    try:
        parts = urlsplit(contact)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not set("()<>") & set(contact)


def public(host: str) -> bool:
    """Whether a host is other people's: it has an address that is no loopback, private or other special one.

    One that does not resolve here, behind a proxy say, counts as public.
    """
    name = host.lower().strip("[]").rstrip(".")
    if re.fullmatch(r"(.+\.)?localhost", name):
        return False
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return any(NOBODY.refuses(name, str(address[0])) is None for *_, address in found)
