import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import article_id
from archive.canonical import LONGEST, canonical, page_key, site_of

STORY = "https://www.example.org/2024/05/bridge-reopens"


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/2024/05/bridge-reopens/",
        f"{STORY}#comments",
        f"{STORY}?utm_source=rss&utm_medium=feed&UTM_Campaign=x",
        f"{STORY}?fbclid=IwAR0&gclid=1&mc_cid=a&mc_eid=b&igshid=c&_ga=2.1&xtor=RSS-1&at_medium=custom7&ref_src=twsrc",
        f"{STORY}?a&amp;utm_source=x".replace("a&", "fbclid=1&"),
        f"{STORY}?ref=rss&source=Twitter&from=facebook.com",
        f"{STORY}/amp/",
        f"{STORY}/amp",
        f"{STORY}?amp",
        f"{STORY}?amp=1&utm_source=x",
        f"{STORY}?outputType=amp",
        f"{STORY}/print/",
        f"{STORY}?print=1",
        f"{STORY}?format=print",
        f"{STORY}?tmpl=component&print=1&layout=default&page=",
        f"{STORY}?share=facebook&nb=1",
        f"{STORY}?replytocom=4711#respond",
        f"{STORY}/?PHPSESSID=0123456789abcdef0123456789abcdef",
        f"{STORY};jsessionid=1A2B3C.node1",
        f"{STORY}/index.html",
        f"{STORY}/amp/index.html",
        "https://m.example.org/2024/05/bridge-reopens",
        "https://mobile.example.org/2024/05/bridge-reopens?mobile=1",
        "https://amp.example.org/2024/05/bridge-reopens",
        "https://www.m.example.org/amp/2024/05/bridge-reopens",
        f" {STORY}\n?_=1700000000000 ",
    ],
)
def test_variants_of_a_page_have_one_key(variant: str) -> None:
    assert page_key(variant) == "org,example)/2024/05/bridge-reopens"
    assert article_id(variant) == article_id(STORY)


@pytest.mark.parametrize(
    ("variant", "page"),
    [
        ("https://example.org/spip.php?article12&var_recherche=pont", "https://example.org/spip.php?article12"),
        ("https://example.org/?q=node/12&print=1", "https://example.org/?q=node/12"),
        ("https://example.org/node/12/print", "https://example.org/node/12"),
        ("https://example.org/?p=12&amp=1", "https://example.org/?p=12"),
        ("https://example.org/index.php?option=com_content&id=5", "https://example.org/?option=com_content&id=5"),
        ("https://example.org/news/story.amp.html", "https://example.org/news/story.html"),
        ("https://example.org/2020/story.html?m=1", "https://example.org/2020/story.html"),
        ("https://m.example.co.uk/a", "https://example.co.uk/a"),
        ("https://me@m.example.org:8080/a?b=1", "https://me@example.org:8080/a?b=1"),
        ("https://example.org/?amp", "https://example.org/"),
    ],
)
def test_what_names_the_page_stays(variant: str, page: str) -> None:
    assert canonical(variant) == page
    assert canonical(page) == page


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org/?p=123",
        "https://example.org/article.php?aid=7&cid=9",
        "https://example.org/story?id=5&ref=12345&source=agence",
        "https://example.org/story?cid=1&uid=2&eid=3",
        "https://example.org/story?share=77",
        "https://example.org/story?page=2",
        "https://example.org/story?lang=ar",
        "https://example.org/story?sid=17&s=pont",
        "https://example.org/archive?m=202401",
        "https://example.org/read.php?print=1",
        "https://example.org/read.php?print=4711",
        "https://example.org/tag/amp/",
        "https://example.org/themes/print",
        "https://example.org/amp/",
        "https://example.org/2024/print/",
        "https://example.org/print/4711",
        "https://example.org/index.asp",
        "https://example.org/.amp",
        "https://m.blogspot.com/a",
        "https://m.co.uk/a",
        "https://m.com/a",
        "http://m.127.0.0.1/a",
        "http://m.localhost/a",
        "https://amplifier.example.org/a",
        "mailto:a@example.org?utm_source=x",
        "https://example.org/?" + "utm_source=x&" * (LONGEST // 10),
    ],
)
def test_in_doubt_nothing_is_folded(page: str) -> None:
    assert canonical(page) == page


def test_two_pages_keep_two_keys() -> None:
    pages = [
        f"https://example.org/{rest}"
        for rest in (
            "", "?p=1", "?p=2", "?id=1", "?q=node/1", "?q=node/2", "spip.php?article1", "spip.php?article2",
            "a.php?aid=1", "a.php?aid=2", "story-1", "story-2", "story-1?page=2", "tag/amp", "tag", "tag/print",
        )
    ]  # fmt: skip
    assert len(set(map(page_key, pages))) == len(pages)


PIECES = st.sampled_from([
    "http://", "https://", "m.", "amp.", "www.", "example.org", "/", "/amp", "/print", "/index.html", ".amp", ".html",
    "?", "&", "=", "amp", "print=1", "utm_source=x", "tmpl=component", "page=", "p=1", ";jsessionid=1", "#", " ", "\t",
    "a-b", "12345", "node/1", ".php", "%", "%2f", ":80", "@", "é", "\udc80", "[", "\\", "index.php",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES).map("http://a-b.org/".join)))
def test_folding_twice_changes_nothing_and_nothing_fails(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert page_key(url) == page_key(once)
    site_of(url)


@pytest.mark.parametrize(
    "piece", ["/amp", "utm_source=x&", "m.", "%", "a-", "@", "/index.html", ";jsessionid=", "\u0660"]
)
@pytest.mark.parametrize("size", [LONGEST - 100, 1_000_000])
def test_long_addresses_come_back(piece: str, size: int) -> None:
    for start in ("https://example.org/", "https://", "https://example.org/?"):
        url = start + piece * (size // len(piece))
        assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://m.example.co.uk/a", "example.co.uk"),
        ("http://WWW.Example.org:80", "example.org"),
        ("https://anna.blogspot.com/a", "anna.blogspot.com"),
        ("http://127.0.0.1:8643/a", "127.0.0.1:8643"),
        ("http://localhost/", "localhost"),
        ("mailto:a@example.org", ""),
        ("http://[broken", "[broken"),
    ],
)
def test_a_site_is_what_one_owner_registered(url: str, site: str) -> None:
    assert site_of(url) == site
