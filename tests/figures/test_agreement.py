from datetime import timedelta

import numpy as np
import pytest

from callqa.catalogue import say
from callqa.domain.sentence import Sentence
from callqa.figures.agreement import MACHINE, measure_agreement, measure_machine_agreement
from callqa.figures.proof import Bar, shortfalls
from callqa.figures.ratings import Points, Rating
from tests.figures.handmade import MONDAY, answers

EASY = Bar(min_calls=4, min_within_tolerance=0.9, min_alpha=0.667, min_kappa=0.4)


def machine(points: list[Points]) -> dict[str, Points]:
    return {f"call {i}": each for i, each in enumerate(points)}


def test_share_within_tolerance_counts_each_call_once() -> None:
    # Call 0: all three pairs agree; call 1: one of three; call 2: its only pair does not.
    ratings = answers("Ann", "555") + answers("Ben", "550") + answers("Cem", "40.")

    agreement = measure_agreement(ratings, "interval", tolerance=1)

    assert (agreement.calls, agreement.raters) == (3, 3)
    assert agreement.within_tolerance.mean == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert agreement.absolute_error.mean == pytest.approx((2 / 3 + 10 / 3 + 5) / 3)


def test_interval_of_the_share_rests_on_calls_not_on_pairs() -> None:
    ratings = [each for rater in ("Ann", "Ben", "Cem", "Deb") for each in answers(rater, "5" * 20)]

    within = measure_agreement(ratings, "interval", tolerance=0).within_tolerance

    assert (within.n, within.mean, within.high) == (20, 1.0, 1.0)
    assert within.low == pytest.approx(1 - 0.1611, abs=0.0001)


def test_calls_that_one_person_answered_do_not_count() -> None:
    agreement = measure_agreement(answers("Ann", "555") + answers("Ben", "5.."), "nominal", 0)

    assert agreement.calls == 1


def test_nobody_answers_a_call_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        measure_agreement(answers("Ann", "5") + answers("Ann", "4"), "nominal", 0)


def test_does_not_apply_agrees_with_itself_only() -> None:
    ratings = answers("Ann", [None, None, 5.0]) + answers("Ben", [None, 5.0, 5.0])

    agreement = measure_agreement(ratings, "interval", tolerance=100)

    assert agreement.within_tolerance.mean == pytest.approx(2 / 3)
    assert agreement.absolute_error.n == 1


def test_coefficients_of_one_single_answer_are_untold_with_the_reason() -> None:
    agreement = measure_agreement(answers("Ann", "5555") + answers("Ben", "5555"), "interval", 0)

    assert agreement.within_tolerance.mean == 1.0
    for coefficient in (agreement.kappa, agreement.alpha):
        assert coefficient.value is None
        assert coefficient.untold == Sentence("figures.one_answer")
    assert shortfalls(agreement, EASY)


def test_without_any_common_call_all_is_untold() -> None:
    agreement = measure_agreement(answers("Ann", "5.") + answers("Ben", ".5"), "interval", 0)

    assert (agreement.calls, agreement.within_tolerance.mean) == (0, None)
    assert agreement.alpha.untold == Sentence("figures.no_common_calls")
    assert agreement.drifts == ()
    assert shortfalls(agreement, Bar(0, 0.0, None))


def test_points_against_does_not_apply_cannot_be_compared_on_the_interval_scale() -> None:
    ratings = answers("Ann", [None, None]) + answers("Ben", [5.0, 4.0])

    agreement = measure_agreement(ratings, "interval", 0)

    assert agreement.kappa.untold == Sentence("figures.no_common_calls")
    assert agreement.within_tolerance.mean == 0.0


def test_a_lenient_reviewer_leans_upwards_and_the_others_down() -> None:
    rng = np.random.default_rng(8)
    truth = rng.uniform(3, 7, 60)
    ratings = [
        Rating(f"call {i}", name, float(points + lean + rng.normal(0, 0.5)))
        for name, lean in (("Ann", 0.0), ("Ben", 0.0), ("Lea", 1.0))
        for i, points in enumerate(truth)
    ]

    drifts = {each.rater: each for each in measure_agreement(ratings, "interval", 1).drifts}

    for name, lean in {"Ann": -0.5, "Ben": -0.5, "Lea": 1.0}.items():
        low, high = drifts[name].lean.low, drifts[name].lean.high
        assert low is not None
        assert high is not None
        assert low < lean < high
        assert high - low < 0.5
        assert drifts[name].change is None


def test_a_reviewer_who_becomes_stricter_is_found_and_one_who_stays_is_not() -> None:
    rng = np.random.default_rng(9)
    ratings = []
    for i in range(60):
        for name, lean in (("Ann", 0.0), ("Ben", 0.0), ("Cem", 0.0), ("Sid", -1.0 * (i >= 30))):
            points = 5.0 + lean + float(rng.normal(0, 0.3))
            ratings.append(Rating(f"call {i}", name, points, MONDAY + timedelta(days=i)))

    # Later answers come first in the list: their own times count.
    drifts = {each.rater: each for each in measure_agreement(ratings[::-1], "interval", 1).drifts}

    stricter = drifts["Sid"].change
    assert stricter is not None
    assert stricter.significant
    assert stricter.difference == pytest.approx(-1.0, abs=0.2)
    assert drifts["Ann"].change is not None
    assert drifts["Ann"].change.difference == pytest.approx(1 / 3, abs=0.2)


def test_error_of_the_machine_is_its_mean_distance_from_people() -> None:
    ratings = answers("Ann", "4.0") + answers("Ben", "25.")

    agreement = measure_machine_agreement(ratings, machine([5.0, 5.0, 2.0]), "interval", 1)

    assert agreement.absolute_error.mean == pytest.approx(((1 + 3) / 2 + 0 + 2) / 3)
    assert agreement.within_tolerance.mean == pytest.approx((0.5 + 1 + 0) / 3)
    drifts = {each.rater: each.lean.mean for each in agreement.drifts}
    assert drifts[MACHINE] == pytest.approx((2 + 0 + 2) / 3)
    assert drifts["Ann"] == pytest.approx((-1 - 2) / 2)
    assert drifts["Ben"] == pytest.approx((-3 + 0) / 2)
    assert agreement.drifts[0].rater == MACHINE


def test_a_call_that_the_machine_could_not_measure_does_not_count() -> None:
    agreement = measure_machine_agreement(answers("Ann", "45"), {"call 1": 5.0}, "interval", 0)

    assert (agreement.calls, agreement.raters) == (1, 2)


def test_the_machine_is_compared_with_all_people_as_one_rater() -> None:
    # Krippendorff's binary example (2011), with its first row by two people in turn.
    rows = "0100000010", "1110010000"
    ratings = answers("Ann", rows[0][:5]) + [
        Rating(each.call_id, "Ben", each.points, each.at) for each in answers("", rows[0])[5:]
    ]

    agreement = measure_machine_agreement(
        ratings, machine([float(each) for each in rows[1]]), "nominal", 0
    )

    assert agreement.alpha.value == pytest.approx(0.095, abs=0.0005)
    assert agreement.within_tolerance.mean == pytest.approx(0.6)


def test_without_people_the_machine_is_compared_with_nobody() -> None:
    agreement = measure_machine_agreement([], machine([5.0]), "interval", 0)

    assert (agreement.calls, agreement.raters) == (0, 0)
    assert agreement.kappa.value is None


def test_a_question_that_meets_every_part_of_the_bar_is_proven() -> None:
    agreement = measure_machine_agreement(
        answers("Ann", "01234501"), machine([0, 1, 2, 3, 4, 5, 0, 1]), "interval", 0
    )

    assert not shortfalls(agreement, EASY)
    assert shortfalls(agreement, EASY) == ()


def test_a_bar_that_is_just_reached_is_met() -> None:
    agreement = measure_machine_agreement(
        answers("Ann", "0101010101"), machine([0, 1, 0, 1, 0, 1, 0, 1, 0, 0]), "nominal", 0
    )

    assert not shortfalls(agreement, Bar(10, 0.9, min_alpha=None, min_kappa=0.8))
    assert shortfalls(agreement, Bar(11, 0.9, min_alpha=None))
    assert shortfalls(agreement, Bar(10, 0.91, min_alpha=None))


def test_a_question_says_which_parts_of_the_bar_it_misses() -> None:
    agreement = measure_machine_agreement(
        answers("Ann", "0055"), machine([0, 5, 0, 5]), "interval", 0
    )

    bar = Bar(min_calls=30, min_within_tolerance=0.9, min_alpha=0.8, min_kappa=0.6)

    assert [say(each) for each in shortfalls(agreement, bar)] == [
        "Compared on 4 of the 30 calls that are needed.",
        "50.0% of the answers are within tolerance, and 90.0% are needed.",
        "Krippendorff's alpha is 0.12, and 0.80 is needed.",
        "Cohen's kappa is 0.00, and 0.60 is needed.",
    ]


def test_full_agreement_on_one_answer_is_no_proof_where_the_bar_asks_for_alpha() -> None:
    agreement = measure_machine_agreement(
        answers("Ann", "5" * 50), machine([5.0] * 50), "nominal", 0
    )

    assert shortfalls(agreement, Bar(30, 0.9, min_alpha=0.667))
    assert not shortfalls(agreement, Bar(30, 0.9, min_alpha=None))
