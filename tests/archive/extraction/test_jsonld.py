import json
from typing import Any

import pytest
from lxml.html import document_fromstring

from archive.extraction import jsonld


def nodes(*scripts: str) -> list[jsonld.Node]:
    tags = "".join(f"<script type='application/ld+json'>{script}</script>" for script in scripts)
    return jsonld.nodes(document_fromstring(f"<html><head>{tags}</head><body></body></html>"))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Mill"}',
        '<!-- {"@type": "NewsArticle", "headline": "Mill"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Mill"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Mill"};',
        '{"@type": "NewsArticle", "headline": "Mill",}',
        '{"@type": "NewsArticle", "text": "a\nb\tc", "headline": "Mill"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Mill&quot;}",
        '[{"@type": "WebSite"}, {"@graph": [{"@type": ["NewsArticle"], "headline": "Mill"}]}]',
    ],
)
def test_what_is_almost_json_is_read(script: str) -> None:
    assert jsonld.article(nodes("{broken", script), "", set())["headline"] == "Mill"


@pytest.mark.parametrize(
    "script", ["", "null", "7", '"text"', "{", "[" * 99_999, "{" * 99_999, f'"{"x" * jsonld.MAX_CHARACTERS}"']
)
def test_what_is_not_json_ld_is_nothing(script: str) -> None:
    assert jsonld.article(nodes(script), "", set()) == {}


def test_the_walk_is_bounded() -> None:
    deep: Any = {"headline": "bottom"}
    for _ in range(jsonld.MAX_DEPTH):
        deep = [{"a": deep}]
    assert all("headline" not in node for node in nodes(json.dumps(deep)))
    assert len(nodes(json.dumps([{"a": {}}] * jsonld.MAX_NODES))) == jsonld.MAX_NODES


def test_the_pages_own_article_is_found_among_teasers() -> None:
    teasers = [{"@type": "NewsArticle", "headline": f"Other {n}", "url": f"https://p.example/{n}"} for n in range(3)]
    own = {"@type": "Article", "headline": "Mill", "url": "https://p.example/mill"}
    found = nodes(json.dumps([*teasers, own]))
    assert jsonld.article(found, "https://p.example/x", {"Mill"}) == own
    assert jsonld.article(found, "https://p.example/mill", set()) == own
    assert jsonld.article(found, "https://p.example/x", set())["headline"] == "Other 0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a &amp; <b>b</b>", "a & b"),
        ([None, {"name": "x"}, "y"], "x"),
        ({"@value": "x"}, "x"),
        ({"name": ["x"]}, ""),
        (7, ""),
        (None, ""),
        ("x" * 9_999, "x" * jsonld.MAX_LINE),
    ],
)
def test_text(value: object, text: str) -> None:
    assert jsonld.text(value) == text
