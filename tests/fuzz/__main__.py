"""Fuzz one reader with atheris: `python -m tests.fuzz TARGET [SECONDS]`; without a target each in turn (`make fuzz`).

What is found is kept in tests/fuzz/found/TARGET/, where an ordinary test replays it; the corpus that coverage made
grows in .fuzz/TARGET/, which is not kept.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS, LONGEST, DEADLINE, MEGABYTES = 300, 16 << 10, 20, 3000
"""For each target; bytes of an input; seconds and memory that one input may take."""

INSTRUMENTED = ["archive", "scraper", "w3lib", "protego", "feedparser", "warcio", "zipfile"]


def fuzz(name: str, seconds: int) -> None:
    """Feed one target until the time is over or something is found; never returns."""
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus, found = ROOT / ".fuzz" / name, HERE / "found" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    bounds = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={DEADLINE}", f"-rss_limit_mb={MEGABYTES}"]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={found}/", "-print_final_stats=1", *bounds], target.run)
    atheris.Fuzz()


def every(seconds: int) -> int:
    """Each target in a process of its own; 1 if anything was found."""
    from tests.fuzz.targets import TARGETS

    bad = []
    for name in TARGETS:
        done = subprocess.run([sys.executable, "-m", "tests.fuzz", name, str(seconds)], cwd=ROOT, check=False)
        bad += [name] if done.returncode else []
    print(f"fuzz: found something in {', '.join(bad)}: see tests/fuzz/found/" if bad else "fuzz: nothing found")
    return 1 if bad else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    if words and not words[0].isdigit():
        fuzz(words[0], int(words[1]) if words[1:] else SECONDS)
    sys.exit(every(int(words[0]) if words else SECONDS))
