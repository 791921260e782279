from dataclasses import replace
from itertools import pairwise

import pytest

from callqa.domain.scale import Scale, scale_for
from callqa.figures.group_figures import CallFigures, call_figures, compare_figures
from callqa.figures.intervals import SCORE, Estimate, estimate_mean
from callqa.figures.team_figures import GroupFigures
from callqa.report.spread import draw_histogram, draw_interval
from callqa.report.trend import LARGE, Trend, draw_trend, week_start

NO_CALLS = call_figures((), {})


def week(label: str, score: Estimate, rubric: str = "a 1", models: str = "m 1") -> GroupFigures:
    figures = replace(NO_CALLS, n=score.n, score=score, rubrics=(rubric,), models=(models,))
    return GroupFigures(label, figures, compare_figures(figures, NO_CALLS), None)


def drawn(*weeks: GroupFigures) -> Trend:
    def score(figures: CallFigures) -> Estimate:
        return figures.score

    trend = draw_trend(weeks, score, "points")
    assert trend is not None
    return trend


def score_at(y: float) -> float:
    """Return the score that a height stands for, from the plot's edges alone: 0 to 100."""
    return 100 * (LARGE.bottom - y) / (LARGE.bottom - LARGE.top)


def pairs(listed: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (each.split(",") for each in listed.split())]


def test_heights_on_the_drawing_are_the_means_and_their_intervals() -> None:
    estimates = [Estimate(12, 40.0, 30.0, 50.0, 9.0), Estimate(20, 75.5, 70.0, 81.0, 9.0)]
    trend = drawn(*(week(f"2026-W{10 + i}", each) for i, each in enumerate(estimates)))

    (line,) = trend.lines
    assert [score_at(y) for _, y in pairs(line)] == pytest.approx([40.0, 75.5], abs=0.1)
    (band,) = trend.bands
    assert [score_at(y) for _, y in pairs(band)] == pytest.approx([50, 81, 70, 30], abs=0.1)
    assert [score_at(y) for y, _ in trend.steps] == pytest.approx([0, 25, 50, 75, 100], abs=0.1)


def test_the_figure_of_a_week_at_the_top_is_inside_the_drawing() -> None:
    (point,) = drawn(week("2026-W10", Estimate(12, 100.0, 100.0, 100.0, 0.0))).points

    # The figure stands 10 px over the dot, in letters of at most 14 px.
    assert point.y - 10 - 14 >= 0


def test_a_week_without_calls_is_a_gap_as_wide_as_a_week() -> None:
    whole = Estimate(12, 60.0, 55.0, 65.0, 9.0)
    trend = drawn(*(week(each, whole) for each in ("2025-W51", "2025-W52", "2026-W02")))

    first, second, third = (point.x for point in trend.points)
    assert third - second == pytest.approx(2 * (second - first), abs=0.3)
    assert len(trend.lines) == len(trend.bands) == 1
    assert [x for x, _, _ in trend.whiskers] == [third]


def test_a_mean_of_few_calls_is_marked_and_one_call_has_no_band() -> None:
    trend = drawn(
        week("2026-W10", estimate_mean([70.0], SCORE)),
        week("2026-W11", estimate_mean([70.0, 80.0] * 6, SCORE)),
    )

    assert [point.few for point in trend.points] == [True, False]
    assert trend.bands == ()
    assert [x for x, _, _ in trend.whiskers] == [trend.points[1].x]


def test_the_first_week_of_another_version_is_marked_once() -> None:
    whole = Estimate(12, 60.0, 55.0, 65.0, 9.0)
    mixed = week("2026-W11", whole)
    mixed = replace(mixed, figures=replace(mixed.figures, rubrics=("a 1", "a 2")))
    trend = drawn(week("2026-W10", whole), mixed, week("2026-W12", whole, "a 2", "m 2"))

    assert trend.rubrics == (trend.points[1].x,)
    assert trend.models == (trend.points[2].x,)


def test_nothing_is_drawn_where_no_week_has_a_value() -> None:
    none = week("2026-W10", estimate_mean([]))

    assert draw_trend([none], lambda figures: figures.score, "points") is None
    assert draw_trend([], lambda figures: figures.score, "points") is None


def test_labels_of_a_long_period_do_not_touch() -> None:
    whole = Estimate(12, 60.0, 55.0, 65.0, 9.0)
    trend = drawn(*(week(f"2026-W{i:02d}", whole) for i in range(1, 53)))

    labelled = [point.x for point in trend.points if point.label]
    assert 10 < len(labelled) < 27
    assert min(after - x for x, after in pairwise(labelled)) >= 40


def test_a_week_begins_on_its_monday() -> None:
    assert str(week_start("2026-W01")) == "2025-12-29"
    assert str(week_start("2026-W53")) == "2026-12-28"


@pytest.mark.parametrize(
    "means",
    [(0.7, 1.1), (9.0, 14.0), (118.0, 140.0), (0.004, 0.011)],
)
def test_a_scale_ends_at_a_round_number_over_all_means(
    means: tuple[float, ...],
) -> None:
    scale = scale_for("rate", means, (), 100.0, 0.0)

    assert scale.lowest == 0.0
    assert scale.highest >= max(means)
    assert scale.highest <= max(1.6 * max(means), 1e-6)
    assert scale.at(scale.highest) == 0.0
    assert scale.at(0.0) == 100.0


def test_an_interval_of_three_calls_does_not_flatten_the_rest() -> None:
    scale = scale_for("seconds", (9.0, 12.0), (10.0, 400.0), 100.0, 0.0)

    assert scale.highest <= 30.0
    assert scale.at(400.0) == 0.0


def test_bars_hold_every_score_once_and_stand_where_the_score_is() -> None:
    scores = [0.0, 4.99, 5.0, 69.9, 70.0, 99.0, 100.0]
    histogram = draw_histogram(scores, 70.0)

    counts = {bar.low: bar.count for bar in histogram.bars}
    assert counts == {0: 2, 5: 1, 65: 1, 70: 1, 95: 2}
    tallest = max(bar.height for bar in histogram.bars)
    heights = {bar.count: bar.height / tallest for bar in histogram.bars}
    assert heights == pytest.approx({2: 1.0, 1: 0.5}, abs=0.01)
    left, right = histogram.ticks[0][0], histogram.ticks[-1][0]
    for bar in histogram.bars:
        middle = 100 * (bar.x + bar.width / 2 - left) / (right - left)
        assert bar.low < middle < bar.high
    assert histogram.pass_x == pytest.approx(left + 0.7 * (right - left), abs=0.1)


def test_intervals_of_groups_share_one_scale() -> None:
    row = draw_interval(Estimate(30, 50.0, 25.0, 75.0, 9.0))

    assert row is not None
    assert row.mean == pytest.approx(row.width / 2)
    assert row.low is not None
    assert row.high is not None
    assert row.mean - row.low == pytest.approx(row.high - row.mean)
    assert draw_interval(estimate_mean([])) is None
    assert Scale(0.0, 100.0, 25.0, 0.0, 10.0).at(250.0) == 10.0
