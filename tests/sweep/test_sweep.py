"""A few moments of the sweep; `make sweep` runs 200."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import work
from archive.pool import Pool
from tests.sweep import disks
from tests.sweep.disk import moments

SEED = 7
KILLS, POWER_CUTS = 3, 4


@pytest.fixture(scope="module")
def pools() -> Iterator[tuple[Pool, Pool]]:
    with Pool(1, 60, 2000, work.warm_reader) as readers, Pool(1, 600, 8000) as committer:
        yield readers, committer


def test_whatever_ends_a_life_nothing_is_lost_doubled_or_left(tmp_path: Path, pools: tuple[Pool, Pool]) -> None:
    calls = disks.life(tmp_path)
    length = sum(1 for _ in moments(calls, tmp_path / "life"))
    some = disks.chosen(KILLS, length, SEED, power_cut=False) + disks.chosen(POWER_CUTS, length, SEED, power_cut=True)
    outcomes = list(disks.swept(calls, tmp_path, some, *pools))
    assert len(outcomes) == KILLS + POWER_CUTS
    assert [each for each in outcomes if not each[2].is_good] == []
