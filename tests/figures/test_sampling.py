from collections import Counter
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.figures.risk import risk_weight
from callqa.figures.sampling import (
    Draw,
    draw_by_risk,
    draw_random,
    draw_stratified,
    inclusion_probabilities,
)

IDS = [f"call {i:02d}" for i in range(20)]
STRATA = {call_id: ("Ann" if i < 14 else "Ben", "2026-W10") for i, call_id in enumerate(IDS)}
WEIGHTS = {call_id: 1.0 + i for i, call_id in enumerate(IDS)}
ANN, BEN = ("Ann", "2026-W10"), ("Ben", "2026-W10")


def tolerance(chance: float, draws: int) -> float:
    """Return four standard errors of a relative frequency."""
    return 4 * sqrt(chance * (1 - chance) / draws) + 1e-12


@given(st.permutations(IDS), st.integers(0, 99))
def test_the_same_seed_draws_the_same_calls_in_whatever_order_they_come(
    order: list[str], seed: int
) -> None:
    strata = {each: STRATA[each] for each in order}
    weights = {each: WEIGHTS[each] for each in order}

    assert draw_random(order, 5, seed) == draw_random(IDS, 5, seed)
    assert draw_stratified(strata, 3, seed) == draw_stratified(STRATA, 3, seed)
    assert draw_by_risk(weights, 5, seed) == draw_by_risk(WEIGHTS, 5, seed)


def test_another_seed_draws_other_calls() -> None:
    assert len({frozenset(draw_random(IDS, 5, seed)) for seed in range(50)}) > 45


def test_each_draw_names_its_reason_and_its_chance() -> None:
    (one, *_) = draw_random(IDS, 5, 1)

    assert (one.reason, one.inclusion, one.stratum) == ("random", 0.25, ())


def test_a_random_draw_takes_every_call_equally_often() -> None:
    times = Counter(each.call_id for seed in range(4000) for each in draw_random(IDS, 5, seed))

    assert all(abs(times[each] / 4000 - 0.25) < tolerance(0.25, 4000) for each in IDS)


def test_where_there_are_no_more_calls_all_are_drawn_with_certainty() -> None:
    drawn = draw_random(["a", "b", "b"], 5, 1)

    assert {each.call_id: each.inclusion for each in drawn} == {"a": 1.0, "b": 1.0}


def test_nothing_is_drawn_from_nothing() -> None:
    assert draw_random([], 5, 1) == ()
    assert draw_stratified({}, 5, 1) == ()
    assert draw_by_risk({}, 5, 1) == ()
    assert draw_by_risk(WEIGHTS, 0, 1) == ()


def test_each_agent_gets_as_many_calls_each_week() -> None:
    drawn = draw_stratified(STRATA, 3, 9)

    assert Counter(each.stratum for each in drawn) == {ANN: 3, BEN: 3}
    assert all(STRATA[each.call_id] == each.stratum for each in drawn)
    assert {each.stratum: each.inclusion for each in drawn} == {ANN: 3 / 14, BEN: 3 / 6}


def test_a_further_agent_leaves_the_draws_of_the_others_as_they_were() -> None:
    more = {**STRATA, "call 99": ("Aaron", "2026-W10")}

    drawn = draw_stratified(more, 3, 9)

    assert tuple(each for each in drawn if each.stratum[0] != "Aaron") == draw_stratified(
        STRATA, 3, 9
    )


def test_risky_calls_are_drawn_as_often_as_their_stated_chance() -> None:
    weights = {**WEIGHTS, "call 00": 90.0}
    chances = inclusion_probabilities(weights, 6)

    times = Counter(each.call_id for seed in range(4000) for each in draw_by_risk(weights, 6, seed))

    assert chances["call 00"] == 1.0
    assert all(
        abs(times[each] / 4000 - chances[each]) < tolerance(chances[each], 4000) for each in IDS
    )


@given(
    st.lists(st.floats(0.001, 1000.0), min_size=1, max_size=40),
    st.integers(0, 50),
    st.integers(0, 999),
)
def test_a_risk_draw_has_the_size_asked_for_and_chances_that_sum_to_it(
    weights: list[float], n: int, seed: int
) -> None:
    candidates = {f"call {i}": weight for i, weight in enumerate(weights)}
    size = min(n, len(weights))

    drawn = draw_by_risk(candidates, n, seed)
    chances = inclusion_probabilities(candidates, size)

    assert len({each.call_id for each in drawn}) == len(drawn) == size
    assert sum(chances.values()) == pytest.approx(size)
    assert all(0.0 <= chance <= 1.0 for chance in chances.values())
    assert all(each.inclusion == chances[each.call_id] > 0.0 for each in drawn)


def test_chances_are_in_proportion_to_weights() -> None:
    chances = inclusion_probabilities({"a": 1.0, "b": 2.0, "c": 5.0}, 1)

    assert chances == {"a": 1 / 8, "b": 2 / 8, "c": 5 / 8}


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_call_that_could_never_be_drawn_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="risk weight"):
        draw_by_risk({"a": 1.0, "b": weight}, 1, 1)


def test_a_negative_number_of_calls_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_random(IDS, -1, 1)


def test_who_stops_half_way_through_a_draw_has_an_even_sample() -> None:
    first = Counter(
        draw_by_risk(dict.fromkeys(IDS, 1.0), 5, seed)[0].call_id for seed in range(4000)
    )

    assert all(abs(first[each] / 4000 - 0.05) < tolerance(0.05, 4000) for each in IDS)


def test_a_logged_seed_can_be_drawn_again_years_later() -> None:
    def drawn(draws: tuple[Draw, ...]) -> list[str]:
        return [each.call_id for each in draws]

    one_agent = dict.fromkeys(IDS, ("Ann",))
    assert drawn(draw_random(IDS, 3, 1)) == ["call 08", "call 06", "call 09"]
    assert drawn(draw_stratified(one_agent, 3, 1)) == ["call 18", "call 01", "call 14"]
    assert drawn(draw_by_risk(WEIGHTS, 3, 1)) == ["call 14", "call 11", "call 19"]


def test_a_call_without_any_sign_of_risk_weighs_1() -> None:
    assert risk_weight((), 100.0, 100.0) == 1.0
    assert risk_weight(("praise",), None, None) == 1.0


def test_every_sign_of_risk_adds_its_weight() -> None:
    assert risk_weight(("urgent", "urgent", "coach"), 0.0, 0.0) == 10.0
    assert risk_weight((), 50.0, None) == 2.0
