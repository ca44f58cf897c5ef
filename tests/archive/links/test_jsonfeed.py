"""JSON Feeds, and JSON that is none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.links.feed import read
from archive.links.link import Link, Listing, NotAFeed

URL = "https://fleuve.example/feed.json"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def feed(*items: Any, **more: Any) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items} | more).encode()


def test_an_item_gives_all_it_says() -> None:
    item = {
        "id": "1",
        "url": "/bac#haut",
        "external_url": "https://autre.example/",
        "title": "Le bac &amp; la crue",
        "date_published": "2026-11-20T13:00:00+01:00",
        "date_modified": "2026-11-21T12:00:00Z",
        "language": "ar",
    }
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    expected = Link("https://fleuve.example/bac", "Le bac & la crue", noon, noon.replace(day=21), "ar", URL)
    assert read(feed(item), URL, 10, now=NOW) == Listing((expected,))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"id": "https://fleuve.example/bac"}, "https://fleuve.example/bac"),
        ({"id": "https://fleuve.example/1", "url": "https://fleuve.example/bac"}, "https://fleuve.example/bac"),
        ({"id": "bac"}, None),
        ({"id": 12, "url": 7}, None),
        ({"url": "javascript:1"}, None),
        ({"url": ["/bac"]}, None),
        ("https://fleuve.example/bac", None),
        (None, None),
    ],
)
def test_an_item_s_page_is_its_url_or_an_id_that_is_an_address(item: Any, expected: str | None) -> None:
    assert [link.url for link in read(feed(item), URL, 10).pages] == ([expected] if expected else [])


def test_half_a_character_costs_its_own_field_only() -> None:
    half = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a\\ud800"}, {"url": "https://x.example/\\udfff"},'
    found = read(half + b'{"url": "/bac", "title": "Le \\ud800 bac \\u001b[2J"}]}', URL, 10)
    assert [(link.url, link.title) for link in found.pages] == [("https://fleuve.example/bac", "Le \ufffd bac [2J")]


def test_odd_fields_are_left_out_and_the_feed_s_language_fills_in() -> None:
    odd = {
        "url": "/bac",
        "title": {"a": 1},
        "date_published": 7,
        "date_modified": "2926-01-01T00:00:00Z",
        "language": [],
    }
    assert read(feed(odd, language="fr-FR"), URL, 10).pages == (
        Link("https://fleuve.example/bac", language="fr", source=URL),
    )


@pytest.mark.parametrize(("said", "expected"), [("?page=2", URL + "?page=2"), (URL, None), (7, None), (None, None)])
def test_the_next_page(said: object, expected: str | None) -> None:
    assert read(feed(next_url=said), URL, 10).next == expected


def test_items_are_bounded() -> None:
    listed = read(feed(*({"url": f"/{n}"} for n in range(50))), URL, 3)
    assert (len(listed.pages), listed.cut) == (3, True)


def test_a_mark_before_the_feed_is_passed_over() -> None:
    assert len(read(b"\xef\xbb\xbf\n" + feed({"url": "/bac"}), URL, 3).pages) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "damaged or cut-off JSON"),
        (b'{"items":' + b"[" * 100_000, "damaged or cut-off JSON"),
        (b"[]", "no JSON Feed"),
        (b'{"items": {"url": "/bac"}}', "no JSON Feed"),
        (b'{"code": "rest_no_route"}', "no JSON Feed"),
    ],
)
def test_other_json_is_refused_by_name(body: bytes, says: str) -> None:
    with pytest.raises(NotAFeed, match=f"{URL}: .*{says}"):
        read(body, URL, 10)
