"""Who may import whom, and where each heavy package lives."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for package in ("archive", "scraper", "spiders") for path in (ROOT / package).rglob("*.py"))
MAY_IMPORT = {"archive": {"archive"}, "scraper": {"archive", "scraper"}, "spiders": {"archive", "scraper", "spiders"}}
HOMES = {
    "babel": {"archive/extraction/dateform.py"},
    "tinycss2": {"archive/requisites/style.py"},
    "scrapy": {"scraper", "spiders"},
    "twisted": {"scraper", "spiders"},
    "trafilatura": {"archive/extraction/extract.py"},
    "boto3": {"archive/s3.py"},
    "botocore": {"archive/s3.py"},
    "warcio": {"archive/warc.py"},
    "backports": {"archive/ingestion/unpack.py"},
    "compression": {"archive/ingestion/unpack.py"},
    "deltalake": {"archive/tables/", "archive/compaction.py", "archive/takedown/erasure.py"},
    "pyarrow": {"archive/tables/", "archive/takedown/erasure.py", "archive/export/rows.py"},
    "click": {"archive/__main__.py", "archive/commands/"},
    "feedparser": {"archive/links/feed.py"},
}


def imports(path: Path) -> Iterator[str]:
    """Modules that a file imports anywhere, absolute."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


GRAPH = {module(path): {name for name in imports(path) if name != module(path)} for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_packages_import_only_downwards_and_heavy_ones_live_at_home(path: Path) -> None:
    place = str(path.relative_to(ROOT))
    for name in GRAPH[module(path)]:
        top = name.partition(".")[0]
        if top in MAY_IMPORT:
            assert top in MAY_IMPORT[path.relative_to(ROOT).parts[0]], f"{place} imports {name}"
        assert place.startswith(tuple(HOMES.get(top, {""}))), f"{place} imports {top}, at home in {HOMES[top]}"


def test_no_import_cycles() -> None:
    state: dict[str, str] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert state.get(name) != "open", " -> ".join((*trail, name))
        if name not in state:
            state[name] = "open"
            for each in sorted(GRAPH[name] & GRAPH.keys() - {name.rpartition(".")[0]}):
                visit(each, (*trail, name))
            state[name] = "done"

    for name in GRAPH:
        visit(name, ())


def test_archive_reads_no_environment_and_crawling_stays_light() -> None:
    for path in (ROOT / "archive").rglob("*.py"):
        assert "os.environ[" not in path.read_text("utf-8")
        assert "getenv" not in path.read_text("utf-8")


def test_the_crawling_process_loads_none_of_the_heavy_packages() -> None:
    import subprocess

    parts = "recorder, scraper.wire, scraper.report, scraper.watch, scraper.commands.addsite"
    code = f"import sys, spiders.site, scraper.{parts}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"trafilatura", "boto3", "botocore", "deltalake", "pyarrow", "numpy", "tinycss2"}
