from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from callqa.domain.listing import CallFilter
from callqa.errors import UsageError
from callqa.service.filter_text import filter_of, role_of

BERLIN = ZoneInfo("Europe/Berlin")


def test_several_values_of_a_name_are_alternatives() -> None:
    found = filter_of(["agent=Anna", "agent=Ben Okafor", "state=new", "flag=blame"], BERLIN)

    assert found == CallFilter(
        agents=("Anna", "Ben Okafor"), review_states=("new",), flags=("blame",)
    )


def test_scores_and_measures_take_ranges_with_their_ends() -> None:
    found = filter_of(["score>=40", "score<=60.5", "dead_air_s>=10", "raised_agent=0"], BERLIN)

    assert found.score == (40.0, 60.5)
    assert found.measures == {"dead_air_s": (10.0, None), "raised_agent": (0.0, 0.0)}


def test_days_are_those_of_the_centre_and_both_count() -> None:
    # Clocks in Berlin go forward on 29 March 2026.
    found = filter_of(["from=2026-03-28", "to=2026-03-29"], BERLIN)

    assert found.started_from == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert found.started_to == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_spaces_around_a_filter_do_not_count() -> None:
    assert filter_of([" customer = Moor & Co "], BERLIN).customer == "Moor & Co"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("Anna", "is no filter"),
        ("agent=", "is no filter"),
        ("agent<Anna", "is no filter"),
        ("colour=red", "names nothing"),
        ("agent<=Anna", "takes = alone"),
        ("from>=2026-03-01", "takes = alone"),
        ("from=yesterday", "is no day"),
        ("to=9999-12-31", "too far away"),
        ("score=high", "is no number"),
        ("score<=nan", "no number that a value can have"),
        ("score>=inf", "no number that a value can have"),
        ("state=done", "does not exist"),
        ("severity=bad", "does not exist"),
        ("health=ill", "does not exist"),
    ],
)
def test_a_term_that_cannot_hold_is_named(term: str, told: str) -> None:
    with pytest.raises(UsageError) as refusal:
        filter_of(["agent=Anna", term], BERLIN)

    assert refusal.value.subject == term
    assert told in refusal.value.what


@pytest.mark.parametrize("terms", [["team=Blue", "team=Red"], ["to=2026-03-01", "to=2026-03-02"]])
def test_a_name_that_takes_one_value_is_given_once(terms: list[str]) -> None:
    with pytest.raises(UsageError, match="once only"):
        filter_of(terms, BERLIN)


def test_a_party_is_named_by_its_role() -> None:
    assert role_of("customer") == "customer"
    with pytest.raises(UsageError, match="agent, customer"):
        role_of("Anna")
