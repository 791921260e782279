"""A trend so small that it fits beside a figure; the figures say the rest."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from callqa.domain.scale import Unit, scale_for
from ui import theme
from ui.widgets.week_points import PlacedPoint, WeekPoint, paint_runs, runs_of, weeks_between

_DOT_PX = 2.2
_EDGE_PX = 4.0


class Spark(QWidget):
    """The line and the interval of a measure, without numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[WeekPoint, ...] = ()
        self._unit: Unit = "points"
        self._weeks = (date.min, date.min)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def show_trend(self, unit: Unit, points: Sequence[WeekPoint], weeks: tuple[date, date]) -> None:
        """Show a measure over the weeks from one Monday to another."""
        self._unit, self._points, self._weeks = unit, tuple(points), weeks
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 14, self.fontMetrics().height() * 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        painter.setPen(QPen(QColor(theme.colours().rule), 1.0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._points:
            paint_runs(painter, self._placed(area), theme.colours().accent, _DOT_PX)
        painter.end()

    def _placed(self, area: QRectF) -> list[list[PlacedPoint]]:
        figures = [each.figure for each in self._points]
        scale = scale_for(
            self._unit,
            [each.value for each in figures if each.value is not None],
            [each.high for each in figures if each.high is not None],
            area.bottom(),
            area.top(),
        )
        first, last = self._weeks
        gap = area.width() / weeks_between(first, last)
        placed = [
            PlacedPoint(
                x=area.left() + ((each.monday - first).days // 7 + 0.5) * gap,
                y=scale.at(each.figure.value or 0.0),
                low_y=None if each.figure.low is None else scale.at(each.figure.low),
                high_y=None if each.figure.high is None else scale.at(each.figure.high),
                few=each.figure.few,
            )
            for each in self._points
        ]
        return [[placed[index] for index in run] for run in runs_of(self._points)]
