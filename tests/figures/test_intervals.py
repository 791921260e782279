from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.figures.intervals import (
    SCORE,
    SHARE,
    estimate_mean,
    estimate_share,
    mean_interval,
)

# C. Darwin's maize, the example of R. A. Fisher, The Design of Experiments, section 17.
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]


def test_mean_of_a_textbook_example_has_its_textbook_interval() -> None:
    maize = estimate_mean(DARWIN)

    assert maize.n == 15
    assert maize.mean == pytest.approx(20.933, abs=0.001)
    assert maize.deviation == pytest.approx(37.744, abs=0.001)
    assert (maize.low, maize.high) == (
        pytest.approx(0.031, abs=0.002),
        pytest.approx(41.84, abs=0.01),
    )


def test_a_single_call_has_a_mean_and_no_interval() -> None:
    one = estimate_mean([72.0], SCORE)

    assert (one.n, one.mean, one.low, one.high, one.deviation) == (1, 72.0, None, None, None)


def test_no_call_has_neither_mean_nor_share() -> None:
    assert estimate_mean([]).mean is None
    assert estimate_share(0, 0).share is None


def test_interval_of_a_score_stays_within_its_range() -> None:
    near_the_top = estimate_mean([100.0, 100.0, 82.0], SCORE)

    assert near_the_top.high == 100.0
    assert near_the_top.low is not None
    assert 0.0 < near_the_top.low < 94.0


def test_equal_scores_do_not_claim_certainty() -> None:
    perfect = estimate_mean([100.0] * 10, SCORE)

    assert perfect.high == 100.0
    assert perfect.low == pytest.approx(100 * 10 / (10 + 1.959964**2), abs=0.001)


def test_equal_values_without_a_range_have_no_interval() -> None:
    assert mean_interval(10, 3.0, 0.0) is None


# R. G. Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_has_the_published_wilson_interval(
    count: int, n: int, low: float, high: float
) -> None:
    share = estimate_share(count, n)

    assert share.low == pytest.approx(low, abs=0.00006)
    assert share.high == pytest.approx(high, abs=0.00006)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_lies_in_its_interval_and_within_0_and_1(case: tuple[int, int]) -> None:
    share = estimate_share(*case)

    assert share.share is not None
    assert share.low is not None
    assert share.high is not None
    assert 0.0 <= share.low <= share.share <= share.high <= 1.0


@pytest.mark.parametrize("count", [-1, 4])
def test_more_than_all_is_no_share(count: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        estimate_share(count, 3)


@pytest.mark.parametrize("n", [10, 40])
def test_share_interval_covers_the_truth_near_95_percent_on_average(n: int) -> None:
    truths = np.linspace(0.02, 0.98, 97)
    covered = []
    for truth in truths:
        chances = [comb(n, k) * truth**k * (1 - truth) ** (n - k) for k in range(n + 1)]
        inside = [estimate_share(k, n) for k in range(n + 1)]
        covered.append(
            sum(
                chance
                for chance, each in zip(chances, inside, strict=True)
                if each.low is not None and each.high is not None and each.low <= truth <= each.high
            )
        )

    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)
    assert min(covered) > 0.83


@pytest.mark.parametrize("n", [2, 5, 30])
def test_mean_interval_covers_the_truth_in_95_of_100_samples(n: int) -> None:
    samples = np.random.default_rng(7).normal(75.0, 6.0, size=(4000, n))

    estimates = [estimate_mean(sample.tolist()) for sample in samples]

    covered = np.mean([e.low < 75.0 < e.high for e in estimates if e.low and e.high])
    assert covered == pytest.approx(0.95, abs=0.012)


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=30))
def test_mean_lies_in_its_interval_and_the_interval_in_its_range(values: list[float]) -> None:
    estimate = estimate_mean(values, SHARE)

    assert estimate.mean is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0.0 <= estimate.low <= estimate.mean <= estimate.high <= 1.0
