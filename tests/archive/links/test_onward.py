"""Which link of a list page leads on, in the pagers of the systems that newspapers use."""

import pytest

from archive.links.markup import Page
from archive.links.onward import following

SITE = "https://fleuve.example"
WORDPRESS = """<nav class="pagination"><span class="page-numbers current">1</span>
<a class="page-numbers" href="/actu/page/2/">2</a><a class="page-numbers" href="/actu/page/9/">9</a>
<a class="next page-numbers" href="https://fleuve.example/actu/page/2/">Suivant &raquo;</a></nav>"""
OLDER = """<div class="nav-previous"><a href="/page/3/">&laquo; Articles plus anciens</a></div>
<div class="nav-next"><a href="/">Articles plus récents &raquo;</a></div>"""
SPIP = """<span class="pagination"><a href="spip.php?rubrique3#pagination_articles">0</a> | <strong>10</strong> |
<a href="spip.php?rubrique3&amp;debut_articles=20#pagination_articles">20</a> | <a
 href="spip.php?rubrique3&amp;debut_articles=90#pagination_articles">…90</a></span>"""
SPIP_TWO_LISTS = """<a href="spip.php?rubrique3&amp;debut_breves=5">5</a>
<a href="spip.php?rubrique3&amp;debut_articles=10">10</a>"""
DRUPAL = """<li class="pager__item"><a href="?page=0"><span>Page</span> 1</a></li>
<li><a href="?page=1"><span class="visually-hidden">Page</span> 2</a></li><li><a href="?page=2">3</a></li>"""
JOOMLA = """<ul class="pagination"><li><a href="/politique">1</a></li><li><a href="/politique?start=20">3</a></li>
<li><a title="Fin" href="/politique?start=90">Fin</a></li></ul>"""
BLOGGER = """<a class="blog-pager-newer-link" href="/">Newer Posts</a><a class="blog-pager-older-link"
 href="/search?updated-max=2026-11-18T10:00:00Z&amp;max-results=7">Older Posts</a>"""
ARABIC = '<a href="/تصنيف/سياسة/page/3">التالي ›</a><a href="/تصنيف/سياسة/page/1">السابق</a>'
PLAIN_ADDRESSES = '<a href="/?p=123">Le budget 2026</a><a href="/?p=124">La crue</a><a href="/?p=125">3</a>'


@pytest.mark.parametrize(
    ("path", "html", "expected"),
    [
        ("/actu/", WORDPRESS, "/actu/page/2/"),
        ("/actu/page/9/", WORDPRESS, None),
        ("/page/2/", OLDER, "/page/3/"),
        ("/spip.php?rubrique3&debut_articles=10", SPIP, "/spip.php?rubrique3&debut_articles=20"),
        ("/spip.php?rubrique3&debut_articles=90", SPIP, None),
        ("/spip.php?rubrique3", SPIP_TWO_LISTS, "/spip.php?rubrique3&debut_articles=10"),
        ("/actu", DRUPAL, "/actu?page=1"),
        ("/actu?page=1", DRUPAL, "/actu?page=2"),
        ("/politique?start=10", JOOMLA, "/politique?start=20"),
        ("/", BLOGGER, "/search?updated-max=2026-11-18T10:00:00Z&max-results=7"),
        ("/تصنيف/سياسة/page/2", ARABIC, "/تصنيف/سياسة/page/3"),
        ("/une?page=3", '<a href="?page=2">«</a><a href="?page=4">»</a>', "/une?page=4"),
        ("/une", '<a href="?page=1">1</a><a href="?page=2">2</a>', "/une?page=2"),
        ("/une/page/2/", '<a href="/une/">1</a><a href="/une/page/9/">9</a>', "/une/page/3/"),
        ("/une", '<a href="?page=9">9</a>', "/une?page=2"),
        ("/", PLAIN_ADDRESSES, None),
        ("/", '<a class="more-link" href="/blog/page/2/">Voir plus</a>', "/blog/page/2/"),
        ("/", '<li class="pager-next"><a href="/blog/page/2/"><i></i></a></li>', "/blog/page/2/"),
        ("/", '<a href="/page/2/?PHPSESSID=0a1b2c">Weiter</a>', "/page/2/"),
    ],
    ids=[
        "wordpress",
        "wordpress-last",
        "wordpress-older",
        "spip",
        "spip-last",
        "spip-two-lists",
        "drupal-from-zero",
        "drupal",
        "joomla",
        "blogger",
        "arabic",
        "arrows",
        "from-one",
        "only-the-last-linked",
        "only-the-last-linked-from-one",
        "articles-by-number",
        "more",
        "named",
        "session",
    ],
)
def test_the_next_page_is_found(path: str, html: str, expected: str | None) -> None:
    assert following(Page(html.encode(), SITE + path)) == (SITE + expected if expected else None)


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (words, way)
        for words in (
            "Suivant",
            "page suivante »",
            "Next",
            "Siguiente →",
            "Seguinte",
            "Weiter",
            "الصفحة التالية",
            "Older posts",
        )
        for way in (">%s<", ' aria-label="%s"><i></i><', ' title="%s">2<')
    ],
)
def test_a_link_that_says_next_needs_no_number(words: str, way: str) -> None:
    html = f'<a href="/liste?avant=20261120"{way % words}/a>'
    assert following(Page(html.encode(), SITE + "/liste")) == SITE + "/liste?avant=20261120"


@pytest.mark.parametrize("tag", ['<link rel="next" href="%s">', '<a rel="nofollow next" href="%s">x</a>'])
@pytest.mark.parametrize(
    ("href", "leads_on"),
    [
        ("/liste/page/4/", True),
        ("/liste?curseur=abc", True),
        ("/liste/page/3/", False),
        ("/liste/page/2/", False),
        ("/liste/", False),
        ("https://autre.example/liste/page/4/", False),
        ("/2026/11/20/le-bac-reprend-du-service/", False),
        ("#", False),
        ("javascript:suite()", False),
    ],
)
def test_never_this_page_nor_one_before_nor_an_article_nor_another_host(tag: str, href: str, leads_on: bool) -> None:
    expected = SITE + href if leads_on else None
    assert following(Page((tag % href).encode(), SITE + "/liste/page/3/")) == expected


def test_a_list_without_end_leads_on_by_one() -> None:
    url = SITE + "/liste"
    for number in range(2, 6):
        html = f'<a href="/liste?page={number}">Suivant</a><a href="/liste?page=999999">Dernière</a>'
        url = following(Page(html.encode(), url)) or ""
        assert url == f"{SITE}/liste?page={number}"
