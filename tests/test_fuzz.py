"""Every reader of strangers' bytes: what was found before, and some seconds of hypothesis; `make fuzz` takes longer."""

import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target

FOUND = sorted(path for path in (Path(__file__).parent / "fuzz" / "found").rglob("*") if path.is_file())
TRIES = 800
"""Of the cheapest target: about a second for all of them."""
SPECIAL = (
    *(b"\x00", b"\xff", b"\r", b"\n", b"\r\n\r\n", b"\n%%\n", b"%", b"<", b"-1"),
    *(b"9" * 20, b"[" * 3000, b'"\\ud83d"', b"&#xD800;", b"&#x1b;", b"\xe2\x80\xae"),
)


@st.composite
def altered(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds with a few pieces taken out, doubled, or put in."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.integers(0, 40))
        put = draw(st.one_of(st.binary(max_size=8), st.sampled_from(SPECIAL), st.just(data[at : at + 60] * 2)))
        data = data[:at] + put + data[at + gone :]
    return data


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_found_no_more(path: Path) -> None:
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    for seed in (*TARGETS[name].seeds, b""):
        TARGETS[name].run(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_strangers_cannot_surprise(name: str) -> None:
    target: Target = TARGETS[name]
    inputs = st.one_of(altered(target.seeds), st.binary(max_size=200))

    @settings(
        max_examples=max(20, TRIES // target.cost),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(inputs)
    def run(data: bytes) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parsers warn of odd markup
            target.run(data)

    run()
