"""A store that fails in every way: nothing lost, nothing twice, one line said, and all is well when it is."""

import asyncio
import json
import logging
import math
from collections import Counter
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import tables
from archive.__main__ import main
from archive.commit import commit
from archive.errors import StoreError, StoreRefused, StoreUnavailable
from archive.pool import Pool
from archive.segment import Committed, Name
from archive.store import Store, open_store
from scraper import committer
from scraper.committer import Committer
from tests import crawl, faults
from tests.checking import faults as found
from tests.faults import FaultProxy, Rule
from tests.newspaper import Newspaper
from tests.s3 import ACCESS, SECRET, Server
from tests.segments import Paper

A = "http://paper.example/a"
STEPS = (
    "PUT .*/warc/",
    "PUT .*/cdxj/",
    "HEAD",
    "PUT .*parquet",
    "PUT .*_delta_log",
    "GET .*_delta_log",
    "GET .*parquet",
)
FAULTS = faults.ALL
CLOCK, KEYS, ROOM = "this machine's clock is wrong: set it", "the session is over", "the store is full: free space"
BUSY, SILENT = "try again later", "no answer, or half of one"


@pytest.fixture(scope="module")
def proxy(s3: Server) -> Iterator[FaultProxy]:
    with FaultProxy(s3) as started:
        yield started


class Press(Paper):
    """A paper whose archive lies behind the proxy; `truth` is the archive as it is."""

    def __init__(self, folder: Path, truth: Store) -> None:
        super().__init__(folder)
        self.truth = self.store = truth
        self.pages = 0

    def published(self) -> Name:
        """A segment with a new page and an edit of the one before."""
        self.pages += 1
        edited = self.page(f"{A}{self.pages - 1}", f"edited in segment {self.pages}, which nobody expected")
        return self.segment(self.page(f"{A}{self.pages}", f"page {self.pages} as it was at first"), edited)

    def check(self) -> None:
        """Every capture once, every version once, and nothing that `archive verify` would name."""
        captures = Counter(row["url"] for row in tables.rows(self.truth, "captures"))
        assert captures == {f"{A}0": 1, f"{A}{self.pages}": 1} | {f"{A}{n}": 2 for n in range(1, self.pages)}
        versions = Counter((row["url"], row["version"]) for row in tables.rows(self.truth, "articles"))
        assert versions == dict.fromkeys(versions, 1)
        assert len(versions) == captures.total()
        assert found(self.truth) == []
        assert self.spool.names("paper.example") == []


@pytest.fixture
def press(aws: Server, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    truth = open_store(f"s3://{aws.bucket()}/press")
    made = Press(tmp_path, truth)
    commit(made.spool, truth, made.published())
    proxy.obey()
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.endpoint)
    made.store = open_store(truth.uri)
    return made


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_each_step_of_a_commit_survives_each_fault(
    press: Press, proxy: FaultProxy, fault: faults.Fault, capfd: pytest.CaptureFixture[str]
) -> None:
    name = press.published()
    proxy.obey(*(Rule(fault, step) for step in STEPS))
    for _ in range(2 * len(STEPS)):
        try:
            commit(press.spool, open_store(press.store.uri), name)
            break
        except StoreError as error:
            said = str(error)
            assert said.isprintable()
            assert press.store.uri in said
            assert len(said) < 400
    assert proxy.befell.total() >= len(STEPS) - 1
    press.check()
    said = capfd.readouterr().err
    assert said == "" or fault is faults.CORRUPTED  # a flipped bit in a file of rows may have its reader panic


SAID = {
    faults.SKEWED: (StoreRefused, CLOCK),
    faults.EXPIRED: (StoreRefused, KEYS),
    faults.QUOTA: (StoreRefused, ROOM),
    faults.FULL: (StoreRefused, ROOM),
    faults.TOO_MANY: (StoreUnavailable, BUSY),
    faults.RESET: (StoreUnavailable, SILENT),
    faults.TRUNCATED: (StoreUnavailable, SILENT),
}


def test_both_clients_of_the_store_say_the_same(press: Press, proxy: FaultProxy) -> None:
    (segment,) = (entry.key for entry in press.truth.list("warc/"))
    for fault, (kind, words) in SAID.items():
        proxy.obey(Rule(fault, times=math.inf))
        with pytest.raises(kind, match=words):
            press.store.get(segment)
        with pytest.raises(kind, match=words):
            list(tables.rows(press.store, "captures"))


def test_an_answer_to_head_without_words_is_asked_for_its_reason(press: Press, proxy: FaultProxy) -> None:
    proxy.obey(Rule(faults.QUOTA, times=math.inf))
    with pytest.raises(StoreRefused, match=ROOM):
        press.store.size("warc/any")


def test_a_panic_of_the_tables_library_is_not_the_operators(
    press: Press, proxy: FaultProxy, capfd: pytest.CaptureFixture[str]
) -> None:
    proxy.obey(Rule(faults.QUOTA, "PUT .*parquet", times=math.inf))
    with pytest.raises(StoreRefused, match=ROOM):
        commit(press.spool, press.store, press.published())
    assert capfd.readouterr().err == ""


def test_what_is_corrupted_under_way_is_read_again(press: Press, proxy: FaultProxy) -> None:
    body = b"evidence " * 1000
    press.truth.put("some/object", body)
    proxy.obey(Rule(faults.CORRUPTED, "GET", times=2))
    assert press.store.get("some/object") == body
    assert proxy.befell.total() == 2
    proxy.obey(Rule(faults.CORRUPTED, "GET", times=math.inf))
    with pytest.raises(StoreUnavailable):
        press.store.get("some/object")


def test_a_log_whose_list_comes_garbled_is_not_taken_for_none(press: Press, proxy: FaultProxy) -> None:
    """An empty list of the log would mean no history, and every article would be new."""
    empty = "<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>"
    proxy.obey(
        Rule(faults.Fault("answer", 404, "NoSuchKey"), "_last_checkpoint", times=math.inf),
        Rule(faults.Fault("say", 200, message=empty), "list-type=2(?!.*encoding-type).*_delta_log", times=math.inf),
    )
    with pytest.raises(StoreUnavailable, match="garbled"):
        tables.landed(press.store, "articles", "any")


def test_expired_credentials_are_renewed_in_mid_run(
    press: Press, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "credentials"

    def sign_in(key: str) -> None:
        file.write_text(f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n")

    sign_in(ACCESS)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    store = open_store(press.store.uri)
    store.check()
    proxy.obey(Rule(faults.EXPIRED, times=math.inf, without="THENEWKEYOFTESTS"))
    name = press.published()
    with pytest.raises(StoreRefused, match=KEYS):
        commit(press.spool, store, name)
    sign_in("THENEWKEYOFTESTS")
    commit(press.spool, store, name)
    press.check()


def test_an_outage_is_told_once_and_its_end_once(
    press: Press, proxy: FaultProxy, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down first, then full: the operator hears of the second too, for waiting does not help there."""
    monkeypatch.setattr(committer, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(committer, "LONGEST_WAIT", 0.05)
    with Pool(1, 60, 2000) as readers, caplog.at_level(logging.INFO):
        at = Committer(press.spool, press.store.uri, readers, lambda _: None)
        down = [Rule(faults.INTERNAL, "GET .*list-type", times=12), Rule(faults.QUOTA, "PUT .*/cdxj/", times=12)]
        proxy.obey(*down)
        asyncio.run(at.commit(press.published()))
        at.close()
    assert proxy.befell == {"InternalError": 12, "QuotaExceeded": 12}
    first, second, last = [record.getMessage() for record in caplog.records]
    assert BUSY in first
    assert ROOM in second
    for said in (first, second):
        assert str(press.spool.folder) in said
    assert "takes captures again, after " in last
    press.check()


def test_a_crawl_that_ends_is_not_held_by_an_archive_that_hangs(
    press: Press, proxy: FaultProxy, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committer, "ASK_AFTER", 0.1)
    proxy.obey(Rule(faults.HANG, times=math.inf))

    async def wait() -> None:
        watching = asyncio.create_task(at.watch())
        while not at.failing_for():
            await asyncio.sleep(0.1)
        watching.cancel()

    with Pool(1, 60, 2000) as readers:
        at = Committer(press.spool, press.store.uri, readers, lambda _: None)
        asyncio.run(asyncio.wait_for(wait(), 60))
        at.close()
    assert len(caplog.records) == 1


def test_a_commit_whose_process_is_killed_is_made_again(
    press: Press, proxy: FaultProxy, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.obey(Rule(faults.HANG, "PUT .*/warc/"))
    made: list[Committed] = []

    async def killed(at: Committer) -> None:
        committing = asyncio.create_task(at.try_once(press.published()))
        while not proxy.befell:
            await asyncio.sleep(0.05)
        for worker in active_children():
            if worker.name == "pool-worker":
                worker.kill()
        await committing

    with Pool(1, 60, 2000) as readers:
        at = Committer(press.spool, press.store.uri, readers, made.append)
        asyncio.run(asyncio.wait_for(killed(at), 60))
        at.close()
    assert len(made) == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    press.check()


COMMANDS = {
    "ls": ("ls",),
    "show": ("show", f"{A}1"),
    "verify": ("verify", "--workers", "1"),
    "repair": ("repair", "--workers", "1"),
    "compact": ("compact",),
    "export": ("export", "--jsonl", "out.jsonl"),
    "redact": ("redact", "--url", f"{A}1", "--reason", "test", "--yes"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_commands_say_in_one_line_what_the_store_said_and_do_it_when_it_is_well(
    press: Press, proxy: FaultProxy, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(press.folder)
    for after in (4, 9):
        proxy.obey(Rule(faults.QUOTA, after=after, times=math.inf))
        done = CliRunner().invoke(main, [*words, "--archive", press.store.uri])
        if not proxy.befell:  # it needs no more requests than that
            (press.folder / "out.jsonl").unlink(missing_ok=True)
            continue
        assert isinstance(done.exception, SystemExit)
        assert done.exit_code == 1
        (line,) = (done.stderr or done.stdout).splitlines()[-1:]
        assert ROOM in line
        assert not list(press.folder.glob("out.*"))
    proxy.obey()
    again = ("redact", "--resume", "--yes") if begun(press) else words
    done = CliRunner().invoke(main, [*again, "--archive", press.store.uri])
    assert done.exit_code == 0, done.output
    assert found(press.truth) == []


def begun(press: Press) -> bool:
    entries = [json.loads(press.truth.get(entry.key)) for entry in press.truth.list("takedowns/")]
    return any(entry["state"] == "begun" for entry in entries)


def test_a_crawl_through_every_fault_is_archived_whole(
    aws: Server, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = crawl.Desk(tmp_path, f"s3://{aws.bucket()}/press")
    mixed = [Rule(fault, "PUT|GET|HEAD", after=40, times=2, chance=0.1) for fault in FAULTS.values()]
    proxy.obey(*mixed)
    small = ("-s", "SEGMENT_BYTES=60000", "-s", "CLOSESPIDER_PAGECOUNT=15", "-s", "COMMIT_PATIENCE=300")
    with Newspaper() as paper:
        done = desk.crawl("demo", "-a", f"url={paper.url}", *small, AWS_ENDPOINT_URL=proxy.endpoint)
        assert done.returncode == 0, done.stdout
        urls = [str(row["url"]).removeprefix(paper.url) for row in tables.rows(desk.store, "captures")]
        assert sorted(urls) == sorted(paper.requests)
    assert sum(proxy.befell.values()) >= 10
    told, well = done.stdout.count("captures wait in"), done.stdout.count("takes captures again")
    assert well <= told <= 2 * max(well, 1)
    assert "Traceback" not in done.stdout
    assert "panicked" not in done.stdout
    assert found(desk.store) == []
    assert desk.spool.sites() == []
