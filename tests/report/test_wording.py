import re
from pathlib import Path

import pytest

import callqa.report
from callqa.catalogue import knows
from callqa.report.wording import Wording

SOURCES = [
    path for path in Path(callqa.report.__file__).parent.rglob("*") if path.suffix in {".py", ".j2"}
]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.44, "0.4 s"),
        (59.4, "59.4 s"),
        (59.6, "1 min 00 s"),
        (245.2, "4 min 05 s"),
        (3599.7, "1 h 00 min"),
        (7260.0, "2 h 01 min"),
    ],
)
def test_a_length_of_time_reads_naturally(seconds: float, shown: str) -> None:
    assert Wording().duration(seconds) == shown


def test_a_code_without_a_name_is_shown_as_words() -> None:
    assert Wording().named("category", "upsell_offer") == "Upsell offer"


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert Wording().moment("last Tuesday") == "last Tuesday"
    assert Wording().moment("2026-03-02T14:05:09+01:00") == "2026-03-02 14:05"
    assert Wording().moment(None) == "not known"


def test_every_entry_that_the_report_asks_for_is_in_the_catalogue() -> None:
    asked = {
        name
        for source in SOURCES
        for name in re.findall(r'\b(?:t|wording)\("([a-z_0-9]+)"[,)]', source.read_text())
    }

    assert len(asked) > 90
    assert not [name for name in sorted(asked) if not knows(f"report.{name}")]
