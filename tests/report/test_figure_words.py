import pytest

from callqa.domain.scale import Unit
from callqa.domain.sentence import Sentence
from callqa.figures.comparison import Change
from callqa.report.figure_words import FigureWords
from callqa.report.measure_names import Better, in_report_order
from callqa.report.wording import Wording

WORDS = FigureWords(Wording())


def change(difference: float | None, significant: bool | None = True) -> Change:
    untold = Sentence("figures.no_spread") if significant is None else None
    return Change(12, 15, difference, -1.0, 1.0, 0.01, significant, untold)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.524, "share", "52%"),
        (9.04, "seconds", "9.0 s"),
        (73.6, "points", "74"),
        (1.06, "rate", "1.1"),
        (-0.4, "points", "0"),
        (-1.5, "rate", "\N{MINUS SIGN}1.5"),
        (None, "points", "\N{EN DASH}"),
    ],
)
def test_values_have_their_unit(value: float | None, unit: Unit, shown: str) -> None:
    assert WORDS.value(value, unit) == shown


@pytest.mark.parametrize(
    ("difference", "better", "sign", "word"),
    [
        (4.2, "higher", "▲", "better"),
        (-4.2, "higher", "▼", "worse"),
        (4.2, "lower", "▲", "worse"),
        (-4.2, "lower", "▼", "better"),
        (4.2, "neither", "▲", "higher"),
        (-4.2, "neither", "▼", "lower"),
    ],
)
def test_a_change_says_which_way_it_went(
    difference: float, better: Better, sign: str, word: str
) -> None:
    made = WORDS.change(change(difference), "points", better)

    assert (made.sign, made.word) == (sign, word)
    assert made.difference == f"{difference:+.1f} points".replace("-", "\N{MINUS SIGN}")
    assert "12 against 15" in made.title


def test_a_change_that_may_be_chance_is_neither_better_nor_worse() -> None:
    made = WORDS.change(change(9.0, significant=False), "points", "higher")

    assert (made.sign, made.word, made.tone) == ("", "may be chance", "chance")


def test_a_change_that_cannot_be_told_says_why() -> None:
    made = WORDS.change(change(9.0, significant=None), "points", "higher")

    assert (made.sign, made.tone) == ("", "untold")
    assert made.title.startswith("All calls of each side have the same value")
    assert WORDS.change(change(None, None), "points").word == "nothing to compare"


def test_shares_differ_in_points_of_percent() -> None:
    assert WORDS.change(change(0.061), "share").difference == "+6 % points"
    assert WORDS.change(change(-0.001, significant=False), "share").difference == "0 % points"


@pytest.mark.parametrize(
    ("difference", "unit", "shown"),
    [
        (0.04, "seconds", "+0.04 s"),
        (0.05, "seconds", "+0.1 s"),
        (-0.0032, "points", "\N{MINUS SIGN}0.003 points"),
        (0.004, "share", "+0.4 % points"),
        (12.34, "rate", "+12.3"),
    ],
)
def test_a_change_that_is_more_than_chance_never_shows_as_0(
    difference: float, unit: Unit, shown: str
) -> None:
    told = Change(12, 15, difference, difference / 2, 2 * difference, 0.01, True, None)

    made = WORDS.change(told, unit)

    assert made.difference == shown
    low = made.title.removeprefix("95 % interval of the difference ").split()[0]
    assert float(low.replace("\N{MINUS SIGN}", "-")) != 0.0


def test_a_measure_has_one_name_in_store_and_rubric() -> None:
    assert WORDS.name("silence.dead_air_s") == WORDS.name("dead_air_s") == "Dead air"
    assert WORDS.name("talk.our_own_s") == "Talk our own s"
    assert in_report_order({"z": 0, "dead_air_s": 0, "agent_ratio": 0}) == [
        "agent_ratio",
        "dead_air_s",
        "z",
    ]
