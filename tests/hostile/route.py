"""A misbehaviour, and how a crawl that meets it is to end."""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from tests.rawserver import Reply

Converse = Callable[[socket.socket, ssl.SSLContext], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are in this run."""

    base: str
    """The paper's own address, without a slash at the end."""
    quiet: int
    """Port of the canaries at 127.0.0.9, 127.0.0.1 and ::1, to which no request may come."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to a route."""

    target: str
    place: Place
    base: str
    """Of the host that was asked."""

    @property
    def number(self) -> int:
        """What the route itself wrote at the end of its last address; 0 of the first one."""
        found = re.search(r"-(\d+)(?:\.\w+)?$", self.target.partition("?")[0])
        return int(found[1]) if found and "/more-" in self.target else 0


@dataclass(frozen=True, slots=True)
class Ends:
    """A row of the captures table."""

    status: int | None = 200
    outcome: str | None = "article"
    """How what extraction says begins; empty for whatever it says. None when there is nothing to read."""
    truncated: str | None = None
    error: str = ""
    """Words of the row's error; without any there must be none."""


@dataclass(frozen=True, slots=True)
class Route:
    """One misbehaviour. It is served at every address with its name, alone at a host if it has one of its own."""

    name: str
    does: str
    """For the table."""
    reply: Callable[[Asked], Reply] | None = None
    ends: Ends | None = Ends()
    """None when nothing may be asked, or nothing could be, so that there is no capture; the log then says why."""
    kind: str = "article"
    """article, feed, sitemap, section, requisite, or robots (of a host of its own)."""
    said: str = ""
    """An expression for what the log says of it, on a line with the address."""
    most: int = 1
    """Requests that it may cost."""
    url: str | None = None
    """Where it is not at the usual address: with {base} and {quiet}."""
    host: str | None = None
    """plain, tls, expired: a server of its own."""
    converse: Converse | None = None
    """... which speaks as this says."""
    heavy: bool = False
    """Whether it keeps a worker for seconds: not for every day."""
    story: bool | None = None
    """Whether its page reaches the corpus; None when its outcome says so."""

    def address(self, place: Place, base: str) -> str:
        """Where it is asked for."""
        if self.url:
            return self.url.format(base=base, quiet=place.quiet)
        usual = {"article": f"2026/11/{self.name}.html", "robots": f"2026/11/{self.name}.html"}
        named = {"requisite": f"{self.name}.png", "section": f"{self.name}/"}
        return f"{base}/{(usual | named).get(self.kind, f'{self.name}.xml')}"

    def judged(self, place: Place, base: str) -> str:
        """The address whose row is looked at."""
        return f"{base}/robots.txt" if self.kind == "robots" else self.address(place, base)

    @property
    def is_story(self) -> bool:
        """Whether the corpus has to have it."""
        return self.story if self.story is not None else bool(self.ends and self.ends.outcome == "article")
