"""Headlines as sources write them."""

import pytest

from archive.links.title import LONGEST, plain


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("L&rsquo;été\n  est&nbsp;là", "L’été est là"),
        ("Le <em>bac</em> &lt;3", "Le bac <3"),
        ("prix &amp; pain", "prix & pain"),
        ("العبارة تعود", "العبارة تعود"),
        ("<img src=x>", None),
        ("  ", None),
        (None, None),
        ({"rendered": "x"}, None),
        ("x" * 10_000_000, "x" * LONGEST),
    ],
    ids=range(9),
)
def test_a_headline_is_one_line_of_text(markup: object, expected: str | None) -> None:
    assert plain(markup) == expected
