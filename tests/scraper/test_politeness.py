"""Where a crawl may be led, decided on addresses alone and seen in real crawls that somebody tries to lead astray."""

import pytest

from scraper.politeness.guard import AddressGuard
from tests.rawserver import Proxy, RawServer, say
from tests.scraper.wirecrawl import Crawled, Plan, crawl

GUARD = AddressGuard(frozenset({"localhost", "intranet.example", "10.1.2.3"}))
PAGE = say(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1",
        "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "4000::1", "5f00::1",
        "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:10.0.0.1", "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1", "2002:a9fe:a9fe::",
        "no address", "",
    ],
)  # fmt: skip
def test_links_do_not_lead_to(address: str) -> None:
    assert GUARD.refuses("news.example", address)
    assert GUARD.refuses("localhost", address) is None
    assert GUARD.refuses("LOCALHOST.", address) is None


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2001:200::1", "2606:4700::1111", "2a00:1450:4007::200e", "2002:101:101::1", "64:ff9b::1.1.1.1",
        "::ffff:1.1.1.1",
    ],
)  # fmt: skip
def test_links_may_lead_to(address: str) -> None:
    assert GUARD.refuses("news.example", address) is None


def test_the_reason_names_address_and_kind() -> None:
    assert GUARD.refuses("news.example", "10.0.0.1") == "10.0.0.1 is private"
    assert GUARD.refuses("news.example", "64:ff9b::a00:1") == "64:ff9b::a00:1: 10.0.0.1 is private"
    assert GUARD.refuses("news.example", "4000::1") == "4000::1 is not global unicast"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.0.0.1.",
        "169.254.169.254", "::1", "[::1]", "::ffff:10.0.0.1", "fd00:ec2::254", "%31%32%37.0.0.1", "localHOST",
        "api.localhost", "localhost.localdomain", "ip6-localhost", "a@news.example", "10.0.0.1\\@news.example",
        "news.example\\", "", "new\u2025s.example",
    ],
)  # fmt: skip
def test_a_proxy_is_not_asked_for(host: str) -> None:
    assert AddressGuard(frozenset()).refuses_unresolved(host)


@pytest.mark.parametrize(
    "host",
    ["news.example", "xn--bcher-kva.example", "1.1.1.1", "2606:4700::1111", "10.1.2.3", "LocalHost.", "8.8.8.8.in"],
)
def test_a_proxy_may_be_asked_for(host: str) -> None:
    assert GUARD.refuses_unresolved(host) is None


def redirect(to: str):
    return say(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %b\r\n\r\n" % to.encode())


FORMS = {
    "literal": "127.0.0.1",
    "short": "127.1",
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "octal": "017700000001",
    "mapped": "[::ffff:127.0.0.1]",
    "name": "inside.example",
    "name-with-dot": "inside.example.",
    "metadata": "metadata.example",
    "fullwidth": "１２７.0.0.1",
}
NAMES = {
    "inside.example": "127.0.0.1",
    "inside.example.": "127.0.0.1",
    "metadata.example": "169.254.169.254",
    "paper.example": "127.0.0.1",
}


@pytest.fixture(scope="module")
def astray():
    """A paper at `localhost` and `paper.example`, whose redirects lead to a server inside, named in many ways."""
    with RawServer(lambda path: PAGE) as inside:
        routes = {f"/{form}": redirect(inside.url("/", host)) for form, host in FORMS.items()}
        with RawServer({**routes, "/page": PAGE, "/aside": redirect("/page")}) as paper:
            asked = [{"url": paper.url(f"/{form}", "localhost"), "meta": {"form": form}} for form in FORMS]
            asked += [{"url": paper.url("/aside", host)} for host in ("localhost", "paper.example")]
            asked += [{"url": inside.url("/", "127.0.0.1").replace("http", "https")}]
            settings = {"RETRY_ENABLED": True}
            plan = Plan(asked, settings, frozenset({"localhost", "paper.example"}), dns=NAMES, follow=True)
            yield crawl(plan), inside, paper


def test_the_server_inside_sees_no_connection(astray) -> None:
    crawled, inside, _ = astray
    assert inside.connections == 0
    refused = [outcome for outcome in crawled.outcomes if outcome.error == "AddressRefused"]
    assert len(refused) == len(FORMS) + 1
    assert {outcome.form for outcome in refused} == {*FORMS, None}
    assert all(outcome.capture is None for outcome in refused)  # not that of the redirect, whose meta is copied


def test_refusals_are_counted_and_told_once_each(astray) -> None:
    crawled, inside, _ = astray
    assert crawled.stats["guard/refused"] == len(FORMS) + 1
    told = [line for line in crawled.log.splitlines() if "Refused http" in line]
    assert len(told) == len(FORMS) + 1
    assert any(line.endswith(f"INFO: Refused http://2130706433:{inside.port}/: 127.0.0.1 is loopback") for line in told)
    assert "Traceback" not in crawled.log
    assert "retry/count" not in crawled.stats


def test_refusals_leave_no_exchange(astray) -> None:
    crawled, _, paper = astray
    assert len(crawled.exchanges) == len(FORMS) + 4
    assert all(f":{paper.port}/" in exchange.url for exchange in crawled.exchanges)


def test_hosts_that_the_operator_named_may_be_anywhere(astray) -> None:
    crawled, _, paper = astray
    for host in ("localhost", "paper.example"):
        assert crawled.outcome(paper.url("/page", host)).body == b"secret"


def test_start_urls_name_their_hosts() -> None:
    with RawServer(lambda path: PAGE) as server:
        asked = [{"url": server.url("/", host)} for host in ("localhost", "bücher.example", "127.0.0.1")]
        start = [server.url("/", "LOCALHOST"), server.url("/", "bücher.example")]
        crawled = crawl(Plan(asked, start_urls=start, dns={"xn--bcher-kva.example": "127.0.0.1"}))
        assert sorted(outcome.error or "fetched" for outcome in crawled.outcomes) == [
            "AddressRefused",
            "fetched",
            "fetched",
        ]


@pytest.mark.parametrize(("named", "result"), [("::1", "secret"), ("other.example", "AddressRefused")])
def test_ipv6(named: str, result: str) -> None:
    with RawServer(lambda path: PAGE, host="::1") as server:
        settings = {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver"}
        plan = Plan([{"url": server.url("/", "[::1]")}], settings, frozenset({named}))
        (outcome,) = crawl(plan).outcomes
        assert (outcome.error or outcome.body.decode()) == result
        assert server.connections == (1 if result == "secret" else 0)


@pytest.fixture(scope="module")
def proxied():
    """Requests through a proxy, which could reach anything."""
    hosts = [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "localhost",
        "x.localhost",
        "jean@127.0.0.1",
        "%31%32%37.0.0.1",
    ]
    with RawServer(lambda path: PAGE) as inside, Proxy() as proxy:
        via = {"meta": {"proxy": proxy.url()}}
        asked = [{"url": f"{scheme}://{host}:{inside.port}/", **via} for host in hosts for scheme in ("http", "https")]
        yield crawl(Plan(asked, named_hosts=frozenset())), proxy, inside


def test_a_proxy_is_not_asked_for_what_is_inside(proxied: tuple[Crawled, Proxy, RawServer]) -> None:
    crawled, proxy, inside = proxied
    assert (proxy.connections, inside.connections) == (0, 0)
    assert {outcome.error for outcome in crawled.outcomes} == {"AddressRefused"}
    assert crawled.stats["guard/refused"] == 16
    assert crawled.exchanges == []


def test_the_proxy_itself_may_be_anywhere_and_named_hosts_too() -> None:
    with RawServer(lambda path: PAGE) as inside, Proxy() as proxy:
        asked = [{"url": inside.url("/"), "meta": {"proxy": proxy.url()}}]
        crawled = crawl(Plan(asked, named_hosts=frozenset({"127.0.0.1"})))
        assert [outcome.body for outcome in crawled.outcomes] == [b"secret"]
