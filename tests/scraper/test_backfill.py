"""`-a since=DATE -a until=DATE`: the days asked for, all of them, and no more of the others than needs be."""

import json
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import Desk
from tests.papers import Article, Paper

QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
SINCE, UNTIL = (datetime.now(UTC).date() - timedelta(days=days) for days in (30, 20))
WINDOW = ("-a", f"since={SINCE}", "-a", f"until={UNTIL}")


def within(paper: Paper) -> list[Article]:
    return [article for article in paper.articles if SINCE <= article.published.date() <= UNTIL]


def archived(desk: Desk, paper: Paper) -> set[str]:
    return {str(row["canonical_url"]) for row in tables.rows(desk.store, "articles")} & {
        paper.address(article) for article in paper.articles
    }


@pytest.mark.parametrize("kind", ["wordpress", "feedless"])
def test_the_articles_of_these_days_and_few_others_are_fetched(kind: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Paper(kind, seed=4, articles=40) as paper:
        wanted = {paper.address(article) for article in within(paper)}
        done = desk.crawl("site", "-a", f"url={paper.url}/", *WINDOW, *QUICK)
        assert done.returncode == 0, done.stdout
        assert 5 <= len(wanted) <= 12
        assert archived(desk, paper) >= wanted
        if kind != "feedless":  # without dates in lists and addresses, all has to be looked at
            assert len(archived(desk, paper)) <= len(wanted) + 2  # a day each way for time zones
        days = ("--since", str(SINCE), "--until", str(UNTIL))
        site = paper.url.removeprefix("http://").replace(":", "-")
        gaps = desk.archive("gaps", site, *days, "--json")
        rows = [json.loads(line) for line in gaps.stdout.splitlines()]
        assert gaps.returncode == (0 if kind == "wordpress" else gaps.returncode), gaps.stdout + gaps.stderr
        assert rows


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
def test_a_backfill_that_was_ended_goes_on_where_it_stopped(end: signal.Signals, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Paper("wordpress", seed=4, articles=40) as paper:
        words = ("site", "-a", f"url={paper.url}/", "-a", "since=2020-01-01", "-s", "DOWNLOAD_DELAY=0.1")
        job = ("-s", f"JOBDIR={tmp_path / 'job'}")
        process = desk.start(*words, *job)
        addresses = [paper.address(article).removeprefix(paper.url) for article in paper.articles]
        for _ in range(600):
            if sum(hit.target in addresses for hit in paper.log) > 10:
                break
            time.sleep(0.1)
        process.send_signal(end)
        process.communicate(timeout=60)
        before = [hit.target for hit in paper.log if hit.target in addresses]
        done = desk.crawl(*words, *job)
        assert done.returncode == 0, done.stdout
        after = [hit.target for hit in paper.log if hit.target in addresses][len(before) :]
        assert 10 < len(before) < 40
        assert archived(desk, paper) == {paper.address(article) for article in paper.articles}
        assert len(set(before) & set(after)) <= 8  # what was under way when it ended
        verified = desk.archive("verify", "--no-text")
        assert verified.returncode == 0, verified.stdout
