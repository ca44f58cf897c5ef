import pytest

from archive.extraction import dateform


@pytest.mark.parametrize(
    ("text", "form", "zone", "iso"),
    [
        ("vendredi 6 mars 2026 à 14h05", "%A %d %B %Y à %Hh%M", "Africa/Bamako", "2026-03-06T14:05:00+00:00"),
        ("Vendredi 06 fevrier 2026", "%A %d %B %Y", "UTC", "2026-02-06"),
        ("mar. 3 févr. 2026", "%a %d %b %Y", "UTC", "2026-02-03"),
        ("6 de março de 2026, 07h30", "%d de %B de %Y, %Hh%M", "Africa/Maputo", "2026-03-06T07:30:00+02:00"),
        ("الجمعة ٦ مارس ٢٠٢٦ - ٠٩:٤٥", "%A %d %B %Y - %H:%M", "Africa/Nouakchott", "2026-03-06T09:45:00+00:00"),
        ("6 أبريل 2026", "%d %B %Y", "UTC", "2026-04-06"),
        ("12 جويلية 2026", "%d %B %Y", "UTC", "2026-07-12"),
        ("3 غشت 2026", "%d %B %Y", "UTC", "2026-08-03"),
        ("٦ كانون الأول ٢٠٢٦", "%d %B %Y", "UTC", "2026-12-06"),
        ("12 Aprili 2026", "%d %B %Y", "UTC", "2026-04-12"),
        ("July 5, 2026 3:05 PM", "%B %d, %Y %I:%M %p", "Africa/Lagos", "2026-07-05T15:05:00+01:00"),
        ("05/07/26", "%d/%m/%y", "UTC", "2026-07-05"),
        ("5/7/2026 09:00 +0300", "%d/%m/%Y %H:%M %z", "UTC", "2026-07-05T09:00:00+03:00"),
        ("29 février 2027", "%d %B %Y", "UTC", None),
        ("hier à 14h", "%d %B %Y", "UTC", None),
        ("6 mars 2026" + " " * dateform.LONGEST, "%d %B %Y", "UTC", None),
    ],
    ids=lambda value: str(value)[:24] if value else "none",
)
def test_a_date_in_words(text: str, form: str, zone: str, iso: str | None) -> None:
    assert dateform.iso(text, [form], zone) == iso


def test_the_first_form_that_fits_is_believed() -> None:
    assert dateform.iso("05/07/2026", ["%d %B %Y", "%d/%m/%Y", "%m/%d/%Y"], "UTC") == "2026-07-05"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("%d %B", "lacks"),
        ("%Y-%m", "lacks"),
        ("%d %d %m %Y", "is none"),
        ("%d %m %Y %", "not understood"),
        ("%d %m %Y %Z", "has %Z"),
        ("%d %m %Y %Q", "has %Q"),
    ],
)
def test_a_form_that_is_none_is_told_and_finds_nothing(form: str, says: str) -> None:
    assert says in (dateform.fault(form) or "")
    assert dateform.iso("1 1 1 2026", [form], "UTC") is None


@pytest.mark.parametrize("form", ["%d %m %Y \uff05d", "%d %m %Y \uff05Z", "%d %m %Y \ufe6a"])
def test_a_form_that_becomes_none_when_its_signs_are_read_as_usual_ones(form: str) -> None:
    assert dateform.iso("1 1 2026 1", [form], "UTC") is None


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Africa", "\0"])
def test_a_zone_that_there_is_not(name: str) -> None:
    assert dateform.zone(name) is None
    assert dateform.iso("6 mars 2026 14h05", ["%d %B %Y %Hh%M"], name) == "2026-03-06T14:05:00"
