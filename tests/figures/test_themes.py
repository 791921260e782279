from datetime import timedelta

import pytest

from callqa.figures.facts import CallFacts
from callqa.figures.intervals import estimate_share
from callqa.figures.themes import find_themes
from tests.figures.handmade import MONDAY, call


def some(
    n: int, start: str, situations: set[str] | None = None, missed: set[str] | None = None
) -> list[CallFacts]:
    return [
        call(
            f"{start}{i}",
            situations=frozenset(situations or ()),
            missed=frozenset(missed or ()),
            started_at=MONDAY - timedelta(minutes=i),
        )
        for i in range(n)
    ]


def test_a_theme_says_how_much_more_often_a_question_is_missed_in_a_situation() -> None:
    facts = (
        some(12, "am", {"angry"}, {"apologise"})
        + some(8, "a", {"angry"})
        + some(10, "m", missed={"apologise"})
        + some(70, "x")
    )

    (theme,) = find_themes(facts)

    assert (theme.situation, theme.question) == ("angry", "apologise")
    assert theme.missed == estimate_share(12, 20)
    assert theme.elsewhere == estimate_share(10, 80)
    assert theme.lift == pytest.approx(0.6 / 0.125)
    assert theme.excess == pytest.approx(12 - 20 * 0.125)
    assert theme.difference.significant
    assert not theme.small


def test_a_theme_leads_to_its_calls_in_order_of_time() -> None:
    facts = some(3, "am", {"angry"}, {"apologise"}) + some(2, "a", {"angry"})

    (theme,) = find_themes(facts)

    assert theme.call_ids == ("am2", "am1", "am0")


def test_a_call_with_two_situations_counts_in_both() -> None:
    themes = find_themes(some(1, "c", {"angry", "dispute"}, {"apologise", "act"}))

    assert {(each.situation, each.question) for each in themes} == {
        ("angry", "apologise"),
        ("angry", "act"),
        ("dispute", "apologise"),
        ("dispute", "act"),
    }


def test_the_largest_excess_comes_first_and_few_calls_come_last() -> None:
    facts = (
        some(9, "few", {"rare"}, {"q1"})
        + some(10, "b", {"angry"}, {"q1"})
        + some(5, "c", {"angry"}, {"q2"})
        + some(30, "d", {"dispute"}, {"q2"})
        + some(40, "e")
    )

    themes = [(each.situation, each.question, each.small) for each in find_themes(facts)]

    assert themes == [
        ("dispute", "q2", False),
        ("angry", "q1", False),
        ("angry", "q2", False),
        ("rare", "q1", True),
    ]


def test_what_is_missed_everywhere_comes_after_what_the_situation_brings() -> None:
    facts = (
        some(12, "a", {"angry"}, {"greeting", "apologise"})
        + some(8, "b", {"angry"}, {"greeting"})
        + some(50, "c", missed={"greeting"})
    )

    assert [each.question for each in find_themes(facts)] == ["apologise", "greeting"]


def test_a_question_never_missed_elsewhere_has_no_lift() -> None:
    (theme,) = find_themes(some(12, "am", {"angry"}, {"apologise"}) + some(30, "x"))

    assert theme.lift is None
    assert theme.excess == 12


def test_without_calls_elsewhere_nothing_is_compared() -> None:
    (theme,) = find_themes(some(12, "am", {"angry"}, {"apologise"}))

    assert (theme.lift, theme.excess, theme.difference.significant) == (None, None, None)


def test_no_calls_have_no_themes() -> None:
    assert find_themes([]) == ()
