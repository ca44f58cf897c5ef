"""The judge is judged: its papers serve what they say they do, and change as told."""

import http.client
import json
from urllib.parse import urlsplit

import feedparser
import pytest

from tests.papers import KINDS, Article, Paper, score
from tests.papers.kinds.traps import LONG, LOOP


def ask(paper: Paper, address: str, **headers: str) -> tuple[int, bytes, http.client.HTTPResponse]:
    """One request, on a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(paper.url).netloc)
    connection.request("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body, response


def page(paper: Paper, article: Article, **headers: str) -> tuple[int, bytes, http.client.HTTPResponse]:
    """The page of an article, asked for again when the paper stumbles."""
    target = paper.address(article).removeprefix(paper.url)
    found = ask(paper, target, **headers)
    return found if found[0] != 500 else ask(paper, target, **headers)


@pytest.mark.parametrize("kind", KINDS)
def test_every_article_is_at_its_address_and_at_its_variants(kind: str) -> None:
    with Paper(kind, articles=12) as paper:
        for article in paper.articles:
            status, body, _ = page(paper, article)
            assert status == 200
            assert article.title in body.decode().replace("&#x27;", "'")
            for address in paper.kind.variants(paper, article):
                assert paper.article_at(paper.full(address)) is article
        assert not {paper.article_at(url) for url in paper.others} - {None}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_writes_the_same_articles(kind: str) -> None:
    one, two, other = (Paper(kind, seed=seed, articles=5) for seed in (7, 7, 8))
    for paper in (one, two, other):
        paper._server._server.server_close()
    assert [article.text for article in one.articles] == [article.text for article in two.articles]
    assert [article.text for article in one.articles] != [article.text for article in other.articles]
    assert len({article.title for article in one.articles}) == 5


@pytest.mark.parametrize(("how", "status"), [("404", 404), ("410", 410), ("home", 302), ("soft", 200), (None, 302)])
def test_a_deleted_article_answers_as_told_and_stands_on_no_list(how: str | None, status: int) -> None:
    with Paper("traps", articles=6) as paper:
        article = paper.live[0]
        paper.delete(article, how)
        answered, body, _ = page(paper, article)
        assert answered == status
        assert article.title.encode() not in body
        assert article.title.encode() not in paper.find("/").body
        paper.republish(article)
        assert article.title.encode() in page(paper, article)[1]
        assert [event.change for event in article.history] == ["new", "gone", "back"]


@pytest.mark.parametrize(
    ("what", "change"), [("text", "text"), ("figure", "text"), ("headline", "headline"), ("author", "metadata")]
)
def test_an_edit_changes_the_page_and_the_validators(what: str, change: str) -> None:
    with Paper("drupal", articles=3) as paper:
        article = paper.live[0]
        status, _, response = page(paper, article)
        tag = response.headers["ETag"]
        assert page(paper, article, If_None_Match=tag)[0] == 304
        told = (article.title, article.text, article.author)
        paper.edit(article, what)
        assert (
            sum(one != two for one, two in zip(told, (article.title, article.text, article.author), strict=True)) == 1
        )
        assert page(paper, article, If_None_Match=tag)[0] == status == 200
        assert article.history[-1].change == change


def test_a_liar_answers_304_whatever_happened() -> None:
    with Paper("liar", articles=3) as paper:
        tag = page(paper, paper.live[0])[2].headers["ETag"]
        paper.edit(paper.live[0], "text")
        assert page(paper, paper.live[0], If_None_Match=tag)[0] == 304
        assert ask(paper, "/feed.rss", If_Modified_Since="Mon, 01 Jan 2024 00:00:00 GMT")[0] == 304


def test_every_request_is_logged() -> None:
    with Paper("spip", articles=3) as paper:
        _, body, _ = ask(paper, "/spip.php?article1&utm_source=x", If_None_Match='"a"')
        (hit,) = paper.log
        assert (hit.method, hit.target, hit.status) == ("GET", "/spip.php?article1&utm_source=x", 200)
        assert (hit.if_none_match, hit.if_modified_since, hit.bytes) == ('"a"', None, len(body))
        assert hit.conditional


@pytest.mark.parametrize(
    ("kind", "target", "number"),
    [
        ("wordpress", "/feed/", 10),
        ("wordpress", "/feed/?paged=2", 2),
        ("spip", "/spip.php?page=backend", 10),
        ("drupal", "/rss.xml", 10),
        ("liar", "/feed.rss", 10),
        ("arabic", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1.atom", 10),
    ],
)
def test_feeds_name_the_newest_articles(kind: str, target: str, number: int) -> None:
    with Paper(kind, articles=12) as paper:
        status, body, response = ask(paper, target)
        parsed = feedparser.parse(body, response_headers={"content-type": response.headers["Content-Type"]})
        named = [paper.article_at(entry.link) for entry in parsed.entries]
        start = 10 if "paged" in target else 0
        assert (status, named) == (200, paper.live[start : start + number])
        assert parsed.entries[0].title == paper.live[start].title


def test_the_api_gives_posts_by_page_and_date() -> None:
    with Paper("wordpress", articles=12) as paper:
        posts = "/wp-json/wp/v2/posts"
        _, body, response = ask(paper, f"{posts}?per_page=5&page=3&_fields=link,title")
        assert [row["link"] for row in json.loads(body)] == [paper.address(article) for article in paper.live[10:]]
        assert (response.headers["X-WP-Total"], response.headers["X-WP-TotalPages"]) == ("12", "3")
        after = paper.live[3].published.isoformat().replace("+", "%2B")
        assert len(json.loads(ask(paper, f"{posts}?after={after}")[1])) == 3
        assert ask(paper, f"{posts}?page=9")[0] == ask(paper, f"{posts}?per_page=101")[0] == 400
    with Paper("wordpress-closed", articles=2) as paper:
        assert ask(paper, posts)[0] == 401


def test_traps_have_no_end() -> None:
    with Paper("traps", articles=12) as paper:
        section = paper.kind.listing.__globals__["slug"](paper.live[0].section)
        for target in (f"/rubrique/{section}?page=999", "/agenda/2031/07/", "/nulle-part/du-tout.html"):
            assert paper.find(target).status == 200
        assert b"page=1000" in paper.find(f"/rubrique/{section}?page=999").body
        one, two = paper.find(LOOP), paper.find(str(paper.find(LOOP).location).removeprefix(paper.url))
        assert (one.status, two.location) == (302, paper.url + LOOP)
        assert str(paper.find(LONG).location).startswith(paper.url + LONG)
        assert b"PHPSESSID=" in paper.find("/").body
        assert 500 in {ask(paper, "/")[0] for _ in range(40)}


def test_the_score_counts_what_is_there_and_what_is_not() -> None:
    with Paper("wordpress", articles=3) as paper:
        one, two, _ = paper.live
        paper.edit(one, "text")
        paper.delete(two)
        rows = [
            {"url": paper.address(one), "id": "1", "change": "new"},
            {"url": f"{paper.url}/?p={one.number}", "id": "1b", "change": "text"},
            {"url": paper.address(two), "id": "2", "change": "headline"},
            {"url": f"{paper.url}/a-propos/", "id": "4", "change": "new"},
        ]
        found = score(paper, rows)
        assert (found.published, found.archived, found.caught) == (3, 2, 1)
        assert found.strangers == (f"{paper.url}/a-propos/",)
        assert found.doubled == (paper.address(one),)
        assert found.untold == [(paper.address(two), "gone")]
        assert found.invented == [(paper.address(two), "headline")]
        assert found.precision == pytest.approx(2 / 3)
