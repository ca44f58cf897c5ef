"""Markup that is deep, wide, broken or aimed at whoever parses it."""

import gzip

from .answer import always, packed, page, story, whole
from .route import Ends, Route

ANY = Ends(200, "")
LIST = "[" * 100_000


def filled(name: str, filler: str):
    """A page with this in its body, sent packed."""
    return always(packed(gzip.compress(page(name).replace("<article>", filler + "<article>").encode(), 1), b"gzip"))


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ROUTES = (
    Route("deep-tags", "200,000 elements, each in the one before", filled("depth", "<div>" * 200_000), ANY),
    Route("deep-lists", "100,000 lists, each in the one before", filled("lists", "<ul><li>" * 100_000), ANY),
    Route("deep-tables", "50,000 tables, each in the one before", filled("tables", "<table><tr><td>" * 50_000), ANY),
    Route("deep-format", "100,000 misnested formatting elements", filled("misnesting", "<b><i><p>" * 50_000), ANY, heavy=True),
    Route("wide", "290,000 empty paragraphs", filled("breadth", "<p>" * 290_000), ANY, heavy=True),
    Route("long-text", "10 MB of text without a space", filled("one word", "<p>" + "x" * 10_000_000), ANY, heavy=True),
    Route("long-line", "10 MB of text in one paragraph", filled("one line", "<p>" + "word " * 2_000_000), ANY, heavy=True),
    Route("long-tag", "a tag whose name is 5 MB", filled("a name", "<" + "x" * 5_000_000 + ">"), ANY),
    Route("brackets", "a million opening brackets", filled("brackets", "<" * 1_000_000), ANY),
    Route("ampersands", "a million ampersands", filled("ampersands", "&" * 1_000_000), ANY),
    Route("references", "a million character references", filled("references", "&#x202e;&amp;&#0;" * 300_000), ANY),
    Route("spaces", "5 MB of white space", filled("space", "<p>" + " \n\t\u00a0" * 1_200_000), ANY),
    Route("comment-open", "a comment that does not end", filled("comments", "<!-- -- --!" + "-" * 500_000), ANY),
    Route("script-open", "a script that does not end", story("scripts", bottom="<script>" + "if(a<b)" * 50_000)),
    Route("cdata-open", "a CDATA section that does not end", filled("CDATA", "<![CDATA[" * 50_000), ANY),
    Route("doctype-entities", "entities that expand a billionfold, in a doctype",
          always(whole(('<!DOCTYPE html [<!ENTITY a "ha">' + "".join(
              f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"
              + page("entities", said="&j; ").partition("<html")[1] + page("entities", said="&j; ").partition("<html")[2])
              .encode()))),
    Route("xhtml-external", "XHTML with an entity that is a local file",
          always(whole(('<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                        + page("files", said="&x; ")).encode(), kind=b"Content-Type: application/xhtml+xml"))),
    Route("json-deep", "JSON-LD of 100,000 lists in one another", story("JSON", top=data(LIST))),
    Route("json-digits", "JSON-LD with a number of 100,000 digits",
          story("numbers", top=data('{"@type": "NewsArticle", "wordCount": 1' + "0" * 100_000 + "}"))),
    Route("json-types", "JSON-LD whose every value is of another kind",
          story("kinds", top=data('{"@type": ["NewsArticle", {}], "headline": {"a": [1]}, "author": [[[]], 5, null],'
                                  '"datePublished": [], "image": {"url": {"url": {}}}, "isAccessibleForFree": {},'
                                  '"keywords": {"x": 1}, "articleBody": 7, "@graph": "no", "publisher": 1e999}'))),
    Route("json-surrogate", "JSON-LD with half a surrogate pair in headline and author",
          story("surrogates", title="", top=data('{"@type": "NewsArticle", "headline": "Council \\ud800 speaks", '
                                      '"author": {"name": "Ada \\udfff"}, "keywords": "a\\ud800,b"}')), ANY),
    Route("base-canary", "a base address where nobody may go",
          story("bases", top='<base href="http://127.0.0.9:1/">', bottom='<img src="x.png">'), most=1),
    Route("base-script", "a base address of javascript:", story("base scripts", top='<base href="javascript:alert(1)//">')),
    Route("canonical-other", "a canonical address on another host",
          story("canons", top='<link rel="canonical" href="http://bank.example/login">')),
    Route("canonical-file", "a canonical address that is a local file",
          story("local canons", top='<link rel="canonical" href="file:///etc/passwd">')),
    Route("canonical-long", "a canonical address of 1 MB",
          story("long canons", top='<link rel="canonical" href="/' + "x" * 1_000_000 + '">')),
    Route("dates", "dates of the year 99999, of minus one and of 10^20",
          story("dates", top='<meta property="article:published_time" content="99999-01-01T00:00:00Z">'
                '<meta property="article:modified_time" content="-1"><meta name="date" content="100000000000000000000">')),
    Route("language", "a language that is a path",
          always(whole(page("languages").replace('lang="en"', 'lang="../../../etc/passwd"').encode()))),
    Route("tags-many", "100,000 keywords", story("keywords", top='<meta name="keywords" content="'
          + ",".join(f"word{n}" for n in range(100_000)) + '">')),
    Route("authors-many", "10,000 authors", story("authors",
          top=data('{"@type": "NewsArticle", "author": [' + ",".join(f'{{"name": "Ada {n}"}}' for n in range(10_000)) + "]}"))),
    Route("opt-out-long", "a mining policy with line ends and 100 kB",
          story("policies", top='<meta name="tdm-reservation" content="0"><meta name="tdm-policy" content="/x\r\nkind: robots'
                + "y" * 100_000 + '">')),
)  # fmt: skip
