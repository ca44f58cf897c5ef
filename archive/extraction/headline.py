"""A page's headline: the heading that its metadata confirms, and what else the page calls itself."""

import re
from collections.abc import Iterable, Sequence

CONFIRMING = 0.5
"""Share of a heading's words that a differently worded claim must hold to confirm it."""
FEWEST = 3
"""Words of a claim that can be a headline without its kicker."""
_PARTING = re.compile(r"\s+[|–—·•«»:\-]+\s+|\s*[|»]\s*")
_OPEN_END = re.compile(r"\s+[|–—-]\s*(?:\.\.\.|…)?$")
"""What parts a headline from the site's name, which is not there."""


def headline(headings: Sequence[str], stated: str, claims: Sequence[str], site: Iterable[str]) -> str | None:
    """The h1 that a claim confirms; else what JSON-LD stated; else the only h1; else the first claim."""
    names = {letters(name) for name in site} - {""}
    own = [heading for heading in headings if not _is_site(heading, names)]
    supports = [(_support(heading, [stated, *claims]), len(heading)) for heading in own]
    if supports and max(supports)[0] > 0:
        return _as_spelt(_without_kicker(own[supports.index(max(supports))], [stated, *claims]), [stated, *claims])
    if stated or len(own) == 1:
        return stated or own[0]
    claim = next((claim for claim in claims if claim), "")
    return _without_site(claim, names) or next(iter([*own, *headings]), None)


def _without_kicker(heading: str, claims: Iterable[str]) -> str:
    """The part of the heading that a claim is, when a kicker ("Tunisia: ") is before it and no claim has both."""
    stated = [letters(claim) for claim in claims if len(claim.split()) >= FEWEST]
    core = letters(heading)
    if core in stated:
        return heading
    starts = (match.start() for match in re.finditer(r"(?<=\s)\S", heading))
    parts = (heading[start:] for start in starts if len(letters(heading[start:])) >= len(core) / 2)
    return next((part for part in parts if letters(part) in stated), heading)


def letters(text: str) -> str:
    """What two ways of writing the same headline share: its letters and digits, case folded."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _as_spelt(heading: str, claims: Sequence[str]) -> str:
    """The heading, or, when markup ran its words together, a claim of the same letters in more words."""
    core, words = letters(heading), len(heading.split())
    spelt = next((claim for claim in claims if letters(claim) == core and len(claim.split()) > words), heading)
    return _OPEN_END.sub("", spelt)


def _without_site(title: str, names: set[str]) -> str:
    """A title without a last, or else a first, part that is the site's name."""
    parts = list(_PARTING.finditer(title))
    if parts and _is_site(title[parts[-1].end() :], names):
        return title[: parts[-1].start()].strip()
    if parts and _is_site(title[: parts[0].start()], names):
        return title[parts[0].end() :].strip()
    return title


def _is_site(part: str, names: set[str]) -> bool:
    core = letters(part)
    return not core or any(
        core == name or (len(core) > 3 and core in name) or (name in core[:-1] and len(core) < 2 * len(name))
        for name in names
    )


def _support(heading: str, claims: Sequence[str]) -> float:
    """2 for each claim that is the heading, 1 for each that begins or ends with it, else the best share of words."""
    core, words = letters(heading), set(re.findall(r"\w+", heading.casefold()))
    support = 0.0
    for claim in filter(None, claims):
        other = letters(claim)
        if other == core:
            support += 2
        elif other.startswith(core) or other.endswith(core):
            support += 1
        else:
            share = len(words & set(re.findall(r"\w+", claim.casefold()))) / len(words) if words else 0.0
            support = max(support, share if share >= CONFIRMING else 0.0)
    return support
