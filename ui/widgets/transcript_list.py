"""The rows of a transcript in a scrolling list: where each word is, and what it says there."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QPropertyAnimation,
    QRect,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from ui import theme
from ui.i18n import text
from ui.itemmodels.moment import Moment
from ui.itemmodels.turns import GapRow, Row, TurnRow, TurnsModel
from ui.widgets.transcript_delegate import Place, Shown, TurnDelegate
from ui.widgets.transcript_marks import margin_signs

_SCROLL_MS = 160
_READING_PLACE = 0.3
"""Share of the height at which a word is put that was out of view: what follows is read ahead."""


class TurnList(QListView):
    """Shows rows and knows their geometry, in px of the viewport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns = TurnsModel()
        self.shown = Shown()
        self.delegate = TurnDelegate(self.shown)
        self.setModel(self.turns)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the width and with it every line.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAutoScroll(False)
        self.setStyleSheet("QListView, QListView:focus { border: none; }")
        self.setMouseTracking(True)
        self.setAccessibleName(text("transcript.transcript"))
        bar = self.verticalScrollBar()
        bar.setSingleStep(self.fontMetrics().height() * 2)
        self._scroll = QPropertyAnimation(bar, b"value", self)
        self._scroll.setDuration(_SCROLL_MS)
        theme.watcher().changed.connect(self.viewport().update)

    def put_rows(self, rows: tuple[Row, ...], *, keep_place: bool) -> None:
        """Show these rows; in place where they are the same call, else from the top."""
        top = self.indexAt(QPoint(1, 1))
        anchor_s = self.turns.rows[top.row()].start_s if keep_place and top.isValid() else None
        offset_px = self.visualRect(top).top() if top.isValid() else 0
        self._scroll.stop()
        self.delegate.lay_out(rows, self.font(), self.viewport().width())
        self.turns.show_rows(rows)
        if anchor_s is None:
            self.scrollToTop()
            return
        index = self.turns.index(max(0, self.turns.row_at(anchor_s)))
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - offset_px)

    def put_row(self, number: int, row: Row) -> None:
        """Show another row in the place of one."""
        rows = (*self.turns.rows[:number], row, *self.turns.rows[number + 1 :])
        self.delegate.lay_out(rows, self.font(), self.viewport().width())
        self.turns.replace_row(number, row)
        self.scheduleDelayedItemsLayout()

    def word_rect(self, place: Place) -> QRect:
        """Return where a word is in the viewport; its first line where it has several."""
        row = self.visualRect(self.turns.index(place[0]))
        layout = self.delegate.layout_of(place[0])
        rect = next(layout.rects(place[1], place[1] + 1), None) if layout else None
        return rect.toAlignedRect().translated(row.topLeft()) if rect else row

    def room_below(self, number: int) -> QRect:
        """Return a line's room under the words of a row."""
        columns = self.delegate.columns
        row = self.visualRect(self.turns.index(number))
        left, width = round(columns.text_x), round(columns.text_px)
        return QRect(left, row.bottom(), width, round(columns.line_px))

    def reveal(self, place: Place, comfort: tuple[float, float] = (0.0, 1.0)) -> None:
        """Scroll so that a word is between two shares of the height; not at all where it is."""
        rect = self.word_rect(place)
        height = self.viewport().height()
        if comfort[0] * height <= rect.top() and rect.bottom() <= comfort[1] * height:
            return
        bar = self.verticalScrollBar()
        target = bar.value() + rect.top() - round(_READING_PLACE * height)
        self._scroll_to(min(max(target, bar.minimum()), bar.maximum()))

    def place_at(self, point: QPoint) -> Place | None:
        """Return row and word under a place of the viewport."""
        index = self.indexAt(point)
        layout = self.delegate.layout_of(index.row()) if index.isValid() else None
        if layout is None or not self.turn_at(index.row()):
            return None
        inside = point - self.visualRect(index).topLeft()
        word = layout.word_at(QPointF(inside))
        return (index.row(), word) if word is not None else None

    def sign_at(self, point: QPoint) -> Moment | None:
        """Return the moment whose sign in the margin is at a place of the viewport."""
        index = self.indexAt(point)
        row = self.turns.rows[index.row()] if index.isValid() else None
        if isinstance(row, GapRow):
            return row.moment
        if row is None:
            return None
        inside = QPointF(point - self.visualRect(index).topLeft())
        signs = margin_signs(row, self.delegate.columns)
        return next((moment for moment, box in signs if box.contains(inside)), None)

    def turn_at(self, number: int) -> TurnRow | None:
        """Return the turn in a row, ``None`` for a silence or a turn without words."""
        row = self.turns.rows[number]
        return row if isinstance(row, TurnRow) and row.turn.words else None

    def update_row(self, number: int) -> None:
        self.viewport().update(self.visualRect(self.turns.index(number)))

    def _scroll_to(self, value: int) -> None:
        bar = self.verticalScrollBar()
        self._scroll.stop()
        if abs(value - bar.value()) > 2 * self.viewport().height() or not self.isVisible():
            bar.setValue(value)
            return
        self._scroll.setStartValue(bar.value())
        self._scroll.setEndValue(value)
        self._scroll.start()

    def _tip_at(self, point: QPoint) -> str:
        index = self.indexAt(point)
        row = self.turns.rows[index.row()] if index.isValid() else None
        if not isinstance(row, TurnRow):
            return ""
        if moment := self.sign_at(point):
            return "\n".join(filter(None, (moment.title, moment.detail)))
        place = self.place_at(point)
        if place is None:
            return row.name if point.x() < self.delegate.columns.text_x else ""
        return "\n".join(dict.fromkeys(mark.title for mark in row.marks_on(place[1])))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            if tip := self._tip_at(event.pos()):
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self.indexAt(QPoint(1, 1))
        super().resizeEvent(event)
        if self.delegate.columns.width_px != self.viewport().width():
            self._lay_out_again(top)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out_again(self.indexAt(QPoint(1, 1)))

    def _lay_out_again(self, top: QModelIndex | QPersistentModelIndex) -> None:
        self.delegate.lay_out(self.turns.rows, self.font(), self.viewport().width())
        self.doItemsLayout()
        if top.isValid() and top.row() > 0:
            self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)
