"""Pages of posts as the WordPress API gives them, and what closed or broken ones answer instead."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from archive.links.link import Link, Listing, NotAList
from archive.links.wordpress import address, read

API = "https://fleuve.example/wp-json/"
URL = API + "wp/v2/posts?per_page=2&page=3"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def post(number: int = 1, **more: Any) -> dict[str, Any]:
    said = {
        "link": f"https://fleuve.example/{number}/",
        "date_gmt": "2026-11-20T12:00:00",
        "modified_gmt": "2026-11-21T12:00:00",
        "title": {"rendered": "L&rsquo;&eacute;t&eacute; &#8211; <em>ici</em>"},
    }
    return said | more


def answer(*posts: Any) -> bytes:
    return json.dumps(posts).encode()


def test_a_post_gives_address_title_and_both_dates() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert read(answer(post()), URL, 10, now=NOW) == Listing(
        (Link("https://fleuve.example/1/", "L’été – ici", noon, noon + timedelta(days=1), source=URL),)
    )


@pytest.mark.parametrize(
    ("posts", "query", "following"),
    [
        (2, "?per_page=2&page=3", "?per_page=2&page=4"),
        (1, "?per_page=2&page=3", None),
        (0, "?per_page=2&page=3", None),
        (10, "", "?page=2"),
        (9, "", None),
        (10, "?per_page=0&page=x", "?per_page=0&page=2"),
        (2, "?rest_route=/wp/v2/posts&per_page=2", "?rest_route=/wp/v2/posts&per_page=2&page=2"),
    ],
)
def test_a_full_page_has_a_next(posts: int, query: str, following: str | None) -> None:
    base = "https://fleuve.example/wp-json/wp/v2/posts"
    listed = read(answer(*(post(n) for n in range(posts))), base + query, 100)
    assert listed.next == (base + following if following else None)
    assert len(listed.pages) == posts


def test_a_page_longer_than_the_limit_is_cut() -> None:
    listed = read(answer(*(post(n) for n in range(5))), URL, 2)
    assert (len(listed.pages), listed.cut) == (2, True)


def test_what_is_odd_in_a_post_costs_that_post_or_field_alone() -> None:
    odd = [None, 3, [], {}, post(link=7), post(link="javascript:1"), post(1, title="Le <b>bac</b>", date_gmt=None)]
    odd += [
        post(2, title={"rendered": None}, modified_gmt="0000-00-00T00:00:00"),
        post(3, date_gmt="2926-01-01T00:00:00"),
    ]
    listed = read(answer(*odd), URL, 100, now=NOW)
    assert [(link.title, link.published is None, link.modified is None) for link in listed.pages] == [
        ("Le bac", True, False),
        (None, False, True),
        ("L’été – ici", True, False),
    ]


def test_warnings_and_marks_before_the_list_are_passed_over() -> None:
    for before in (b"\xef\xbb\xbf", b"\n", b"<br />\n<b>Deprecated</b>: strlen() in /a.php[3] on line 3<br />\n"):
        assert len(read(before + answer(post()), URL, 10).pages) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            b'{"code":"rest_forbidden","message":"Vous n\\u2019avez pas le droit","data":{"status":401}}',
            "closed to us .*droit",
        ),
        (b'{"code":"rest_login_required","message":null}', "closed to us .*no reason given"),
        (b'{"code":"rest_no_route","message":"Aucune route","data":{"status":404}}', "lists no posts"),
        (b'{"name":"Le Courrier","routes":{}}', "no list of posts"),
        (b"7", "no list of posts"),
        (b"<!DOCTYPE html><html><body>403", "an HTML page came"),
        (b"", "nothing came"),
        (b'[{"link": "https://fleuve.exam', "damaged or cut-off JSON"),
        (b"[" * 100_000, "damaged or cut-off JSON"),
        (b'[{"id":' + b"1" * 9999 + b"}]", "damaged or cut-off JSON"),
    ],
    ids=["forbidden", "login", "no-route", "root", "number", "html", "empty", "cut", "deep", "long-number"],
)
def test_a_closed_api_is_named_as_such(body: bytes, says: str) -> None:
    with pytest.raises(NotAList, match=f"^https://fleuve.example/.*{says}"):
        read(body, URL, 10)


def test_past_the_last_page_there_is_nothing() -> None:
    body = b'{"code":"rest_post_invalid_page_number","message":"x","data":{"status":400}}'
    assert read(body, URL, 10) == Listing()


FIELDS = "_fields=link,date_gmt,modified_gmt,title"


@pytest.mark.parametrize(
    ("api", "start"),
    [
        (API, API + "wp/v2/posts?"),
        ("https://fleuve.example/blog/wp-json", "https://fleuve.example/blog/wp-json/wp/v2/posts?"),
        ("https://fleuve.example/index.php?rest_route=/", "https://fleuve.example/index.php?rest_route=/wp/v2/posts&"),
    ],
)
def test_the_address_of_the_first_page(api: str, start: str) -> None:
    assert address(api) == f"{start}orderby=date&order=desc&per_page=100&page=1&{FIELDS}"


def test_the_address_of_a_window_includes_its_first_second_and_not_its_end() -> None:
    since = datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=1)))
    url = address(API, since=since, until=datetime(2026, 11, 2, tzinfo=UTC), page=4, per_page=20)
    assert url == (
        API + "wp/v2/posts?after=2026-10-31T22:59:59Z&before=2026-11-02T00:00:00Z&orderby=date&order=desc"
        f"&per_page=20&page=4&{FIELDS}"
    )
    assert "modified_after=2026-10-31T22:59:59Z&" in address(API, modified_since=since)
