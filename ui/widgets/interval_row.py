"""A mean with its interval on a line from 0 to 100, and cells of two lines."""

from collections.abc import Collection, Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from callqa.domain.scale import Scale
from ui import theme
from ui.itemmodels.figure import Figure
from ui.itemmodels.team import FIGURE_ROLE, SECOND_ROLE, TONE_ROLE
from ui.theme import Colours
from ui.widgets.badge import GLYPHS

_PAD_PX = 8.0
_DOT_PX = 4.0
_Index = QModelIndex | QPersistentModelIndex


def paint_interval(
    painter: QPainter, area: QRectF, figure: Figure, overall: float | None = None
) -> None:
    """Draw the interval as a line and the mean as a dot, hollow where calls are few.

    `overall` is the mean of all calls together, a thin line across.
    """
    of = theme.colours()
    scale = Scale(0.0, 100.0, 25.0, area.left() + _DOT_PX, area.right() - _DOT_PX)
    y = area.center().y()
    painter.setPen(QPen(QColor(of.rule), 1.0))
    painter.drawLine(QPointF(scale.start_px, y), QPointF(scale.end_px, y))
    if overall is not None:
        painter.setPen(QPen(QColor(of.band_line), 1.0))
        x = scale.at(overall)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    if figure.value is None:
        return
    painter.setPen(QPen(QColor(of.accent), 1.6))
    if figure.low is not None and figure.high is not None:
        low, high = scale.at(figure.low), scale.at(figure.high)
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for end in (low, high):
            painter.drawLine(QPointF(end, y - 4.0), QPointF(end, y + 4.0))
    painter.setBrush(QColor(of.sheet if figure.few else of.accent))
    painter.drawEllipse(QPointF(scale.at(figure.value), y), _DOT_PX, _DOT_PX)


class FigureDelegate(QStyledItemDelegate):
    """Paints a cell as a figure with a smaller line under it, and a score with its interval."""

    def __init__(
        self,
        strong: Collection[str] = (),
        columns: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make it for a table of `columns`, of which those in `strong` stand out."""
        super().__init__(parent)
        self.overall: float | None = None
        self._strong = frozenset(
            number for number, column in enumerate(columns) if column in strong
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        of = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(of.selection))
        area = QRectF(option.rect).adjusted(_PAD_PX, 0.0, -_PAD_PX, -1.0)
        painter.setPen(QPen(QColor(of.rule), 1.0))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        figure = index.data(FIGURE_ROLE)
        if isinstance(figure, Figure):
            text_px = min(area.width() * 0.5, QFontMetricsF(option.font).averageCharWidth() * 15)
            drawn = area.adjusted(text_px + _PAD_PX, area.height() * 0.22, 0.0, 0.0)
            drawn.setBottom(area.bottom() - area.height() * 0.22)
            paint_interval(painter, drawn, figure, self.overall)
            area.setWidth(text_px)
        self._paint_lines(painter, option, index, area)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(of.focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1.5, -2), 4.0, 4.0)
        painter.restore()

    def _paint_lines(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, area: QRectF
    ) -> None:
        of = theme.colours()
        tone = index.data(TONE_ROLE) or ""
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        second = str(index.data(SECOND_ROLE) or "")
        if tone in GLYPHS:
            words = f"{GLYPHS[tone]} {words}"
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHorizontal_Mask
        first_font, small = QFont(option.font), _smaller(option.font)
        if index.column() in self._strong or tone in (*GLYPHS, "better", "worse"):
            first_font.setWeight(QFont.Weight.DemiBold)
        high, low = QFontMetricsF(first_font).height(), QFontMetricsF(small).height()
        top = area.center().y() - (high + (low if second else 0.0)) / 2
        painter.setFont(first_font)
        painter.setPen(QColor(_ink(of, tone)))
        line = QRectF(area.left(), top, area.width(), high)
        elided = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, elided)
        if second:
            painter.setFont(small)
            painter.setPen(QColor(of.urgent_ink if tone == "late" else of.soft))
            line = QRectF(area.left(), top + high, area.width(), low)
            elided = painter.fontMetrics().elidedText(
                second, Qt.TextElideMode.ElideRight, int(area.width())
            )
            painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, elided)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = QFontMetricsF(option.font).height() + QFontMetricsF(_smaller(option.font)).height()
        first = QFont(option.font)
        if index.column() in self._strong:
            first.setWeight(QFont.Weight.DemiBold)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        width = QFontMetricsF(first).horizontalAdvance(words) + 2.0 * _PAD_PX
        return QSize(ceil(width) + 1, round(height + 10.0))


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.86)
    return small


def _ink(of: Colours, tone: str) -> str:
    inks = {
        "better": of.praise_ink,
        "worse": of.urgent_ink,
        "urgent": of.urgent_ink,
        "coach": of.coach_ink,
        "praise": of.praise_ink,
        "late": of.ink,
        "few": of.soft,
        "unknown": of.soft,
        "untold": of.soft,
        "chance": of.soft,
    }
    return inks.get(tone, of.ink)
