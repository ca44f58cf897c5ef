"""Who signed an article: in elements marked as the author's, beside the headline, or in a line of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from lxml.etree import XPath
from lxml.html import HtmlElement

from .byline import is_capital, people, signers
from .flow import Line

MOST, LONGEST = 10, 150
"""Elements named after an author that are looked at, and characters of one."""
BEFORE, AFTER = 3, 12
"""Lines around the headline in which a byline stands."""
SIGNED, PARAGRAPH = 50, 160
"""Characters of a line that is a signature, and of one with which the text has begun."""

_CANDIDATES = XPath(
    "//h1 | //byline | //*[@class][contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'auteur')"
    " or contains(@class, 'autor') or contains(@class, 'signature') or contains(@class, 'posted-by')]"
    " | //*[@rel = 'author' or contains(@itemprop, 'author')]"
)
_MARKED = re.compile(r"\bauthor\b.*\bvcard\b|author-name|author__name|authorName|author_name|AuthorName")
_UNCALLED = frozenset({"img", "ul", "body"})
_EMPHASIS = frozenset({"strong", "b", "em", "i"})
_SENTENCE_END = (".", "!", "?", "…", ":", "»", "”", '"', "؟")


def signed(root: HtmlElement, site: Iterable[str]) -> tuple[str, ...]:
    """The people in the first element that marks or names itself as the author's; what follows the headline first."""
    own = list(site)
    found = _after_headline(_CANDIDATES(root))
    marked = [element for element in found if _is_marked(element)]
    called = [element for element in found if element.tag not in _UNCALLED]
    for elements, fewest in ((marked, 1), (called, 2)):
        for element in elements[:MOST]:
            if names := _named(element, own, fewest):
                return names
    return ()


def _is_marked(element: HtmlElement) -> bool:
    stated = element.get("rel") == "author" or "author" in (element.get("itemprop") or "")
    return stated or _MARKED.search((element.get("class") or "")[:LONGEST]) is not None


def beside(lines: Sequence[Line], headline: int | None, site: Iterable[str]) -> tuple[str, ...]:
    """The people whom a line near the headline says the article is by."""
    if headline is None:
        return ()
    near = [*lines[headline + 1 : headline + 1 + AFTER], *lines[max(0, headline - BEFORE) : headline]]
    return signers((line.text for line in near if line.kind not in ("li", "quote")), site)


def undersigned(lines: Sequence[Line], text: Sequence[str], site: Iterable[str]) -> tuple[str, ...]:
    """The people whose names stand alone and set off, before the first paragraph of the text or after its last."""
    places = {line.text: at for at, line in enumerate(lines)}
    if not text or text[0] not in places or text[-1] not in places:
        return ()
    first, last = places[text[0]], places[text[-1]]
    opening = takewhile(lambda line: len(line.text) < PARAGRAPH, lines[max(0, first - 2) : first + 4])
    near = [*lines[last : last + 3], *opening]
    own = list(site)
    for line in near:
        if (
            line.kind == "p"
            and len(line.text) <= SIGNED
            and not line.text.endswith(_SENTENCE_END)
            and _is_set_off(line)
        ):
            names = people([line.text], own, fewest_words=2)
            if names and all(map(is_capital, names)):
                return names
    return ()


def _after_headline(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Those after the first h1, then those before it, of elements with h1 in the order of the page."""
    at = next((index for index, element in enumerate(found) if element.tag == "h1"), 0)
    return [element for element in (*found[at:], *found[:at]) if element.tag != "h1"]


def _named(element: HtmlElement, site: Sequence[str], fewest: int) -> tuple[str, ...]:
    text = " ".join(" ".join(element.itertext()).split())
    if not 2 < len(text) < LONGEST:
        return ()
    for claims in _claims(element, text):
        names = people(claims, site, fewest_words=fewest)
        if names and (fewest == 1 or all(map(is_capital, names))):
            return names
    return ()


def _claims(element: HtmlElement, text: str) -> Iterator[list[str]]:
    """What may be names: its links, for beside them stand papers and posts; all of it."""
    yield [" ".join(link.itertext()) for link in element.iter("a")]
    yield [text]


def _is_set_off(line: Line) -> bool:
    inner = "".join("".join(child.itertext()) for child in line.holder if child.tag in _EMPHASIS)
    aligned = "right" in (line.holder.get("style") or "") or line.holder.get("align") == "right"
    return aligned or " ".join(inner.split()) == line.text
