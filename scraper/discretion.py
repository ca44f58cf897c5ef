"""The add-on that keeps credentials out of the log: Scrapy logs every setting, and libraries log addresses."""

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Self
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.log import get_scrapy_root_handler

from archive.discretion import HIDDEN, discreet

NAMES = re.compile(r"(?:PASS|PASSWORD|SECRET|ACCESS_KEY|ACCESS_KEY_ID|TOKEN|API_?KEY|CREDENTIALS)$")
"""How settings end that hold credentials: Scrapy's own, and those that add-ons have."""
SHORT = 4
"""Characters below which a secret is only hidden where it stands in quotes: it may be part of any word."""
PUBLIC = frozenset({"guest"})
"""Scrapy's default for FTP_PASSWORD, which everybody has."""


class Discretion:
    """Has Scrapy's log handler hide the values of secret settings, proxy passwords, and user information in URLs."""

    def __init__(self, crawler: Crawler) -> None:
        self._settings = crawler.settings
        crawler.signals.connect(self.opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook: what it logs next are the settings."""
        self._hide(settings)

    def opened(self) -> None:
        """Once more, for Scrapy installs another log handler after that."""
        self._hide(self._settings)

    def _hide(self, settings: BaseSettings) -> None:
        handler = get_scrapy_root_handler()
        if handler is not None and not isinstance(handler.formatter, DiscreetFormatter):
            handler.setFormatter(DiscreetFormatter(handler.formatter or logging.Formatter(), secrets(settings)))


class DiscreetFormatter(logging.Formatter):
    """Formats as another does, tracebacks included, and leaves out what nobody should read."""

    def __init__(self, plain: logging.Formatter, secret: Iterable[str]) -> None:
        super().__init__()
        self._plain = plain
        longest_first = sorted({form for each in secret for form in _forms(each)}, key=len, reverse=True)
        self._secret = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines."""
        text = discreet(self._plain.format(record))
        return self._secret.sub(_hidden, text) if self._secret else text


def secrets(settings: BaseSettings) -> Iterator[str]:
    """What must not be logged: the values of settings that hold credentials, and the passwords of proxies."""
    for name in settings:
        value = settings.get(name)
        if isinstance(value, str) and NAMES.search(name) and value not in PUBLIC:
            yield value
    for proxy in getproxies().values():
        try:
            password = urlsplit(proxy if "//" in proxy else f"//{proxy}").password
        except ValueError:
            continue
        if password:
            yield unquote(password)


def _forms(secret: str) -> set[str]:
    if len(secret) < SHORT:
        return {repr(secret)} if secret else set()
    return {secret, quote(secret), quote(secret, safe="")}


def _hidden(found: re.Match[str]) -> str:
    return f"'{HIDDEN}'" if found[0].startswith("'") else HIDDEN
