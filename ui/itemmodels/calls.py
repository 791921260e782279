"""The list of calls as a table model that holds a few blocks of rows of a long list."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count, takewhile

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from callqa.domain.listing import CallFilter, CallSummary, Page, Sort
from ui.itemmodels.call_columns import COLUMNS, CallColumn, explained
from ui.itemmodels.calls_blocks import BLOCK, CallBlocks
from ui.itemmodels.calls_changes import changes_between

_PAUSE_MS = 12
_REST_MS = 150
_REFRESH_PAUSE_MS = 120

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class BlockQuery:
    """Some rows of a filtered and sorted list."""

    where: CallFilter
    sort: Sort
    limit: int
    offset: int


Fetch = Callable[[BlockQuery, Callable[[Page], None], Callable[[], None]], None]
"""Asks the store for rows; one of the two functions is called later: with the page, or without
when there is none to be had."""


class CallTable(QAbstractTableModel):
    """Calls of a list that the store filters and sorts.

    Rows are fetched in blocks around those that are looked at (`look_at`); the others are
    placeholders, so a list of any length can be scrolled through at once. What is shown stays
    until the answer to a new question is there.
    """

    counted = Signal(int)
    """The list was read anew; it has so many calls."""

    asked = Signal()
    """A new list was asked for."""

    outdated = Signal()
    """Rows are about to be brought up to date; some may come, go or move."""

    refreshed = Signal()
    """Rows were brought up to date where they are."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._where = CallFilter()
        self._sort = Sort()
        self._question = 0
        self._total = 0
        self._is_asking = False
        self._blocks = CallBlocks()
        self._on_the_way: set[int] = set()
        self._window = (0, 0)
        self._fresh: frozenset[str] = frozenset()
        self._awaited: frozenset[str] = frozenset()
        self._looking = _single_shot(self, _PAUSE_MS, self._fetch_missing)
        self._resting = _single_shot(self, _REST_MS, self._fetch_missing)
        self._refreshing = _single_shot(self, _REFRESH_PAUSE_MS, self._fetch_again)

    @property
    def where(self) -> CallFilter:
        """Which calls are listed."""
        return self._where

    @property
    def order(self) -> Sort:
        """In which order."""
        return self._sort

    @property
    def total(self) -> int:
        """How many calls are listed."""
        return self._total

    @property
    def is_asking(self) -> bool:
        """Whether the rows shown are still those of an earlier question."""
        return self._is_asking

    @property
    def is_refreshing(self) -> bool:
        """Whether rows are about to be brought up to date."""
        return self._refreshing.isActive()

    def ask(self, where: CallFilter, sort: Sort) -> None:
        """List other calls, or the same in another order, from the top."""
        self._where, self._sort = where, sort
        self._question += 1
        self._is_asking = True
        self._on_the_way.clear()
        self._refreshing.stop()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.asked.emit()
        question = self._question

        def take(page: Page) -> None:
            if question == self._question:
                self._begin_anew(page)

        self._fetch(BlockQuery(where, sort, BLOCK, 0), take, lambda: self._give_up(question))

    def look_at(self, first: int, last: int) -> None:
        """Have the rows from `first` to `last` fetched, and those next to them."""
        self._window = (first, last)
        self._resting.start()
        if not self._looking.isActive():
            self._looking.start()

    def refresh(self, call_ids: frozenset[str]) -> None:
        """Bring rows up to date after these calls came or changed; empty: any may have."""
        self._awaited |= call_ids
        self._refreshing.start()

    def summary(self, row: int) -> CallSummary | None:
        """Return the call in a row, ``None`` while it is not fetched."""
        found = self._blocks.at(row)
        return found.call if found else None

    def told(self, row: int, column: int) -> str:
        """Return what a cell says, empty while its row is not fetched."""
        found = self._blocks.at(row)
        if found is None:
            return ""
        told = found.told.get(column)
        if told is None:
            told = found.told[column] = COLUMNS[column].told(found.call)
        return told

    @property
    def has_fresh(self) -> bool:
        """Whether calls came while the table was looked at."""
        return bool(self._fresh)

    def is_fresh(self, call_id: str) -> bool:
        """Tell whether a call came while the table was looked at."""
        return call_id in self._fresh

    def forget_fresh(self) -> None:
        """Let the calls that came be as all others."""
        self._fresh = frozenset()

    def rows_of(self, call_ids: Collection[str]) -> dict[str, int]:
        """Return the rows of those of these calls that are fetched."""
        return self._blocks.rows_of(call_ids)

    def calls_beside(self, call_id: str) -> tuple[str, ...]:
        """Return the calls around one, in the order of the list, as far as they are at hand."""
        row = self.rows_of((call_id,)).get(call_id)
        if row is None:
            return ()
        before = takewhile(bool, map(self.summary, count(row - 1, -1)))
        after = takewhile(bool, map(self.summary, count(row)))
        return tuple(each.call_id for each in (*reversed([*before]), *after) if each)

    def _begin_anew(self, page: Page) -> None:
        self.beginResetModel()
        self._is_asking = False
        self._blocks.clear()
        self._total = page.total
        self._blocks.keep(page)
        self._window = (0, min(self._window[1] - self._window[0], max(page.total - 1, 0)))
        self.endResetModel()
        self.counted.emit(self._total)

    def _give_up(self, question: int) -> None:
        if question == self._question:
            self._is_asking = False

    def _fetch_missing(self) -> None:
        # One at a time: each answer that is made ready elsewhere takes time from the window's
        # thread, and while a person drags the bar most of them come too late.
        if self._is_asking or self._on_the_way:
            return
        for block in self._wanted():
            if block not in self._blocks:
                self._fetch_block(block)
                return
            self._blocks.use(block)

    def _wanted(self) -> list[int]:
        """Return the blocks that are looked at, and their neighbours where a person rests."""
        first, last = (max(each, 0) // BLOCK for each in self._window)
        near = [] if self._resting.isActive() else [last + 1, first - 1]
        blocks = [*range(first, last + 1), *near]
        return [each for each in blocks if 0 <= each * BLOCK < self._total]

    def _fetch_block(self, block: int) -> None:
        question = self._question
        self._on_the_way.add(block)

        def take(page: Page) -> None:
            if question == self._question and block in self._on_the_way:
                self._on_the_way.discard(block)
                self._take_block(block, page)

        def drop() -> None:
            if question == self._question:
                self._on_the_way.discard(block)

        query = BlockQuery(self._where, self._sort, BLOCK, block * BLOCK)
        self._fetch(query, take, drop)

    def _take_block(self, block: int, page: Page) -> None:
        if page.total != self._total:
            self._refreshing.start()
        self._blocks.keep(page)
        first = block * BLOCK
        last = min(first + BLOCK, self._total) - 1
        if last >= first:
            self._tell_changed(first, last)
        self._fetch_missing()

    def _fetch_again(self) -> None:
        """Read once more the rows that are looked at."""
        if self._is_asking:
            return
        question = self._question
        awaited, self._awaited = self._awaited, frozenset()
        first, last = (max(each, 0) // BLOCK for each in self._window)
        self._on_the_way.clear()

        def take(page: Page) -> None:
            if question == self._question:
                self._bring_up_to_date(page, awaited)

        blocks = last - first + 1
        query = BlockQuery(self._where, self._sort, blocks * BLOCK, first * BLOCK)
        self._fetch(query, take, lambda: None)

    def _bring_up_to_date(self, page: Page, awaited: frozenset[str]) -> None:
        self.outdated.emit()
        known = self._blocks.ids_from(page.offset)
        ids = [each.id for each in page.rows]
        growth = page.total - self._total
        rows_before = set(known)
        came = (each.call_id for each in page.rows if each.id not in rows_before)
        self._fresh |= awaited & frozenset(came)
        self._blocks.clear()
        self._blocks.keep(page)
        for each in changes_between(known, ids, growth) if known or not self._total else ():
            self._remove(page.offset + each.at, each.removed)
            self._insert(page.offset + each.at, each.inserted)
        self._insert(self._total, page.total - self._total)
        self._remove(page.total, self._total - page.total)
        last = page.offset + len(page.rows) - 1
        if page.rows:
            self._tell_changed(page.offset, last)
        self.refreshed.emit()
        self.counted.emit(self._total)
        self._fetch_missing()

    def _insert(self, at: int, count: int) -> None:
        if count > 0:
            self.beginInsertRows(QModelIndex(), at, at + count - 1)
            self._total += count
            self.endInsertRows()

    def _remove(self, at: int, count: int) -> None:
        if count > 0:
            self.beginRemoveRows(QModelIndex(), at, at + count - 1)
            self._total -= count
            self.endRemoveRows()

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _heading(self, column: CallColumn) -> str:
        """Return the words over a column, with an arrow where the list is sorted by it."""
        if column.sort != self._sort.column:
            return column.title
        return f"{'↓' if self._sort.descending else '↑'} {column.title}"

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.told(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            call = self.summary(index.row())
            return explained(COLUMNS[index.column()], call) if call else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[index.column()].is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heading(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _single_shot(owner: QObject, wait_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(owner, singleShot=True, interval=wait_ms)
    timer.timeout.connect(act)
    return timer
