"""What a page is, decided from all that speaks for and against an article: lists and service pages make no row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ..canonical import canonical
from ..links.link import absolute
from ..links.shape import ARTICLE, score
from . import titles
from .bulk import INLINE, SHORTEST, running_text
from .claims import Claims
from .headline import letters
from .names import LONGEST

TRUSTED = frozenset({"feed", "wordpress"})
"""Sources that list articles and nothing else, but for their mistakes."""
REFUSED = {"feed": -6, "wordpress": -6, "sitemap": -3}
"""The balance at which a page of such a source is no article; articles in a thousand measured had -1 and more."""
REFUSED_ELSE = -2
CERTAIN = 5
"""What address, claims, classes and titles must say for an article so that no look at the text can outweigh it."""
BRIEF, SHORT, LONG = 80, 300, 1_200
"""Characters of running text that a caption or a wire of two lines has, a short article, and a long one."""
GATE = 800
"""Characters that the text of an error, log-in or challenge page does not exceed."""
WORDS, WIDTH = 4, 18
"""Words, or characters where a script puts no spaces, from which a link's text is a headline."""
TEASER = 700
"""Characters up to which what stands around a headline that is a link is its summary."""
PER_ITEM = 3
"""Links to other pages in one item of a list: headline, picture, comments."""
MANY = 4
"""Headlines beside each other from which they make a list."""
MOST, MOST_BLOCKS = 300, 20_000
"""Links looked at, each of which costs a look at its surroundings, and elements."""

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|NewsAnalysis|Review|Recipe)$")
_COLLECTION = frozenset({
    "CollectionPage", "SearchResultsPage", "ProfilePage", "ContactPage", "AboutPage", "CheckoutPage", "ImageGallery",
})  # fmt: skip
_SINGLE_CLASS = re.compile(
    r"single(?:-post|-format-\w+)?|postid-\d+|(?:page-)?node-type-(?:article|story|news|actualite|depeche|breve|blog)s?"
    r"|page_(?:article|breve)|view-article"
)
_LIST_CLASS = re.compile(
    r"archive|category|tag|author|search|search-results|blog|post-type-archive|(?:category|tag|tax|term|author)-[\w-]+"
    r"|path-(?:frontpage|taxonomy|search)|page-taxonomy(?:-term)?|page_(?:rubrique|sommaire|mot|auteur|recherche|plan)"
    r"|view-(?:categor(?:y|ies)|featured|search|tag)"
)
_ERROR_CLASS = frozenset({"error404", "error-404", "page-404", "page_404"})
_OUTSIDE = frozenset({"nav", "footer", "aside", "figcaption"})
_OUTSIDE_CLASS = re.compile(
    r"(?:^|\s)(?:(?:site-|page-|main-|sub-)?footer|sidebar|widget|widget-area|cookies?[\w-]*|newsletter[\w-]*|menu"
    r"|copyright)(?:\s|$)",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BLOCKS = frozenset({"p", "div", "td", "blockquote", "pre", "li", "section", "article", "main"})


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of a page before it is read, as far as that says what to expect."""

    title: str | None = None
    """The headline that its source gave."""
    found_in: str | None = None
    """feed, sitemap, section, wordpress, or None."""
    expected: bool = False
    """Whether its address has the form that the site's file gives for articles."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a page's text lies, what stands around and comments left out."""

    prose: int
    """Characters of running text that no headline of another page stands beside."""
    teasers: int
    """Headlines of other pages that stand in lists."""
    own_heading: bool
    """Whether an h1 is no link to another page."""


def is_article(root: HtmlElement, said: Claims, url: str, lead: Lead) -> bool:
    """Whether a page, its scripts and comments cut, is an article; the better its source, the more is let pass.

    Nothing else may be cut: of a page with many posts, only the first would be left.
    """
    if _is_front(url):
        return False
    called = _called(said)
    known = _address(url) + _claims(said) + _classes(root) + _names(called, said, lead)
    suspect = _is_suspect(root, called)
    if known >= CERTAIN and not suspect:
        return True
    shape = _shape(root, url)
    if suspect and shape.prose <= GATE:
        return False
    if shape.prose < BRIEF and not shape.teasers:
        return True  # nothing to judge by: whether there is any text, the reading will say
    balance = known + _text(shape, said)
    if lead.expected or lead.found_in in TRUSTED:
        return balance > REFUSED["feed"] or shape.prose >= SHORT or shape.teasers < MANY
    return balance > REFUSED.get(lead.found_in or "", REFUSED_ELSE)


def _is_front(url: str) -> bool:
    parts = urlsplit(canonical(url))
    return not parts.path.strip("/") and not parts.query


def _called(said: Claims) -> Sequence[str]:
    """Its titles; of several h1 elements one may be that of a box for logging in."""
    return [*said.titles, *(said.headings if len(said.headings) == 1 else ())]


def _is_suspect(root: HtmlElement, called: Sequence[str]) -> bool:
    """A page that says it is not there, answered with status 200, or one that stands before the article."""
    return bool(_ERROR_CLASS & _class_names(root)) or titles.says_nothing(called) or titles.is_gate(called)


def _address(url: str) -> int:
    points = score(canonical(url))
    return 2 if points >= 2 * ARTICLE else 1 if points >= ARTICLE else -1 if points == 0 else 0


def _claims(said: Claims) -> int:
    """What schema.org types and Open Graph say. Lists name the articles they list, so only the page's own counts."""
    own = said.headline in said.headings if said.headings else False
    named = sum(_ARTICLE.search(kind) is not None for kind in said.types)
    if named and (own or named < MANY):
        return 4 if own else 3
    if _COLLECTION & set(said.types):
        return -4
    open_graph = {"article": 2, "website": -1, "profile": -3}.get(said.open_graph_type, 0)
    return open_graph - (2 if named >= MANY else 0)


def _classes(root: HtmlElement) -> int:
    """What WordPress, Drupal, SPIP and Joomla write into the class of the body."""
    names = _class_names(root)
    if any(_SINGLE_CLASS.fullmatch(name) for name in names):
        return 3
    return -2 * min(2, sum(_LIST_CLASS.fullmatch(name) is not None for name in names))


def _text(shape: Shape, said: Claims) -> int:
    lengths = (shape.prose >= BRIEF) + (shape.prose >= SHORT) + 2 * (shape.prose >= LONG)
    lengths += shape.teasers == 0
    if shape.teasers >= MANY and shape.prose < SHORT:
        lengths -= 2 + (shape.teasers >= 2 * MANY)
    dated = (2 if shape.prose else 0) if said.published else -1  # without text it may be that of a teaser
    return lengths + dated + (0 if shape.own_heading else -1) - (1 if shape.prose < BRIEF else 0)


def _names(called: Sequence[str], said: Claims, lead: Lead) -> int:
    """What its titles say, and whether the source named it by its headline."""
    known = {letters(title) for title in [said.headline, *said.headings]} - {""}
    if lead.title and letters(lead.title) in known and lead.found_in != "section":
        return 5
    sentence = any(
        _is_headline(heading) and letters(heading) in letters(title)
        for heading in said.headings
        for title in said.titles
    )
    return 2 * sentence - 6 * titles.is_house(called) - 3 * titles.is_list(called)


def _is_headline(heading: str) -> bool:
    return len(heading.split()) > WORDS or (not heading.isascii() and len(heading) > 2 * WIDTH)


def _class_names(root: HtmlElement) -> set[str]:
    body = root.find("body")
    names = f"{root.get('class', '')} {'' if body is None else body.get('class', '')}"
    return set(names.lower().split()[:MOST])


def _shape(root: HtmlElement, url: str) -> Shape:
    links = list(_headline_links(root, url))
    foreign = {above for link in links for above in link.iterancestors("h1")}
    headings = [h1 for h1 in root.iter("h1") if h1 not in foreign]
    holding = {above for heading in headings for above in (heading, *heading.iterancestors())}
    within = holding | _holding_most(root)
    cards = {card for link in links if _is_heading(link) for card in _cards(link) if card not in holding}
    teasers = _teasers(links, within) | cards
    within -= cards
    prose = 0
    for block in _inner(root, teasers, within):
        text, linked = running_text(block)
        if len(text) >= SHORTEST and linked <= len(text) / 2:
            prose += len(text) - linked
    listed = sum(any(above in teasers for above in (link, *link.iterancestors())) for link in links)
    return Shape(prose, listed, bool(headings))


def _inner(root: HtmlElement, teasers: set[HtmlElement], within: set[HtmlElement]) -> Iterator[HtmlElement]:
    """Blocks that belong neither to a teaser nor to what stands around every page; what holds the h1 never does."""
    waiting = [root]
    for _ in range(MOST_BLOCKS):
        if not waiting:
            return
        element = waiting.pop()
        if element not in within and (element in teasers or _is_outside(element)):
            continue
        if element.tag in _BLOCKS:
            yield element
        waiting += [child for child in element if child.tag not in INLINE]


def _is_outside(element: HtmlElement) -> bool:
    return element.tag in _OUTSIDE or _is_outside_class((element.get("class") or "")[:LONGEST])


@lru_cache(maxsize=4096)
def _is_outside_class(names: str) -> bool:
    return _OUTSIDE_CLASS.search(names) is not None


def _holding_most(root: HtmlElement) -> set[HtmlElement]:
    """The outer elements with most of the page's text: whatever they are called, an article is in them."""
    holding: set[HtmlElement] = set()
    element, most = root.find("body"), 0
    while element is not None:
        holding.add(element)
        lengths = [(len(child.text_content()), child) for child in element]
        most = most or sum(length for length, _ in lengths) // 2
        element = next((child for length, child in lengths if length > most), None)
    return holding


def _headline_links(root: HtmlElement, url: str) -> Iterator[HtmlElement]:
    """Links to other pages of the site that are headlines: lines of several words of their own."""
    own = _plain(canonical(url))
    host = own.partition("/")[0]
    for _, link in zip(range(MOST), _long_links(root), strict=False):
        address = _plain(absolute(link.get("href") or "", url) or "")
        if address.partition("/")[0] == host and address != own and not address.startswith(f"{own}?"):
            yield link


def _plain(address: str) -> str:
    """Near enough to its key, and far cheaper."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _long_links(root: HtmlElement) -> Iterator[HtmlElement]:
    for link in root.iter("a"):
        text = " ".join(link.text_content().split())
        long = len(text) >= WIDTH and (text.count(" ") + 1 >= WORDS or not text.isascii())
        if long and _stands_alone(link, len(text)):
            yield link


def _stands_alone(link: HtmlElement, length: int) -> bool:
    """No more is said right before and after it than in it, as would be in a sentence."""
    while link.getparent() is not None and link.getparent().tag in ("span", "strong", "b", "em"):
        link = link.getparent()
    previous, parent = link.getprevious(), link.getparent()
    before = (parent.text if parent is not None else "") if previous is None else previous.tail
    return len((before or "").strip()) + len((link.tail or "").strip()) <= length / 2


def _teasers(links: Sequence[HtmlElement], within: set[HtmlElement]) -> set[HtmlElement]:
    """The items of lists: of three or more children that hold such links, those with no h1 and not much text."""
    held = Counter(above for link in links for above in (link, *link.iterancestors()))
    headed = {above for link in links if _is_heading(link) for above in link.iterancestors()}
    found: set[HtmlElement] = set()
    for parent, count in held.items():
        children = [child for child in parent if held[child]] if count > 2 else []
        items = [child for child in children if child not in within and held[child] <= PER_ITEM]
        whole = [item for item in items if item in headed and item.tag == items[0].tag]  # posts at full length
        if len(children) > 2:
            found.update(item for item in items if len(whole) >= MANY or len(item.text_content()) <= TEASER)
    return found


def _cards(link: HtmlElement) -> Iterator[HtmlElement]:
    """What a headline that is a link stands in: an article element, or a short one that begins with it."""
    yield from link.iterancestors("article")
    heading = next((above for above in link.iterancestors(*_HEADINGS)), link)
    card = heading.getparent()
    begins = card is not None and not any(
        before.text_content().strip() for before in heading.itersiblings(preceding=True)
    )
    if card is not None and begins and not (card.text or "").strip() and len(card.text_content()) <= TEASER:
        yield card


def _is_heading(link: HtmlElement) -> bool:
    return any(above.tag in _HEADINGS for _, above in zip(range(2), link.iterancestors(), strict=False))
