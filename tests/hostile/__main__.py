"""`python -m tests.hostile`: every misbehaviour alone, with the settings as they are; writes docs/hostile.md."""

import json
import sys
import tempfile
from pathlib import Path

from tests.crawl import ROOT

from . import verdict
from .routes import KINDS, ROUTES
from .run import Run, crawl
from .town import Town

TABLE = ROOT / "docs" / "hostile.md"
PATIENT = {
    "DOWNLOAD_TIMEOUT": 5,
    "REQUISITE_SECONDS": 5,
    "CRAWL_DELAY_MAX": 1,
    "RETRY_AFTER_MAX": 5,
    "SITEMAP_FILES": 1000,
}
"""As they are, but for waiting: a minute of silence is like five seconds of it. Each route is a source here."""
LONGEST = 3600.0
"""Seconds for the whole run."""
MOST = 600 << 20
"""Bytes of memory that the crawling process may take."""
HEAD = """# The hostile newspaper

Written by `make hostile`: {count} misbehaviours of web servers, each met by a crawl with nothing else to do and with the
default settings (but `DOWNLOAD_TIMEOUT` is 5 s and nothing is retried). In the end the good articles beside them were in
the corpus, {captures} captures in {warcs} WARC file(s) that `archive verify` and another program found in order, and no
request had come to an address where nobody may go. A test of every day (`tests/test_hostile.py`) has a crawl meet them all
at once, but for a dozen that keep a worker for seconds.

*Outcome*: status, what extraction said, why the capture is truncated, what went wrong. *Seconds*: until nothing of it was
left to do, its feed, its robots.txt and the reading of what came included. *Memory*: the most that the crawling process,
and the largest of its workers, had meanwhile, in MB; a worker with all of its libraries takes {worker} MB before it
reads anything.
"""


def main() -> int:
    """Run, say what is wrong, write the table."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder, Town(ROUTES, Path(folder) / "town") as town:
        run = crawl(town, Path(folder), PATIENT, LONGEST, in_turn=True)
        notes = [json.loads(line) for line in (Path(folder) / "town" / "turns.jsonl").read_text().splitlines()]
        measured = {note["name"]: note for note in notes}
        TABLE.write_text(table(run, measured), "utf-8")
        wrong = [f"{route.name}: {fault}" for route in ROUTES for fault in verdict.faults(run, route)]
        wrong += [f"{name} was not come to" for name in (route.name for route in ROUTES) if name not in measured]
        wrong += [f"lost: {name}" for name in verdict.lost(run)] + verdict.junk(run) + verdict.unreadable(run)
        wrong += [f"not kept: {url}" for url in verdict.unkept(run)]
        wrong += [
            f"{canary.connections} connections to {canary.host}" for canary in town.canaries if canary.connections
        ]
        wrong += [f"the crawling process took {run.main_peak >> 20} MB"] if run.main_peak > MOST else []
        wrong += verdict.unsound(run, LONGEST)
    print("\n".join(wrong) or f"{len(ROUTES)} routes, {run.seconds:.0f} s: as they should be", file=sys.stderr)
    return 1 if wrong else 0


def table(run: Run, measured: dict[str, dict[str, float]]) -> str:
    """The page in docs/."""
    least = min(note["worker"] for note in measured.values() if note["worker"])
    lines = [
        HEAD.format(count=len(ROUTES), captures=len(run.captures), warcs=len(verdict.warcs(run)), worker=_mb(least))
    ]
    for kind, routes in KINDS.items():
        lines += [f"\n## {kind}\n", "| route | what it does | outcome | seconds | memory |", "|---|---|---|---:|---:|"]
        for route in routes:
            note = measured.get(route.name, {"seconds": 0, "main": 0, "worker": 0})
            memory = f"{_mb(note['main'])} + {_mb(note['worker'])}"
            cells = (f"`{route.name}`", route.does, verdict.described(run, route), f"{note['seconds']:.1f}", memory)
            lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _mb(size: float) -> int:
    return round(size / 1e6)


if __name__ == "__main__":
    sys.exit(main())
