"""What is kept of a page whose publisher, in the page or in its host's tdmrep.json, opts out."""

import logging
from dataclasses import dataclass
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from archive import member, message
from archive.exchange import Context, Exchange
from archive.extraction import entity
from archive.optout import HEAD, OptOut, TdmRep, opt_outs

from ..options import value
from .origin import PerOrigin

logger = logging.getLogger(__name__)

GOOD_FOR = 86400.0
"""Seconds for which a tdmrep.json is believed, as robots.txt is."""
HOPS = 5
SENT = HEAD // 2
"""Bytes of a body as sent that are unpacked to look for meta elements."""
LONGEST = 500
"""Characters of a decision's text; policies are addresses that strangers choose."""
STRICTEST = ("nothing", "capture", "mark")
PAGES = ("article", "page")
SHOWN = (*PAGES, "requisite")
"""What readers see; hosts of requisites are not asked for a file of their own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is kept of a page."""

    action: str = "keep"
    """keep, mark, capture (and no text in the corpus) or nothing (but that it was asked for)."""
    text: str | None = None
    """For the record, such as `capture: header tdm-reservation=1`; None when there was no opt-out."""


def decide(page: OptOut, host: tuple[bool, str | None], noarchive: str, reservation: str) -> Decision:
    """The strictest of what the settings say for each sign; the page's own word on mining goes before its host's."""
    said, reserved, policy = list(page.said), page.reserved, page.policy
    if reserved is None and host[0]:
        reserved, policy = host
        said.append("tdmrep.json tdm-reservation=1")
    actions = {noarchive} if page.noarchive else set[str]()
    if reserved:
        actions.add(reservation)
    elif not actions and not any(sign.endswith("ai") for sign in said):
        return Decision()
    action = next((each for each in STRICTEST if each in actions), "mark")
    terms = f" (policy {policy})" if reserved and policy else ""
    return Decision(action, f"{action}: {', '.join(said)}{terms}"[:LONGEST])


class OptOuts:
    """The downloader middleware that asks hosts for their tdmrep.json, and decides on each exchange."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._noarchive: str = value(crawler.settings, "NOARCHIVE")
        self._reservation: str = value(crawler.settings, "TDM_RESERVATION")
        self._asks: bool = value(crawler.settings, "TDMREP_FETCH")
        self._files = PerOrigin(self._fetch, GOOD_FOR)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """See to it that the host's file is known before a page of it comes."""
        if self._asks and _kind(request) in PAGES:
            await self._files.of(request)

    def decide(self, exchange: Exchange, request: Request) -> Decision:
        """What to keep of an exchange, from its bytes and what is known of its host; counted.

        A source (feed, sitemap, list) that says `noarchive` is kept, and marked: it is made for machines, nothing of
        it goes into the corpus, and without it nobody can show what was announced and when.
        """
        kind = _kind(request)
        if kind in ("robots", "optout") or not exchange.head:
            return Decision()
        found = opt_outs(exchange.head, _start(exchange), self._agent, exchange.started)
        file = self._files.known(request) if kind in SHOWN else None
        host = file.reserved(exchange.url) if file else (False, None)
        settings = (self._noarchive, self._reservation) if kind in SHOWN else ("mark", "mark")
        decision = decide(found, host, *settings)
        if decision.text:
            self._crawler.stats.inc_value(f"optout/{decision.action}")
        return decision

    async def _fetch(self, host: str) -> TdmRep:
        address = f"{host}/.well-known/tdmrep.json"
        meta = {"context": Context(kind="optout"), "redirect_ttl": HOPS, "allow_offsite": True}
        request = Request(address, callback=NO_CALLBACK, meta=meta)
        self._crawler.stats.inc_value("optout/asked")
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            logger.debug("%s is not read: %s", address, error)
            return TdmRep()
        except Exception as error:
            logger.info("%s cannot be had: %s; no reservation is known of", address, error)
            return TdmRep()
        return self._read(address, response)

    def _read(self, address: str, response: Response) -> TdmRep:
        if response.status >= 400:
            self._crawler.stats.inc_value("optout/absent")
        kind = (response.headers.get(b"Content-Type") or b"").lower()
        if response.status != 200 or b"html" in kind:  # many a site answers every address with a page
            return TdmRep()
        file = TdmRep.parse(response.body)
        if file.fault:
            logger.warning("%s: %s", address, file.fault)
        elif file.rules:
            logger.info("%s has %d rule(s) on text and data mining", address, len(file.rules))
        return file


def _kind(request: Request) -> str:
    context: Context | None = request.meta.get("context")
    return context.kind if context else "page"


def _start(exchange: Exchange) -> bytes:
    """Where a page's meta elements are, content coding undone; nothing of what is no HTML."""
    if b"html" not in (message.header(exchange.head, b"content-type") or b"html").lower():
        return b""
    sent = exchange.body[:SENT]
    if message.is_chunked(exchange.head):
        sent = message.dechunk(sent).body
    gzipped = entity.values(exchange.head, b"content-encoding") == ["gzip"]
    if gzipped and (begun := member.start(sent, HEAD)):
        return begun
    try:
        return entity.decoded(exchange.head, sent)[:HEAD]
    except ValueError:
        return b""
