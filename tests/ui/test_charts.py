from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callqa.domain.scale import scale_for
from ui import i18n
from ui.itemmodels.figure import Figure, Shift, written
from ui.widgets.distribution_chart import DistributionChart, bars_of
from ui.widgets.trend_chart import TrendChart
from ui.widgets.week_bars import WeekBars, WeekFlags
from ui.widgets.week_points import WeekPoint

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)


def score(value: float, n: int = 20) -> Figure:
    return Figure(value, max(0.0, value - 5), min(100.0, value + 5), n, "points", n < 10)


def points(*weeks: tuple[int, float]) -> list[WeekPoint]:
    return [WeekPoint(MONDAY + number * WEEK, score(value)) for number, value in weeks]


@pytest.fixture
def trend(qtbot: QtBot) -> TrendChart:
    chart = TrendChart()
    chart.resize(640, 300)
    qtbot.addWidget(chart)
    return chart


def test_weeks_and_values_stand_where_the_axes_have_them(trend: TrendChart) -> None:
    trend.show_trend(
        "Score", "points", points((0, 50.0), (1, 100.0), (3, 0.0)), (MONDAY, MONDAY + 3 * WEEK)
    )

    plot = trend.plot_area()
    first, second, last = (trend.mark_point(index) for index in range(3))
    assert first.x() == pytest.approx(plot.left() + plot.width() / 8)
    assert last.x() - first.x() == pytest.approx(3 * (second.x() - first.x()))
    assert first.y() == pytest.approx(plot.center().y())
    assert second.y() == pytest.approx(plot.top())
    assert last.y() == pytest.approx(plot.bottom())


def test_a_missing_week_leaves_a_gap_in_the_line(trend: TrendChart) -> None:
    trend.show_trend(
        "Score", "points", points((0, 70.0), (1, 72.0), (3, 71.0)), (MONDAY, MONDAY + 3 * WEEK)
    )

    assert trend.runs == ((0, 1), (2,))


def test_arrow_keys_take_week_by_week_in_hand_and_enter_opens_it(
    trend: TrendChart, qtbot: QtBot
) -> None:
    trend.show_trend("Score", "points", points((0, 70.0), (1, 72.0)), (MONDAY, MONDAY + WEEK))
    trend.show()

    qtbot.keyClick(trend, Qt.Key.Key_Right)
    qtbot.keyClick(trend, Qt.Key.Key_Right)
    with qtbot.waitSignal(trend.mark_chosen) as chosen:
        qtbot.keyClick(trend, Qt.Key.Key_Return)

    assert chosen.args == [1]
    assert trend.current == 1


def test_who_does_not_see_the_line_is_told_every_number(trend: TrendChart) -> None:
    trend.show_trend("Score", "points", points((0, 70.0), (1, 72.0)), (MONDAY, MONDAY + WEEK))

    told = trend.accessibleDescription()
    assert "70, 95 % interval 65 to 75, n 20" in told
    assert "72, 95 % interval 67 to 77, n 20" in told


def test_a_chart_of_one_week_with_few_calls_paints_without_a_band(trend: TrendChart) -> None:
    few = Figure(80.0, None, None, 1, "points", few=True)
    trend.show_trend("Score", "points", [WeekPoint(MONDAY, few)], (MONDAY, MONDAY), (75.0, 100.0))

    assert not trend.grab().isNull()
    assert any("Fewer than 10" in line for line in trend.mark_lines(0))


def test_scales_of_shares_and_scores_are_whole_and_others_begin_at_0() -> None:
    assert scale_for("points", [82.0], [84.0], 0.0, 1.0).highest == 100.0
    assert scale_for("share", [0.4], [0.5], 0.0, 1.0).highest == 1.0
    rate = scale_for("rate", [3.0], [400.0], 0.0, 1.0)
    assert (rate.lowest, rate.highest) == (0.0, 6.0)


def test_bars_count_each_score_once_and_100_in_the_last() -> None:
    bars = bars_of([0.0, 4.99, 5.0, 74.99, 100.0, 97.5])

    assert [(each.low, each.count) for each in bars] == [(0, 2), (5, 1), (70, 1), (95, 2)]


def test_a_bar_spans_its_points_along_the_axis(qtbot: QtBot) -> None:
    chart = DistributionChart()
    chart.resize(420, 220)
    qtbot.addWidget(chart)
    chart.show_scores([72.0, 91.0, 93.0], 75.0)

    area = chart.mark_area(0)
    assert chart.score_x_px(70) <= area.left() < area.right() <= chart.score_x_px(75)
    assert chart.mark_point(1).y() < chart.mark_point(0).y()


def test_praise_and_faults_of_one_scale_have_bars_of_one_height(qtbot: QtBot) -> None:
    heights = []
    for severity in ("praise", "urgent"):
        chart = WeekBars()
        chart.resize(300, 120)
        qtbot.addWidget(chart)
        week = WeekFlags(MONDAY, ((severity, 3),), 9)
        chart.show_weeks("flags", [week], (MONDAY, MONDAY), 6)
        heights.append(chart.mark_point(0).y())

    assert heights[0] == heights[1]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    i18n.use_language("de")

    assert written(2.45, "rate") == "2,5" or written(2.45, "rate") == "2,4"
    assert written(-0.04, "rate") == "0,0"
    assert written(None, "share") == "–"


def test_a_change_has_an_arrow_only_where_it_is_more_than_chance() -> None:
    sure = Shift(4.2, 1.0, 7.4, 30, 30, True, None, "points", "higher")
    chance = Shift(4.2, -1.0, 9.4, 30, 30, False, None, "points", "higher")

    assert (sure.text, sure.word, sure.tone) == ("▲ +4.2", "better", "better")
    assert (chance.text, chance.tone) == ("+4.2", "chance")
