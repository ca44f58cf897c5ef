"""What is handed to the sink is what the server sent and received, byte for byte, whatever it sent."""

import gzip
import itertools
import socket
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.exchange import Context
from tests.crawl import BIN, ROOT
from tests.rawserver import Listener, Proxy, RawServer, Reply, say, tls
from tests.scraper.wirecrawl import Crawled, Plan, crawl

PAGE = "<html><body><p>Le maire a dit « non » à Saint-Étienne.</p></body></html>".encode() * 40
OK = b"HTTP/1.1 200 OK\r\n"
MAXSIZE = 50_000


@dataclass(frozen=True)
class Case:
    """What a server sends to one request, part by part, and what is to be kept."""

    head: bytes = b""
    body: bytes = b""
    interim: bytes = b""
    surplus: bytes = b""
    """Sent, but no part of the message."""
    then: str = "keep"
    byte_by_byte: bool = False
    truncated: str | None = None
    error: str | None = None
    """Part of the error line."""
    outcome: str | None = None
    """The exception that Scrapy's errback gets."""
    request: dict[str, Any] = field(default_factory=dict)

    def reply(self) -> Reply:
        sent = self.interim + self.head + self.body + self.surplus
        return Reply((sent[i : i + 1] for i in range(len(sent))) if self.byte_by_byte else [sent], self.then)


def sized(body: bytes, *lines: bytes, status: bytes = OK) -> dict[str, bytes]:
    return {"head": headed(*lines, b"Content-Length: %d" % len(body), status=status), "body": body}


def headed(*lines: bytes, status: bytes = OK) -> bytes:
    return status + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


CHUNKED = headed(b"Content-Type: text/html", b"Transfer-Encoding: chunked")
CHUNKS = b"5\r\nhello\r\n06;name=value;flag\r\n world\r\n0;last\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n"
ODD = (
    b"sERVER:   Odd/1.0  \r\nX-Twice: b\r\nx-twice: a\r\nX-Latin: caf\xe9 \xff\r\nX-UTF: caf\xc3\xa9\r\n"
    b"X Space: v\r\nX-Caf\xe9: v\r\nX-Late : v\r\n" + b"X" * 1000 + b": v\r\n"
    b"no colon in this line\r\nX-Fold: one\r\n\t two\r\n   three\r\nX-Empty:\r\nX-Tab:\tv\t\r\n:no name\r\n"
    b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\ncontent-LENGTH:3\r\n\r\n"
)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
SMALL = {"meta": {"download_maxsize": MAXSIZE}}
HASTY = {"meta": {"download_timeout": 1}}
LOSS, FAILED, CANCELLED = "ResponseDataLossError", "DownloadFailedError", "DownloadCancelledError"

CASES = {
    "page": Case(**sized(PAGE, b"Content-Type: text/html")),
    "byte-by-byte": Case(interim=EARLY, head=CHUNKED, body=CHUNKS, byte_by_byte=True),
    "odd-headers": Case(head=OK + ODD, body=b"abc"),
    "space-before-colon": Case(head=OK + b"Content-Length : 3\r\n\r\n", body=b"abc"),
    "bare-lf": Case(head=b"HTTP/1.1 200 OK\nContent-Length: 3\nX: y\n\n", body=b"abc"),
    "mixed-line-ends": Case(head=b"HTTP/1.1 200 OK\r\nContent-Length: 3\nX: y\r\n\n", body=b"abc"),
    "long-reason": Case(**sized(b"abc", status=b"HTTP/1.1 200 " + b"very " * 10_000 + b"OK\r\n")),
    "no-reason": Case(**sized(b"abc", status=b"HTTP/1.1 200\r\n")),
    "latin-reason": Case(**sized(b"abc", status=b"HTTP/1.1 404 Pas trouv\xe9 ici\r\n")),
    "long-header-line": Case(**sized(b"abc", b"X-Long: " + b"l" * 100_000)),
    "interim": Case(**sized(PAGE), interim=b"HTTP/1.1 100 Continue\r\n\r\n" + EARLY + EARLY),
    "chunked": Case(head=CHUNKED, body=CHUNKS),
    "chunked-gzip": Case(
        head=headed(b"Transfer-Encoding: Chunked", b"Content-Encoding: gzip"),
        body=b"%X\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(PAGE)), gzip.compress(PAGE)),
    ),
    "gzip": Case(**sized(gzip.compress(PAGE), b"Content-Encoding: gzip")),
    "br": Case(**sized(brotli.compress(PAGE), b"Content-Encoding: br")),
    "deflate": Case(**sized(zlib.compress(PAGE), b"Content-Encoding: deflate")),
    "identity": Case(**sized(PAGE, b"Content-Encoding: identity")),
    "empty": Case(**sized(b"")),
    "head": Case(head=headed(b"Content-Length: 1000"), request={"method": "HEAD"}),
    "post": Case(**sized(b"abc"), request={"method": "POST", "body": b"a=1&b=\xe9"}),
    "no-content": Case(head=headed(b"X: y", status=b"HTTP/1.1 204 No Content\r\n")),
    "not-modified": Case(head=headed(b'ETag: "x"', b"Content-Length: 9", status=b"HTTP/1.1 304 Not Modified\r\n")),
    "redirect": Case(**sized(b"moved", b"Location: /page", status=b"HTTP/1.1 301 Moved\r\n")),
    "server-error": Case(**sized(b"down", status=b"HTTP/1.1 503 Down\r\n")),
    "unknown-status": Case(**sized(b"abc", status=b"HTTP/1.1 799 ?\r\n")),
    "close": Case(**sized(PAGE, b"Connection: close"), then="close"),
    "until-close": Case(head=headed(b"X: y"), body=PAGE, then="close"),
    "http-1.0": Case(head=b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n", body=PAGE, then="close"),
    "http-1.0-keep": Case(**sized(PAGE, b"Connection: keep-alive", status=b"HTTP/1.0 200 OK\r\n")),
    "surplus": Case(**sized(b"abc"), surplus=b"HTTP/1.1 200 OK\r\n\r\nsmuggled"),
    "short": Case(
        head=headed(b"Content-Length: 99"), body=b"cut", then="close",
        truncated="disconnect", error="ConnectionDone: ", outcome=LOSS,
    ),
    "short-accepted": Case(
        head=headed(b"Content-Length: 99"), body=b"cut", then="close", truncated="disconnect",
        request={"meta": {"download_fail_on_dataloss": False}},
    ),
    "chunks-cut": Case(
        head=CHUNKED, body=b"5\r\nhello\r\n9\r\nwor", then="close",
        truncated="disconnect", error="ConnectionDone: ", outcome=LOSS,
    ),
    "chunks-broken": Case(
        head=CHUNKED, body=b"5\r\nhello\r\nwhat?\r\n", then="stall",
        truncated="unspecified", error="_MalformedChunkedDataError: ", outcome=LOSS,
    ),
    "head-cut": Case(
        interim=EARLY, body=b"HTTP/1.1 200 OK\r\nX-Half: li", then="close",
        truncated="disconnect", error="ConnectionDone", outcome=FAILED,
    ),
    "not-http": Case(
        body=b"SSH-2.0-OpenSSH_9.2\r\n\x00\xff", then="stall",
        truncated="unspecified", error="ParseError", outcome=FAILED,
    ),
    "not-even-a-line": Case(
        body=b"\x16\x03\x01\x00", then="close", truncated="disconnect", error="ConnectionDone", outcome=FAILED
    ),
    "no-status": Case(
        body=b"HTTP/1.1 200000000000 OK\r\nContent-Length: 3\r\n\r\nabc", then="stall",
        truncated="unspecified", error="ParseError", outcome=FAILED,
    ),
    "bad-length": Case(
        head=headed(b"Content-Length: three"), body=b"abc", then="stall",
        truncated="unspecified", error="ValueError", outcome=FAILED,
    ),
    "unknown-coding": Case(
        head=headed(b"Transfer-Encoding: lzma"), body=b"abc", then="stall",
        truncated="unspecified", error="KeyError", outcome=FAILED,
    ),
    "oversize-but-whole": Case(
        head=CHUNKED, body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE),
        error="more than the 100 bytes of DOWNLOAD_MAXSIZE", outcome=CANCELLED,
        request={"meta": {"download_maxsize": 100}},
    ),
    "silence": Case(then="stall", error="took longer than 1", outcome="DownloadTimeoutError", request=HASTY),
    "stall-in-head": Case(
        body=b"HTTP/1.1 200 OK\r\nX-Half:", then="stall",
        truncated="time", error="took longer than 1", outcome="DownloadTimeoutError", request=HASTY,
    ),
    "stall-in-body": Case(
        head=headed(b"Content-Length: 99"), body=b"cut", then="stall",
        truncated="time", error="took longer than 1", outcome="DownloadTimeoutError", request=HASTY,
    ),
    "stall-until-close": Case(
        head=headed(b"X: y"), body=b"no end in sight", then="stall",
        truncated="time", error="took longer than 1", outcome="DownloadTimeoutError", request=HASTY,
    ),
    "stopped": Case(
        head=headed(b"X-Stop: 1"), body=b"", then="stall", truncated="unspecified", error="StopDownload",
        outcome="StopDownload",
    ),
    "disk-full": Case(**sized(PAGE), outcome="OSError"),
}  # fmt: skip


def forever(*start: bytes, piece: bytes) -> Callable[[], Reply]:
    return lambda: Reply(itertools.chain(start, itertools.repeat(piece)), "close")


LARGEST_HEAD = 256 * 1024
TRAPS = {
    "declared": (lambda: say(headed(b"Content-Length: 5000000"), *[PAGE] * 500), 50_000),
    "endless-chunks": (forever(CHUNKED, piece=b"3e8\r\n" + b"x" * 1000 + b"\r\n"), 130_000),
    "endless-until-close": (forever(headed(b"X: y"), piece=PAGE), 130_000),
    "tiny-chunks": (forever(CHUNKED, piece=(b"1;" + b"e" * 900 + b"\r\nx\r\n") * 20), 2 * 50_000 + LARGEST_HEAD),
    "endless-headers": (forever(OK, piece=b"X: y\r\n" * 1000), LARGEST_HEAD),
    "endless-header-line": (forever(OK, b"X: ", piece=b"y" * 5000), LARGEST_HEAD),
    "endless-status-line": (forever(piece=b"HTTP/1.1 " * 1000), LARGEST_HEAD),
    "endless-interim": (forever(piece=EARLY * 100), LARGEST_HEAD),
}  # fmt: skip
"""Replies that never end, and the most bytes that are taken, give or take two reads of 64 KiB."""

WAYS = ("http", "https", "http-proxy", "https-proxy")


@dataclass
class Way:
    """One way to the server, and what crossed it."""

    server: RawServer
    proxy: Proxy | None
    crawled: Crawled

    def received(self, path: str) -> bytes:
        """The request as the next hop received it."""
        if self.proxy and self.server.url().startswith("http:"):
            return self.proxy.of(self.server.url(path)).received
        return self.server.of(path).received


def replies(path: str) -> Reply | None:
    name = path.strip("/")
    return CASES[name].reply() if name in CASES else TRAPS[name][0]() if name in TRAPS else None


def requests(server: RawServer, proxy: Proxy | None) -> Iterable[dict[str, Any]]:
    for name in (*CASES, *TRAPS):
        arguments = dict(CASES[name].request if name in CASES else SMALL)
        via = {"proxy": proxy.url().replace("//", "//jean:secret@")} if proxy else {}
        yield {"url": server.url(f"/{name}"), **arguments, "meta": {**arguments.get("meta", {}), **via}}


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    context = tls(tmp_path_factory.mktemp("tls"))
    with (
        RawServer(replies) as plain,
        RawServer(replies, context) as secure,
        Proxy("jean:secret") as proxy,
        RawServer(replies) as behind,
        RawServer(replies, context) as secure_behind,
    ):
        servers = {"http": (plain, None), "https": (secure, None)}
        servers |= {"http-proxy": (behind, proxy), "https-proxy": (secure_behind, proxy)}
        asked = [request for pair in servers.values() for request in requests(*pair)]
        crawled = crawl(Plan(asked, named_hosts=frozenset({"127.0.0.1"})))
        yield {way: Way(server, proxy, crawled) for way, (server, proxy) in servers.items()}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CASES)
def test_bytes_are_kept_as_sent_and_received(ways: dict[str, Way], way: str, name: str) -> None:
    case, to = CASES[name], ways[way]
    url = to.server.url(f"/{name}")
    if name == "disk-full":
        assert all(exchange.url != url for exchange in to.crawled.exchanges)
        return
    exchange = to.crawled.exchange(url)
    assert exchange.request == to.received(f"/{name}")
    assert (exchange.interim, exchange.head, exchange.body) == (case.interim, case.head, case.body)
    sent = bytes(to.server.of(f"/{name}").sent)
    assert exchange.interim + exchange.head + exchange.body + case.surplus == sent
    assert exchange.truncated == case.truncated
    assert (case.error or "") in (exchange.error or "")
    assert bool(exchange.error) == bool(case.error)
    assert exchange.method == case.request.get("method", "GET")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CASES)
def test_scrapy_gets_what_it_would_get_anyway(ways: dict[str, Way], way: str, name: str) -> None:
    case, to = CASES[name], ways[way]
    outcome = to.crawled.outcome(to.server.url(f"/{name}"))
    assert outcome.error == case.outcome, outcome.message
    assert (outcome.capture is not None) == (name != "disk-full")
    if case.outcome is None:
        assert outcome.status == int(case.head.split()[1])
    if name in ("gzip", "br", "deflate", "identity", "chunked-gzip"):
        assert outcome.body == PAGE


@pytest.mark.parametrize("way", WAYS)
def test_the_warc_holds_what_crossed_the_wire(ways: dict[str, Way], way: str, tmp_path: Path) -> None:
    """Through record writing and another project's reader: the stored bytes are those that the server saw and sent."""
    to = ways[way]
    names = [name for name in CASES if name != "disk-full"]
    asked = [to.crawled.exchange(to.server.url(f"/{name}")) for name in names]
    path = tmp_path / "wire.warc.gz"
    path.write_bytes(
        b"".join(warc.encode(exchange, Context(), warc.new_id(), keep_chunked=True).data for exchange in asked)
    )
    with path.open("rb") as file:
        found = [(record.rec_type, record.raw_stream.read()) for record in ArchiveIterator(file, no_record_parse=True)]
    kept = iter([(kind, block) for kind, block in found if kind in ("response", "request")])
    for name in names:
        case = CASES[name]
        if case.head:
            assert next(kept) == ("response", case.head + case.body)
        secret = b"Proxy-Authorization: Basic amVhbjpzZWNyZXQ=\r\n"
        assert next(kept) == ("request", to.received(f"/{name}").replace(secret, b""))


@pytest.mark.parametrize("way", ["http", "https"])
def test_other_tools_accept_a_warc_of_all_that(ways: dict[str, Way], way: str, tmp_path: Path) -> None:
    exchanges = [exchange for exchange in ways[way].crawled.exchanges if exchange.request]
    path = tmp_path / "wire.warc.gz"
    path.write_bytes(b"".join(warc.encode(exchange, Context(), warc.new_id()).data for exchange in exchanges))
    warcio = f"{ROOT}/.venv-pywb/bin/warcio"  # beside Scrapy's Brotli package it fails on any br body
    for command in (["gunzip", "-t"], [warcio, "check", "-v"], [f"{BIN}/fastwarc", "check"]):
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_header_lines_without_a_proper_name_are_skipped(ways: dict[str, Way]) -> None:
    outcome = ways["http"].crawled.outcome(ways["http"].server.url("/odd-headers"))
    assert outcome.headers["X-Late"] == [b"v"]
    assert outcome.headers["X-Twice"] == [b"b", b"a"]
    assert all(name.isascii() and " " not in name and 0 < len(name) < 100 for name in outcome.headers)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TRAPS)
def test_endless_answers_are_cut_and_kept(ways: dict[str, Way], way: str, name: str) -> None:
    to, (_, most) = ways[way], TRAPS[name]
    exchange = to.crawled.exchange(to.server.url(f"/{name}"))
    kept = exchange.interim + exchange.head + exchange.body
    assert exchange.truncated == "length"
    assert exchange.error.startswith("DownloadCancelledError")
    assert len(exchange.error) <= 300
    assert bytes(to.server.of(f"/{name}").sent).startswith(kept)
    assert 0 < len(kept) <= most + 2 * 65536
    assert to.crawled.outcome(exchange.url).error == CANCELLED


@pytest.mark.parametrize("way", WAYS)
def test_address_and_tls_are_the_servers(ways: dict[str, Way], way: str) -> None:
    exchange = ways[way].crawled.exchange(ways[way].server.url("/page"))
    assert exchange.ip == (None if "proxy" in way else "127.0.0.1")
    assert exchange.tls == (("TLSv1.3", "TLS_AES_256_GCM_SHA384") if "https" in way else None)


@pytest.mark.parametrize("way", WAYS)
def test_times_follow_each_other(ways: dict[str, Way], way: str) -> None:
    stalled = ways[way].crawled.exchange(ways[way].server.url("/stall-in-body"))
    assert 0 < stalled.seconds_to_first_byte <= stalled.seconds
    silent = ways[way].crawled.exchange(ways[way].server.url("/silence"))
    assert silent.seconds_to_first_byte is None


def test_proxies_get_credentials_and_servers_do_not(ways: dict[str, Way]) -> None:
    way = ways["http-proxy"]
    exchange = way.crawled.exchange(way.server.url("/page"))
    assert exchange.request.startswith(b"GET " + way.server.url("/page").encode() + b" HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic amVhbjpzZWNyZXQ=\r\n" in exchange.request
    assert all(b"Proxy-Authorization" not in served.received for served in way.server.served)
    tunnelled = ways["https-proxy"].crawled.exchange(ways["https-proxy"].server.url("/page"))
    assert tunnelled.request.startswith(b"GET /page HTTP/1.1\r\n")
    assert b"Proxy-Authorization" not in tunnelled.request


def test_a_broken_connection_does_not_delimit_a_body() -> None:
    with RawServer({"/": say(headed(b"X: y"), PAGE, then="reset", pause=0.2)}) as server:
        (exchange,) = crawl(Plan([{"url": server.url()}], start_urls=[server.url()])).exchanges
    assert (exchange.truncated, exchange.body) == ("disconnect", PAGE)


def test_many_at_once_on_kept_connections(tmp_path) -> None:
    """240 exchanges under way at the same moment, then 240 more on the same connections, do not mix."""
    all_are_asked = threading.Barrier(240, timeout=30)

    def reply(path: str) -> Reply:
        n = int(path.strip("/"))
        if n < 120:
            all_are_asked.wait()
        body = b"%d " % n * (n * 7 % 4001)
        if n % 3:
            return say(*split(b"".join(sized(body, b"X-Number: %d" % n).values())), pause=0.01)
        chunks = b"".join(b"%x;n=%d\r\n%b\r\n" % (len(piece), n, piece) for piece in split(body))
        return say(CHUNKED, chunks, b"0\r\nX-Number: %d\r\n\r\n" % n, pause=0.01)

    def split(data: bytes) -> list[bytes]:
        return [data[i : i + 1500] for i in range(0, len(data), 1500)]

    with RawServer(reply) as plain, RawServer(reply, tls(tmp_path)) as secure:
        urls = [server.url(f"/{n}") for n in range(240) for server in (plain, secure)]
        settings = {"CONCURRENT_REQUESTS": 240, "CONCURRENT_REQUESTS_PER_DOMAIN": 240}
        crawled = crawl(Plan([{"url": url} for url in urls], settings, frozenset({"127.0.0.1"})))
        assert len(crawled.exchanges) == 480
        for server in (plain, secure):
            assert 120 <= server.connections < 200
            for n in range(240):
                exchange, served = crawled.exchange(server.url(f"/{n}")), server.of(f"/{n}")
                assert exchange.request == served.received
                assert exchange.head + exchange.body == served.sent
                assert (exchange.error, exchange.truncated, exchange.attempts) == (None, None, 1)


def test_a_stale_kept_connection_is_a_second_attempt_of_one_exchange() -> None:
    answers = {"/first": [say(*sized(b"1").values())], "/second": [say(then="close"), say(*sized(b"2").values())]}
    with RawServer(lambda path: answers[path].pop(0)) as server:
        urls = [server.url("/first"), server.url("/second")]
        crawled = crawl(Plan([{"url": url} for url in urls], {"CONCURRENT_REQUESTS": 1}, start_urls=urls))
        assert [served.connection for served in server.served] == [1, 1, 2]
        first, second = crawled.exchanges
        assert (first.attempts, second.attempts) == (1, 2)
        assert (second.request, second.body) == (server.served[2].received, b"2")
        assert second.error is None


def test_what_nobody_asked_for_ends_a_kept_connection() -> None:
    unasked = say(*sized(b"1").values(), b"HTTP/1.1 408 Too Slow\r\n\r\n" * 10, pause=0.3)
    with RawServer({"/first": unasked, "/second": say(*sized(b"2").values())}) as server:
        urls = [server.url("/first"), server.url("/second")]
        settings = {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 1, "RANDOMIZE_DOWNLOAD_DELAY": False}
        crawled = crawl(Plan([{"url": url} for url in urls], settings, start_urls=urls))
        assert [exchange.body for exchange in crawled.exchanges] == [b"1", b"2"]
        assert [exchange.attempts for exchange in crawled.exchanges] == [1, 1]
        assert server.connections == 2


@pytest.fixture(scope="module")
def unreached(tmp_path_factory):
    """Requests that reach no server."""
    with (
        Proxy("jean:secret") as proxy,
        RawServer({}, tls(tmp_path_factory.mktemp("tls"))) as secure,
        RawServer({"/nothing": say(then="close")}) as mute,
        Listener() as shut,
        socket.create_server(("127.0.0.1", 0)) as closed,
    ):
        gone = f"http://127.0.0.1:{closed.getsockname()[1]}/gone"
        closed.close()
        asked = [
            {"url": gone},
            {"url": "http://no-such-name.invalid/"},
            {"url": secure.url("/tunnel"), "meta": {"proxy": proxy.url()}},
            {"url": f"https://127.0.0.1:{shut.port}/no-handshake"},
            {"url": mute.url("/nothing")},
            {"url": mute.url("/page"), "meta": {"proxy": proxy.url()}},
        ]
        hosts = frozenset({"127.0.0.1", "no-such-name.invalid"})
        yield crawl(Plan(asked, named_hosts=hosts))


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/gone", "DownloadConnectionRefusedError: "),
        ("no-such-name.invalid/", "CannotResolveHostError: "),
        ("/tunnel", "TunnelError: Could not open CONNECT tunnel"),
        ("/no-handshake", "ConnectionLost: "),
    ],
)
def test_nothing_was_sent_when_no_connection_was_made(unreached: Crawled, path: str, error: str) -> None:
    (exchange,) = (exchange for exchange in unreached.exchanges if exchange.url.endswith(path))
    assert (exchange.request, exchange.head, exchange.body, exchange.truncated) == (b"", b"", b"", None)
    assert exchange.error.startswith(error)


def test_no_answer_leaves_the_request(unreached: Crawled) -> None:
    (exchange,) = (exchange for exchange in unreached.exchanges if exchange.url.endswith("/nothing"))
    assert exchange.request.startswith(b"GET /nothing HTTP/1.1\r\n")
    assert (exchange.head, exchange.body, exchange.truncated) == (b"", b"", None)


def test_a_proxys_refusal_is_the_answer(unreached: Crawled) -> None:
    (exchange,) = (exchange for exchange in unreached.exchanges if exchange.url.endswith("/page"))
    assert exchange.head.startswith(b"HTTP/1.1 407 No\r\n")


def test_without_a_sink_nothing_is_fetched() -> None:
    with RawServer({}) as server:
        plan = Plan([{"url": server.url()}], {"EXTENSIONS": {}}, start_urls=[server.url()])
        (outcome,) = crawl(plan).outcomes
        assert outcome.message.endswith("EXTENSIONS must name one that has a record() method")
        assert server.connections == 0
