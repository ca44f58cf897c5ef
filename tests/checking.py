"""What `archive verify` says of an archive, asked for in this process; texts are not read again."""

from archive.fixity.opened import opened
from archive.fixity.segment import check
from archive.fixity.whole import segments, whole
from archive.store import Store


def faults(store: Store) -> list[str]:
    """A line each."""
    at, found = opened(store)
    for key, _ in segments(store):
        checked = check(at, key, text=False)
        found += [*checked.faults, *(fault for _, fault in checked.altered)]
    return [f"{each.object} {each.problem}" for each in (*found, *whole(at))]
