"""Whether a capture shows that an article is no longer where it was.

The server may say so (404, 410), send its readers elsewhere ("soft 404"), or show something that is no article. An
answer that says how the server was (403, 429, 5xx, none, half a page) says nothing of the article.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from .. import message
from ..article import Article, article_id
from ..capture import Capture
from ..links.link import absolute
from ..links.shape import score
from ..scan import Found
from .change import squeezed

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LISTS = frozenset({"feed", "sitemap", "section", "wordpress"})
HOPS = 10
ALIKE = 18
"""Bits in which the fingerprints of two forms of one story may differ; those of different stories do in about 32."""
MASK = (1 << 64) - 1
_FRONT = re.compile(r"/?|/(?:index|default|home|accueil)(?:\.\w{2,5})?/?|/[a-z]{2}(?:[-_][a-z]{2})?/?", re.IGNORECASE)


def may_be_gone(found: Found) -> bool:
    """Whether a capture alone allows that what was an article there is gone."""
    capture = found.capture
    if capture.kind != "article" or capture.method != "GET" or capture.truncated is not None:
        return False
    return capture.status in (404, 410, *REDIRECTS) or (capture.status, capture.outcome) == (200, "not_article")


def redirected(head: bytes, url: str) -> str | None:
    """Where an answer with this head sends those who asked for `url`; None when it does not say."""
    location = message.header(head, b"location")
    return absolute(location.decode("utf-8", "replace"), url) if location else None


class Trail:
    """Where the redirects of one segment lead. `heads` are their responses' heads by record id.

    `is_list` tells of an address whether it was polled as a section or another list of articles.
    """

    def __init__(
        self,
        found: Iterable[Found],
        heads: Mapping[str, bytes],
        articles: Iterable[Article],
        is_list: Callable[[str], bool],
    ) -> None:
        self._by_url = {item.capture.url: item for item in found}
        self._articles = {each.url: each for each in articles}
        self._heads, self._is_list = heads, is_list

    def shows_gone(self, found: Found, title: str | None, simhash: int) -> bool:
        """Whether a capture of an article known by this headline and fingerprint shows that it is gone."""
        url, at = found.capture.url, found
        for _ in range(HOPS):
            if at.capture.status not in REDIRECTS:
                return may_be_gone(at) or self._is_another(at.capture, url, title, simhash)
            target = redirected(self._heads.get(at.capture.record_id, b""), at.capture.url)
            if target is None or article_id(target) == article_id(url):  # to itself in another form, which says more
                return False
            if _is_front(target):
                return True
            following = self._by_url.get(target)
            if following is None:
                return _is_above(target, url) or self._is_list(target)
            at = following
        return False

    def _is_another(self, there: Capture, url: str, title: str | None, simhash: int) -> bool:
        """Whether a list or another story stands at the end of the trail; not when that is unknown."""
        if there.kind in LISTS:
            return there.status == 200
        story = self._articles.get(there.url)
        if story is None:
            return there.status == 200 and _is_above(there.url, url)
        same_title = title is not None and squeezed(title).lower() == squeezed(story.title or "").lower()
        return not same_title and ((simhash ^ story.simhash) & MASK).bit_count() > ALIKE


def _is_front(url: str) -> bool:
    return _FRONT.fullmatch(urlsplit(url).path) is not None and score(url) == 0


def _is_above(target: str, url: str) -> bool:
    """Whether an address is a folder in which the other one stands."""
    there, here = urlsplit(target), urlsplit(url)
    folder = there.path.rstrip("/") + "/"
    inside = here.path.startswith(folder) and len(here.path) > len(folder)
    return inside and there.hostname == here.hostname and not there.query
