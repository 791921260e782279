import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from callqa.catalogue import say
from callqa.figures.comparison import (
    compare_means,
    compare_shares,
    fisher_p,
    newcombe_interval,
    shares_p,
)
from callqa.figures.intervals import estimate_mean, estimate_share

# Student's sleep data, Biometrika 6 (1908) 20; Welch's test of it is the example of R's t.test.
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_change_of_a_mean_is_welchs_textbook_result() -> None:
    change = compare_means(estimate_mean(SLEEP_1), estimate_mean(SLEEP_2))

    assert change.difference == pytest.approx(-1.58)
    assert change.p == pytest.approx(0.07939, abs=0.00001)
    assert change.low == pytest.approx(-3.3654832, abs=1e-6)
    assert change.high == pytest.approx(0.2054832, abs=1e-6)
    assert change.significant is False
    assert change.untold is None


def test_a_clear_change_is_significant_and_has_its_sign() -> None:
    rng = np.random.default_rng(3)

    change = compare_means(
        estimate_mean(rng.normal(70, 5, 30).tolist()), estimate_mean(rng.normal(80, 5, 20).tolist())
    )

    assert change.significant
    assert change.difference == pytest.approx(-10, abs=4)


def test_under_ten_calls_on_a_side_the_change_is_shown_but_not_judged() -> None:
    change = compare_means(estimate_mean([90.0] * 4 + [80.0] * 5), estimate_mean([50.0, 60.0] * 20))

    assert change.difference == pytest.approx(84.444 - 55, abs=0.001)
    assert change.significant is None
    assert change.p is None
    assert change.untold is not None
    assert say(change.untold) == (
        "Too few calls to tell: 9 against 40, and at least 10 are needed on each side."
    )


def test_without_any_spread_a_change_of_means_cannot_be_judged() -> None:
    change = compare_means(estimate_mean([3.0] * 12), estimate_mean([2.0] * 12))

    assert change.difference == 1.0
    assert change.significant is None
    assert change.untold is not None
    assert "same value" in say(change.untold)


def test_without_calls_before_there_is_no_difference() -> None:
    change = compare_means(estimate_mean(SLEEP_1), estimate_mean([]))

    assert (change.difference, change.significant, change.n_before) == (None, None, 0)


# R. G. Newcombe, Stat. Med. 17 (1998) 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_of_shares_has_the_published_interval(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    interval = newcombe_interval(estimate_share(*now), estimate_share(*before))

    assert interval == (pytest.approx(low, abs=0.00006), pytest.approx(high, abs=0.00006))


def test_fishers_lady_tasting_tea_has_her_p() -> None:
    assert fisher_p(3, 4, 1, 4) == pytest.approx(34 / 70)


tables = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda sizes: st.tuples(
        st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1])
    )
)


@given(tables)
def test_exact_p_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    count, n, count_before, n_before = table

    expected = stats.fisher_exact([[count, n - count], [count_before, n_before - count_before]])

    assert fisher_p(*table) == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)


def test_p_of_common_events_is_that_of_the_n_minus_1_chi_squared_test() -> None:
    chi2 = stats.chi2_contingency([[30, 70], [50, 60]], correction=False).statistic

    p = shares_p(estimate_share(30, 100), estimate_share(50, 110))

    assert p == pytest.approx(stats.chi2.sf(chi2 * 209 / 210, 1))


def test_p_of_rare_events_is_exact() -> None:
    p = shares_p(estimate_share(1, 20), estimate_share(0, 100_000))

    assert p == pytest.approx(20 / 100_020)


def test_a_flag_on_no_call_at_all_has_not_changed() -> None:
    change = compare_shares(estimate_share(0, 40), estimate_share(0, 30))

    assert (change.difference, change.p, change.significant) == (0.0, 1.0, False)


@given(tables.filter(lambda table: min(table[1], table[3]) >= 10))
def test_a_significant_change_of_shares_has_an_interval_without_0(
    table: tuple[int, int, int, int],
) -> None:
    change = compare_shares(estimate_share(*table[:2]), estimate_share(*table[2:]))

    assert change.low is not None
    assert change.high is not None
    assert change.p is not None
    assert change.low <= change.difference <= change.high  # type: ignore[operator]
    if change.significant:
        assert change.p < 0.05
        assert change.low > 0.0 or change.high < 0.0


def test_unchanged_shares_are_called_changed_in_at_most_5_of_100_periods() -> None:
    rng = np.random.default_rng(5)
    periods = zip(rng.binomial(25, 0.2, 4000), rng.binomial(60, 0.2, 4000), strict=True)

    alarms = [
        compare_shares(estimate_share(int(a), 25), estimate_share(int(b), 60)).significant
        for a, b in periods
    ]

    assert np.mean(alarms) < 0.057
