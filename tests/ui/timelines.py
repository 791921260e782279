"""Sample calls as the time line gets them, and what tests do with one."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from ui.itemmodels.moment import Moment
from ui.itemmodels.moments import moments_of
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_facts import LaneFacts, TimelineFacts, timeline_facts

BAD_CALL, MONO_CALL, HOLD_CALL = "02_damaged", "03_router", "05_claim"


class Call:
    """A sample call as the time line gets it."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        rows = workspace.calls.list(CallFilter(), Sort("started_at", descending=False)).rows
        shown = [workspace.calls.show(each.call_id) for each in rows]
        documents = [each.document for each in shown if each.document]
        document = next(each for each in documents if name in each.recording.path)
        self.facts = timeline_facts(document)
        self.moments = moments_of(document, document.flags, ())
        self.path = Path(document.recording.path)

    def of_kind(self, kind: str) -> list[Moment]:
        return [each for each in self.moments if each.kind == kind]


def silent_facts(duration_s: float, lanes: int = 1) -> TimelineFacts:
    none = np.empty((2, 0))
    return TimelineFacts(
        duration_s,
        tuple(LaneFacts(f"s{n}", "other", None, (n,), False, none) for n in range(lanes)),
    )


def point_of(timeline: Timeline, moment: Moment) -> QPoint:
    mark = next(each for each in timeline.canvas.marks if each.moment == moment)
    return mark.at.center().toPoint()


def turn_wheel(
    timeline: Timeline,
    at: QPointF,
    notches: float,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    event = QWheelEvent(
        at,
        timeline.canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline.canvas, event)


def picture_of(timeline: Timeline) -> QImage:
    return timeline.canvas.grab().toImage()


def shown_timeline(qtbot: QtBot) -> Timeline:
    """Return an empty time line on the screen."""
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1200, 270)
    with qtbot.waitExposed(made):
        made.show()
    return made
