"""The locks, offline: all is pinned by version and hash, nothing is missing, nothing is left over, all locks agree."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OF_PROJECT = {"run", "test", "fuzz"}
"""Locks that pressmark's own dependencies are in."""
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ENTRY = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>[^\\]+?))? \\")


@dataclass(frozen=True)
class Pin:
    """One package of a lock."""

    version: str
    marker: str | None
    hashes: frozenset[str]
    via: frozenset[str]
    """Who wants it: packages, and `-r FILE` or `pressmark (FILE)` for what we ask for ourselves."""


def pins(lock: Path) -> dict[str, list[Pin]]:
    """What a lock pins; a line that is neither pin, hash nor comment fails the test."""
    found: dict[str, list[Pin]] = {}
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8").strip()):
        first, *rest = block.splitlines()
        entry = ENTRY.fullmatch(first)
        assert entry, f"{lock.name}: {first!r} pins no version, or has no hash"
        hashes = [line.strip().removesuffix(" \\") for line in rest if "--hash" in line]
        assert hashes, f"{lock.name}: {first!r} has no hash"
        assert all(HASH.fullmatch(each) for each in hashes), f"{lock.name}: {first!r} has a hash that is none"
        said = [line.strip(" #") for line in rest if line.lstrip().startswith("#")]
        via = frozenset(word.removeprefix("via").strip() for word in said) - {""}
        name = canonicalize_name(entry["name"])
        found.setdefault(name, []).append(Pin(entry["version"], entry["marker"], frozenset(hashes), via))
    return found


def asked(lock: Path) -> dict[str, list[Requirement]]:
    """What we ask for ourselves, by package."""
    lines = lock.with_suffix(".in").read_text("utf-8").splitlines() if lock.stem != "run" else []
    lines = [plain for line in lines if (plain := line.partition("#")[0].strip())]
    lines += PROJECT["dependencies"] if lock.stem in OF_PROJECT else []
    found: dict[str, list[Requirement]] = {}
    for requirement in map(Requirement, lines):
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def test_there_is_a_lock_for_every_list() -> None:
    assert {lock.stem for lock in LOCKS} == {path.stem for path in FOLDER.glob("*.in")} | {"run"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_what_is_asked_for_is_pinned_and_nothing_else(lock: Path) -> None:
    locked, wanted = pins(lock), asked(lock)
    for name, requirements in wanted.items():
        assert name in locked, f"{name} is not in {lock.name}: run `make lock`"
        for requirement in requirements:
            versions = [pin.version for pin in locked[name] if requirement.specifier.contains(pin.version)]
            assert versions, f"{lock.name} pins no {name} that is {requirement.specifier}: run `make lock`"
    direct = {name for name, found in locked.items() if any(re.search(r"-r |\(", " ".join(pin.via)) for pin in found)}
    assert direct == set(wanted), f"{lock.name} is not in step with what is asked for: run `make lock`"
    for name, found in locked.items():
        for pin in found:
            others = {each for each in pin.via if not re.search(r"-[rc] |\(", each)}
            assert pin.via, f"{name} in {lock.name}: nobody wants it"
            assert others <= locked.keys(), f"{name} in {lock.name} is wanted by what is not there"


@pytest.mark.parametrize("name", sorted(OF_PROJECT - {"run"}))
def test_what_is_tested_is_what_runs(name: str) -> None:
    tested = pins(FOLDER / f"{name}.txt")
    for package, found in pins(FOLDER / "run.txt").items():
        have = {(pin.version, pin.hashes) for pin in tested.get(package, ())}
        assert {(pin.version, pin.hashes) for pin in found} <= have, f"{package} differs: run `make lock`"


def test_what_is_installed_is_what_is_locked() -> None:
    for name, found in pins(FOLDER / "run.txt").items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            assert any(pin.marker for pin in found), f"{name} is locked and not installed"  # of another platform
            continue
        assert installed in {pin.version for pin in found}, f"{name} {installed} is installed: run `make setup`"


ANSWERS = {
    "none": ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "0 known vulnerabilities"),
    "some": (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}]}',
        1,
        "a 1: X-1, mended in 2",
    ),
    "skipped": ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', 2, "1 of 1 not looked up: not found"),
    "silent": ("", 2, "no network"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_audit_that_learned_nothing_does_not_pass(name: str, tmp_path: Path) -> None:
    answer, code, said = ANSWERS[name]
    (tmp_path / "a.txt").touch()
    (tmp_path / "audit.py").write_text((FOLDER / "audit.py").read_text("utf-8"), "utf-8")
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\nprintf '%s' '{answer}'\necho 'no network' >&2\n")
    program.chmod(0o700)
    pretend = f"import runpy, sys; sys.executable = {str(tmp_path / 'python')!r}"
    command = [sys.executable, "-c", f"{pretend}; runpy.run_path('audit.py', run_name='__main__')"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done
