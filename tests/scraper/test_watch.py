"""A crawl that stays: what is published, edited and deleted while it runs is archived by the time it is stopped."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from archive import tables
from tests.crawl import Desk
from tests.papers import Paper, score

DUE = f"REVISIT_AFTER={','.join(map(str, range(2, 600, 3)))}"
SETTINGS = ("WATCH=1", "POLL_FLOOR=1", "POLL_CEILING=3", DUE, "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False")


def wait_for(condition: Callable[[], bool]) -> None:
    """Until something is so; a test that waits in vain fails."""
    for _ in range(2400):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def test_what_happens_while_the_crawl_stays_is_archived(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    chosen = [word for setting in SETTINGS for word in ("-s", setting)]
    with Paper("wordpress", seed=3, articles=6) as paper:

        def asked(address: str, since: int = 0, status: int | None = None) -> bool:
            hits = (hit for hit in paper.log[since:] if address == paper.url + hit.target)
            return any(status is None or hit.status == status for hit in hits)

        process = desk.start("site", "-a", f"url={paper.url}/", *chosen)
        wait_for(lambda: all(asked(paper.address(article)) for article in paper.live))
        (new,) = paper.publish()
        edited, deleted = paper.live[2:4]
        paper.delete(deleted, "404")
        paper.edit(edited, "text")
        at = len(paper.log)  # what is new or gone may have been seen before, and what is gone is not asked for again
        wait_for(lambda: asked(paper.address(new)) and asked(paper.address(deleted), status=404))
        wait_for(lambda: asked(paper.address(edited), at))
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        found = score(paper, list(tables.rows(desk.store, "articles")))
        assert [*found.missing, *found.untold, *found.strangers] == []
    assert desk.spool.sites() == []
