from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.timelines import (
    Call,
    point_of,
    turn_wheel,
)
from ui.itemmodels.moment import KINDS
from ui.widgets.time_window import TimeWindow
from ui.widgets.timeline import Timeline


def test_a_click_on_a_mark_chooses_its_moment(qtbot: QtBot, timeline: Timeline, bad: Call) -> None:
    for moment in (*bad.of_kind("interruption")[:1], *bad.of_kind("flag")[:1]):
        with qtbot.waitSignal(timeline.moment_chosen) as chosen:
            qtbot.mouseClick(
                timeline.canvas, Qt.MouseButton.LeftButton, pos=point_of(timeline, moment)
            )
        assert chosen.args == [moment]


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_tooltip_says_what_when_and_why_and_names_in_full(timeline: Timeline, bad: Call) -> None:
    moment = bad.of_kind("interruption")[0]
    names = QPoint(20, round(timeline.canvas.rows.lanes[0].center().y()))

    for at, said in ((point_of(timeline, moment), moment.title), (names, "Karen Wolf, Agent")):
        where = timeline.canvas.mapToGlobal(at)
        QApplication.sendEvent(timeline.canvas, QHelpEvent(QEvent.Type.ToolTip, at, where))
        assert said in QToolTip.text()


def test_a_click_elsewhere_seeks_to_that_time(qtbot: QtBot, timeline: Timeline, bad: Call) -> None:
    canvas = timeline.canvas
    lane = canvas.rows.lanes[1]
    spot = QPoint(round(canvas.scale.x(12.0)), round(lane.bottom() - 8))

    with qtbot.waitSignal(timeline.sought) as sought:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot)

    assert sought.args[0] == pytest.approx(12.0, abs=0.1)


def test_the_wheel_zooms_around_the_mouse_and_not_beyond_the_call(
    timeline: Timeline, bad: Call
) -> None:
    canvas = timeline.canvas
    spot = QPointF(700, 80)
    time_s = canvas.scale.time_s(spot.x())

    turn_wheel(timeline, spot, 4)
    assert canvas.window_shown.length_s < bad.facts.duration_s / 2
    assert canvas.scale.time_s(spot.x()) == pytest.approx(time_s, abs=0.01)

    turn_wheel(timeline, spot, 40)
    assert canvas.window_shown.length_s == pytest.approx(5.0)
    turn_wheel(timeline, spot, -80)
    assert canvas.window_shown == TimeWindow.whole(bad.facts.duration_s)


def test_the_wheel_with_shift_and_a_drag_scroll(
    qtbot: QtBot, timeline: Timeline, bad: Call
) -> None:
    canvas = timeline.canvas
    timeline.canvas.zoom(4, 30.0)
    start_s = canvas.window_shown.start_s

    turn_wheel(timeline, QPointF(600, 80), -1, Qt.KeyboardModifier.ShiftModifier)
    scrolled_s = canvas.window_shown.start_s
    assert scrolled_s > start_s

    spy = QSignalSpy(timeline.sought)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(600, 100))
    qtbot.mouseMove(canvas, QPoint(700, 100))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(700, 100))
    by_s = 100 / canvas.scale.px_per_s
    assert canvas.window_shown.start_s == pytest.approx(scrolled_s - by_s, abs=0.05)
    assert spy.count() == 0


def test_keys_zoom_seek_and_show_all(qtbot: QtBot, timeline: Timeline, bad: Call) -> None:
    canvas = timeline.canvas
    canvas.setFocus()
    timeline.set_position(20.0)

    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.window_shown.length_s == pytest.approx(bad.facts.duration_s / 2.25)
    assert canvas.window_shown.shows(20.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.window_shown.length_s == pytest.approx(bad.facts.duration_s / 1.5)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.window_shown.is_whole

    for key, to_s in ((Qt.Key.Key_Right, 25.0), (Qt.Key.Key_Left, 15.0), (Qt.Key.Key_Home, 0.0)):
        with qtbot.waitSignal(timeline.sought) as sought:
            qtbot.keyClick(canvas, key)
        assert sought.args == [to_s]


def test_a_chip_or_its_key_hides_a_kind_and_its_marks(
    qtbot: QtBot, timeline: Timeline, bad: Call
) -> None:
    timeline.canvas.setFocus()
    key = Qt.Key(Qt.Key.Key_1 + KINDS.index("raised"))

    with qtbot.waitSignal(timeline.kinds_changed) as changed:
        qtbot.keyClick(timeline.canvas, key)
    timeline.canvas.grab()

    assert changed.args == [frozenset(KINDS) - {"raised"}]
    assert not [each for each in timeline.canvas.marks if each.moment.kind == "raised"]
    assert [each for each in timeline.canvas.marks if each.moment.kind == "flag"]

    timeline.set_kinds(frozenset(KINDS))
    timeline.canvas.grab()
    assert [each for each in timeline.canvas.marks if each.moment.kind == "raised"]


def test_a_chip_counts_interruptions_without_listening_sounds(
    timeline: Timeline, bad: Call
) -> None:
    chip = timeline.legend.findChild(object, "timeline.interruption")
    real = [each for each in bad.of_kind("interruption") if each.class_ == "interruption"]
    listening = [replace(each, class_="backchannel", start_s=1.0) for each in real]

    timeline.show_moments((*listening, *bad.moments))

    assert chip.text() == f"Interruptions {len(real)}"
    assert "(key 1)" in chip.toolTip()
    assert not timeline.legend.findChild(object, "timeline.hold").isVisible()


def test_playing_turns_the_page_and_scrolling_away_is_respected(
    timeline: Timeline, bad: Call
) -> None:
    canvas = timeline.canvas
    canvas.show_window(canvas.window_shown.between(10.0, 20.0))
    for tenth in range(150, 201):
        timeline.set_position(tenth / 10)
    assert canvas.window_shown.start_s == 10.0

    timeline.set_position(20.1)
    assert 19.0 < canvas.window_shown.start_s < 20.1

    canvas.show_window(canvas.window_shown.between(40.0, 50.0))
    timeline.set_position(20.2)
    assert canvas.window_shown.start_s == 40.0

    timeline.set_position(5.0)
    assert canvas.window_shown.shows(5.0)


def test_a_moment_that_is_chosen_is_scrolled_to(timeline: Timeline, bad: Call) -> None:
    canvas = timeline.canvas
    canvas.show_window(canvas.window_shown.between(0.0, 8.0))
    last = bad.of_kind("flag")[-1]

    timeline.choose(last)
    timeline.canvas.grab()

    assert canvas.window_shown.shows(last.start_s)
    assert last in [each.moment for each in canvas.marks]


def test_the_frame_of_the_overview_scrolls_and_its_edge_zooms(
    qtbot: QtBot, timeline: Timeline, bad: Call
) -> None:
    canvas, strip = timeline.canvas, timeline.overview
    canvas.show_window(canvas.window_shown.between(10.0, 30.0))
    middle, left = strip.handle.center().toPoint(), strip.handle.left()

    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(strip, middle + QPoint(100, 0))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 0))
    moved = canvas.window_shown
    assert strip.handle.left() == pytest.approx(left + 100, abs=1)
    assert moved.length_s == pytest.approx(20.0)

    edge = QPoint(round(strip.handle.right() - 2), middle.y())
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(strip, edge - QPoint(80, 0))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=edge - QPoint(80, 0))
    assert canvas.window_shown.start_s == pytest.approx(moved.start_s, abs=0.01)
    assert canvas.window_shown.length_s < 19.0


def test_swapped_roles_leave_the_window_and_the_playhead_where_they_are(
    timeline: Timeline, bad: Call
) -> None:
    canvas = timeline.canvas
    canvas.show_window(canvas.window_shown.between(10.0, 20.0))
    timeline.set_position(12.0)
    agent, customer = bad.facts.lanes

    timeline.show_call(
        replace(
            bad.facts,
            lanes=(replace(customer, role="agent"), replace(agent, role="customer")),
        )
    )
    assert (canvas.window_shown.start_s, canvas.position_s) == (10.0, 12.0)
    assert canvas.facts.lanes[0].speaker == customer.speaker

    timeline.show_call(replace(bad.facts, duration_s=99.0))
    assert (canvas.window_shown, canvas.position_s) == (TimeWindow.whole(99.0), 0.0)
