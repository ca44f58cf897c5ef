"""The sweep of a recorded life of an archive: the disk as a kill or a power cut leaves it anywhere in it."""

import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import PressmarkError
from archive.pool import Pool
from tests.sweep import record
from tests.sweep.aftermath import Outcome, Promise, judge, recover
from tests.sweep.disk import Disk, File, moments
from tests.sweep.record import Call


@dataclass(frozen=True, slots=True)
class Moment:
    """After which of the calls that changed the disk, and whether the power went; `seed` chooses what that took."""

    number: int
    power_cut: bool
    seed: int


def life(folder: Path) -> list[Call]:
    """Record one."""
    (folder / "life").mkdir(parents=True)
    program = [sys.executable, "-m", "tests.sweep.life", str(folder / "life")]
    return record.record(program, folder / "life", folder / "strace.log")


def chosen(count: int, of: int, seed: int, power_cut: bool) -> list[Moment]:
    """So many moments of a life of so many calls, all different."""
    chance = random.Random(seed)
    return [Moment(each, power_cut, seed + each) for each in sorted(chance.sample(range(of), min(count, of)))]


def swept(
    calls: list[Call], folder: Path, some: list[Moment], readers: Pool, committer: Pool
) -> Iterator[tuple[Moment, str, Outcome]]:
    """Each moment, the step of life that it was in, and what it came to."""
    wanted: dict[int, list[Moment]] = {}
    for moment in some:
        wanted.setdefault(moment.number, []).append(moment)
    for number, (disk, _) in enumerate(moments(calls, folder / "life")):
        for moment in wanted.get(number, ()):
            at = folder / f"{moment.number}-{'power' if moment.power_cut else 'kill'}"
            promise = _crashed(disk, at, moment)
            outcome = _outcome(at, promise, readers, committer)
            yield moment, promise.step, outcome
            if outcome.is_good:
                shutil.rmtree(at)


def _crashed(disk: Disk, at: Path, moment: Moment) -> Promise:
    promised = disk.top.entries.get("promised")
    said = bytes(promised.data).decode() if isinstance(promised, File) else ""
    disk.write(at, random.Random(moment.seed) if moment.power_cut else None)
    return Promise.of(said, moment.power_cut)


def _outcome(at: Path, promise: Promise, readers: Pool, committer: Pool) -> Outcome:
    try:
        recover(at, readers, committer)
        return judge(at, promise, readers, committer)
    except PressmarkError as error:
        return Outcome(0, 0, faults=(f"{type(error).__name__}: {error}",))
