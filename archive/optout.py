"""What a response, or its host, says against being archived or mined: X-Robots-Tag, robots meta elements and TDMRep."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import quote, urlsplit

HEAD = 65_536
"""Bytes of a page that are looked at for its meta elements."""
MAX_HEADERS, MAX_VALUE, MAX_ELEMENTS = 50, 2_000, 1_000
"""Header lines and elements looked at, and characters of one value."""
MAX_FILE, MAX_RULES = 1_000_000, 2_000
"""Bytes of a tdmrep.json, and rules of it, that are read."""

_SIGNS = (b"noarchive", b"nocache", b"noai", b"noimageai", b"unavailable_after")
_REFUSALS = frozenset({"noarchive", "nocache"})
"""`none` is noindex and nofollow: neither forbids a copy."""
_RECORDED = frozenset({"noai", "noimageai"})
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Rules with a colon of their own, which is not that of an agent's name."""
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DATE_FORMS = ("%d %b %Y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%d-%b-%y %H:%M:%S", "%d %b %Y", "%d-%b-%Y")


@dataclass(frozen=True, slots=True)
class OptOut:
    """What was said. Where page and host differ, the page's own word on mining counts."""

    noarchive: bool = False
    """No copy is to be kept, by everybody or by us."""
    reserved: bool | None = None
    """Whether the right to text and data mining is reserved (tdm-reservation); None when nothing was said."""
    policy: str | None = None
    """Address of the terms under which mining is allowed all the same (tdm-policy)."""
    said: tuple[str, ...] = ()
    """Each sign with its place, such as `header noarchive` or `meta noai`, in the order found."""

    def __bool__(self) -> bool:
        return self.noarchive or self.reserved is True


def opt_outs(head: bytes, body_start: bytes, agent: str, at: datetime) -> OptOut:
    """The opt-outs of a response that concern `agent` (its product name in robots.txt) at the time `at`.

    `head` is its status line and header section, `body_start` the first HEAD bytes of its HTML, content coding undone.
    """
    name = agent.partition("/")[0].strip().lower()
    found = OptOut()
    if any(sign in head.lower() for sign in (b"x-robots-tag", b"tdm-")):
        found = _from_headers(found, head, name, at)
    start = body_start[:HEAD]
    if b"\0" in start[:64]:
        start = start.replace(b"\0", b"")  # UTF-16, whose letters that matter here are ASCII
    return _from_elements(found, start, name, at) if _may_say_something(start, name.encode()) else found


def _may_say_something(start: bytes, agent: bytes) -> bool:
    """Far cheaper than to parse: whether any sign stands near the name of whom it is for."""
    end = start.rfind(b"</head")
    lowered = start[: end if end > 0 else HEAD].lower()
    if b"tdm-" in lowered:
        return True
    for name in (b"robots", agent):
        at = lowered.find(name)
        while at >= 0:
            around = lowered[max(0, at - MAX_VALUE) : at + MAX_VALUE]
            if any(sign in around for sign in _SIGNS):
                return True
            at = lowered.find(name, at + MAX_VALUE)
    return False


def _from_headers(found: OptOut, head: bytes, agent: str, at: datetime) -> OptOut:
    tdm: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        field, colon, value = line[: 2 * MAX_VALUE].partition(b":")
        name, text = field.strip().lower(), value.decode("latin-1").strip()[:MAX_VALUE]
        if colon and name == b"x-robots-tag" and len(found.said) < MAX_HEADERS:
            found = _robots(found, "header", _concerning(text, agent), at)
        elif colon and name in (b"tdm-reservation", b"tdm-policy"):
            _keep(tdm, name.decode(), text)
    return _mining(found, "header", tdm)


def _from_elements(found: OptOut, start: bytes, agent: str, at: datetime) -> OptOut:
    tdm: dict[str, str] = {}
    for name, content in _meta(start):
        if name in ("robots", agent) and len(found.said) < MAX_HEADERS:
            found = _robots(found, "meta", _rules(content), at)
        elif name in ("tdm-reservation", "tdm-policy"):
            _keep(tdm, name, content)
    return _mining(found, "meta", tdm)


def _meta(start: bytes) -> list[tuple[str, str]]:
    """Name and content of the meta elements before the body."""
    parser = _MetaParser()
    with suppress(_Body, AssertionError):  # the latter is how html.parser gives up on odd declarations
        parser.feed(start.decode("latin-1"))
    return parser.found


class _Body(Exception):
    """The body begins, or enough has been seen."""


class _MetaParser(HTMLParser):
    """Tags as they are written: a tree would begin the body at the first stray letter, and hide what follows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body" or len(self.found) >= MAX_ELEMENTS:
            raise _Body
        if tag == "meta":
            said = {name: (value or "")[:MAX_VALUE].strip() for name, value in reversed(attrs)}
            self.found.append((said.get("name", "").lower(), said.get("content", "")))


def _keep(tdm: dict[str, str], name: str, value: str) -> None:
    """The first statement stands, but a reservation is never taken back by a second one."""
    if name not in tdm or (name == "tdm-reservation" and value == "1"):
        tdm[name] = value


def _concerning(value: str, agent: str) -> Iterator[str]:
    """The rules of one X-Robots-Tag that are for everybody or for us: `bot: a, b` holds for that bot up to the next."""
    ours = True
    for rule in _rules(value):
        before, colon, after = rule.partition(":")
        named = bool(colon) and before.strip().lower() not in _VALUED
        if named:
            ours = before.strip().lower() in ("*", agent)
        if ours:
            yield after.strip() if named else rule


def _rules(value: str) -> list[str]:
    """Split at commas, but for the one within a date."""
    rules: list[str] = []
    for part in value.split(","):
        if rules and re.fullmatch(r"unavailable_after:\s*\w{3,9}", rules[-1], re.IGNORECASE):
            rules[-1] += "," + part
        else:
            rules.append(part.strip())
    return rules


def _robots(found: OptOut, place: str, rules: Iterable[str], at: datetime) -> OptOut:
    for rule in rules:
        name, _, value = rule.partition(":")
        name = name.strip().lower()
        refused = name in _REFUSALS or (name == "unavailable_after" and _is_past(value.strip(), at))
        if refused or name in _RECORDED:
            found = replace(found, noarchive=found.noarchive or refused, said=_with(found.said, f"{place} {name}"))
    return found


def _mining(found: OptOut, place: str, said: Mapping[str, str]) -> OptOut:
    """With what this place says of mining, which goes before what others said."""
    reserved = {"1": True, "0": False}.get(said.get("tdm-reservation", ""))
    if reserved is None:
        return found
    policy = _policy(said.get("tdm-policy")) if reserved else None
    return replace(
        found, reserved=reserved, policy=policy, said=_with(found.said, f"{place} tdm-reservation={int(reserved)}")
    )


def _with(said: tuple[str, ...], sign: str) -> tuple[str, ...]:
    return said if sign in said else (*said, sign)


def _policy(address: object) -> str | None:
    if not isinstance(address, str) or len(address) > MAX_VALUE or not address.isprintable():
        return None
    if not address.startswith(("http://", "https://", "/")):
        return None
    return address


def _is_past(date: str, at: datetime) -> bool:
    """Whether this is a date before `at`; one that nobody can read is none."""
    for attempt in (datetime.fromisoformat, parsedate_to_datetime, _plain_date):
        try:
            moment = attempt(date)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < at
        except (ValueError, OverflowError, IndexError):
            continue
    return False


def _plain_date(date: str) -> datetime:
    """As RFC 850 and sites write it: `25-Jun-2010 15:00:00 PST`, the zone left out."""
    words = date.rpartition(",")[2].split()
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(" ".join(words[: len(form.split())]), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(date)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a tdmrep.json."""

    location: str
    """A path pattern as in robots.txt: a prefix, `*` for any characters, `$` at the end for the end."""
    reserved: bool
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class TdmRep:
    """A host's `/.well-known/tdmrep.json` (TDM Reservation Protocol, W3C Community Group Final Report)."""

    rules: tuple[Rule, ...] = ()
    fault: str | None = None
    """Why there are no rules, or not all, if something was wrong with the file."""

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read a file's bytes; what is no such file has no rules and a fault."""
        if len(body) > MAX_FILE:
            return cls(fault=f"{len(body)} bytes, at most {MAX_FILE} are read")
        try:
            listed = json.loads(body.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError) as error:
            return cls(fault=f"not JSON: {str(error)[:100]}")
        if isinstance(listed, dict):
            listed = [listed]
        if not isinstance(listed, list):
            return cls(fault="not a list of rules")
        rules = tuple(rule for each in listed[:MAX_RULES] if (rule := _rule(each)))
        skipped = len(listed) - len(rules)
        return cls(rules, f"{skipped} of {len(listed)} rules were not read" if skipped else None)

    def reserved(self, url: str) -> tuple[bool, str | None]:
        """Whether mining is reserved at this address, and the policy: the longest location that matches says it.

        Of two as long, the first in sequence.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return False, None
        path = _octets((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        matching = (rule for rule in self.rules if _matches(rule.location, path))
        best = max(matching, key=lambda rule: len(rule.location), default=None)
        return (best.reserved, best.policy) if best else (False, None)


def _rule(said: Any) -> Rule | None:
    location = said.get("location") if isinstance(said, dict) else None
    reserved = {"1": True, "0": False}.get(str(said.get("tdm-reservation")).strip()) if location else None
    if not isinstance(location, str) or reserved is None or len(location) > MAX_VALUE:
        return None
    location = re.sub(r"^https?://[^/]*", "", location.strip())
    if not location.startswith(("/", "*")):
        location = f"/{location}"
    return Rule(_octets(location), reserved, _policy(said.get("tdm-policy")))


def _octets(path: str) -> str:
    """Non-ASCII escaped, escapes of unreserved characters undone (RFC 3986 section 2.3): so two can be compared."""

    def plain(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if letter in _UNRESERVED else match[0].upper()

    return re.sub("%([0-9A-Fa-f]{2})", plain, quote(path, safe="%!\"#$&'()*+,/:;<=>?@[\\]^`{|}~ ", errors="replace"))


def _matches(pattern: str, path: str) -> bool:
    """By finding each part between stars in turn: never quadratic, as an expression with many stars would be."""
    to_end = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and to_end else None
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not to_end or at == len(path)


def withheld(opt_out: str | None) -> bool:
    """Whether a decision's text keeps the page out of the corpus."""
    return bool(opt_out) and not str(opt_out).startswith("mark:")
