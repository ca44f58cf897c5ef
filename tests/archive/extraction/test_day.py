from datetime import datetime

import pytest

from archive.extraction.day import days


@pytest.mark.parametrize(
    ("line", "language", "moment"),
    [
        ("Publié le 21 novembre 2026", "fr", "2026-11-21T00:00:00"),
        ("21 novembre 2026 à 14h05", "fr", "2026-11-21T14:05:00"),
        ("Le 3 août 2026 à 9 heures 30", "fr", "2026-08-03T09:30:00"),
        ("Mis en ligne le 1er fevrier 2026", "fr", "2026-02-01T00:00:00"),
        ("٢١ نوفمبر 2026", "ar", "2026-11-21T00:00:00"),
        ("٢١ نوفمبر ٢٠٢٦ الساعة ١٤:٠٥", "ar", "2026-11-21T14:05:00"),
        ("السبت 21 نونبر 2026 - 14:05", "ar", "2026-11-21T14:05:00"),
        ("10 جانفي 2026", "ar", "2026-01-10T00:00:00"),
        ("30 أوت 2026", "ar", "2026-08-30T00:00:00"),
        ("21 تشرين الثاني 2026", "ar", "2026-11-21T00:00:00"),
        ("6 كانون الأول/ديسمبر 2025", "ar", "2025-12-06T00:00:00"),
        ("21 de novembro de 2026 às 10h30", "pt", "2026-11-21T10:30:00"),
        ("5 de marzo del 2026", "es", "2026-03-05T00:00:00"),
        ("Nov. 21, 2026", "en", "2026-11-21T00:00:00"),
        ("21st November 2026", "en", "2026-11-21T00:00:00"),
        ("22nd of March 2026 at 6pm", "en", "2026-03-22T18:00:00"),
        ("Sept 3, 2026 12:10 a.m. GMT", "en", "2026-09-03T00:10:00+00:00"),
        ("December 15, 20163:33 PM ET", "en", "2016-12-15T15:33:00"),
        ("ByDec 12, 2016 2:00 PM", "en", "2016-12-12T14:00:00"),
        ("21 Novemba 2026", "sw", "2026-11-21T00:00:00"),
        ("6. Mai 2026, 10:15 Uhr", "de", "2026-05-06T10:15:00"),
        ("21 ноября 2026, 12:01", "ru", "2026-11-21T12:01:00"),
        ("20 Haziran 2026", "tr", "2026-06-20T00:00:00"),
        ("21 नवंबर 2026", "hi", "2026-11-21T00:00:00"),
        ("2026年11月21日 10:20", "ja", "2026-11-21T10:20:00"),
        ("2026. november 21.", "hu", "2026-11-21T00:00:00"),
        ("2026-11-21 10:00:00 +0100", "fr", "2026-11-21T10:00:00+01:00"),
        ("12 listopada 2026", "pl", "2026-11-12T00:00:00"),
        ("12 listopada 2026", "hr", "2026-10-12T00:00:00"),
        ("12 listopada 2026", "und", None),
        ("03/04/2026", "fr", "2026-04-03T00:00:00"),
        ("03/04/2026", "en-US", "2026-03-04T00:00:00"),
        ("03/04/2026", "en-GB", "2026-04-03T00:00:00"),
        ("03/04/2026", "en", None),
        ("23/04/2026 - 10:33", "en", "2026-04-23T10:33:00"),
        ("04.03.2026", "", "2026-03-04T00:00:00"),
        ("31 novembre 2026", "fr", None),
        ("13/13/2026", "fr", None),
        ("novembre 2026", "fr", None),
        ("il y a 2 jours", "fr", None),
        ("1 200 personnes en 2026", "fr", None),
        ("2 personnes 2026", "fr", None),
    ],
)
def test_a_day_is_read_as_it_is_written(line: str, language: str, moment: str | None) -> None:
    found = [each.moment for each in days(line, language)]
    assert found == ([datetime.fromisoformat(moment)] if moment else [])


def test_days_of_a_line_come_with_their_places() -> None:
    line = "Publié le 20 mai 2026 - Mis à jour le 21/05/2026 à 8h"
    assert [line[each.start : each.end] for each in days(line, "fr")] == ["20 mai 2026", "21/05/2026 à 8h"]


@pytest.mark.parametrize("line", ["1 " * 10_000, "9/" * 10_000, "mai" * 10_000, "2026-" * 10_000])
def test_a_hostile_line_has_no_day(line: str) -> None:
    assert list(days(line, "fr")) == []
