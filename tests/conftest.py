"""What every test may ask for: a real S3 server (`--s3` says which), and a store of each kind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store import Store, open_store
from tests.crawl import STARTED
from tests.s3 import ACCESS, SECRET, SERVERS, Server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--s3", choices=SERVERS, default="ministack", help="the S3 server to test against")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "s3: needs the S3 server; `-m s3` runs all of these and only these")


SLOW = (
    "test_hostile",
    "test_papers",
    "test_outage",
    "test_faults",
    "test_addsite",
    "test_recovery",
    "test_recorder",
    "test_crawl",
    "test_store",
    "test_replay",
)
"""Files that take longest: begun first, so that none is left to run alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else len(SLOW))
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if "s3" in getattr(item, "fixturenames", ()) or params.get("store") == "s3":
            item.add_marker("s3")


@pytest.fixture(autouse=True)
def no_crawl_outlives_its_test() -> Iterator[None]:
    """A test that fails may leave its crawl running, or paused for ever."""
    yield
    while STARTED:
        process = STARTED.pop()
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def s3(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running S3 server, one for all tests."""
    folder = tmp_path_factory.mktemp("s3")
    with SERVERS[request.config.getoption("--s3")](folder) as server:
        yield server
    shutil.rmtree(folder)  # pytest would keep it, up to gigabytes for Ceph


@pytest.fixture
def no_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment in which the AWS SDK finds nothing, whatever the developer's own says."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def aws(s3: Server, no_aws: None, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The S3 server, and an environment in which the AWS SDK finds it."""
    for name, value in s3.env.items():
        monkeypatch.setenv(name, value)
    return s3


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store, once of each kind."""
    if request.param == "folder":
        return open_store(str(tmp_path / "archive"))
    return open_store(f"s3://{request.getfixturevalue('aws').bucket()}/some/prefix")


@pytest.fixture
def keys(no_aws: None, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which the AWS SDK finds credentials and nothing else; to change it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    return monkeypatch
