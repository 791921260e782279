"""How many flags each week raised, on a scale that praise and faults share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from callqa.domain.judgement import Severity
from ui import theme
from ui.formats import day, number
from ui.i18n import counted, text
from ui.widgets.badge import GLYPHS
from ui.widgets.chart import Chart, draw_readable
from ui.widgets.dates import short_day
from ui.widgets.week_points import weeks_between

_EDGE_PX = 6.0


@dataclass(frozen=True, slots=True)
class WeekFlags:
    """The flags of one week by severity, each once a call, and its calls."""

    monday: date
    counts: tuple[tuple[Severity, int], ...]
    calls: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.counts)


class WeekBars(Chart):
    """One bar a week; several severities stand on each other, each with its glyph in the tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[WeekFlags, ...] = ()
        self._span = (date.min, date.min)
        self._most = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    @property
    def weeks(self) -> tuple[WeekFlags, ...]:
        """The weeks shown."""
        return self._weeks

    def show_weeks(
        self, name: str, weeks: Sequence[WeekFlags], span: tuple[date, date], most: int
    ) -> None:
        """Show weeks between two Mondays; `most` is the count that fills the height."""
        self._weeks, self._span, self._most = tuple(weeks), span, max(1, most)
        self.set_content(name)

    def mark_count(self) -> int:
        return len(self._weeks)

    def mark_area(self, index: int) -> QRectF:
        bar = self._bar(index, 1)
        return QRectF(bar.left(), 0.0, bar.width(), float(self.height()))

    def mark_point(self, index: int) -> QPointF:
        bar = self._bar(index, self._weeks[index].total)
        return QPointF(bar.center().x(), bar.top())

    def mark_lines(self, index: int) -> Sequence[str]:
        week = self._weeks[index]
        lines = [text("charts.week_of", day=day(week.monday)), counted("charts.calls", week.calls)]
        lines += [
            f"{GLYPHS[severity]} {text(f'charts.{severity}', n=number(count))}"
            for severity, count in week.counts
        ]
        return lines

    def paint_chart(self, painter: QPainter) -> None:
        of = theme.colours()
        inks = {"urgent": of.urgent, "coach": of.coach, "praise": of.praise}
        plot = self._plot()
        painter.setPen(QPen(QColor(of.rule_strong), 1.0))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setFont(self.small_font())
        for index, week in enumerate(self._weeks):
            bottom = plot.bottom()
            for severity, count in week.counts:
                part = self._bar(index, count)
                part.moveBottom(bottom)
                painter.fillRect(part, QColor(inks[severity]))
                bottom = part.top()
            if week.total:
                draw_readable(painter, part.center().x(), bottom - 3.0, number(week.total), of.ink)
        self._paint_ends(painter, plot)

    def _paint_ends(self, painter: QPainter, plot: QRectF) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(QColor(theme.colours().soft))
        y = plot.bottom() + metrics.ascent() + 3.0
        first, last = (short_day(each) for each in self._span)
        painter.drawText(QPointF(plot.left(), y), first)
        if self._span[0] != self._span[1]:
            painter.drawText(QPointF(plot.right() - metrics.horizontalAdvance(last), y), last)

    def _plot(self) -> QRectF:
        line = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(_EDGE_PX, line, -_EDGE_PX, -line - 4.0)

    def _bar(self, index: int, count: int) -> QRectF:
        plot = self._plot()
        gap = plot.width() / weeks_between(*self._span)
        place = (self._weeks[index].monday - self._span[0]).days // 7
        width = min(gap - 2.0, 36.0)
        height = plot.height() * count / self._most
        left = plot.left() + (place + 0.5) * gap - width / 2
        return QRectF(left, plot.bottom() - height, width, height)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 24, metrics.height() * 9)
