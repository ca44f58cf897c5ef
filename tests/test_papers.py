"""Papers of several kinds, crawled while they publish, edit and delete: nothing missed, nothing fetched for nothing.

Each kind is crawled three times: at first sight, at once again, and after its editors were at work.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import Desk
from tests.papers import KINDS, Article, Hit, Paper, Score, score

QUICK = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False")
SOON = 1
"""Seconds after first sight at which the third crawl looks again; starting a crawl takes longer."""
FEW = 8
"""Requests beyond the sources that a crawl without news may make: checks, retries, probes for what is not there."""
PATIENCE = 4
"""Crawls within which a paper that lies must be seen through."""
EVERYTHING = f"REVISIT_AFTER={','.join(str(second) for second in range(1, 600, 2))}"
"""Every known article is due again, whenever the crawl is."""
BOUND = 400
"""Requests that a paper of 30 articles may cost, however many traps it sets."""
EDITS = {
    "wordpress": ("text", "author"),
    "wordpress-closed": ("headline", "figure"),
    "spip": ("figure", "headline"),
    "drupal": ("text", "figure"),
    "feedless": ("figure", "headline"),
    "arabic": ("figure", "text"),
    "liar": ("text", "headline"),
    "traps": ("figure", "text"),
}


@dataclass
class Run:
    """One crawl: what it printed, what it asked for, what the corpus then held."""

    output: str
    hits: list[Hit]
    rows: list[dict[str, object]]


@dataclass
class Story:
    """A paper and the crawls of it."""

    paper: Paper
    desk: Desk
    runs: list[Run] = field(default_factory=list)
    added: list[Article] = field(default_factory=list)
    edited: list[Article] = field(default_factory=list)
    deleted: list[Article] = field(default_factory=list)

    def crawl(self, *settings: str) -> Run:
        """Crawl the paper to the end."""
        before = len(self.paper.log)
        chosen = [word for setting in (*QUICK, *settings) for word in ("-s", setting)]
        done = self.desk.crawl("site", "-a", f"url={self.paper.url}/", *chosen)
        assert done.returncode == 0, done.stdout
        rows = list(tables.rows(self.desk.store, "articles"))
        self.runs.append(Run(done.stdout, self.paper.log[before:], rows))
        return self.runs[-1]

    def score(self, run: int = -1) -> Score:
        """The corpus after a crawl beside the paper's truth of now."""
        return score(self.paper, self.runs[run].rows)

    @property
    def open(self) -> bool:
        """Whether the corpus lacks an article or a version."""
        return bool(self.score().missing or self.score().untold)

    def versions(self, articles: list[Article]) -> Counter[tuple[str, str]]:
        """Versions after the first that the corpus has of some articles."""
        addresses = {self.paper.address(article) for article in articles}
        kept = self.score().kept
        return Counter({key: number for key, number in kept.items() if key[0] in addresses})

    def made(self, articles: list[Article]) -> Counter[tuple[str, str]]:
        """Changes of some articles after their publication."""
        addresses = {self.paper.address(article) for article in articles}
        return Counter({key: number for key, number in self.score().made.items() if key[0] in addresses})


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, "Future[Story]"]]:
    """The stories that are asked for, two at a time: a crawl of few pages mostly waits for its processes to start."""
    chosen = {params["story"] for item in request.session.items if (params := _params(item)) and "story" in params}
    with ExitStack() as open_papers, ThreadPoolExecutor(2) as pool:
        stories = {}
        for kind in filter(chosen.__contains__, KINDS):
            paper = open_papers.enter_context(Paper(kind, seed=1))
            stories[kind] = pool.submit(play, Story(paper, Desk(tmp_path_factory.mktemp(kind))))
        wait(stories.values())  # what runs when a test ends is killed
        yield stories


@pytest.fixture(params=KINDS)
def story(request: pytest.FixtureRequest, played: dict[str, "Future[Story]"]) -> Story:
    """What happened to a paper of one kind."""
    return played[request.param].result()


def _params(item: pytest.Item) -> dict[str, str]:
    found: dict[str, str] = getattr(getattr(item, "callspec", None), "params", {})
    return found


def play(story: Story) -> Story:
    """Three crawls of a paper, with an hour's work of its editors before the third; more of a liar."""
    story.crawl()
    story.crawl()
    work(story)
    for _ in range(PATIENCE if story.paper.lies else 1):
        story.crawl(EVERYTHING if story.paper.lies else f"REVISIT_AFTER={SOON}")
        if not story.open:
            break
    return story


def work(story: Story) -> None:
    """Three articles more, two edited (one of them an old one), one deleted, and a feed broken where that can be."""
    live = story.paper.live
    story.edited, story.deleted = [live[2], live[-3]], [live[5]]
    for article, what in zip(story.edited, EDITS[story.paper.kind.name], strict=True):
        story.paper.edit(article, what)
    story.paper.delete(story.deleted[0])
    story.added = story.paper.publish(3)
    story.paper.broken = True


def test_the_first_crawl_archives_every_article_once(story: Story) -> None:
    there = {story.paper.article_at(str(row["url"])) for row in story.runs[0].rows}
    assert [article.title for article in story.paper.articles if article not in there | {*story.added}] == []
    assert story.score(0).doubled == ()


def test_no_list_and_no_service_page_is_in_the_corpus(story: Story) -> None:
    assert story.paper.others
    assert story.score().strangers == ()


def test_the_first_crawl_is_no_walk_through_everything(story: Story) -> None:
    """Every article once, the lists that name them, and no trap gone into."""
    assert len(story.runs[0].hits) <= BOUND
    fetched = Counter(story.paper.article_at(story.paper.url + hit.target) for hit in story.runs[0].hits)
    assert {article.title: number for article, number in fetched.items() if article and number > 3} == {}


def test_a_second_crawl_at_once_asks_for_the_sources_and_little_more(story: Story) -> None:
    asked = [hit.target for hit in story.runs[1].hits]
    assert len(asked) <= story.paper.kind.sources + FEW, asked
    again = [target for target in asked if story.paper.article_at(story.paper.url + target)]
    assert len(again) <= 2, again
    assert len(story.runs[1].rows) == len(story.runs[0].rows)


def test_new_articles_come_with_the_next_crawl(story: Story) -> None:
    there = {story.paper.article_at(str(row["url"])) for row in story.runs[-1].rows}
    assert [article.title for article in story.added if article not in there] == []


def test_each_edit_and_nothing_else_is_a_version(story: Story) -> None:
    assert story.versions(story.edited) == story.made(story.edited)
    assert story.score().invented == []


def test_the_version_holds_what_the_editor_wrote(story: Story) -> None:
    for article in story.edited:
        rows = [row for row in story.runs[-1].rows if story.paper.article_at(str(row["url"])) is article]
        last = max(rows, key=lambda row: int(str(row["version"])))
        held = {"text": article.paragraphs[-1] in str(last["text"]), "headline": last["title"] == article.title}
        held |= {"figure": article.paragraphs[0] in str(last["text"]), "author": article.author in str(last["authors"])}
        assert held[article.history[-1].what]


def test_a_deleted_article_is_said_to_be_gone(story: Story) -> None:
    assert story.versions(story.deleted) == story.made(story.deleted)


def test_the_archive_is_without_faults(story: Story) -> None:
    texts = ("--text",) if story.paper.kind.name in ("arabic", "wordpress") else ("--no-text",)
    verified = story.desk.archive("verify", *texts)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_what_is_wrong_with_a_source_is_said(tmp_path: Path) -> None:
    with Paper("traps", seed=2, articles=8) as paper:
        story = Story(paper, Desk(tmp_path))
        story.crawl()
        warned = [line for line in story.runs[0].output.splitlines() if "WARNING" in line]
        assert [line for line in warned if "/bombe.xml" in line], warned
        assert not [line for line in warned if "/rss.xml" in line and "HTML" in line]
        paper.broken = True
        story.crawl()
        warned = [line for line in story.runs[1].output.splitlines() if "WARNING" in line]
        assert [line for line in warned if "/rss.xml" in line and "HTML" in line], warned


def test_gone_and_back_again(tmp_path: Path) -> None:
    with Paper("drupal", seed=3, articles=8) as paper:
        story = Story(paper, Desk(tmp_path))
        story.crawl()
        chosen = paper.live[1:6]
        for article, how in zip(chosen, ("404", "410", "home", "soft"), strict=False):
            paper.delete(article, how)
        paper.unpublish(chosen[-1])
        story.crawl(EVERYTHING)
        assert story.versions(chosen) == story.made(chosen)
        for article in chosen:
            paper.republish(article)
        story.crawl(EVERYTHING)
        assert story.versions(chosen) == story.made(chosen)
        assert story.score().strangers == ()
