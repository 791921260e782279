from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callqa.audio.peak_reading import read_peaks
from callqa.audio.peaks import peaks_of
from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from tests.ui.timelines import (
    BAD_CALL,
    HOLD_CALL,
    MONO_CALL,
    Call,
    picture_of,
    silent_facts,
)
from ui import theme
from ui.itemmodels.moment import KINDS, Moment
from ui.widgets.time_axis import ticks
from ui.widgets.time_window import TimeWindow
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_facts import timeline_facts


def test_lanes_are_the_parties_with_their_names(workspace: Workspace) -> None:
    lanes = Call(workspace, BAD_CALL).facts.lanes

    assert [(each.role, each.name) for each in lanes] == [
        ("agent", "Karen Wolf"),
        ("customer", "Paul Adler"),
    ]
    assert sorted(each.channels for each in lanes) == [(0,), (1,)]


def test_voices_of_one_channel_share_its_sound(workspace: Workspace) -> None:
    lanes = Call(workspace, MONO_CALL).facts.lanes

    assert {each.channels for each in lanes} == {(0,)}
    assert all(each.shares for each in lanes)


def test_flags_at_one_time_stand_beside_each_other(timeline: Timeline, bad: Call) -> None:
    flags = [each for each in timeline.canvas.marks if each.moment.kind == "flag"]

    assert len(flags) == len(bad.of_kind("flag"))
    for left in flags:
        for right in flags:
            assert left is right or not left.at.intersects(right.at)


def test_sound_is_drawn_where_it_is_and_in_the_colour_of_its_voice(
    timeline: Timeline, workspace: Workspace
) -> None:
    shown = Call(workspace, HOLD_CALL)
    timeline.show_call(shown.facts)
    before = picture_of(timeline)
    timeline.set_peaks(read_peaks(shown.path))
    after = picture_of(timeline)

    agent, canvas = shown.facts.lanes[0], timeline.canvas
    start_s, end_s = agent.speech_s[:, 1]
    row, colour = canvas.rows.lanes[0], QColor(theme.colours().agent)
    columns = range(round(canvas.scale.x(start_s)), round(canvas.scale.x(end_s)))
    rows = range(round(row.top()), round(row.bottom()))
    assert before != after
    assert any(after.pixelColor(x, y) == colour for x in columns for y in rows)
    assert not any(before.pixelColor(x, y) == colour for x in columns for y in rows)


class Painted(QObject):
    """Remembers what was painted of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.parts: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.parts.append(event.rect())
        return False


def test_a_moving_playhead_repaints_its_strip_alone(
    qtbot: QtBot, timeline: Timeline, bad: Call
) -> None:
    timeline.set_position(10.0)
    before = picture_of(timeline)
    QApplication.processEvents()
    painted = Painted(timeline.canvas)

    timeline.set_position(10.1)
    qtbot.waitUntil(lambda: bool(painted.parts))
    assert all(each.width() < 30 for each in painted.parts)

    timeline.set_position(10.0)
    assert picture_of(timeline) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("duration_s", "lanes"), [(0.0, 0), (1 / 8000, 1), (3.0, 2), (600.0, 8), (36_000.0, 2)]
)
def test_odd_calls_are_drawn_too(
    qapp: QApplication, timeline: Timeline, duration_s: float, lanes: int, scheme: theme.Scheme
) -> None:
    theme.dress(qapp, scheme)
    facts = silent_facts(duration_s, lanes)
    cells = max(1, min(60_000, round(duration_s * 100)))
    timeline.show_call(facts)
    timeline.set_peaks(peaks_of(duration_s, np.zeros((1, 2, cells), np.int16)))
    timeline.show_moments(
        tuple(Moment(kind, 0.0, duration_s, "", None, None, kind, "") for kind in (*KINDS, "note"))
    )
    timeline.set_position(duration_s)
    timeline.zoom_in()

    for width in (200, 700, 2500):
        timeline.resize(width, timeline.minimumSizeHint().height())
        assert not timeline.grab().isNull()


def test_a_call_without_speech_has_a_lane_for_each_channel(workspace: Workspace) -> None:
    (row, *_) = workspace.calls.list(CallFilter(), Sort("started_at", descending=False)).rows
    document = workspace.calls.show(row.call_id).document
    assert document is not None
    recording = replace(document.recording, channels=3)

    facts = timeline_facts(replace(document, recording=recording, speakers=(), speech=()))

    assert [each.channels for each in facts.lanes] == [(0,), (1,), (2,)]
    assert not facts.lanes[0].speaks_in(np.linspace(0, 1, 11)).any()


def test_labels_of_the_axis_are_round_and_few() -> None:
    for length_s in (5, 31, 90, 400, 3600, 7200, 36_000):
        window = TimeWindow(0.0, length_s, length_s)
        shown = ticks(window, 10)
        steps = {round(b - a, 6) for a, b in zip(shown.major_s, shown.major_s[1:], strict=False)}
        assert len(shown.major_s) <= 11
        assert len(steps) <= 1
        assert all(each % 1 == 0 for each in shown.major_s)
