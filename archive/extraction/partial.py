"""Whether a page shows its article whole, as far as it tells: the wording of a paywall, a cut, or further pages."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from lxml.html import HtmlElement

from ..canonical import canonical

LAST, LONG = 3, 300
"""Lines at the end of a text in which a paywall speaks, and characters of the longest."""
MORE = 1.5
"""How many times as many words as are shown the page must claim for the article to be cut."""
_CUT = ("…", "...", "[…]", "[...]", "(…)")
_WALL = re.compile(
    r"réservée? (?:à nos|aux) abonnés|il vous reste [\d.,]+ ?% de|pour lire la suite"
    r"|abonnez-vous pour (?:lire|continuer)"
    r"|(?:subscribe|sign in|log in|register|sign up) (?:now )?(?:to|for) "
    r"(?:read|continue|keep reading|unlock|full access)"
    r"|to continue reading|(?:article|content|story) is (?:only |exclusively )?(?:for|reserved|available)\b.{0,30}"
    r"(?:subscribers|members)|weiterlesen mit|jetzt weiterlesen|nur für abonnenten"
    r"|(?:suscríbete|inicia sesión) para (?:seguir|leer|continuar)|(?:exclusivo|solo) para suscriptores"
    r"|(?:assine|faça login|cadastre-se) para (?:ler|continuar)|exclusivo para assinantes|abbonati per (?:leggere|cont)"
    r"|اشترك (?:لقراءة|لمتابعة)|للمشتركين فقط",
    re.IGNORECASE,
)


def before_wall(lines: Sequence[str]) -> tuple[list[str], bool]:
    """The lines without those in which a paywall speaks at the end, and whether one does."""
    start = max(0, len(lines) - LAST)
    at = next((at for at in range(start, len(lines)) if len(lines[at]) <= LONG and _WALL.search(lines[at])), None)
    return (list(lines), False) if at is None else (list(lines[:at]), True)


def reason(lines: Sequence[str], *, walled: bool, paywalled: bool | None, words: int, more: bool) -> str | None:
    """Why the text is not the whole article: paywall, cut or paged; None when nothing says so.

    `words` is how many the page claims (0 if it does not), `more` that it has a page after this one.
    """
    shown = sum(len(line.split()) for line in lines)
    broken, promised = bool(lines) and lines[-1].rstrip().endswith(_CUT), words > MORE * shown
    if walled or (paywalled and (broken or promised)):
        return "paywall"
    return "paged" if more else "cut" if broken and promised else None


def has_next(root: HtmlElement, url: str) -> bool:
    """Whether the page names a next page that is a part of itself: its own address and a number."""
    own = re.sub(r"\.\w+$", "", canonical(url).rstrip("/"))
    for link in root.iterfind("head/link[@rel='next']"):
        address = urljoin(url, link.get("href") or "")
        if address.startswith(own) and re.fullmatch(r"[/?&_.-]?(?:page[=/]?)?\d+(?:/|\.\w+)?", address[len(own) :]):
            return True
    return False
