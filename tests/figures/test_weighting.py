from random import Random

import numpy as np
import pytest

from callqa.figures.intervals import SCORE, estimate_mean
from callqa.figures.sampling import draw_by_risk
from callqa.figures.weighting import estimate_weighted_mean


def test_equal_chances_give_the_plain_mean_and_interval() -> None:
    scores = [70.0, 80.0, 85.0, 91.0]

    weighted = estimate_weighted_mean([(score, 0.25) for score in scores], SCORE)

    plain = estimate_mean(scores, SCORE)
    assert weighted.mean == pytest.approx(plain.mean)
    assert weighted.low == pytest.approx(plain.low)
    assert weighted.deviation == pytest.approx(plain.deviation)


def test_a_call_drawn_with_half_the_chance_counts_double() -> None:
    assert estimate_weighted_mean([(60.0, 1.0), (90.0, 0.5)]).mean == pytest.approx(80.0)


def test_weighting_undoes_what_drawing_by_risk_does_to_the_average() -> None:
    rng = Random(2)
    scores = {f"call {i}": 40 + 60 * rng.random() for i in range(300)}
    weights = {call_id: 1 + (100 - score) / 10 for call_id, score in scores.items()}
    truth = np.mean(list(scores.values()))

    plain, covered, means = [], [], []
    for seed in range(600):
        drawn = [(scores[each.call_id], each.inclusion) for each in draw_by_risk(weights, 40, seed)]
        estimate = estimate_weighted_mean(drawn, SCORE)
        means.append(estimate.mean)
        plain.append(np.mean([score for score, _ in drawn]))
        covered.append(estimate.low <= truth <= estimate.high)  # type: ignore[operator]

    assert np.mean(plain) < truth - 5
    assert np.mean(means) == pytest.approx(truth, abs=0.5)
    assert np.mean(covered) >= 0.93


def test_a_chance_of_0_is_refused() -> None:
    with pytest.raises(ValueError, match="inclusion probability"):
        estimate_weighted_mean([(80.0, 0.0)])
