"""Draws the cells of the table of calls: numbers, words and small signs, without any widget."""

from dataclasses import dataclass, fields

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from callqa.domain.judgement import Severity
from callqa.domain.listing import CallSummary
from ui import formats, theme
from ui.itemmodels.call_columns import COLUMNS, CallColumn
from ui.itemmodels.calls import CallTable
from ui.widgets.badge import GLYPHS

PADDING_PX = 8

_SEVERITIES: tuple[Severity | None, ...] = (None, "praise", "coach", "urgent")
_OUTCOMES = {"given": "●", "late": "◐", "missed": "○"}
_BAR_PX = 6
_LONGEST_BAR_PX = 72
# As numbers: to combine flags anew for each cell would take a third of the time of drawing it.
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT = Qt.AlignmentFlag.AlignLeft.value | _ONE_LINE
_RIGHT = Qt.AlignmentFlag.AlignRight.value | _ONE_LINE
_SELECTED = QStyle.StateFlag.State_Selected.value
_HAS_FOCUS = QStyle.StateFlag.State_HasFocus.value


@dataclass(frozen=True, slots=True)
class _Pens:
    """The colours in force, ready to draw with."""

    by_name: dict[str, QColor]

    @classmethod
    def now(cls) -> "_Pens":
        of = theme.colours()
        return cls({each.name: QColor(getattr(of, each.name)) for each in fields(of)})

    def __getitem__(self, name: str) -> QColor:
        return self.by_name[name]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is needed to draw one cell."""

    painter: QPainter
    rect: QRect
    metrics: QFontMetrics
    call: CallSummary
    column: CallColumn
    told: str


class CallCells(QStyledItemDelegate):
    """Draws one cell at a time from the row's facts.

    freshness : 1 while calls that came are to stand out, falling to 0
    """

    def __init__(self, model: CallTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._pens = _Pens.now()
        self.freshness = 0.0
        theme.watcher().changed.connect(self._recolour)

    def _recolour(self) -> None:
        self._pens = _Pens.now()

    def _draw_ground(self, painter: QPainter, rect: QRect, state: int, *, fresh: bool) -> None:
        if state & _SELECTED:
            painter.fillRect(rect, self._pens["selection"])
        elif fresh:
            ground = QColor(self._pens["praise_tint"])
            ground.setAlphaF(self.freshness)
            painter.fillRect(rect, ground)
        painter.setPen(self._pens["rule"])
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _draw_placeholder(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        share = 0.35 + ((row * 7 + column * 13) % 5) * 0.09
        bar = QRectF(rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0))
        width = bar.width() * share
        left = bar.right() - width if COLUMNS[column].is_number else bar.left()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pens["sunk"])
        painter.drawRoundedRect(QRectF(left, bar.center().y() - 4, width, 8), 4, 4)

    def _draw(self, cell: _Cell) -> None:
        drawn = cell.column.drawn
        if drawn == "flags":
            self._draw_flags(cell)
        elif drawn == "score":
            self._draw_score(cell)
        elif drawn == "share":
            self._draw_share(cell)
        else:
            sign, ink = self._sign(cell)
            words = f"{sign} {cell.told}" if sign else cell.told
            self._write(cell, words, ink, _RIGHT if cell.column.is_number else _LEFT)

    def _sign(self, cell: _Cell) -> tuple[str, str]:
        """Return the sign in front of the words of a cell, and the colour of both."""
        call, drawn = cell.call, cell.column.drawn
        if drawn == "outcome":
            outcome = call.empathy_outcome or ""
            ink = {"missed": "coach_ink", "given": "ink", "late": "ink"}.get(outcome, "soft")
            return _OUTCOMES.get(outcome, ""), ink
        if drawn == "health":
            return {"poor": ("▲", "urgent_ink"), "fair": ("◆", "coach_ink")}.get(
                call.health, ("", "soft")
            )
        if drawn == "state":
            if call.review_state == "disputed":
                return "!", "urgent_ink"
            return "", "soft" if call.review_state in ("new", "closed") else "ink"
        is_known = call.agent is not None if drawn == "agent" else cell.told != formats.DASH
        return "", "ink" if is_known else "soft"

    def _draw_flags(self, cell: _Cell) -> None:
        severity = _SEVERITIES[cell.call.severity]
        if severity is not None:
            words = f"{GLYPHS[severity]} {cell.told}"
            self._write(cell, words, f"{severity}_ink", _LEFT)

    def _draw_score(self, cell: _Cell) -> None:
        call = cell.call
        if call.score is None:
            self._write(cell, cell.told, "soft", _RIGHT)
            return
        words = f"! {cell.told}" if call.auto_fail else cell.told
        bar = self._bar_beside(cell, "! 100")
        if (
            bar is not None
            and cell.metrics.horizontalAdvance(words) <= cell.rect.width() - bar.width()
        ):
            colour = "urgent" if call.auto_fail else "praise" if call.passed else "coach"
            self._draw_bar(cell.painter, bar, call.score / 100, colour)
        ink = "urgent_ink" if call.auto_fail else "ink"
        self._write(cell, words, ink, _RIGHT)

    def _draw_share(self, cell: _Cell) -> None:
        share = cell.call.agent_ratio
        bar = self._bar_beside(cell, "100 %")
        if share is not None and bar is not None:
            self._draw_bar(cell.painter, bar, share, "agent")
        self._write(cell, cell.told, "ink" if share is not None else "soft", _RIGHT)

    def _bar_beside(self, cell: _Cell, longest: str) -> QRectF | None:
        """Return the room for a bar left of the numbers, ``None`` where there is too little."""
        numbers_px = cell.metrics.horizontalAdvance(longest) + PADDING_PX
        width_px = min(cell.rect.width() - numbers_px, _LONGEST_BAR_PX)
        if width_px < 3 * _BAR_PX:
            return None
        left = cell.rect.right() - numbers_px - width_px
        return QRectF(left, cell.rect.top(), width_px, cell.rect.height())

    def _draw_bar(self, painter: QPainter, within: QRectF, share: float, colour: str) -> None:
        bar = QRectF(within.left(), within.center().y() - _BAR_PX / 2, within.width(), _BAR_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pens["band"])
        painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        bar.setWidth(max(bar.width() * min(max(share, 0.0), 1.0), _BAR_PX))
        painter.setBrush(self._pens[colour])
        painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _write(self, cell: _Cell, words: str, ink: str, where: int) -> None:
        cell.painter.setPen(self._pens[ink])
        shown = _elided(cell.metrics, words, cell.rect.width())
        cell.painter.drawText(cell.rect, where, shown)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row, place = index.row(), index.column()
        rect, state = option.rect, option.state.value
        call = self._model.summary(row)
        fresh = call is not None and self.freshness > 0 and self._model.is_fresh(call.call_id)
        self._draw_ground(painter, rect, state, fresh=fresh)
        if call is None:
            self._draw_placeholder(painter, rect, row, place)
            return
        inner = rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        told = self._model.told(row, place)
        self._draw(_Cell(painter, inner, option.fontMetrics, call, COLUMNS[place], told))
        if state & _HAS_FOCUS:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._pens["focus"])
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        told = self._model.told(index.row(), index.column())
        width_px = option.fontMetrics.horizontalAdvance(told) + 2 * PADDING_PX
        drawn = COLUMNS[index.column()].drawn
        room_px = {"score": 56, "share": 40, "outcome": 16, "health": 16, "flags": 16}
        return QSize(width_px + room_px.get(drawn, 0), option.fontMetrics.height() + 14)


def _elided(metrics: QFontMetrics, words: str, width_px: int) -> str:
    # Most words are far shorter than their cell; to measure each of them would cost more than to
    # draw it.
    if len(words) * metrics.maxWidth() <= width_px:
        return words
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width_px)
