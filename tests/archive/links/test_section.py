"""Front and section pages: which feeds they name, and which of their links look like articles."""

from urllib.parse import quote

import pytest

from archive.links.link import Listing
from archive.links.section import read

HOME = "https://www.fleuve.example/"


def test_links_are_absolute_unique_and_of_this_host() -> None:
    page = """<html><head><base href="/fr/"></head><body><nav><a href="/sport/">Sport</a></nav>
      <a href="2026/11/20/le-bac/#comments">3</a> <a href="2026/11/20/le-bac/">Le bac</a>
      <a href="https://fleuve.example/2026/11/19/la-crue/">La crue</a>
      <a href="https://autre.example/2026/11/19/la-crue/">Ailleurs</a>
      <a href="mailto:a@fleuve.example">écrire</a> <a href="javascript:void(0)">x</a>
      <a href="http://[fleuve/2026/11/19/la-crue/">x</a> <a>x</a>"""
    articles = read(page.encode(), HOME, 10).pages
    assert [link.url for link in articles] == [
        HOME + "fr/2026/11/20/le-bac/",
        "https://fleuve.example/2026/11/19/la-crue/",
    ]
    assert {link.source for link in articles} == {HOME}


@pytest.mark.parametrize("body", [b"", b" ", b"\0", b"\xff\xfe", b"%PDF-1.7", b"<<<<a href='/2026/11/20/x'"])
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    assert read(body, HOME, 10) == Listing()


def test_the_number_of_links_is_bounded() -> None:
    page = b"".join(b'<div><a href="/2026/11/20/article-%d/"><b>Titre</b></a></div>' % n for n in range(20_000))
    listed = read(page, HOME, 30)
    assert (len(listed.pages), listed.cut) == (30, True)


def test_where_no_link_is_clearly_an_article_s_the_likeliest_are_followed() -> None:
    page = b"<a href=/about>About us</a><a href=/tag/news/>News</a><a href=/river>The river rose again on Sunday</a>"
    articles = read(page, "http://paper.example/", 10).pages
    assert [link.url for link in articles] == ["http://paper.example/river"]


def test_where_one_is_clearly_an_article_s_the_others_are_not_followed() -> None:
    page = b"<a href=/river>The river rose again on Sunday</a><a href=/2026/11/22/the-river-rose>River</a>"
    articles = read(page, "http://paper.example/", 10).pages
    assert [link.url for link in articles] == ["http://paper.example/2026/11/22/the-river-rose"]


def paths(html: str) -> list[str]:
    return [link.url.removeprefix(HOME) for link in read(html.encode(), HOME, 100).pages]


def test_the_next_page_is_named() -> None:
    assert read(b"<a href='/une/page/2/'>Suivant</a>", HOME + "une/", 10).next == HOME + "une/page/2/"


@pytest.mark.parametrize("around", ["<nav>@</nav>", "<aside>@</aside>", "<footer>@</footer>", "<header>@</header>"])
def test_short_links_around_the_content_count_less(around: str) -> None:
    link, story = "<a href=/region/fete-agenda-48213>Agenda</a>", "<a href=/2026/11/20/le-bac>Le bac</a>"
    assert paths(f"<main>{link}{story}</main>") == ["region/fete-agenda-48213", "2026/11/20/le-bac"]
    assert paths(around.replace("@", link) + story) == ["2026/11/20/le-bac"]
    assert paths(around.replace("@", link) + f"<main>{link}{story}</main>")[0] == "region/fete-agenda-48213"
    headline = "<a href=/bac-reparti>Le bac reprend enfin du service</a>"
    assert paths(around.replace("@", headline) + story)[0] == "bac-reparti"


def test_links_that_differ_by_a_session_id_are_one() -> None:
    story = "/2026/11/20/le-bac-reprend"
    html = "".join(
        f"<a href='{story}?PHPSESSID={n:032x}'>x</a><a href='{story};jsessionid={n}A'>x</a>" for n in range(9)
    )
    assert paths(html) == ["2026/11/20/le-bac-reprend"]


def test_a_calendar_is_no_list_of_articles() -> None:
    days = "".join(f"<a href='/agenda/2026/11/{n:02}/'>{n}</a><a href='/?m=202611{n:02}'>{n}</a>" for n in range(1, 31))
    months = "".join(f"<a href='/evenements?mois={n}&annee=2027'>mois {n}</a>" for n in range(1, 13))
    assert paths(days + months) == []


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_arabic_addresses(charset: str) -> None:
    slug = quote("العبارة تعود إلى النهر بعد أربعة أشهر".replace(" ", "-"), encoding=charset)
    page = f"<a href='/تصنيف/سياسة'>سياسة</a><a href='/{slug}/'>اقرأ</a><a href='/وسم/نهر'>نهر</a>"
    assert paths(page) == [f"{slug}/"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "punycode", "no-such", "utf-8"])
def test_addresses_are_right_whatever_charset_is_declared(declared: str) -> None:
    assert paths(f"<meta charset={declared}><a href='/2026/11/20/l’été'>x</a>") == ["2026/11/20/l’été"]
