"""The servers of one run: the paper, the hosts of those who need one of their own, and the canaries."""

import contextlib
import json
import re
import socket
import ssl
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.rawserver import Listener, RawServer, Reply, tls

from .answer import page, whole
from .route import Asked, Place, Route

GOOD = tuple(f"the good news number {number}" for number in range(1, 6))
"""What is to be in the archive in the end, whatever the others do."""
SOURCES, LINKED = ("feed", "sitemap", "section"), ("article", "robots")
QUIET = ("127.0.0.9", "127.0.0.1", "::1")
NAMED = re.compile(r"/(?:2026/11/)?([a-z0-9.-]+?)(?:\.html|\.xml|\.png|[/?;]|$)")


class _Rude(Listener):
    """Speaks as its route has it."""

    def __init__(self, route: Route, host: str, context: ssl.SSLContext) -> None:
        super().__init__(host)
        self._route, self._context = route, context

    def converse(self, sock: socket.socket, number: int) -> None:
        sock.settimeout(30)
        assert self._route.converse
        self._route.converse(sock, self._context)


class Town:
    """Serves these routes until the `with` block ends."""

    def __init__(self, routes: Sequence[Route], folder: Path) -> None:
        self.routes, self._folder = tuple(routes), folder
        self._by_name = {route.name: route for route in routes}
        self._open = contextlib.ExitStack()
        self.requests: Counter[str] = Counter()
        """By route."""
        self.injected: list[bytes] = []
        """Requests that hold a header that a page made up."""

    def __enter__(self) -> "Town":
        enter = self._open.enter_context
        self.canaries = [enter(_Canary("127.0.0.9", 0))]
        self.canaries += [enter(_Canary(host, self.canaries[0].port)) for host in QUIET[1:]]
        self._contexts = {"tls": _context(self._folder / "tls", 2), "expired": _context(self._folder / "expired", -1)}
        self._paper = enter(RawServer(self._front))
        self.place = Place(self._paper.url(""), self.canaries[0].port)
        alone = [route for route in self.routes if route.host]
        for route in self.routes:  # what is packed is kept, and not made while a crawl waits
            if route.reply and "bomb" in route.name:
                route.reply(Asked("/", self.place, self.place.base))
        self._hosts = {route.name: enter(self._alone(route, f"127.0.2.{n}")) for n, route in enumerate(alone, 1)}
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def base(self, route: Route) -> str:
        """Scheme, host and port of a route."""
        if not route.host:
            return self.place.base
        server = self._hosts[route.name]
        return f"{'http' if route.host == 'plain' else 'https'}://{server.host}:{server.port}"

    def address(self, route: Route) -> str:
        """Where a route is asked for."""
        return route.address(self.place, self.base(route))

    def judged(self, route: Route) -> str:
        """The address whose row is looked at."""
        return route.judged(self.place, self.base(route))

    def plan(self, in_turn: bool = False) -> Path:
        """What the spider reads: all routes at once, or one after the other."""
        sources = [("feed", f"{self.place.base}/feed.xml")]
        turns: list[tuple[str, str, str]] = []
        if in_turn:
            turns = [(each.name, *self._turn(each)) for each in self.routes]
        else:
            sources += [self._turn(each) for each in self.routes if each.kind in SOURCES]
        hosts = ["127.0.0.1", *(server.host for server in self._hosts.values())]
        path = self._folder / "plan.json"
        path.write_text(json.dumps({"sources": sources, "turns": turns, "hosts": hosts}))
        self._in_turn = in_turn
        return path

    def _turn(self, route: Route) -> tuple[str, str]:
        """The source that a route is, or that names it alone."""
        if route.kind in SOURCES:
            return route.kind, self.address(route)
        return "feed", f"{self.place.base}/turns/{route.name}.xml"

    def _alone(self, route: Route, host: str) -> Listener:
        if route.converse:
            return _Rude(route, host, self._contexts["tls"])
        base = ""

        def reply(target: str) -> Reply | None:
            return self._misbehave(route, target, base)

        server = RawServer(reply, self._contexts.get(str(route.host)), host)
        base = server.url("")
        return server

    def _front(self, target: str) -> Reply | None:
        if self._paper.served and b"X-Injected" in self._paper.served[-1].received.partition(b"\r\n")[2]:
            self.injected.append(self._paper.served[-1].received)
        if target == "/feed.xml":
            named = [] if self._in_turn else [self.address(each) for each in self.routes if each.kind in LINKED]
            return _feed(*(f"/2026/11/good-{number}.html" for number in range(len(GOOD))), *named)
        if target.startswith("/turns/"):
            return self._alone_in_turn(self._by_name[target.removeprefix("/turns/").rpartition(".")[0]], target)
        for number, name in enumerate(GOOD):
            if target == f"/2026/11/good-{number}.html":
                return whole(page(name, bottom="" if self._in_turn else self._album(number)).encode())
        found = NAMED.match(target)
        route = self._by_name.get(found[1]) if found else None
        if route is None and found:  # a name with something of its own behind it
            route = next((each for name, each in self._by_name.items() if found[1].startswith(name)), None)
        return self._misbehave(route, target, self.place.base) if route else None

    def _misbehave(self, route: Route, target: str, base: str) -> Reply | None:
        self.requests[route.name] += 1
        return route.reply(Asked(target, self.place, base)) if route.reply else None

    def _alone_in_turn(self, route: Route, target: str) -> Reply:
        """A feed that names one route, or the page that holds it as its picture."""
        if target.endswith(".html"):
            return whole(page(f"the picture {route.name}", bottom=_shown(self.address(route))).encode())
        return _feed(self.address(route) if route.kind in LINKED else f"/turns/{route.name}.html")

    def _album(self, number: int) -> str:
        """On the first good page the pictures, on the second the stylesheets: each page has a budget."""
        wanted = [self.address(route) for route in self.routes if route.kind == "requisite"]
        return "".join(_shown(each) for each in wanted if number == each.endswith(".css"))


def _feed(*addresses: str) -> Reply:
    items = "".join(f"<item><link>{each}</link></item>" for each in addresses)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
    return whole(body, kind=b"Content-Type: application/rss+xml")


def _shown(address: str) -> str:
    return f'<link rel="stylesheet" href="{address}">' if address.endswith(".css") else f'<img src="{address}">'


class _Canary(RawServer):
    """Stands for what is private: answers a good page, and remembers who came."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(lambda _: whole(page("secrets of the house").encode()), host=host, port=port)


def _context(folder: Path, days: int) -> ssl.SSLContext:
    folder.mkdir(parents=True)
    return tls(folder, days)
