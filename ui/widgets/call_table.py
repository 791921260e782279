"""The table of calls: scrolls through a list of any length, sorts, and keeps its place."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractAnimation,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QToolButton, QWidget

from callqa.domain.listing import Sort
from ui.i18n import counted, text
from ui.itemmodels.calls import CallTable
from ui.widgets.call_table_cells import CallCells
from ui.widgets.call_table_header import CallHeader

_FADE_MS = 2600
_ROW_ROOM_PX = 14
_MOST_FOUND_AGAIN = 500


@dataclass(frozen=True, slots=True)
class RowRange:
    """Rows of the table, both ends included."""

    first: int
    last: int


class CallTableView(QTableView):
    """Shows a `CallTable`."""

    opened = Signal(str)
    """A call is to be opened, by its call id."""

    chosen = Signal(int)
    """So many calls are selected now."""

    ordered = Signal(object)
    """The person sorted the list: a `Sort`."""

    menu_wanted = Signal(QPoint)
    """A menu for what is selected is wanted at a place of the screen."""

    def __init__(self, model: CallTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls = model
        self._current: str | None = None
        self._chosen_before: set[str] = set()
        self._above = 0
        self._cells = CallCells(model, self)
        self._fade = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_FADE_MS)
        self._fade.valueChanged.connect(self._show_freshness)
        self._fade.finished.connect(model.forget_fresh)
        self._news = QToolButton(self)
        self._news.setProperty("chip", True)
        self._news.clicked.connect(self.scrollToTop)
        self._news.hide()
        self.setAccessibleName(text("library.table"))
        self._set_up()
        self.header = CallHeader(self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        # Headings that look selected would have every row looked at whenever they are drawn.
        for each in (self.header, self.verticalHeader()):
            each.setSelectionModel(QItemSelectionModel(model, each))
        self.setItemDelegate(self._cells)
        self.header.begin()
        self._connect()

    @property
    def chosen_ranges(self) -> tuple[RowRange, ...]:
        """The rows that are selected, from the top."""
        selection = self.selectionModel().selection()
        ranges = {(each.top(), each.bottom()) for each in selection.toList()}
        return tuple(RowRange(*each) for each in sorted(ranges))

    @property
    def chosen_count(self) -> int:
        """How many calls are selected."""
        return sum(each.last - each.first + 1 for each in self.chosen_ranges)

    @property
    def current_call(self) -> str | None:
        """Id of the call that the keys act on."""
        call = self._calls.summary(self.currentIndex().row())
        return call.call_id if call else None

    def show_order(self, sort: Sort) -> None:
        """Know what the list is sorted by."""
        self.header.show_order(sort)

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM_PX)

    def _connect(self) -> None:
        self.header.sort_wanted.connect(self._sort_by)
        self.verticalScrollBar().valueChanged.connect(self._tell_place)
        self.doubleClicked.connect(self._open_row)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        self._calls.asked.connect(self._remember_current)
        self._calls.modelReset.connect(self._begin_anew)
        self._calls.outdated.connect(self._remember_chosen)
        self._calls.refreshed.connect(self._show_fresh)

    def _sort_by(self, sort: Sort) -> None:
        self.show_order(sort)
        self._calls.ask(self._calls.where, sort)
        self.ordered.emit(sort)

    def _open_row(self, index: QModelIndex) -> None:
        call = self._calls.summary(index.row())
        if call is not None:
            self.opened.emit(call.call_id)

    def _tell_chosen(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.chosen.emit(self.chosen_count)

    def _tell_place(self) -> None:
        """Say which rows are looked at."""
        first = self.rowAt(0)
        if first < 0:
            first = 0
        last = self.rowAt(self.viewport().height() - 1)
        self._calls.look_at(first, last if last >= 0 else max(self._calls.total - 1, 0))
        if first == 0 and self._above:
            self._above = 0
            self._news.hide()

    def _remember_current(self) -> None:
        index = self.currentIndex()
        is_chosen = self.selectionModel().isRowSelected(index.row(), index.parent())
        self._current = self.current_call if is_chosen else None

    def _begin_anew(self) -> None:
        self._above = 0
        self._news.hide()
        self.scrollToTop()
        self._tell_place()
        current = self._current
        row = self._calls.rows_of((current,)).get(current) if current else None
        place = row if row is not None else 0
        if self._calls.total:
            flag = self.selectionModel().SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._calls.index(place, 0), flag)
            if (
                row is not None
                and self.visualRect(self._calls.index(row, 0)).bottom() < self.height()
            ):
                self.selectRow(row)
        self.chosen.emit(self.chosen_count)

    def _remember_chosen(self) -> None:
        """Note which calls are selected, to find those again that move in the list."""
        self._chosen_before = set()
        if self.chosen_count <= _MOST_FOUND_AGAIN:
            rows = (n for each in self.chosen_ranges for n in range(each.first, each.last + 1))
            calls = (self._calls.summary(row) for row in rows)
            self._chosen_before = {each.call_id for each in calls if each is not None}

    def _choose_again(self) -> None:
        selection = self.selectionModel()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        for row in self._calls.rows_of(self._chosen_before).values():
            if not selection.isRowSelected(row):
                selection.select(self._calls.index(row, 0), flags)

    def _show_fresh(self) -> None:
        self._choose_again()
        self._tell_place()
        if self._calls.has_fresh:
            self._fade.stop()
            self._fade.start()

    def _show_freshness(self, value: float) -> None:
        self._cells.freshness = value
        if self._fade.state() == QAbstractAnimation.State.Running:
            self.viewport().update()

    def _keep_place(self, first: int, count: int, top: int, offset_px: int) -> None:
        """Keep the rows that are looked at where they are after rows came or went above them.

        At the very top, and with nothing selected, what came is shown instead.
        """
        is_watching = offset_px == 0 and not self.selectionModel().hasSelection()
        if first > top or is_watching:
            return
        self.executeDelayedItemsLayout()
        row_px = self.verticalHeader().defaultSectionSize()
        self.verticalScrollBar().setValue(offset_px + count * row_px)
        if count > 0:
            self._above += count
            self._news.setText(counted("library.came_above", self._above))
            self._news.adjustSize()
            self._news.show()
            self._news.raise_()
            self._place_news()

    def _place_news(self) -> None:
        x = (self.width() - self._news.width()) // 2
        self._news.move(x, self.header.height() + 8)

    def rowsInserted(
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        top, offset_px = max(self.rowAt(0), 0), self.verticalScrollBar().value()
        super().rowsInserted(parent, start, end)
        self._keep_place(start, end - start + 1, top, offset_px)

    def rowsAboutToBeRemoved(
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        top, offset_px = max(self.rowAt(0), 0), self.verticalScrollBar().value()
        super().rowsAboutToBeRemoved(parent, start, end)
        if end < top:
            row_px = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(offset_px - (end - start + 1) * row_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verticalScrollBar().setSingleStep(self.verticalHeader().defaultSectionSize())
        self.header.fit()
        self._tell_place()
        self._place_news()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_row(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: a search by letter would walk through every row of the list."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selectionModel().hasSelection():
            self.menu_wanted.emit(event.globalPos())
