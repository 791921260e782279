"""Paints the rows of a transcript."""

from dataclasses import dataclass, field

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from callqa.domain.speech import Role
from ui import theme
from ui.formats import clock_time
from ui.i18n import text
from ui.itemmodels.turns import GapRow, Row, TurnRow
from ui.theme import Colours
from ui.widgets.transcript_layout import NAME_GAP_PX, Columns, TurnLayout, row_height
from ui.widgets.transcript_marks import paint_grounds, paint_margin, paint_underlines

Place = tuple[int, int]
"""Row, and word in its turn."""


@dataclass
class Shown:
    """What is marked for the moment, whatever the words are.

    said : the words that are being said
    caret : where the keyboard is, ``None`` while the focus is elsewhere
    found : words that a search found, per row: first, and past the last
    hit : the found words that the search stands at
    """

    said: tuple[Place, ...] = ()
    caret: Place | None = None
    found: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    hit: tuple[int, int, int] | None = None


class TurnDelegate(QStyledItemDelegate):
    """Lays out and paints rows; keeps the layouts of one width and font."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self._columns: Columns | None = None
        self._layouts: dict[int, TurnLayout] = {}
        self._rows: tuple[Row, ...] = ()

    def lay_out(self, rows: tuple[Row, ...], font: QFont, width_px: int) -> None:
        """Take these rows, at this font and width, from now on; what is the same stays laid out."""
        old = self._columns
        kept: dict[int, tuple[TurnRow, TurnLayout]] = {}
        names = {row.name for row in rows if isinstance(row, TurnRow)}
        new = Columns(font, float(width_px), names, rows[-1].start_s if rows else 0.0)
        if old and (old.font, old.width_px, old.text_px) == (font, width_px, new.text_px):
            kept = {
                row.turn.id: (row, layout)
                for number, layout in self._layouts.items()
                if isinstance(row := self._rows[number], TurnRow)
            }
        else:
            self._columns = new
        self._rows = rows
        self._layouts = {}
        for number, row in enumerate(rows):
            if isinstance(row, TurnRow):
                before, layout = kept.get(row.turn.id, (None, None))
                if layout and before == row:
                    self._layouts[number] = layout

    @property
    def columns(self) -> Columns:
        """The columns of the moment."""
        if self._columns is None:
            self._columns = Columns(QFont(), 600.0, (), 0.0)
        return self._columns

    def layout_of(self, number: int) -> TurnLayout | None:
        """Return the words of a row in lines, ``None`` for a row without words."""
        row = self._rows[number]
        if not isinstance(row, TurnRow):
            return None
        if number not in self._layouts:
            self._layouts[number] = TurnLayout(row, self.columns)
        return self._layouts[number]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        number = index.row()
        row = self._rows[number]
        of = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.topLeft())
        if isinstance(row, GapRow):
            self._paint_gap(painter, row, of)
        else:
            self._paint_turn(painter, number, row, of)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        number = index.row()
        height_px = row_height(self._rows[number], self.layout_of(number), self.columns)
        return QSize(round(self.columns.width_px), round(height_px))

    def _paint_gap(self, painter: QPainter, row: GapRow, of: Colours) -> None:
        columns = self.columns
        self._paint_time(painter, row.start_s, of, columns.head_y)
        painter.setFont(columns.small)
        words = "  ·  ".join(filter(None, (row.moment.title, row.moment.detail)))
        metrics = QFontMetricsF(columns.small)
        left = columns.who_x if columns.is_narrow else columns.text_x
        room = columns.text_x + columns.text_px - left
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room - 60)
        width = metrics.horizontalAdvance(shown)
        middle = row_height(row, None, columns) / 2
        painter.setPen(QPen(QColor(of.rule_strong), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(left, middle), QPointF(left + 18, middle))
        painter.drawLine(QPointF(left + 36 + width, middle), QPointF(left + room, middle))
        painter.setPen(QColor(of.soft))
        box = QRectF(left + 27, 0, width + 2, 2 * middle)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_turn(self, painter: QPainter, number: int, row: TurnRow, of: Colours) -> None:
        layout = self.layout_of(number)
        assert layout is not None
        said = [word for place, word in self.shown.said if place == number]
        if said:
            bar = QRectF(0, 2, 3, layout.height_px - 4)
            painter.fillRect(bar, QColor(of.accent))
        self._paint_head(painter, row, of)
        paint_grounds(painter, row, layout, of)
        self._paint_found(painter, number, layout, of)
        for word in said:
            self._paint_said(painter, layout, word, of)
        painter.setPen(QColor(of.ink if row.turn.words else of.soft))
        layout.text.draw(painter, layout.origin, self._inks(row, layout, said, of))
        paint_underlines(painter, row, layout, self.columns.ascent_px, of)
        paint_margin(painter, row, self.columns)
        if self.shown.caret and self.shown.caret[0] == number and row.turn.words:
            self._paint_caret(painter, layout, self.shown.caret[1], of)

    def _paint_head(self, painter: QPainter, row: TurnRow, of: Colours) -> None:
        columns = self.columns
        top = columns.head_y
        self._paint_time(painter, row.start_s, of, top)
        glyph = QRectF(
            columns.who_x,
            top + (columns.line_px - columns.glyph_px) / 2,
            columns.glyph_px,
            columns.glyph_px,
        )
        paint_role(painter, row.role, glyph, columns.small, of)
        painter.setFont(columns.small)
        painter.setPen(QColor(_ink_of(row.role, of)))
        left = glyph.right() + NAME_GAP_PX
        box = QRectF(left, top, columns.who_x + columns.who_px - left, columns.line_px)
        name = QFontMetricsF(columns.small).elidedText(
            row.name, Qt.TextElideMode.ElideRight, box.width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignAbsolute), name)

    def _paint_time(self, painter: QPainter, at_s: float, of: Colours, top: float) -> None:
        columns = self.columns
        painter.setFont(columns.small)
        painter.setPen(QColor(of.soft))
        box = QRectF(columns.time_x, top, columns.time_px, columns.line_px)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, int(flags | Qt.AlignmentFlag.AlignAbsolute), clock_time(at_s))

    def _paint_found(self, painter: QPainter, number: int, layout: TurnLayout, of: Colours) -> None:
        for first, end in self.shown.found.get(number, ()):
            is_here = self.shown.hit == (number, first, end)
            painter.setPen(QPen(QColor(of.coach), 2.0 if is_here else 1.0))
            painter.setBrush(QColor(of.coach_tint))
            for rect in layout.rects(first, end):
                painter.drawRoundedRect(rect.adjusted(-2, 3, 2, -2), 3, 3)

    def _paint_said(self, painter: QPainter, layout: TurnLayout, word: int, of: Colours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        for rect in layout.rects(word, word + 1):
            painter.drawRoundedRect(rect.adjusted(-3, 3, 3, -2), 4, 4)

    def _paint_caret(self, painter: QPainter, layout: TurnLayout, word: int, of: Colours) -> None:
        painter.setPen(QPen(QColor(of.focus), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in layout.rects(word, word + 1):
            painter.drawRoundedRect(rect.adjusted(-3.5, 2.5, 3.5, -1.5), 4, 4)

    def _inks(
        self, row: TurnRow, layout: TurnLayout, said: list[int], of: Colours
    ) -> list[QTextLayout.FormatRange]:
        """Return the colours of words that are not in plain ink; what comes first wins."""
        quiet = [mark.first for mark in row.marks if mark.kind in ("uncertain", "redacted")]
        return [
            *(_ink(*layout.characters(word), of.on_accent) for word in said),
            *(_ink(*layout.characters(word), of.soft) for word in quiet),
        ]


def paint_role(painter: QPainter, role: Role, box: QRectF, font: QFont, of: Colours) -> None:
    """Paint the sign of a role: its letter on a disc (agent), a square (customer) or a ring."""
    painter.setBrush(QColor(getattr(of, role)) if role != "other" else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(of.other), 1.5) if role == "other" else Qt.PenStyle.NoPen)
    inner = box.adjusted(1, 1, -1, -1)
    radius = 4.0 if role == "customer" else inner.height() / 2
    painter.drawRoundedRect(inner, radius, radius)
    letter = QFont(font)
    letter.setPointSizeF(font.pointSizeF() * 0.85)
    letter.setBold(True)
    painter.setFont(letter)
    painter.setPen(QColor(of.other_ink if role == "other" else of.sheet))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text(f"transcript.letter_{role}"))


def _ink_of(role: Role, of: Colours) -> str:
    return str(getattr(of, f"{role}_ink"))


def _ink(start: int, length: int, colour: str) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    made.format.setForeground(QColor(colour))
    return made
