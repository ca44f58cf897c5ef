"""The bytes of an HTML page -> what a browser fetches to show it, lazy pictures and every form of them included."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from lxml import etree

from ..links.markup import Page
from . import style
from .requisite import Requisite, What, first, named

MOST_PLACES = 5_000
"""Places of one kind that are looked at in a page."""
CANDIDATES = 20
"""Forms of one picture that are taken; sites write up to ten."""
LONGEST = 50_000
"""Characters of one attribute that are read."""
RELS: dict[str, What] = {
    "stylesheet": "style",
    "icon": "icon",
    "apple-touch-icon": "icon",
    "apple-touch-icon-precomposed": "icon",
    "mask-icon": "icon",
    "fluid-icon": "icon",
    "image_src": "image",
    "manifest": "other",
    "modulepreload": "script",
}
"""Of `<link rel>`, alternate stylesheets and those for print included."""
AS: dict[str, What] = {
    "image": "image",
    "style": "style",
    "script": "script",
    "font": "font",
    "audio": "media",
    "video": "media",
    "track": "media",
    "fetch": "other",
}
"""What a preload or prefetch is of; one that does not say, or says `document`, is of a page that may come next."""
CARDS = frozenset({
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image",
    "msapplication-tileimage", "thumbnailurl",
})  # fmt: skip
"""Pictures by which a page is shown elsewhere; `image` and `thumbnailUrl` are schema.org's."""
LAZY = ("data-src", "data-lazy-src", "data-lazy", "data-original", "data-echo", "data-img-src", "data-hi-res-src",
        "data-bg", "data-bg-src", "data-background", "data-background-image", "data-lazy-background", "data-poster",
        "data-rocket-src", "data-litespeed-src", "data-flickity-lazyload", "data-thumb")  # fmt: skip
"""Attributes in which scripts that load later keep an address."""
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-bgset", "data-flickity-lazyload-srcset")
_NO_ADDRESS = re.compile(r"[\s{}<>\"']")
"""What is kept in such an attribute may be anything: an address has none of these, and a dot or slash."""
_URL = re.compile(r"[\s,]*(\S+)")
_DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*\)?)*")
_ELEMENT_OF: dict[str, What | None] = {
    "script": "script", "video": "media", "audio": "media", "track": "media", "link": "style",
    "iframe": None, "frame": None, "embed": None, "object": None, "a": None, "form": None,
}  # fmt: skip
"""What an address kept in an attribute of such an element is of; of others, a picture. None: of another page."""

Found = Iterator[Requisite | None]


def read(body: bytes, url: str, limit: int) -> list[Requisite]:
    """The requisites of a page, at most `limit`, what its look depends on most first; none when it is no markup."""
    page = Page(body, url)
    if page.root is None:
        return []
    lower = body.lower().replace(b"\0", b"")  # UTF-16
    readers = (*READERS, *(reader for name, reader in KEPT.items() if name in lower))
    return first((each for find in readers for each in islice(find(page), MOST_PLACES)), limit)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a srcset (HTML, section 4.8.4.2.1): they may hold commas themselves."""
    at = 0
    while match := _URL.match(srcset, at):
        address, at = match[1], match.end()
        if address.endswith(","):
            yield address.rstrip(",")
        else:
            yield address
            at = _DESCRIPTORS.match(srcset, at).end()  # type: ignore[union-attr]  # it matches nothing at least


def _links(page: Page) -> Found:
    for tag in page.elements("link"):
        rels = tag.get("rel", "").lower().split()
        what = next((RELS[rel] for rel in rels if rel in RELS), None)
        if what is None and ("preload" in rels or "prefetch" in rels):
            what = AS.get(tag.get("as", "").strip().lower())
        if what:
            yield _one(page, tag, "href", what)
            yield from _set(page, tag, "imagesrcset")


def _plain(page: Page) -> Found:
    """What stands in the attribute that is meant for it."""
    for path, attribute, what in _PLAIN:
        for tag in path(page.root):
            yield _one(page, tag, attribute, what)


def _sets(name: str, page: Page) -> Found:
    for tag in _WITH[name](page.root):
        yield from _set(page, tag, name)


def _lazy(name: str, page: Page) -> Found:
    for tag in _WITH[name](page.root):
        what = _kind(tag)
        said = tag.get(name, "")[:LONGEST].strip()
        if what and "url(" in said:
            yield from style.within(said, page.base, f"{tag.tag} {name}")
        elif what and ("." in said or "/" in said) and not _NO_ADDRESS.search(said):
            yield named(said, page.base, what, f"{tag.tag} {name}")


def _cards(page: Page) -> Found:
    for tag in page.elements("meta"):
        said = {tag.get(name, "").strip().lower() for name in ("property", "name", "itemprop")}
        if said & CARDS:
            yield _one(page, tag, "content", "image")


def _styles(page: Page) -> Found:
    for tag in page.elements("style"):
        yield from style.within("".join(tag.itertext())[: style.LONGEST], page.base, "style")
    for tag in _WITH["style"](page.root):
        yield from style.within(tag.get("style", "")[:LONGEST], page.base, f"{tag.tag} style")


def _drawings(page: Page) -> Found:
    """Pictures within SVG, and the files of its sprites."""
    for tag in page.elements("image", "use", "feimage"):
        for name in ("href", "xlink:href"):
            if tag.get(name):
                yield _one(page, tag, name, "image")


def _one(page: Page, tag: etree._Element, name: str, what: What) -> Requisite | None:
    return named(tag.get(name, "")[:LONGEST], page.base, what, f"{tag.tag} {name}")


def _set(page: Page, tag: etree._Element, name: str) -> Found:
    for address in islice(candidates(tag.get(name, "")[:LONGEST]), CANDIDATES):
        yield named(address, page.base, "image", f"{tag.tag} {name}", choice=True)


def _kind(tag: etree._Element) -> What | None:
    if tag.tag == "source":
        around = tag.getparent()
        return "media" if around is not None and around.tag in ("video", "audio") else "image"
    return _ELEMENT_OF.get(tag.tag, "image")


_WITH = {name: etree.XPath(f"//*[@{name}]", smart_strings=False) for name in ("srcset", "style", *LAZY, *LAZY_SETS)}
_PATHS: tuple[tuple[str, str, What], ...] = (
    ("//script[@src]", "src", "script"),
    ("//img[@src] | //amp-img[@src] | //picture//source[@src]", "src", "image"),
    ("//input[@src][translate(@type, 'IMAGE', 'image') = 'image']", "src", "image"),
    ("//*[@background]", "background", "image"),
    ("//video[@poster] | //amp-video[@poster]", "poster", "image"),
    ("//object[@data][starts-with(@type, 'image/')]", "data", "image"),
    ("//embed[@src][starts-with(@type, 'image/')]", "src", "image"),
    ("//video[@src] | //audio[@src] | //track[@src]", "src", "media"),
    ("//*[self::video or self::audio]//source[@src]", "src", "media"),
)
_PLAIN = tuple((etree.XPath(path, smart_strings=False), attribute, what) for path, attribute, what in _PATHS)
READERS: tuple[Callable[[Page], Found], ...] = (_links, _styles, _plain, partial(_sets, "srcset"), _cards, _drawings)
KEPT: dict[bytes, Callable[[Page], Found]] = {
    **{name.encode(): partial(_lazy, name) for name in LAZY},
    **{name.encode(): partial(_sets, name) for name in LAZY_SETS},
}
"""Readers by the attribute that they read; few pages have more than three of these."""
