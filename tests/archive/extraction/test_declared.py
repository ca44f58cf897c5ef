import pytest

from archive import hints
from archive.errors import Misuse
from archive.extraction.declared import check
from archive.hints import Hints

FULL = Hints(
    prune=("//aside",),
    body=("//main", "//div"),
    title="//h1",
    authors="//a/@title",
    published="substring-after(//i, 'le ')",
    dates=("%d %B %Y",),
    zone="Africa/Bamako",
)


@pytest.mark.parametrize("layouts", [(), (Hints(),), (FULL,), (Hints(until="2026-03-01"), FULL)])
def test_what_can_be_meant(layouts: tuple[Hints, ...]) -> None:
    check(layouts)


@pytest.mark.parametrize(
    ("layouts", "says"),
    [
        (FULL, "hints should be a tuple"),
        ([FULL], "hints should be a tuple"),
        (("//main",), "hints should be a tuple"),
        ((Hints(body="//main"),), "body should be a tuple"),
        ((Hints(body=(1,)),), "body should be text"),
        ((Hints(title=None),), "title should be text"),
        ((FULL, Hints(body=("//div[",), until="2026-03-01")), "hints 2: body: XPath '//div[' is none"),
        ((Hints(body=("//a/@href",)),), "gives no elements"),
        ((Hints(prune=("//p/text()",)),), "gives no elements"),
        ((Hints(prune=("string(//p)",)),), "gives no elements"),
        ((Hints(title="count(//p)"),), "gives neither elements nor text"),
        ((Hints(authors="re:match(//p, 'x')"),), "has a function re:match()"),
        ((Hints(dates=("%d %B %Y",)),), "dates say how `published` is written"),
        ((Hints(published="//i", dates=("%d %B",)),), "dates: '%d %B' lacks a day"),
        ((Hints(zone="Bamako"),), "no time zone 'Bamako'"),
        ((Hints(until="soon"),), "until: 'soon' is no day"),
        ((Hints(), FULL), "two layouts are in use at once"),
        ((Hints(prune=("//p",) * (hints.XPATHS + 1)),), "prune has more than"),
        (tuple(Hints(until=f"2026-01-{day:02}") for day in range(1, hints.MOST + 2)), "more than"),
        ((Hints(prune=tuple(f"//p[.='{'é' * 450}{n}']" for n in range(9))),), "characters, are not written"),
    ],
)
def test_what_cannot(layouts: tuple[Hints, ...], says: str) -> None:
    with pytest.raises(Misuse) as told:
        check(layouts)
    assert says in str(told.value)
