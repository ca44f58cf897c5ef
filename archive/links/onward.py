"""The link on a list page that leads on to the list's next page."""

import re
from collections.abc import Iterator

from .link import host
from .markup import Anchor, Page
from .paging import Numbered, numbered, renumbered
from .shape import ARTICLE, score

NEXT = re.compile(
    r"(?:les )?(?:(?:pages?|articles|actualités|publications) )?suivante?s?"
    r"|(?:articles|billets|messages|publications|entrées)? ?plus ancien(?:ne)?s|(?:articles|entrées) précédent(?:e)?s"
    r"|(?:go to )?next(?: page| posts| articles)?|older(?: posts| entries| articles| stories| news)?"
    r"|previous (?:entries|posts)"
    r"|weiter|nächste(?: seite)?|ältere (?:beiträge|artikel)|vorwärts"
    r"|(?:(?:página|pagina) )?(?:seguintes?|siguientes?|successiv[ao])|(?:próxim[ao])(?: página)?|avanti"
    r"|(?:artigos|postagens) (?:mais antig[ao]s|anteriores)|entradas (?:más )?antiguas"
    r"|(?:الصفحة |المقالات |المواضيع )?(?:التالي|التالية|الأقدم|السابقة)|رسائل أقدم|مشاركات أقدم|أقدم"
    r"|sonraki|volgende|nästa"
)
"""What a link to older articles says, without its arrows."""
MORE = re.compile(
    r"[»›>→⟩❯▶«‹<←]{1,2}|(?:en voir |voir |afficher |charger |en )?plus(?: d['’](?:articles|actualités|infos))?"
    r"|(?:load |show |view )?more(?: posts| articles| news)?|ver m[áa]is|ver más|carregar mais|المزيد|mehr(?: laden)?"
)
"""What leads on only when the address has a greater number: the same signs stand on other links."""
NAMED = re.compile(
    r"(?:^|[\W_])(?:next|older|nextpostslink|previous|proxim[ao]|seguinte|siguiente|suivante?s?)(?:$|[\W_])"
)
SIGNS = " \t»›>→⟩❯▶«‹<←…."


def following(page: Page) -> str | None:
    """The address of the list's next page on the same host: never this page, nor one with a lower number."""
    here = numbered(page.url)
    return next((address for address in _candidates(page, here) if _leads_on(address, page.url, here)), None)


def _candidates(page: Page, here: Numbered) -> Iterator[str]:
    """Addresses that may be the next page's, the surest first."""
    for tag in page.elements("link"):
        if "next" in tag.get("rel", "").lower().split() and (address := page.address(tag)):
            yield address
    yield from (anchor.url for anchor in page.anchors if "next" in anchor.rel)
    yield from (anchor.url for anchor in page.anchors if _says(anchor, NEXT))
    apart = {url: numbered(url) for url in {anchor.url for anchor in page.anchors}}
    series = [(anchor, other) for anchor in page.anchors if (other := apart[anchor.url]).number is not None]
    yield from _by_number(series, here)
    yield from (anchor.url for anchor, _ in series if _says(anchor, MORE) or NAMED.search(anchor.names))


def _says(anchor: Anchor, words: re.Pattern[str]) -> bool:
    said = (text.lower() for text in (anchor.text, anchor.label) if 0 < len(text) < 40)
    return any(words.fullmatch(text) or words.fullmatch(text.strip(SIGNS)) for text in said)


def _by_number(series: list[tuple[Anchor, Numbered]], here: Numbered) -> Iterator[str]:
    """The page that follows in this list's own numbers, articles before other lists of the page."""
    schemes: dict[str, list[tuple[Anchor, Numbered]]] = {}
    for anchor, other in series:
        if other.rest == here.rest and _is_a_number(anchor.text, other):
            schemes.setdefault(other.scheme, []).append((anchor, other))
    for scheme, same in sorted(schemes.items(), key=lambda each: "article" not in each[0]):
        yield from _after(same, here.number if here.scheme in ("", scheme) else None)


def _is_a_number(text: str, other: Numbered) -> bool:
    """Whether the link's text counts pages, as `2`, `Page 2` or `10` do; `?p=2` under a headline is an article."""
    words = text.strip(SIGNS).split()
    if not words or len(words) > 2 or not words[-1].isdecimal():
        return False
    return other.is_offset or int(words[-1]) - (other.number or 0) in (0, 1)


def _after(same: list[tuple[Anchor, Numbered]], current: int | None) -> Iterator[str]:
    from_zero = same[0][1].is_offset or any(
        anchor.text.strip(SIGNS).split()[-1] == str((other.number or 0) + 1) for anchor, other in same
    )
    this = current if current is not None else int(not from_zero)
    later = [(other.number, anchor.url) for anchor, other in same if other.number is not None and other.number > this]
    if later:
        number, address = min(later)
        if number > this + 1 and not same[0][1].is_offset:  # only the last page is linked, or some
            address = renumbered(address, same[0][1].scheme, this + 1)
        yield address


def _leads_on(address: str, url: str, here: Numbered) -> bool:
    if host(address) != host(url) or address == url:
        return False
    there = numbered(address)
    if there.number is not None:
        return there.number > (here.number or 0)
    return there.rest != here.rest and score(address) < ARTICLE
