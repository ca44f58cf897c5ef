"""What is kept of pages whose publishers opt out, decided on values alone and on what real servers say."""

import gzip

import pytest
from scrapy.settings import Settings

from archive.errors import Misuse
from archive.exchange import Context
from archive.optout import OptOut, withheld
from scraper import options, settings
from scraper.politeness.opt_out import Decision, decide
from tests.rawserver import RawServer, Reply, say
from tests.scraper.politecrawl import page, politely, told
from tests.scraper.wirecrawl import Crawled

NOARCHIVE = OptOut(noarchive=True, said=("header noarchive",))
RESERVED = OptOut(reserved=True, said=("meta tdm-reservation=1",))
BOTH = OptOut(noarchive=True, reserved=True, policy="https://a.example/p", said=("header noarchive", "header tdm-x"))
MINE = OptOut(reserved=False, said=("header tdm-reservation=0",))
NOTHING, FILE = (False, None), (True, "https://a.example/terms")


@pytest.mark.parametrize(
    ("page_says", "host_says", "noarchive", "reservation", "decision"),
    [
        (OptOut(), NOTHING, "nothing", "capture", Decision()),
        (NOARCHIVE, NOTHING, "nothing", "mark", Decision("nothing", "nothing: header noarchive")),
        (NOARCHIVE, NOTHING, "capture", "nothing", Decision("capture", "capture: header noarchive")),
        (NOARCHIVE, NOTHING, "mark", "nothing", Decision("mark", "mark: header noarchive")),
        (RESERVED, NOTHING, "nothing", "capture", Decision("capture", "capture: meta tdm-reservation=1")),
        (BOTH, NOTHING, "mark", "capture",
         Decision("capture", "capture: header noarchive, header tdm-x (policy https://a.example/p)")),
        (BOTH, NOTHING, "nothing", "mark",
         Decision("nothing", "nothing: header noarchive, header tdm-x (policy https://a.example/p)")),
        (OptOut(), FILE, "nothing", "capture",
         Decision("capture", "capture: tdmrep.json tdm-reservation=1 (policy https://a.example/terms)")),
        (MINE, FILE, "nothing", "capture", Decision()),
        (NOARCHIVE, FILE, "mark", "mark",
         Decision("mark", "mark: header noarchive, tdmrep.json tdm-reservation=1 (policy https://a.example/terms)")),
        (OptOut(said=("meta noai",)), NOTHING, "nothing", "nothing", Decision("mark", "mark: meta noai")),
    ],
)  # fmt: skip
def test_decisions(
    page_says: OptOut, host_says: tuple[bool, str | None], noarchive: str, reservation: str, decision: Decision
) -> None:
    assert decide(page_says, host_says, noarchive, reservation) == decision


def test_the_text_of_a_decision_is_bounded() -> None:
    text = decide(RESERVED, NOTHING, "mark", "mark").text
    assert text is not None
    long = OptOut(reserved=True, policy="https://a.example/" + "x" * 5000, said=RESERVED.said)
    assert len(decide(long, NOTHING, "mark", "mark").text or "") == 500


@pytest.mark.parametrize(
    ("text", "kept_out"), [(None, False), ("mark: x", False), ("capture: x", True), ("nothing: x", True)]
)
def test_withheld_from_the_corpus(text: str | None, kept_out: bool) -> None:
    assert withheld(text) is kept_out


@pytest.mark.parametrize("name", ["NOARCHIVE", "TDM_RESERVATION", "ROBOTS_UNREACHABLE"])
def test_settings_are_one_of_few_words(name: str) -> None:
    given = Settings()
    given.setmodule(settings, priority="project")
    options.check(given)
    given.set(name, "sometimes", priority="cmdline")
    with pytest.raises(Misuse, match=f"{name}='sometimes' should be one of "):
        options.check(given)


HTML = b"Content-Type: text/html\r\n"
META = b'<html><head><meta name="robots" content="noarchive"></head><body>text</body></html>'
FILE_OF_RULES = b'[{"location": "/news/", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]'
ZIPPED = gzip.compress(META)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"

PAGES = {
    "/plain": (page(b"text", headers=HTML), "keep"),
    "/header": (page(b"text", headers=HTML + b"X-Robots-Tag: noarchive\r\n"), "nothing: header noarchive"),
    "/for-another": (page(b"text", headers=HTML + b"X-Robots-Tag: otherbot: noarchive\r\n"), "keep"),
    "/pdf": (page(b"%PDF", headers=b"Content-Type: application/pdf\r\nX-Robots-Tag: noarchive\r\n"),
             "nothing: header noarchive"),
    "/meta": (page(META, headers=HTML), "nothing: meta noarchive"),
    "/zipped": (page(ZIPPED, headers=HTML + b"Content-Encoding: gzip\r\n"), "nothing: meta noarchive"),
    "/zipped-twice": (page(gzip.compress(ZIPPED), headers=HTML + 2 * b"Content-Encoding: gzip\r\n"),
                      "nothing: meta noarchive"),
    "/zipped-in-parts": (page(gzip.compress(b"<html>") + ZIPPED, headers=HTML + b"Content-Encoding: gzip\r\n"),
                         "nothing: meta noarchive"),
    "/not-zipped": (page(META, headers=HTML + b"Content-Encoding: gzip\r\n"), "nothing: meta noarchive"),
    "/chunked": (say(CHUNKED % (len(META), META)), "nothing: meta noarchive"),
    "/no-html": (page(META, headers=b"Content-Type: text/plain\r\n"), "keep"),
    "/reserved": (page(b"text", headers=HTML + b"tdm-reservation: 1\r\n"), "capture: header tdm-reservation=1"),
    "/news/today": (page(b"text", headers=HTML), "capture: tdmrep.json tdm-reservation=1"),
    "/news/free": (page(b"text", headers=HTML + b"tdm-reservation: 0\r\n"), "keep"),
}  # fmt: skip


def deciding(server: RawServer, paths: list[str], kind: str = "article", **given: object) -> Crawled:
    metas = [{"context": Context(kind=kind)} for _ in paths]
    keeping = {
        "EXTENSIONS": {"tests.scraper.politecrawl.Deciding": 0},
        "TDMREP_FETCH": True,
        "HTTPERROR_ALLOW_ALL": True,
    }
    return politely([server.url(path) for path in paths], metas, **{**keeping, "DOWNLOAD_DELAY": 0, **given})


def serve(file: Reply | None) -> RawServer:
    routes = {path: reply for path, (reply, _) in PAGES.items()}
    return RawServer({**routes, "/.well-known/tdmrep.json": file} if file else routes)


@pytest.fixture(scope="module")
def opted():
    """Every page of the table, on a host that has rules."""
    with serve(page(FILE_OF_RULES, headers=b"Content-Type: application/json\r\n")) as server:
        yield deciding(server, list(PAGES)), server


@pytest.mark.parametrize("path", PAGES)
def test_pages(opted: tuple[Crawled, RawServer], path: str) -> None:
    crawled, server = opted
    places = {exchange.url: number for number, exchange in enumerate(crawled.exchanges, 1)}
    decided = {outcome.capture.offset: outcome.capture.warc for outcome in crawled.outcomes if outcome.capture}
    assert decided[places[server.url(path)]] == PAGES[path][1]


def test_the_hosts_file_is_asked_for_once_after_robots_txt_and_before_the_first_page(
    opted: tuple[Crawled, RawServer],
) -> None:
    crawled, server = opted
    targets = [served.target for served in server.served]
    assert targets[:2] == ["/robots.txt", "/.well-known/tdmrep.json"]
    assert targets.count("/.well-known/tdmrep.json") == 1
    assert any(exchange.url.endswith("/tdmrep.json") for exchange in crawled.exchanges)
    assert (crawled.stats["optout/asked"], crawled.stats["optout/nothing"]) == (1, 8)
    assert crawled.stats["optout/capture"] == 2
    assert len(told(crawled, "tdmrep.json has 2 rule(s)")) == 1


@pytest.mark.parametrize(
    "file",
    [
        None,
        page(b"", b"500 Oops"),
        page(b"<html>Welcome</html>", headers=HTML),
        page(b"[[[[[", headers=b"Content-Type: application/json\r\n"),
        say(then="reset"),
    ],
    ids=["none", "error", "page", "garbage", "reset"],
)
def test_without_a_file_nothing_is_reserved(file: Reply | None) -> None:
    with serve(file) as server:
        crawled = deciding(server, ["/news/today"])
    assert [outcome.capture.warc for outcome in crawled.outcomes if outcome.capture] == ["keep"]
    assert "Traceback" not in crawled.log


@pytest.mark.parametrize("kind", ["feed", "sitemap", "section", "wordpress"])
def test_sources_are_kept_and_marked(kind: str) -> None:
    with serve(page(FILE_OF_RULES)) as server:
        crawled = deciding(server, ["/header", "/reserved", "/news/today"], kind)
    assert {outcome.capture.warc for outcome in crawled.outcomes if outcome.capture} == {
        "mark: header noarchive",
        "mark: header tdm-reservation=1",
        "keep",
    }
    assert "/.well-known/tdmrep.json" not in [served.target for served in server.served]


def test_the_file_is_not_asked_for_when_switched_off_or_forbidden() -> None:
    with serve(page(FILE_OF_RULES)) as server:
        deciding(server, ["/plain"], TDMREP_FETCH=False)
        assert [served.target for served in server.served] == ["/robots.txt", "/plain"]
    strict = RawServer({"/robots.txt": page(b"User-agent: *\nDisallow: /.well-known/"), "/plain": page()})
    with strict:
        deciding(strict, ["/plain"])
        assert [served.target for served in strict.served] == ["/robots.txt", "/plain"]


def test_words_are_settings() -> None:
    with serve(page(FILE_OF_RULES)) as server:
        crawled = deciding(server, ["/header", "/news/today"], NOARCHIVE="mark", TDM_RESERVATION="nothing")
    assert sorted(outcome.capture.warc for outcome in crawled.outcomes if outcome.capture) == [
        "mark: header noarchive",
        "nothing: tdmrep.json tdm-reservation=1",
    ]
