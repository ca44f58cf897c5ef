"""What the shape of an address says: an article's, a list's, or neither's."""

import re
from urllib.parse import unquote, urlsplit

ARTICLE = 2
"""The score from which a link is followed: a page too many costs one fetch, an article missed is lost.

On a page where no link reaches it, the links of the next lower score are followed.
"""

NEVER = re.compile(
    r"/(?:wp-[^/]*|a-?propos|impressum|imprint|mentions(?:-legales)?|plan-du-site|qui-sommes-nous|comment-page-\d+|abonnements?|about|account|amp|archives?|attachment|auteurs?|authors?|autor(?:es)?"
    r"|calend[ae]r(?:io|s)?|calendrier|cart|connexion|contact|embed|feed|inscription|log(?:in|out)|newsletters?|page"
    r"|panier|print|privacy|profile|publicite|recherche|register|replies|rss|search|share|sign(?:in|up)|subscribe"
    r"|trackback|users?|كاتب|الكاتب|اتصل-بنا|من-نحن|سياسة-الخصوصية)(?:/|$)"
)
SECTION = re.compile(  # a list of articles by its kind, alone or with the list's name below it
    r"/(?:categor(?:y|ies?)|التصنيف|تصنيف)(?:/[^/]*){0,2}$"
    r"|/(?:categorias?|dossiers?|rubriques?|seccion|secao|sections?|taxonomy|themes?|topics?|قسم|أقسام)(?:/[^/]*)?$"
    r"|/taxonomy/term/\d+$"
)
LIST = re.compile(  # the same by tag, or the articles of a year, month or day
    r"/tags?(?:/[^/]*){0,2}$|/(?:etiqueta|keyword|label|mot|serie|وسم)(?:/[^/]*)?$"
    r"|^(?:/\d\d(?:\d\d)?)+$|/(?:19|20)\d\d(?:[/-](?:0?[1-9]|1[0-2])(?:[/-][0-3]?\d)?)?$"
)
STORIES = re.compile(r"/(?:actu(?:alites?)?|articles?|depeche|infos?|news|noticias?|stor(?:y|ies))/.")
DATE = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?[0-3]?\d)?[/-].")
SERVICE = re.compile(
    r"\b(?:abonnements?|advertis(?:e|ing)|charte|conditions|confidentialite|connexion|contact(?:s|er)?|cookies?"
    r"|generales|inscription|legal(?:es)?|mentions|newsletters?|offres|privacy|publicidade|publicite|subscri\w+|terms"
    r"|utilisation)\b"
)
PAGES = {"", "asp", "aspx", "cfm", "htm", "html", "jsp", "php", "php3", "php5", "phtml", "shtml", "xhtml"}
BY_SECTION = re.compile(r"(?:^|[&;])(?:cat=|q=(?:category|taxonomy)/|(?:id_)?rubrique=?\d|view=(?:category|section))")
ALONE = re.compile(  # beside another parameter these may name the section in which an article stands
    r"(?:id_?)?(?:cat(?:egor(?:ies?|y|ia))?|dossier|rub(?:rique)?|sec(?:tion|ao|cion)?|theme|topic)(?:_?id)?=[\w%+-]+",
    re.IGNORECASE,
)
LISTED = re.compile(
    r"(?:^|[&;])(?:(?:amp|author|feed|ical|m|page_id|print|replytocom|s|search|share|tag)=|paged?=\d|mot\d"
    r"|(?:annee|cal(?:endar)?|date|day|jour|mes|mois|month|tribe[-_][\w-]+|year|yyyy)=\d)"
)
BY_NUMBER = re.compile(
    r"(?:^|[&;])(?:(?:q=)?(?:article|node/)\d"
    r"|(?:p|id|aid|nid|sid|article_?id|id_?article|id_?news|news_?id|story)=\d)"
)


def score(url: str, words: int = 0) -> int:
    """How much an address, with so many words in its link's text, looks like an article's; 0 is not at all."""
    path, query = _path(url)
    slug, extension = _split(path.rpartition("/")[2])
    if extension not in PAGES or NEVER.search(path) or LIST.search(path) or LISTED.search(query):
        return 0
    if _names_a_section(path, query):
        return 0
    if BY_NUMBER.search(query):
        return ARTICLE
    if slug in ("", "index", "spip"):
        return 0
    return max(0, _slug_score(slug) + _path_score(path) + bool(extension) + (words >= 5))


def is_list(url: str) -> bool:
    """Whether an address is surely no article's: the front page's, a list's, a service's or a file's."""
    path, query = _path(url)
    slug, extension = _split(path.rpartition("/")[2])
    if extension not in PAGES or NEVER.search(path) or LIST.search(path) or LISTED.search(query):
        return True
    return SECTION.search(path) is not None or (slug in ("", "index", "spip") and not query)


def section_score(url: str) -> int:
    """How much an address looks like a section's: 2 by its kind, 1 when it is short and nothing else, else 0."""
    path, query = _path(url)
    slug, extension = _split(path.rpartition("/")[2])
    if extension not in PAGES or NEVER.search(path) or LIST.search(path) or SERVICE.search(path.replace("-", " ")):
        return 0
    if _names_a_section(path, query):
        return 2
    plain = not query and slug not in ("", "index", "spip") and path.count("/") <= 3 and len(slug) <= 40
    return int(plain and score(url) < ARTICLE)


def may_be_article(kind: str, url: str, titled: bool) -> bool:
    """Whether what a source of this kind names may be an article: a sitemap names all pages, mostly without titles."""
    return kind != "sitemap" or titled or not is_list(url)


def _names_a_section(path: str, query: str) -> bool:
    return bool(SECTION.search(path) or BY_SECTION.search(query) or ALONE.fullmatch(query))


def _path(url: str) -> tuple[str, str]:
    """Path and query, decoded, lower case; old sites write theirs in a charset of one byte a letter."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if "\ufffd" in path:
        path = unquote(parts.path, "latin-1")
    return path.lower().rstrip("/"), parts.query


def _split(segment: str) -> tuple[str, str]:
    slug, dot, extension = segment.rpartition(".")
    return (slug, extension) if dot and len(extension) <= 5 else (segment, "")


def _slug_score(slug: str) -> int:
    tokens = [token for token in re.split(r"[\W_]+", slug) if token]
    words = sum(not token.isdigit() for token in tokens)
    numbered = re.search(r"\d{3}", slug) is not None
    service = len(tokens) <= 5 and SERVICE.search(" ".join(tokens)) is not None
    return (words >= 2) + (words >= 4) + numbered - 2 * service


def _path_score(path: str) -> int:
    """Points for a date, a story's number as a folder, and folders named for stories."""
    numbered = re.search(r"/\d{5,}/.", path) is not None
    node = re.search(r"/node/\d+$", path) is not None
    return 2 * (DATE.search(path) is not None) + numbered + (STORIES.search(path) is not None) + 2 * node
