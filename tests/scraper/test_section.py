"""Front and section pages: which feeds they name, and which of their links look like articles."""

import pytest

from scraper.section import ARTICLE, read, score

HOME = "https://www.fleuve.example/"

ARTICLES = [
    "/2026/11/20/le-bac-reprend-du-service/",
    "/2026/11/bac-de-retour",
    "/20261120/crue.html",
    "/2026-11-20/crue-du-fleuve",
    "/region/le-bac-reprend-du-service-apres-quatre-mois",
    "/region/le-bac-reprend-48213",
    "/article/bac-48213.html",
    "/spip.php?article12",
    "/spip.php?page=article&id_article=12",
    "/?q=node/12",
    "/node/12",
    "/?p=1432",
    "/index.php?option=com_content&view=article&id=77",
    "/english/story/41877/ferry-is-back",
    "/%D8%A7%D9%84%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9-%D8%AA%D8%B9%D9%88%D8%AF-%D8%A5%D9%84%D9%89-%D8%A7%D9%84%D9%86%D9%87%D8%B1",
    "/politique/budget-2026-vote",
]
OTHERS = [
    "/",
    "/sport/",
    "/a-la-une/",
    "/tag/crue-du-fleuve-a-toubali/",
    "/category/region/vie-des-communes-du-fleuve/",
    "/author/aminata-verolle-redaction-de-sarkande/",
    "/rubrique/vie-des-communes-du-haut-fleuve/",
    "/region/page/2/",
    "/2026/11/",
    "/2026/11/20/",
    "/2026/11/20/le-bac-reprend-du-service/feed/",
    "/2026/11/20/le-bac-reprend-du-service/?replytocom=4",
    "/2026/11/20/le-bac-reprend-du-service/?share=facebook",
    "/wp-login.php?redirect_to=/2026/11/20/le-bac-reprend-du-service/",
    "/wp-content/uploads/2026/11/le-bac-reprend-du-service.jpg",
    "/2026/11/20/programme-du-festival-du-fleuve.pdf",
    "/nos-offres-d-abonnement",
    "/politique-de-confidentialite/",
    "/conditions-generales-d-utilisation",
    "/spip.php?rubrique3",
    "/spip.php?page=plan",
    "/?cat=12",
    "/?page_id=2",
    "/?s=crue-du-fleuve",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_address_is_known_by_its_shape(path: str) -> None:
    assert score("https://fleuve.example" + path) >= ARTICLE


@pytest.mark.parametrize("path", OTHERS)
def test_no_other_address_passes(path: str) -> None:
    assert score("https://fleuve.example" + path, words=4) < ARTICLE


def test_a_headline_as_link_text_helps_a_short_address() -> None:
    assert score("https://fleuve.example/bac-reparti") < ARTICLE <= score("https://fleuve.example/bac-reparti", words=7)


def test_links_are_absolute_unique_and_of_this_host() -> None:
    page = """<html><head><base href="/fr/"></head><body><nav><a href="/sport/">Sport</a></nav>
      <a href="2026/11/20/le-bac/#comments">3</a> <a href="2026/11/20/le-bac/">Le bac</a>
      <a href="https://fleuve.example/2026/11/19/la-crue/">La crue</a>
      <a href="https://autre.example/2026/11/19/la-crue/">Ailleurs</a>
      <a href="mailto:a@fleuve.example">écrire</a> <a href="javascript:void(0)">x</a>
      <a href="http://[fleuve/2026/11/19/la-crue/">x</a> <a>x</a>"""
    _, articles = read(page.encode(), HOME, 10)
    assert [link.url for link in articles] == [
        HOME + "fr/2026/11/20/le-bac/",
        "https://fleuve.example/2026/11/19/la-crue/",
    ]
    assert {(link.kind, link.source) for link in articles} == {("article", HOME)}


def test_feeds_named_in_the_head_but_not_those_of_comments() -> None:
    page = b"""<link rel="alternate" type="application/rss+xml" title="Le Courrier" href="/feed/">
      <link rel="Alternate" type="application/atom+xml" href="//fleuve.example/en.atom">
      <link rel="alternate" type="application/rss+xml" title="Flux des commentaires" href="/c/">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
      <link rel="alternate" hreflang="en" href="/en/"> <link rel="stylesheet" type="text/css" href="/a.css">"""
    feeds, _ = read(page, HOME, 10)
    assert [(link.url, link.title, link.kind) for link in feeds] == [
        (HOME + "feed/", "Le Courrier", "feed"),
        ("https://fleuve.example/en.atom", None, "feed"),
    ]


@pytest.mark.parametrize("body", [b"", b" ", b"\0", b"\xff\xfe", b"%PDF-1.7", b"<<<<a href='/2026/11/20/x'"])
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    assert read(body, HOME, 10) == ([], [])


def test_the_number_of_links_is_bounded() -> None:
    page = b"".join(b'<div><a href="/2026/11/20/article-%d/"><b>Titre</b></a></div>' % n for n in range(20_000))
    assert len(read(page, HOME, 30)[1]) == 30


def test_where_no_link_is_clearly_an_article_s_the_likeliest_are_followed() -> None:
    page = b"<a href=/about>About us</a><a href=/tag/news/>News</a><a href=/river>The river rose again on Sunday</a>"
    _, articles = read(page, "http://paper.example/", 10)
    assert [link.url for link in articles] == ["http://paper.example/river"]


def test_where_one_is_clearly_an_article_s_the_others_are_not_followed() -> None:
    page = b"<a href=/river>The river rose again on Sunday</a><a href=/2026/11/22/the-river-rose>River</a>"
    _, articles = read(page, "http://paper.example/", 10)
    assert [link.url for link in articles] == ["http://paper.example/2026/11/22/the-river-rose"]
