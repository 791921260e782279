"""A measure in weeks, and the stretches in which weeks follow each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui import theme
from ui.itemmodels.figure import Figure


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """One week with a value.

    monday : its first day
    new_rubric, new_models : judged or heard by versions that the week before did not have
    """

    monday: date
    figure: Figure
    new_rubric: bool = False
    new_models: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A week in a drawing, in px; `low` and `high` are the ends of its interval."""

    x: float
    y: float
    low_y: float | None
    high_y: float | None
    few: bool


def weeks_between(first: date, last: date) -> int:
    """Return how many weeks there are from one Monday to another, both included."""
    return (last - first).days // 7 + 1


def runs_of(points: Sequence[WeekPoint]) -> Iterator[list[int]]:
    """Yield the indices of weeks that follow each other: a missing week leaves a gap."""
    run: list[int] = []
    for index, each in enumerate(points):
        if run and (each.monday - points[index - 1].monday).days > 7:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def paint_runs(
    painter: QPainter, runs: Sequence[Sequence[PlacedPoint]], ink: str, dot_px: float
) -> None:
    """Draw intervals as bands, means as lines and weeks as dots, hollow where calls are few."""
    for run in runs:
        _paint_intervals(painter, run, ink, dot_px)
    for run in runs:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ink), max(1.4, dot_px / 2)))
        painter.drawPolyline(QPolygonF([QPointF(each.x, each.y) for each in run]))
        for each in run:
            painter.setBrush(QColor(theme.colours().sheet if each.few else ink))
            painter.drawEllipse(QPointF(each.x, each.y), dot_px, dot_px)


def _paint_intervals(
    painter: QPainter, run: Sequence[PlacedPoint], ink: str, dot_px: float
) -> None:
    band = QColor(ink)
    band.setAlphaF(0.16)
    part: list[PlacedPoint] = []
    for each in (*run, None):
        if each is not None and each.low_y is not None:
            part.append(each)
            continue
        if len(part) > 1:
            upper = [QPointF(one.x, one.high_y or 0.0) for one in part]
            lower = [QPointF(one.x, one.low_y or 0.0) for one in reversed(part)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band)
            painter.drawPolygon(QPolygonF(upper + lower))
        elif part:
            _paint_whisker(painter, part[0], ink, dot_px)
        part = []


def _paint_whisker(painter: QPainter, point: PlacedPoint, ink: str, dot_px: float) -> None:
    painter.setPen(QPen(QColor(ink), 1.2))
    low, high = point.low_y or 0.0, point.high_y or 0.0
    painter.drawLine(QPointF(point.x, low), QPointF(point.x, high))
    for end in (low, high):
        painter.drawLine(QPointF(point.x - dot_px, end), QPointF(point.x + dot_px, end))
