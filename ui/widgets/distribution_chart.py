"""How scores are spread: calls in steps of five points, and the pass mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from callqa.domain.scale import Scale
from ui import theme
from ui.formats import number
from ui.i18n import counted, text
from ui.widgets.chart import Chart, draw_readable

STEP = 5
"""Points that a bar spans; the last holds 100 as well."""

_EDGE_PX = 10.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The calls with a score from `low` up to, and without, `high`."""

    low: int
    high: int
    count: int


def bars_of(scores: Sequence[float]) -> tuple[Bar, ...]:
    """Return the bars that hold at least one of `scores`, 0 to 100."""
    counts = [0] * (100 // STEP)
    for score in scores:
        counts[min(int(score // STEP), len(counts) - 1)] += 1
    return tuple(
        Bar(index * STEP, (index + 1) * STEP, count) for index, count in enumerate(counts) if count
    )


class DistributionChart(Chart):
    """Bars over 0 to 100, each with the number of its calls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._pass_mark: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return self._bars

    def show_scores(self, scores: Sequence[float], pass_mark: float | None) -> None:
        """Show scores, 0 to 100; `pass_mark` is ``None`` where rubrics with several are mixed."""
        self._bars, self._pass_mark = bars_of(scores), pass_mark
        self.set_content(text("charts.spread", n=number(len(scores))))

    def score_x_px(self, score: float) -> float:
        """Return where a score stands along the axis, in px."""
        plot = self.plot_area()
        return Scale(0.0, 100.0, 25.0, plot.left(), plot.right()).at(score)

    def plot_area(self) -> QRectF:
        """Return the rectangle of the bars, in px."""
        line = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(_EDGE_PX, 2.2 * line, -_EDGE_PX, -1.6 * line)

    def mark_count(self) -> int:
        return len(self._bars)

    def mark_area(self, index: int) -> QRectF:
        bar = self._bar_area(index)
        return QRectF(bar.left(), 0.0, bar.width(), float(self.height()))

    def mark_point(self, index: int) -> QPointF:
        area = self._bar_area(index)
        return QPointF(area.center().x(), area.top())

    def mark_lines(self, index: int) -> Sequence[str]:
        bar = self._bars[index]
        return (
            text("charts.points", low=number(bar.low), high=number(bar.high)),
            counted("charts.calls", bar.count),
        )

    def paint_chart(self, painter: QPainter) -> None:
        of = theme.colours()
        plot = self.plot_area()
        painter.setFont(self.small_font())
        metrics = painter.fontMetrics()
        if not self._bars:
            painter.setPen(QColor(of.soft))
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, text("charts.no_score"))
            return
        painter.setPen(QPen(QColor(of.rule_strong), 1.0))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(QColor(of.soft))
        for value in (0, 25, 50, 75, 100):
            words = number(value)
            width = metrics.horizontalAdvance(words)
            x = self.score_x_px(value) - width * value / 100
            painter.drawText(QPointF(x, plot.bottom() + metrics.ascent() + 4.0), words)
        for index, bar in enumerate(self._bars):
            area = self._bar_area(index)
            painter.fillRect(area, QColor(of.accent if index == self.current else of.agent))
            painter.setFont(self.value_font())
            draw_readable(painter, area.center().x(), area.top() - 4.0, number(bar.count), of.ink)
        self._paint_pass_mark(painter, plot)

    def _bar_area(self, index: int) -> QRectF:
        bar, plot = self._bars[index], self.plot_area()
        most = max(each.count for each in self._bars)
        height = plot.height() * bar.count / most
        left, right = self.score_x_px(bar.low), self.score_x_px(bar.high)
        return QRectF(left + 1.0, plot.bottom() - height, right - left - 2.0, height)

    def _paint_pass_mark(self, painter: QPainter, plot: QRectF) -> None:
        if self._pass_mark is None:
            return
        of = theme.colours()
        painter.setFont(self.small_font())
        x = self.score_x_px(self._pass_mark)
        metrics = painter.fontMetrics()
        painter.setPen(QPen(QColor(of.ink), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, metrics.height() * 0.4), QPointF(x, plot.bottom()))
        words = text("charts.pass_mark", mark=number(self._pass_mark))
        width = metrics.horizontalAdvance(words)
        painter.setPen(QColor(of.ink))
        painter.drawText(QPointF(max(2.0, x - width - 6.0), float(metrics.ascent())), words)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 44, metrics.height() * 13)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 26, metrics.height() * 9)
