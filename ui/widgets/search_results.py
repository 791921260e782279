"""What a search found: each call with the places where the words were said, the words marked."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from callqa.domain.listing import TextHit
from ui import formats, theme
from ui.i18n import text
from ui.itemmodels.found_calls import FoundCalls, FoundLine, title_parts, words_of
from ui.widgets.row_ground import paint_row_ground

_PADDING_PX = 12
_LINE_ROOM_PX = 8
_TITLE_ROOM_PX = 18
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class SearchResults(QListView):
    """A list of `FoundCalls`; a click or Enter opens the call at the moment."""

    opened = Signal(str, object)
    """Call id, and the time in seconds or ``None``."""

    left_upwards = Signal()
    """The person went up from the first line: back to the search field."""

    def __init__(self, model: FoundCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = model
        self.setModel(model)
        self.setItemDelegate(_Lines(model, self))
        self.setAccessibleName(text("library.search_results"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        theme.watcher().changed.connect(self.viewport().update)

    def _open(self, index: QModelIndex) -> None:
        line = self._found.line(index.row())
        self.opened.emit(line.call.call_id, line.at_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    def __init__(self, model: FoundCalls, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = model

    def _draw_title(self, painter: QPainter, rect: QRect, font: QFont, line: FoundLine) -> None:
        of = theme.colours()
        agent, *others = title_parts(line.call)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        left = _draw_run(painter, rect, bold, agent, of.ink)
        _draw_run(painter, left, font, "  ·  " + "  ·  ".join(others), of.soft)

    def _draw_hit(self, painter: QPainter, rect: QRect, font: QFont, hit: TextHit) -> None:
        of = theme.colours()
        metrics = QFontMetrics(font)
        ink = {"agent": of.agent_ink, "customer": of.customer_ink}.get(hit.role, of.other_ink)
        time_px = metrics.horizontalAdvance("0:00:00")
        clock = QRect(rect.left() + _PADDING_PX, rect.top(), time_px, rect.height())
        painter.setFont(font)
        painter.setPen(QColor(of.soft))
        painter.drawText(
            clock,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            formats.clock_time(hit.start_s),
        )
        roles = (text(f"library.role_{each}") for each in ("agent", "customer", "other"))
        widest_px = max(metrics.horizontalAdvance(each) for each in roles)
        role_room = _right_of(rect, clock.right() + _PADDING_PX)
        _draw_run(painter, role_room, font, text(f"library.role_{hit.role}"), ink)
        words_room = _right_of(role_room, role_room.left() + widest_px + _PADDING_PX)
        self._draw_words(painter, words_room, font, hit)

    def _draw_words(self, painter: QPainter, room: QRect, font: QFont, hit: TextHit) -> None:
        of = theme.colours()
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        at = 0
        for start, end in hit.marks:
            room = _draw_run(painter, room, font, hit.text[at:start], of.ink)
            room = _draw_run(painter, room, bold, hit.text[start:end], of.ink, of.selection)
            at = end
        _draw_run(painter, room, font, hit.text[at:], of.ink)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        of = theme.colours()
        line = self._found.line(index.row())
        rect = option.rect
        paint_row_ground(painter, option)
        inner = rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        if line.hit is not None:
            self._draw_hit(painter, inner, option.font, line.hit)
        elif line.more:
            room = inner.adjusted(2 * _PADDING_PX, 0, 0, 0)
            _draw_run(painter, room, option.font, words_of(line), of.soft)
        else:
            if index.row():
                painter.setPen(QColor(of.rule))
                painter.drawLine(rect.topLeft(), rect.topRight())
            self._draw_title(painter, inner, option.font, line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(of.focus))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line = self._found.line(index.row())
        is_title = line.hit is None and not line.more
        room_px = _TITLE_ROOM_PX if is_title else _LINE_ROOM_PX
        return QSize(100, option.fontMetrics.height() + room_px)


def _draw_run(
    painter: QPainter, room: QRect, font: QFont, words: str, ink: str, ground: str = ""
) -> QRect:
    """Draw words at the left of `room`, as far as they fit, and return the room that is left."""
    metrics = QFontMetrics(font)
    width_px = metrics.horizontalAdvance(words)
    if ground:
        height_px = metrics.height()
        top = room.center().y() - height_px // 2
        mark = QRect(room.left(), top, min(width_px, room.width()), height_px)
        painter.fillRect(mark, QColor(ground))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _FLAGS, shown)
    return _right_of(room, room.left() + width_px)


def _right_of(room: QRect, x: int) -> QRect:
    return QRect(x, room.top(), max(room.right() - x, 0), room.height())
