"""Pages that are no articles: the front page, sections, tags and authors page by page, and service pages."""

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from . import markup
from .answer import Answer, Query
from .article import Article
from .kind import Group, Pages

if TYPE_CHECKING:
    from .paper import Paper


def pages(paper: "Paper") -> Pages:
    """All of them that there are, by address."""
    found: Pages = {}
    for group, articles in groups(paper):
        for number in range(1, -(-len(articles) // paper.kind.per_page) + 1):
            if address := paper.kind.listing(group, number):
                found[address] = partial(_list, paper, group, articles, number)
    return found | {address: partial(_service, paper, label) for address, label in paper.kind.services}


def groups(paper: "Paper") -> Iterator[tuple[Group, list[Article]]]:
    """Every list and what is on it, newest first; a list without articles is none."""
    live, words = paper.live, paper.newsroom.words
    yield Group("front"), live
    for number, name in enumerate(words["sections"], start=1):
        yield Group("section", name, number), [article for article in live if article.section == name]
    for number, name in enumerate(words["tags"], start=1):
        yield Group("tag", name, number), [article for article in live if name in article.tags]
    for number, name in enumerate(words["people"], start=1):
        yield Group("author", name, number), [article for article in live if article.author == name]


def page(paper: "Paper", group: Group, shown: list[Article], before: str, after: str) -> Answer:
    """One page of a list, with links to the pages before and after it where there are any."""
    labels, title = paper.newsroom.labels, group.name or paper.newsroom.words["name"]
    turns = [(before, "previous", "prev"), (after, "next", "next")]
    pager = "".join(
        markup.link(paper, address, labels[label], rel=rel, class_=f"page-numbers {rel}")
        for address, label, rel in turns
        if address
    )
    said = f"<p class='bio'>{paper.newsroom.say('bio')}</p>" if group.sort == "author" else ""
    teasers = "".join(markup.teaser(paper, article) for article in shown)
    main = f'<h1>{escape(title)}</h1>{said}<div class="list">{teasers}</div><nav class="pagination">{pager}</nav>'
    return Answer(body=markup.document(paper, title, main).encode(), tagged=False)


def _list(paper: "Paper", group: Group, articles: list[Article], number: int, _: Query) -> Answer:
    per_page, address = paper.kind.per_page, paper.kind.listing
    start = (number - 1) * per_page
    before = address(group, number - 1) if number > 1 else ""
    after = address(group, number + 1) if paper.kind.endless or start + per_page < len(articles) else ""
    return page(paper, group, articles[start : start + per_page], before, after)


def _service(paper: "Paper", label: str, _: Query) -> Answer:
    title, say = paper.newsroom.labels[label], paper.newsroom.say
    texts = [say("house"), say("terms"), say("bio")]
    texts = texts if label == "about" else texts[::-1]
    main = f"<h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in texts)
    return Answer(body=markup.document(paper, title, main).encode(), tagged=False)
