"""The picture of a call as a person handles it: scrolled, zoomed, clicked, by mouse and keys."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.widgets.timeline_lane import lane_words
from ui.widgets.timeline_marks import Mark, mark_at, mark_words
from ui.widgets.timeline_view import TimelineView

_WHEEL_NOTCH = 120.0
_WHEEL_ZOOM = 1.25
_WHEEL_SCROLL = 0.1
"""Share of the window that a notch of the wheel scrolls."""

_SEEK_STEP_S = 5.0

Grip = Literal["", "axis", "sheet"]
"""What is being dragged: the playhead on the axis, or the whole sheet."""


class TimelineCanvas(TimelineView):
    """Emits what is clicked: a moment, or else a time."""

    sought = Signal(float)
    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._pressed_window = self.window_shown
        self._grip: Grip = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mark_of(self, point: QPointF) -> Mark | None:
        """Return the mark at a point, ``None`` where there is none."""
        return mark_at(self.marks, point)

    def _help_at(self, point: QPointF) -> tuple[str, QRect]:
        """Return what a tooltip says at a point, and where it stays up."""
        mark = self.mark_of(point)
        if mark is not None:
            at = QRectF(point, point).adjusted(-2, -2, 2, 2) if mark.is_band else mark.at
            return mark_words(mark), at.toAlignedRect()
        for lane, box in zip(self.facts.lanes, self.rows.lanes, strict=True):
            if point.x() < box.left() and box.top() <= point.y() <= box.bottom():
                names = QRectF(0, box.top(), box.left(), box.height())
                return ", ".join(each for each in lane_words(lane) if each), names.toAlignedRect()
        return "", QRect()

    def _key_time(self, key: Qt.Key) -> float | None:
        return {
            Qt.Key.Key_Left: self.position_s - _SEEK_STEP_S,
            Qt.Key.Key_Right: self.position_s + _SEEK_STEP_S,
            Qt.Key.Key_PageUp: self.position_s - self.window_shown.length_s,
            Qt.Key.Key_PageDown: self.position_s + self.window_shown.length_s,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self.facts.duration_s,
        }.get(key)

    def _click(self, point: QPointF) -> None:
        mark = self.mark_of(point)
        if mark is not None:
            self.moment_chosen.emit(mark.moment)
        elif point.x() >= self.rows.plot.left():
            self.sought.emit(self.scale.time_s(point.x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words, near = self._help_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self, near)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._pressed, self._pressed_window = event.position(), self.window_shown
        self._grip = "axis" if event.position().y() >= self.rows.axis.top() else ""
        if self._grip == "axis":
            self.sought.emit(self.scale.time_s(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            over = self.mark_of(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        if self._grip == "axis":
            self.sought.emit(self.scale.time_s(event.position().x()))
            return
        by_px = self._pressed.x() - event.position().x()
        if self._grip == "" and abs(by_px) >= QApplication.startDragDistance():
            self._grip = "sheet"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._grip == "sheet":
            by_s = by_px / self.scale.px_per_s
            self.show_window(self._pressed_window.moved(by_s))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._pressed = None
        if self._grip == "":
            self._click(event.position())
        self.unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        sideways = turned.x() or (
            turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            by_s = -sideways / _WHEEL_NOTCH * _WHEEL_SCROLL * self.window_shown.length_s
            self.show_window(self.window_shown.moved(by_s))
        elif turned.y():
            at_s = self.scale.time_s(event.position().x())
            self.zoom(_WHEEL_ZOOM ** (turned.y() / _WHEEL_NOTCH), at_s)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        to_s = self._key_time(key)
        if to_s is not None:
            self.sought.emit(min(max(0.0, to_s), self.facts.duration_s))
        else:
            super().keyPressEvent(event)
