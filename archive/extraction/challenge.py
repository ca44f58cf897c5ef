"""Pages that stand in place of the one that was asked for, told by what they are made of: bot challenges, consent."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from .bulk import SHORTEST
from .flow import Line

LARGEST = 150_000
"""Characters of the largest challenge page: they carry a script or two, and nothing of the site."""
SHORT = 1_000
"""Characters of text up to which it may be all the page's own."""
HEADINGS = 80
"""Characters of headings and labels that may stand beside such lines."""
MOST_ABOVE = 40
"""Blocks around a line that are looked at."""

_MARKS = re.compile(
    r"_Incapsula_Resource|window\._cf_chl_opt|captcha-delivery\.com/|id=[\"']?cmsg|px-captcha|within\.website/x/cmd/anubis"
    r"|awsWafCookieDomainList|\.awswaf\.com/|/\.well-known/sgcaptcha|slowAES\.decrypt|bm-verify=|ddos-guard/js-challenge"
)
_CONSENT = re.compile(
    r"\b(?:cookies?|partners?|partenaires|socios|parceiros|partnern?|datenschutz|gdpr|rgpd)\b.{0,200}"
    r"\b(?:accept\w*|acept\w*|aceit\w*|consent\w*|personali[sz]\w*|personnalis\w*|utilis\w*|usamos|utilizamos|uses?|"
    r"using|store\w*|stock\w*|einwillig\w*|verwend\w*|privacy|vie privée|expérience|experience)\b"
    r"|\b(?:accept\w*|respect\w*|value|utilis\w*|uses?|we use|usamos|utilizamos|verwenden) .{0,60}"
    r"\b(?:cookies?|privacy|vie privée|privacidad|privacidade|privatsphäre)\b|ملفات تعريف الارتباط|الكوكيز",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"(?:^|[\s_-])(?:footer|copyright|colophon)(?:$|[\s_-])", re.IGNORECASE)


def is_challenge(page: str) -> bool:
    """Whether a page without a text asks for proof that a person wants it."""
    return len(page) <= LARGEST and _MARKS.search(page) is not None


def asks_consent(lines: Sequence[str]) -> bool:
    """Whether any of the lines speaks of cookies and what they are for."""
    return any(map(_CONSENT.search, lines))


def without_foot(text: Sequence[str], lines: Sequence[Line]) -> list[str]:
    """A short text without what stands at the foot of every page of a site."""
    if sum(map(len, text)) > SHORT:
        return list(text)
    foot = {line.text for line in lines if _is_in_footer(line.holder)}
    return [line for line in text if line.removeprefix("- ") not in foot]


def is_own(text: Sequence[str]) -> bool:
    """Whether a short text has nothing but what the page says of cookies, and labels beside that."""
    if sum(map(len, text)) > SHORT:
        return False
    others = [line for line in text if not _CONSENT.search(line)]
    if len(others) == len(text):
        return not text
    return sum(map(len, others)) < HEADINGS and all(len(line) < SHORTEST for line in others)


def _is_in_footer(element: HtmlElement) -> bool:
    for _, above in zip(range(MOST_ABOVE), (element, *element.iterancestors()), strict=False):
        if above.tag in ("body", "article", "main"):
            return False
        if above.tag == "footer" or above.get("role") == "contentinfo":
            return True
        if _FOOTER.search(above.get("class") or "") or _FOOTER.search(above.get("id") or ""):
            return True
    return False
