"""The whole call in a thin strip, with the part that is shown as a handle to drag."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.itemmodels.moment import Moment
from ui.widgets.mark_drawing import sign_picture
from ui.widgets.time_window import Scale, TimeWindow
from ui.widgets.timeline_facts import LaneFacts, TimelineFacts
from ui.widgets.timeline_lane import role_colour

_EDGE_PX = 8.0
_GRIP_PX = 5.0
_LEAST_HANDLE_PX = 8.0
_FLAG_PX = 8.0

Grip = Literal["", "start", "end", "whole"]


class OverviewStrip(QWidget):
    """Who speaks when in all of the call, where flags are, and which part is shown above."""

    window_wanted = Signal(object)
    """The `TimeWindow` that a person dragged the handle to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = TimelineFacts(0.0, ())
        self._moments: tuple[Moment, ...] = ()
        self._window = TimeWindow.whole(0.0)
        self._position_s = 0.0
        self._left_px = 0.0
        self._picture: QPixmap | None = None
        self._grip: Grip = ""
        self._pressed_px = 0.0
        self._pressed_window = self._window
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self._redraw)

    @property
    def handle(self) -> QRectF:
        """Where the handle is; wide enough to be gripped."""
        scale = self._scale()
        left, right = scale.x(self._window.start_s), scale.x(self._window.end_s)
        wider = max(0.0, _LEAST_HANDLE_PX - (right - left)) / 2
        return QRectF(left - wider, 0.5, right - left + 2 * wider, self.height() - 1)

    def show_call(self, facts: TimelineFacts) -> None:
        """Show a call; one that is shown already keeps its frame and playhead."""
        if not facts.is_same_sound(self._facts):
            self._position_s = 0.0
            self._window = TimeWindow.whole(facts.duration_s)
        self._facts, self._moments = facts, ()
        self.updateGeometry()
        self._redraw()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show where flags, silences and holds are."""
        self._moments = tuple(each for each in moments if each.kind in ("flag", "silence", "hold"))
        self._redraw()

    def show_window(self, window: TimeWindow, left_px: float) -> None:
        """Show which part is shown above, whose plot begins at `left_px`."""
        if left_px != self._left_px:
            self._left_px, self._picture = left_px, None
        self._window = window
        self.update()

    def set_position(self, position_s: float) -> None:
        """Move the playhead."""
        scale = self._scale()
        before, after = scale.x(self._position_s), scale.x(position_s)
        self._position_s = position_s
        if round(before) != round(after):
            for x in (before, after):
                self.update(round(x) - 3, 0, 6, self.height())

    def _scale(self) -> Scale:
        whole = TimeWindow.whole(self._facts.duration_s)
        return Scale(whole, self._left_px, max(1.0, self.width() - self._left_px - _EDGE_PX))

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _drawn(self) -> QPixmap:
        ratio, of = self.devicePixelRatioF(), theme.colours()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter, scale = QPainter(picture), self._scale()
        ground = QRectF(scale.left_px, 0, scale.width_px, self.height())
        painter.fillRect(ground, QColor(of.sunk))
        for moment in self._moments:
            if moment.kind != "flag" and moment.class_ != "pause":
                left, right = scale.x(moment.start_s), scale.x(moment.end_s)
                painter.fillRect(
                    QRectF(left, 0, max(1.0, right - left), self.height()), QColor(of.band)
                )
        top = _FLAG_PX + 2
        height = (self.height() - top - 2) / max(1, len(self._facts.lanes))
        for index, lane in enumerate(self._facts.lanes):
            box = QRectF(scale.left_px, top + index * height, scale.width_px, max(1.0, height - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(role_colour(lane.role)))
            painter.drawRects(_runs(lane, scale, box))
        self._draw_flags(painter, scale)
        painter.end()
        return picture

    def _draw_flags(self, painter: QPainter, scale: Scale) -> None:
        ratio = painter.device().devicePixelRatioF()
        for moment in self._moments:
            if moment.kind == "flag":
                sign = sign_picture("flag", moment.class_, _FLAG_PX, ratio, theme.is_dark())
                painter.drawPixmap(QPointF(scale.x(moment.start_s) - _FLAG_PX / 2, 0.5), sign)

    def _grip_at(self, x: float) -> Grip:
        handle = self.handle
        if self._window.is_whole or not handle.left() - _GRIP_PX <= x <= handle.right() + _GRIP_PX:
            return ""
        if handle.width() > 3 * _GRIP_PX:
            if x <= handle.left() + _GRIP_PX:
                return "start"
            if x >= handle.right() - _GRIP_PX:
                return "end"
        return "whole"

    def sizeHint(self) -> QSize:
        lanes = min(4, max(2, len(self._facts.lanes)))
        return QSize(320, round(self.fontMetrics().height() * 0.6) + 6 * lanes + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._drawn()
        of, scale, handle = theme.colours(), self._scale(), self.handle
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        x = scale.x(self._position_s)
        painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), QColor(of.ink))
        if self._window.is_whole:
            return
        shade = QColor(of.page)
        shade.setAlpha(150)
        right = scale.left_px + scale.width_px
        painter.fillRect(
            QRectF(scale.left_px, 0, handle.left() - scale.left_px, self.height()), shade
        )
        painter.fillRect(QRectF(handle.right(), 0, right - handle.right(), self.height()), shade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(handle.adjusted(1, 0.5, -1, -0.5), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._grip = self._grip_at(x)
        if self._grip == "":
            middle_s = self._scale().time_s(x)
            moved = self._window.moved_to(
                middle_s - self._window.length_s / 2, self._window.length_s
            )
            self.window_wanted.emit(moved)
            self._grip = "whole"
        self._pressed_px, self._pressed_window = x, self._window

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            edge = self._grip_at(x) in ("start", "end")
            self.setCursor(
                Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.PointingHandCursor
            )
            return
        by_s = (x - self._pressed_px) / self._scale().px_per_s
        was = self._pressed_window
        if self._grip == "start":
            self.window_wanted.emit(was.between(min(was.start_s + by_s, was.end_s), was.end_s))
        elif self._grip == "end":
            self.window_wanted.emit(was.between(was.start_s, max(was.end_s + by_s, was.start_s)))
        else:
            self.window_wanted.emit(was.moved(by_s))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.window_wanted.emit(TimeWindow.whole(self._facts.duration_s))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.window_wanted.emit(self._window.moved(-turned / 120.0 * 0.25 * self._window.length_s))
        event.accept()


def _runs(lane: LaneFacts, scale: Scale, box: QRectF) -> list[QRectF]:
    """Return where a voice speaks, neighbouring pixels joined."""
    width = max(1, round(box.width()))
    edges_s = np.linspace(scale.window.start_s, scale.window.end_s, width + 1)
    speaks = np.concatenate([[False], lane.speaks_in(edges_s), [False]])
    ends = np.flatnonzero(speaks[1:] != speaks[:-1]).reshape(-1, 2).tolist()
    return [
        QRectF(box.left() + first, box.top(), last - first, box.height()) for first, last in ends
    ]
