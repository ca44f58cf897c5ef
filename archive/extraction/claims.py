"""What a page says of itself: JSON-LD first, then Open Graph and other meta elements, then its visible markup."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import tldextract
from lxml.html import HtmlElement

from ..canonical import canonical
from . import jsonld
from .address import believable

MAX_LINE, MAX_TAGS, MAX_TIMES, MAX_ADDRESSES, MAX_TYPES = 500, 50, 50, 10, 200
"""Characters of one value; tags, <time> elements, canonical addresses and microdata items that are looked at."""

_TITLE = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title")
_AUTHOR = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "byline",
    "cxenseparse:author", "og:article:author", "article_author", "twitter:misc:written by",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_SITE = ("og:site_name", "application-name", "twitter:site", "article:publisher")
_ORIGINATORS = ("author", "creator", "sourceOrganization")
_IMAGE = ("og:image", "og:image:url", "twitter:image")
_PUBLISHING = re.compile(r"datepublished|publish|entry-date|posted|pubdate", re.IGNORECASE)

_WRITTEN = re.compile(
    r"written|écrit|verfasst|geschrieben|escrito|scritto|geschreven|napisane|yazan|написано|автор|author|كتب|كُتب|skriv",
    re.IGNORECASE,
)

_domain = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None
)  # the list it ships with: no network, no cache file


@dataclass(frozen=True, slots=True)
class Claims:
    """One page's statements, each list best first."""

    headings: Sequence[str] = ()
    """Its h1 elements."""
    headline: str = ""
    """As JSON-LD states it."""
    titles: Sequence[str] = ()
    authors: Sequence[str] = ()
    published: Sequence[str] = ()
    modified: Sequence[str] = ()
    site: Sequence[str] = ()
    """The names that the site goes by, its host among them."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    canonical_url: str = ""
    """What it names so, if that is believable; else the address it was fetched from without tracking and the like."""
    paywalled: bool | None = None
    sources: Sequence[str] = ()
    """What it gives as author or source, people or not: agencies are among them."""
    words: int = 0
    """How many words it claims to have; 0 if it does not."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Of each field that it states, by what: json-ld, meta, link, or address when the address had to do."""
    dated: Sequence[tuple[str, Sequence[str]]] = ()
    """What it gives as date of publication, by json-ld, meta and time elements."""
    body: str = ""
    """articleBody, which a few pages have and their markup has not."""
    summaries: Sequence[str] = ()
    """Its descriptions: of JSON-LD, Open Graph and meta elements."""
    types: Sequence[str] = ()
    """schema.org types of what JSON-LD and microdata describe, one for each thing."""
    open_graph_type: str = ""


def claims(root: HtmlElement, url: str) -> Claims:
    """Read a page's statements from its tree, the scripts still in it."""
    meta = _meta(root)
    headings = [text for h1 in root.iter("h1") if (text := _line(h1.text_content()))][:20]
    nodes = jsonld.nodes(root)
    node = jsonld.article(nodes, url, set(headings))
    stated = jsonld.text(node.get("headline"))
    titles = [*_of(meta, _TITLE), *(_line(title.text_content()) for title in root.findall("head/title"))][:10]
    authors = _authors(node, nodes)
    dated = (
        ("json-ld", [*jsonld.strings(node.get("datePublished"))]),
        ("meta", _of(meta, _PUBLISHED)),
        ("time", _times(root)),
    )  # fmt: skip
    section = _line(jsonld.text(node.get("articleSection")))
    tags = _tags(node, meta)
    image = _image(node, meta, url)
    address = _canonical(root, meta, node, url, [stated, *headings, *titles])
    paywalled = _paywalled(node)
    origins = {
        "authors": "json-ld" if authors else "meta",
        "section": "json-ld" if section else "meta",
        "tags": "json-ld" if node.get("keywords") else "meta",
        "image": "meta" if _of(meta, _IMAGE) else "json-ld",
        "canonical_url": "address" if address == canonical(url) else "page",
        "paywalled": "json-ld",
    }
    return Claims(
        headings=headings,
        headline=stated,
        titles=titles,
        authors=authors or [*_of(meta, _AUTHOR), *_labelled(meta)],
        published=[value for _, values in dated for value in values],
        modified=[*jsonld.strings(node.get("dateModified")), *_of(meta, _MODIFIED)],
        site=[*_of(meta, _SITE), jsonld.text(node.get("publisher")), *_host_names(url)],
        section=section or next(iter(_of(meta, ("article:section",))), None),
        tags=tags,
        image=image,
        canonical_url=address,
        paywalled=paywalled,
        sources=[
            *(
                jsonld.text(value)
                for key in ("author", "creator", "sourceOrganization")
                for value in _listed(node.get(key))
            ),
            *_of(meta, (*_AUTHOR, "dc.source", "source", "syndication-source", "original-source")),
        ],
        words=_number(node.get("wordCount")),
        origins=origins,
        dated=dated,
        body=next(jsonld.strings(node.get("articleBody")), ""),
        summaries=[jsonld.text(node.get("description")), *_of(meta, ("og:description", "description"))],
        types=[*(kind for node in nodes for kind in jsonld.strings(node.get("@type"))), *_item_types(root)],
        open_graph_type=next(iter(_of(meta, ("og:type",))), "").lower(),
    )


def _meta(root: HtmlElement) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _line(element.get("content") or element.get("value") or "")
        if name and content:
            found[name.lower()].append(content)
    return found


def _of(meta: Mapping[str, list[str]], names: Sequence[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _labelled(meta: Mapping[str, list[str]]) -> list[str]:
    """Who wrote it, as Yoast has it for Twitter: a label in the site's language, and the value beside it."""
    labels, values = _of(meta, ("twitter:label1",)), _of(meta, ("twitter:data1",))
    return [value for label, value in zip(labels, values, strict=False) if _WRITTEN.match(label)]


def _item_types(root: HtmlElement) -> list[str]:
    items = zip(range(MAX_TYPES), root.xpath("//*[@itemtype]"), strict=False)
    return [item.get("itemtype", "").rstrip("/").rpartition("/")[2] for _, item in items]


def _times(root: HtmlElement) -> list[str]:
    """What <time> elements give as the date: those marked as it, else all if they agree on one day."""
    times = [time for time, _ in zip(root.iter("time"), range(MAX_TIMES), strict=False) if time.get("datetime")]
    marked = [time for time in times if _PUBLISHING.search(" ".join(time.values()))]
    stated = [time.get("datetime", "") for time in marked or times]
    return stated if marked or len({moment[:10] for moment in stated}) == 1 else []


def _authors(node: jsonld.Node, nodes: Sequence[jsonld.Node]) -> list[str]:
    """The names under author, references to other nodes of the page followed, organisations left out."""
    by_id = {other["@id"]: other for other in nodes if isinstance(other.get("@id"), str) and "name" in other}
    value = node.get("author") or node.get("creator")
    names: list[str] = []
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, dict):
            known = author if "name" in author else by_id.get(str(author.get("@id")), {})
            if "Organization" not in " ".join(jsonld.strings(known.get("@type"))):
                names += [jsonld.text(name) for name in _listed(known.get("name"))]
        elif isinstance(author, str):
            names.append(jsonld.text(author))
    return [name for name in names if name]


def _tags(node: jsonld.Node, meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    stated = [jsonld.text(word) for word in _listed(node.get("keywords"))] or meta.get("article:tag") or []
    listed = stated or _of(meta, ("news_keywords", "keywords"))
    words = (_line(word) for words in listed for word in re.split(r"[,;]", words))
    return tuple(dict.fromkeys(word for word in words if word))[:MAX_TAGS]


def _image(node: jsonld.Node, meta: Mapping[str, list[str]], url: str) -> str | None:
    stated = _of(meta, _IMAGE)
    for image in _listed(node.get("image")):
        stated += (
            [image["url"]] if isinstance(image, dict) and isinstance(image.get("url"), str) else jsonld.strings(image)
        )
    return next(filter(None, (_absolute(address, url) for address in stated)), None)


def _canonical(
    root: HtmlElement, meta: Mapping[str, list[str]], node: jsonld.Node, url: str, titles: Sequence[str]
) -> str:
    """The first address that the page calls its own and that is believable; else its own, forms and tracking folded."""
    stated = [
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    stated += [*_of(meta, ("og:url",)), *jsonld.strings(node.get("mainEntityOfPage")), *jsonld.strings(node.get("url"))]
    addresses = (_absolute(address, url) for address in stated[:MAX_ADDRESSES] if address.strip())
    return next((address for address in addresses if address and believable(address, url, titles)), canonical(url))


def _paywalled(node: jsonld.Node) -> bool | None:
    for holder in [node, *(part for part in _listed(node.get("hasPart")) if isinstance(part, dict))]:
        free = str(holder.get("isAccessibleForFree", "")).strip().lower().rpartition("/")[2]
        if free in ("true", "false"):
            return free == "false"
    return None


def _absolute(address: str, url: str) -> str | None:
    try:
        joined = urljoin(url, address.strip())
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and len(joined) <= 2_000
        usable = usable and "@" not in parts.netloc
    except ValueError:
        return None
    return joined.partition("#")[0] if usable and not re.search(r"\s", joined) else None


def _host_names(url: str) -> list[str]:
    found = _domain(url)
    return [found.domain, found.fqdn] if found.domain else []


def _number(value: object) -> int:
    text = str(value)[:9]
    return int(text) if text.isascii() and text.isdecimal() else 0


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(text: str) -> str:
    return " ".join(text[: 4 * MAX_LINE].split())[:MAX_LINE]
