"""A measure week by week: the mean with its interval, n under each week, and where it should be.

Weeks stand where the calendar has them, so a week without calls is a gap and not a step.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from callqa.domain.scale import Scale, Unit, scale_for
from ui import theme
from ui.formats import day, number
from ui.i18n import text
from ui.itemmodels.figure import written
from ui.widgets.chart import Chart, draw_readable
from ui.widgets.dates import short_day
from ui.widgets.week_points import PlacedPoint, WeekPoint, paint_runs, runs_of, weeks_between

_DOT_PX = 4.0
_GAP_PX = 8.0


class TrendChart(Chart):
    """One measure of an agent, a team or a queue over some weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[WeekPoint, ...] = ()
        self._first = self._last = date.min
        self._unit: Unit = "points"
        self._band: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def points(self) -> tuple[WeekPoint, ...]:
        """The weeks shown: those that have a value."""
        return self._points

    @property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the weeks that a line joins."""
        return tuple(tuple(each) for each in runs_of(self._points))

    def show_trend(
        self,
        name: str,
        unit: Unit,
        points: Sequence[WeekPoint],
        weeks: tuple[date, date],
        band: tuple[float, float] | None = None,
    ) -> None:
        """Show a measure.

        Parameters
        ----------
        name
            Of the measure, for those who do not see the drawing.
        points
            The weeks that have a value, in order.
        weeks
            Mondays of the first and the last week of the axis.
        band
            Where the value should be, both ends included; ``None`` where nothing says so.
        """
        self._points = tuple(points)
        self._unit = unit
        self._first, self._last = weeks
        self._band = band
        self.set_content(
            text("charts.trend", name=name, first=day(self._first), last=day(self._last))
        )

    def week_x_px(self, monday: date) -> float:
        """Return where a week stands along the axis, in px."""
        plot = self.plot_area()
        gap = plot.width() / weeks_between(self._first, self._last)
        return plot.left() + ((monday - self._first).days // 7 + 0.5) * gap

    def value_y_px(self, value: float) -> float:
        """Return where a value stands, in px from the top."""
        return self._scale().at(value)

    def plot_area(self) -> QRectF:
        """Return the rectangle between the axes, in px."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(written(self._widest(), self._unit)) + 2 * _GAP_PX
        bottom = 2 * metrics.height() + 1.5 * _GAP_PX
        top = 2 * metrics.height() + _GAP_PX / 2
        return QRectF(self.rect()).adjusted(left, top, -_GAP_PX, -bottom)

    def mark_count(self) -> int:
        return len(self._points)

    def mark_area(self, index: int) -> QRectF:
        plot = self.plot_area()
        gap = plot.width() / weeks_between(self._first, self._last)
        return QRectF(self.mark_point(index).x() - gap / 2, 0.0, gap, float(self.height()))

    def mark_point(self, index: int) -> QPointF:
        each = self._points[index]
        return QPointF(self.week_x_px(each.monday), self.value_y_px(each.figure.value or 0.0))

    def mark_lines(self, index: int) -> Sequence[str]:
        each = self._points[index]
        lines = [text("charts.week_of", day=day(each.monday)), each.figure.sentence]
        if each.figure.few:
            lines.append(text("charts.few"))
        return lines

    def paint_chart(self, painter: QPainter) -> None:
        plot, scale = self.plot_area(), self._scale()
        painter.setFont(self.small_font())
        self._paint_steps(painter, plot, scale)
        self._paint_target(painter, plot, scale)
        if not self._points:
            painter.setPen(QColor(theme.colours().soft))
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, text("charts.no_week"))
            return
        self._paint_versions(painter, plot)
        placed = [self._placed(each, scale) for each in self._points]
        runs = [[placed[index] for index in run] for run in self.runs]
        paint_runs(painter, runs, theme.colours().accent, _DOT_PX)
        self._paint_labels(painter, plot, placed)

    def _widest(self) -> float:
        return self._scale_between(0.0, 1.0).highest

    def _scale(self) -> Scale:
        plot = self.plot_area()
        return self._scale_between(plot.bottom(), plot.top())

    def _scale_between(self, start_px: float, end_px: float) -> Scale:
        figures = [each.figure for each in self._points]
        means = [each.value for each in figures if each.value is not None]
        highs = [each.high for each in figures if each.high is not None]
        if self._band is not None and self._unit not in ("points", "share"):
            means.append(self._band[1])
        return scale_for(self._unit, means, highs, start_px, end_px)

    def _placed(self, each: WeekPoint, scale: Scale) -> PlacedPoint:
        figure = each.figure
        return PlacedPoint(
            x=self.week_x_px(each.monday),
            y=scale.at(figure.value or 0.0),
            low_y=None if figure.low is None else scale.at(figure.low),
            high_y=None if figure.high is None else scale.at(figure.high),
            few=figure.few,
        )

    def _paint_steps(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        of = theme.colours()
        metrics = painter.fontMetrics()
        for value in scale.ticks():
            y = scale.at(value)
            strong = value == scale.lowest
            painter.setPen(QPen(QColor(of.rule_strong if strong else of.rule), 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(of.soft))
            box = QRectF(0.0, y - metrics.height() / 2, plot.left() - _GAP_PX, metrics.height())
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                written(value, self._unit),
            )

    def _paint_target(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        if self._band is None:
            return
        of = theme.colours()
        low, high = self._band
        ground = QColor(of.praise)
        ground.setAlphaF(0.11)
        top, bottom = scale.at(high), scale.at(low)
        painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), ground)
        painter.setPen(QPen(QColor(of.praise), 1.0, Qt.PenStyle.DashLine))
        for value in (low, high):
            if scale.lowest < value < scale.highest:
                y = scale.at(value)
                painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        # The words stand above the plot, where no week can be in their way.
        words = text("charts.target", low=written(low, self._unit), high=written(high, self._unit))
        metrics = painter.fontMetrics()
        x = plot.right() - metrics.horizontalAdvance(words)
        swatch = QRectF(x - metrics.ascent() - 6.0, 2.0, metrics.ascent(), metrics.ascent())
        painter.setPen(QPen(QColor(of.praise), 1.0, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRect(swatch)
        painter.setPen(QColor(of.praise_ink))
        painter.drawText(QPointF(x, 2.0 + metrics.ascent()), words)

    def _paint_versions(self, painter: QPainter, plot: QRectF) -> None:
        of = theme.colours()
        for each in self._points[1:]:
            if not (each.new_rubric or each.new_models):
                continue
            gap = plot.width() / weeks_between(self._first, self._last)
            x = self.week_x_px(each.monday) - gap / 2
            painter.setPen(QPen(QColor(of.band_line), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(QColor(of.soft))
            words = text("charts.new_rubric" if each.new_rubric else "charts.new_models")
            painter.drawText(QPointF(x + 4.0, plot.top() + painter.fontMetrics().ascent()), words)

    def _paint_labels(self, painter: QPainter, plot: QRectF, placed: Sequence[PlacedPoint]) -> None:
        of = theme.colours()
        metrics = painter.fontMetrics()
        gap = plot.width() / weeks_between(self._first, self._last)
        widest = max(
            metrics.horizontalAdvance(words)
            for each in self._points
            for words in (short_day(each.monday), _n(each))
        )
        every = max(1, -(-int(widest + _GAP_PX) // max(1, int(gap))))
        known = {each.monday: each for each in self._points}
        count = weeks_between(self._first, self._last)
        # Counted from the end, so that the latest week has its words however little room there is.
        for number_of_week in range((count - 1) % every, count, every):
            monday = self._first + timedelta(weeks=number_of_week)
            found = known.get(monday)
            x = self.week_x_px(monday)
            baseline = plot.bottom() + metrics.ascent() + 5.0
            painter.setPen(QColor(of.ink if found else of.soft))
            _centred(painter, x, baseline, short_day(monday))
            painter.setPen(QColor(of.soft))
            under = _n(found) if found else text("charts.no_calls")
            _centred(painter, x, baseline + metrics.height(), under)
        painter.setFont(self.value_font())
        for each, point in zip(self._points, placed, strict=True):
            if ((self._last - each.monday).days // 7) % every == 0:
                above = max(point.y - _DOT_PX - 5.0, metrics.ascent())
                draw_readable(painter, point.x, above, each.figure.text, of.ink)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 90, metrics.height() * 14)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 16)


def _n(point: WeekPoint) -> str:
    return text("charts.n", n=number(point.figure.n))


def _centred(painter: QPainter, x: float, baseline_y: float, words: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(words)
    painter.drawText(QPointF(x - width / 2, baseline_y), words)
