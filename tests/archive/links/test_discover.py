"""What home pages name, as the systems write them that newspapers use."""

import pytest

from archive.links.discover import Found, found

HOME = "https://fleuve.example/"
WORDPRESS = """<!DOCTYPE html><html lang="fr-FR"><head><title>Le Courrier &#8211; à la une</title>
<meta property="og:site_name" content="Le Courrier">
<meta name="generator" content="WordPress 6.5"/>
<link rel="alternate" type="application/rss+xml" title="Le Courrier &raquo; Flux des commentaires"
 href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" title="Région" href="/category/region/feed/">
<link rel="alternate" type="application/rss+xml" title="Le Courrier &raquo; Flux" href="/feed/">
<link rel="alternate" title="JSON" type="application/json" href="/wp-json/wp/v2/pages/12">
<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">
<link rel="https://api.w.org/" href="https://fleuve.example/wp-json/"><link rel="EditURI" href="/xmlrpc.php?rsd">
</head><body><header><nav><ul class="menu"><li><a href="/">Accueil</a></li>
<li><a href="/category/region/">Région</a></li><li><a href="/category/sport/">Sport</a></li>
<li><a href="/sante/">Santé</a></li><li><a href="/contact/">Contact</a></li><li><a href="/tag/crue/">Crue</a></li>
<li><a href="https://facebook.example/courrier">Facebook</a></li></ul></nav></header>
<main><article><h2><a href="/2026/11/20/le-bac-reprend/">Le bac reprend</a></h2>
<a href="/2026/11/20/le-bac-reprend/feed/">Flux</a></article><a class="next page-numbers" href="/page/2/">»</a></main>
<footer><a href="/sitemap_index.xml">Plan</a><a href="/mentions-legales/">Mentions légales</a></footer></body></html>"""
SPIP = """<html xml:lang="fr" lang="fr"><head><title>Le Fleuve</title>
<link rel="stylesheet" href="/local/cache-css/a.css">
<link rel="alternate" type="application/rss+xml" title="Rubrique" href="spip.php?page=backend&amp;id_rubrique=3">
<link rel="alternate" type="application/rss+xml" title="Tout le site" href="spip.php?page=backend">
</head><body><div id="nav"><a href="spip.php?rubrique3">Région</a><a href="spip.php?rubrique4">Sport</a>
<a href="spip.php?page=plan">Plan du site</a></div>
<h2><a href="spip.php?article12">Le bac</a></h2></body></html>"""
DRUPAL = """<html dir="rtl"><head><meta http-equiv="Content-Language" content="ar-MR">
<meta name="Generator" content="Drupal 7 (http://drupal.org)"></head><body>
<ul class="menu"><li><a href="/?q=taxonomy/term/3">x</a></li><li><a href="/taxonomy/term/4">رياضة</a></li></ul>
<a href="/?q=node/12">العبارة تعود إلى النهر</a><a class="feed-icon" href="/?q=rss.xml" title="اشترك"><img></a>"""
JOOMLA = """<html lang="fr-fr"><head><script src="/media/jui/js/jquery.min.js"></script>
<link href="/index.php?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml" title="RSS 2.0">
<link href="/index.php?format=feed&amp;type=atom" rel="alternate" type="application/atom+xml" title="Atom 1.0">
</head><body><nav><a href="/politique">Politique</a></nav><a href="/politique/812-le-bac-reprend.html">Le bac</a>"""
BLOGGER = """<html><head><meta content='blogger' name='generator'/>
<link rel="alternate" type="application/atom+xml" title="x - Atom" href="https://fleuve.example/feeds/posts/default" />
<link rel="alternate" type="application/rss+xml" title="x - RSS"
 href="https://fleuve.example/feeds/posts/default?alt=rss" />
<link rel="service.post" type="application/atom+xml" href="https://www.blogger.com/feeds/1/posts/default" /></head>
<body><a href="https://fleuve.example/2026/11/le-bac.html">Le bac</a>
<a class="blog-pager-older-link" href="/search?updated-max=2026">Messages plus anciens</a></body></html>"""
PLAIN = """<html><body><a href="/rss">RSS</a><a href="/une.rss">x</a><a href="/infos/les-nouveautes-du-jour">Nous</a>
<a href="https://autre.example/feed/">Ailleurs</a><a href="https://feeds.feedburner.com/courrier">x</a></body></html>"""


def paths(links: object) -> list[str]:
    return [link.url.removeprefix("https://fleuve.example") for link in links]  # type: ignore[attr-defined]


def discovered(html: str, url: str = HOME) -> Found:
    return found(html.encode(), url, 100)


def test_a_wordpress_home_page() -> None:
    seen = discovered(WORDPRESS)
    assert (seen.name, seen.language, seen.cms) == ("Le Courrier", "fr", "wordpress")
    assert paths(seen.feeds) == ["/feed/", "/category/region/feed/"]
    assert seen.feeds[0].title == "Le Courrier » Flux"
    assert paths(seen.sitemaps) == ["/sitemap_index.xml"]
    assert seen.wordpress == HOME + "wp-json/"
    assert paths(seen.sections) == ["/category/region/", "/category/sport/", "/sante/"]
    assert [link.title for link in seen.sections] == ["Région", "Sport", "Santé"]
    assert paths(seen.pages) == ["/2026/11/20/le-bac-reprend/"]
    assert seen.next == HOME + "page/2/"


@pytest.mark.parametrize(
    ("html", "made", "feeds", "sections", "pages"),
    [
        (
            SPIP,
            ("spip", "fr"),
            ["/spip.php?page=backend", "/spip.php?page=backend&id_rubrique=3"],
            ["/spip.php?rubrique3", "/spip.php?rubrique4"],
            ["/spip.php?article12"],
        ),
        (
            DRUPAL,
            ("drupal", "ar"),
            ["/?q=rss.xml"],
            ["/?q=taxonomy/term/3", "/taxonomy/term/4"],
            ["/?q=node/12"],
        ),
        (
            JOOMLA,
            ("joomla", "fr"),
            ["/index.php?format=feed&type=rss", "/index.php?format=feed&type=atom"],
            ["/politique"],
            ["/politique/812-le-bac-reprend.html"],
        ),
        (
            BLOGGER,
            ("blogger", None),
            ["/feeds/posts/default", "/feeds/posts/default?alt=rss"],
            [],
            ["/2026/11/le-bac.html"],
        ),
        (
            PLAIN,
            (None, None),
            ["/rss", "/une.rss", "https://feeds.feedburner.com/courrier"],
            [],
            ["/infos/les-nouveautes-du-jour"],
        ),
    ],
    ids=["spip", "drupal", "joomla", "blogger", "plain"],
)
def test_home_pages_of_other_systems(
    html: str, made: tuple[str | None, str | None], feeds: list[str], sections: list[str], pages: list[str]
) -> None:
    seen = discovered(html)
    assert (seen.cms, seen.language) == made
    assert (paths(seen.feeds), paths(seen.sections), paths(seen.pages)) == (feeds, sections, pages)


@pytest.mark.parametrize(
    ("html", "cms"),
    [
        ('<meta name="generator" content="Ghost 5.2">', "ghost"),
        ('<meta name="generator" content="Elementor 3"><meta name="generator" content="WordPress 6">', "wordpress"),
        ('<meta name="generator" content="Hugo 0.1"><img src="/wp-content/a.jpg">', "wordpress"),
        ('<meta name="generator" content="Hugo 0.1">', "hugo"),
        ('<script src="/wp-includes/js/a.js"></script>', "wordpress"),
        ('<img src="/sites/default/files/a.jpg">', "drupal"),
        ('<a href="/xml/syndication.rss">', "wmaker"),
        ('<meta name="generator" content=" "><p>WordPress', None),
    ],
)
def test_what_a_site_is_made_with(html: str, cms: str | None) -> None:
    assert discovered(html).cms == cms


@pytest.mark.parametrize(
    ("attributes", "is_feed"),
    [
        ('rel="alternate" type="application/rss+xml; charset=UTF-8" href="/a"', True),
        ('rel="Alternate home" type="application/atom+xml" href="/a"', True),
        ('rel="alternate" type="application/feed+json" href="/a"', True),
        ('rel="alternate" type="application/json" href="/feed.json"', True),
        ('rel="alternate" type="application/json" href="/a"', False),
        ('rel="alternate" type="text/xml" href="/rss.xml"', True),
        ('rel="alternate" href="/feed/"', True),
        ('rel="alternate" hreflang="en" href="/en/feed/"', False),
        ('rel="alternate" type="application/rss+xml" href="javascript:1"', False),
        ('rel="stylesheet" type="text/css" href="/feed/"', False),
    ],
)
def test_which_link_elements_name_a_feed(attributes: str, is_feed: bool) -> None:
    assert (len(discovered(f"<link {attributes}>").feeds) == 1) is is_feed


@pytest.mark.parametrize(
    ("path", "is_feed"),
    [
        ("/feed", True),
        ("/blog/feed/", True),
        ("/rss/latest-posts", True),
        ("/backend.php3", True),
        ("/xml/syndication.rss", True),
        ("/component/joomrss/politique.feed?Itemid=101", True),
        ("/spip.php?page=backend", True),
        ("/?feed=rss2", True),
        ("/?q=rss.xml", True),
        ("/index.php", False),
        ("/nos-feeds-rss-en-detail", False),
        ("/?page=backend2", False),
        ("/sitemap.xml", False),
    ],
)
def test_which_addresses_look_like_a_feed(path: str, is_feed: bool) -> None:
    assert (len(discovered(f'<a href="{path}">Flux</a>').feeds) == 1) is is_feed


def test_feeds_of_comments_count_only_where_there_is_no_other() -> None:
    comments = '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    article = '<link rel="alternate" type="application/rss+xml" href="/2026/11/20/le-bac-reprend/feed/">'
    assert paths(discovered(comments + '<a href="/region/feed/">x</a>').feeds) == ["/region/feed/"]
    assert paths(discovered(comments + article).feeds) == ["/2026/11/20/le-bac-reprend/feed/"]
    assert paths(discovered(comments).feeds) == ["/comments/feed/"]


def test_the_feed_beside_a_home_page_in_a_folder_is_the_main_one() -> None:
    html = '<a href="/sport/feed/">x</a><a href="/fr/feed/">x</a><link rel="sitemap" href="/plan">'
    seen = discovered(html, HOME + "fr/")
    assert (paths(seen.feeds), paths(seen.sitemaps)) == (["/fr/feed/", "/sport/feed/"], ["/plan"])


def test_every_list_is_bounded() -> None:
    three = '<a href="/category/c{0}/">C</a><a href="/feed/{0}">F</a><a href="/sitemap{0}.xml">S</a>'
    many = "".join(three.format(number) for number in range(99))
    seen = found(many.encode(), HOME, 40)
    assert (len(seen.feeds), len(seen.sitemaps), len(seen.sections)) == (40, 40, 30)


@pytest.mark.parametrize("body", [b"", b"\0", b"%PDF-1.7", b"\xff\xfe<", b'<meta charset="punycode"><a>', b"<a" * 5000])
def test_what_is_no_page_names_nothing(body: bytes) -> None:
    assert found(body, HOME, 10) == Found(HOME)


ROWS = """<p><a href="/inflation">Prix</a></p><ul>{}</ul>
<h2><a href="/une-nouvelle-longue-4711.html">Titre</a></h2>"""


@pytest.mark.parametrize(
    ("link", "is_section"),
    [
        ('<a href="/politique/">Politique</a>', True),
        ('<a href="/index.php?rub=3">Politique</a>', True),
        ('<a href="/liste.php?id_rubrique=3">Politique</a>', True),
        ('<a href="/index.php?rub=3&id=812">Politique</a>', False),
        ('<a href="/politique/">La politique de la région de Ségou</a>', False),
        ('<a href="/politique/region/">Politique</a>', False),
        ('<a href="/lettre4712">Politique</a>', False),
        ('<a href="/mentions-legales">Mentions</a>', False),
        ('<footer><a href="/politique/">Politique</a></footer>', False),
    ],
    ids=["folder", "query", "id in query", "article in query", "headline", "deep", "numbered", "service", "footer"],
)
def test_which_links_outside_a_menu_are_sections(link: str, is_section: bool) -> None:
    assert (len(discovered(ROWS.format(f"<li>{link}</li>")).sections) == 2) == is_section
