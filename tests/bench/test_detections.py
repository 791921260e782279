import pytest

from callqa.bench.scores.detections import Detections, detections, matched


def near(true: float, found: float) -> bool:
    return abs(true - found) <= 0.6


def test_matches_are_one_to_one() -> None:
    assert detections([1.0], [0.9, 1.1], near) == Detections(found=1, missed=0, wrong=1)


def test_as_many_as_possible_are_matched() -> None:
    # Taking the nearest first would pair 1.5 with 1.4 and leave 1.0 and 2.0 alone.
    assert len(matched([1.0, 1.5], [1.4, 2.0], near)) == 2


def test_precision_recall_and_f1_follow_from_the_counts() -> None:
    total = Detections(found=3, missed=1, wrong=0) + Detections(found=0, missed=2, wrong=1)

    assert total.precision == pytest.approx(3 / 4)
    assert total.recall == pytest.approx(3 / 6)
    assert total.f1 == pytest.approx(6 / 10)


def test_nothing_there_and_nothing_found_has_no_rate() -> None:
    total = detections([], [], near)

    assert (total.precision, total.recall, total.f1) == (None, None, None)


def test_each_rate_is_shown_with_what_it_is_a_share_of() -> None:
    figures = list(Detections(found=2, missed=1, wrong=2).figures(("set", "events"), "made up"))

    assert [(each.measure, each.cases) for each in figures] == [
        ("events: precision", 4),
        ("events: recall", 3),
        ("events: F1", 3),
    ]
