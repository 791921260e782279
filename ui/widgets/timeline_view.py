"""The picture of a call over time: which part is shown, and where the playhead stands."""

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.itemmodels.moment import Moment
from ui.widgets.time_window import Scale, TimeWindow
from ui.widgets.timeline_facts import Outline, TimelineFacts
from ui.widgets.timeline_marks import Mark, MarkLayout
from ui.widgets.timeline_picture import Picture, draw_picture
from ui.widgets.timeline_rows import Rows, height_wanted_px, rows_of

_JUMP_S = 2.0
"""A playhead that moves further at once was put there; a playing one moves a fraction of it."""

_HEAD_PX = 5.0

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TimelineView(QWidget):
    """Lanes, marks, axis and playhead; keeps a picture, so that playing redraws only a strip."""

    window_changed = Signal(object)
    """The `TimeWindow` that is shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = TimelineFacts(0.0, ())
        self._outline: Outline | None = None
        self._layout = MarkLayout((), ())
        self._window = TimeWindow.whole(0.0)
        self._chosen: Moment | None = None
        self._position_s = 0.0
        self._picture: QPixmap | None = None
        self._marks: tuple[Mark, ...] = ()
        self._focus_seen = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.watcher().changed.connect(self.redraw)

    @property
    def window_shown(self) -> TimeWindow:
        """The part of the call that is shown."""
        return self._window

    @property
    def facts(self) -> TimelineFacts:
        """The call that is shown."""
        return self._facts

    @property
    def position_s(self) -> float:
        """Where the playhead stands."""
        return self._position_s

    @property
    def scale(self) -> Scale:
        """How its times and pixels belong together."""
        plot = self.rows.plot
        return Scale(self._window, plot.left(), plot.width())

    @property
    def rows(self) -> Rows:
        """Where its rows are."""
        lanes = len(self._facts.lanes)
        return rows_of(self.width(), self.height(), lanes, self._metrics())

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is drawn of the moments, as it was painted last."""
        return self._marks

    def show_call(self, facts: TimelineFacts) -> None:
        """Show a call, whole, with the playhead at its start and nothing chosen.

        One that is shown already keeps its window, playhead and sound: only roles have changed.
        """
        is_same = bool(facts.lanes) and facts.is_same_sound(self._facts)
        self._facts = facts
        self._layout = MarkLayout((), facts.lanes)
        self.updateGeometry()
        if is_same:
            self.redraw()
            return
        self._outline, self._chosen, self._position_s = None, None, 0.0
        self.show_window(TimeWindow.whole(facts.duration_s))

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Draw these moments, sorted by time."""
        self._layout = MarkLayout(moments, self._facts.lanes)
        self.redraw()

    def show_outline(self, outline: Outline) -> None:
        """Draw the sound itself from now on."""
        self._outline = outline
        self.redraw()

    def show_window(self, window: TimeWindow) -> None:
        """Show another part of the call."""
        self._window = window
        self.redraw()
        self.window_changed.emit(window)

    def set_position(self, position_s: float) -> None:
        """Move the playhead; a window that it leaves turns the page, one without it stays."""
        was_s, self._position_s = self._position_s, position_s
        jumped = not 0 <= position_s - was_s < _JUMP_S
        if not self._window.shows(position_s) and (jumped or self._window.shows(was_s)):
            self.show_window(self._window.page_at(position_s))
            return
        for each_s in (was_s, position_s):
            self.update(self._head_strip(each_s))

    def choose(self, moment: Moment | None) -> None:
        """Point out a moment, and scroll to it where it is not shown."""
        self._chosen = moment
        if moment is not None and not self._window.shows(moment.start_s):
            middle_s = moment.start_s - self._window.length_s / 2
            self.show_window(self._window.moved_to(middle_s, self._window.length_s))
        self.redraw()

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """Zoom in by `factor` around a time: else the playhead, or the middle without it."""
        if at_s is None:
            window = self._window
            seen = window.shows(self._position_s)
            at_s = self._position_s if seen else (window.start_s + window.end_s) / 2
        self.show_window(self._window.zoomed(factor, at_s))

    def fit(self) -> None:
        """Show the whole call."""
        self.show_window(TimeWindow.whole(self._facts.duration_s))

    def redraw(self) -> None:
        """Draw everything anew at the next painting."""
        self._picture = None
        self.update()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font())

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(ceil(self.width() * ratio), ceil(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.colours().sheet))
        scale, rows = self.scale, self.rows
        self._marks = self._layout.marks(scale, rows, self._chosen)
        chosen = next((each for each in self._marks if each.moment == self._chosen), None)
        painter = QPainter(picture)
        painter.setFont(self.font())
        draw_picture(painter, Picture(self._facts, self._outline, self._marks, chosen, scale, rows))
        painter.end()
        return picture

    def _head_strip(self, position_s: float) -> QRect:
        x = self.scale.x(position_s)
        left = floor(x - _HEAD_PX - 2)
        return QRect(left, 0, ceil(2 * _HEAD_PX + 4), self.height())

    def _paint_head(self, painter: QPainter) -> None:
        if not self._window.shows(self._position_s):
            return
        of, rows, x = theme.colours(), self.rows, self.scale.x(self._position_s)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.ink), 1.5))
        painter.drawLine(QLineF(x, rows.flags.top(), x, rows.axis.top()))
        painter.setBrush(QColor(of.ink))
        painter.setPen(Qt.PenStyle.NoPen)
        foot = rows.axis.top()
        corners = [(-_HEAD_PX, 7.0), (_HEAD_PX, 7.0), (_HEAD_PX, 4.0), (0.0, -2.0)]
        corners.append((-_HEAD_PX, 4.0))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, foot + dy) for dx, dy in corners]))

    def sizeHint(self) -> QSize:
        lanes = len(self._facts.lanes) or 2
        return QSize(800, height_wanted_px(lanes, self._metrics()))

    def minimumSizeHint(self) -> QSize:
        lanes = len(self._facts.lanes) or 2
        return QSize(320, height_wanted_px(lanes, self._metrics(), least=True))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.redraw()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.redraw()
        self.window_changed.emit(self._window)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_head(painter)
        if self._focus_seen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours().focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Who clicked knows where the focus is; a frame around everything would only distract.
        self._focus_seen = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._focus_seen = False
        self.update()
