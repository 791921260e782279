"""Calls that a search found, each followed by its hits, as one list of lines."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from callqa.domain.listing import CallSummary, FoundCall, FoundPage, TextHit
from ui import formats
from ui.i18n import counted, text
from ui.itemmodels.call_columns import file_name

AnyIndex = QModelIndex | QPersistentModelIndex

FOUND_AT_ONCE = 20

FetchFound = Callable[[int, int, Callable[[FoundPage], None]], None]
"""Asks for so many found calls from an offset on; the function gets the page later."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One line: a call, or one of its hits, or how many hits are not shown.

    at_s : where the call opens when the line is chosen
    more : hits that are not shown; 0 on other lines
    """

    call: CallSummary
    at_s: float | None
    hit: TextHit | None = None
    more: int = 0


class FoundCalls(QAbstractListModel):
    """Lines of the calls found, more of them as the end is reached."""

    counted = Signal(object)
    """How many calls were found, ``None`` where they are too many to be counted."""

    def __init__(self, fetch: FetchFound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._lines: list[FoundLine] = []
        self._calls = 0
        self._has_more = False
        self._search = 0

    def search(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self._search += 1
        self._has_more = False
        self._ask(0)

    def clear(self) -> None:
        """Show nothing, and drop an answer that is on its way."""
        self._search += 1
        self.beginResetModel()
        self._lines, self._calls, self._has_more = [], 0, False
        self.endResetModel()

    def line(self, row: int) -> FoundLine:
        """Return one line."""
        return self._lines[row]

    def _ask(self, offset: int) -> None:
        search = self._search

        def take(page: FoundPage) -> None:
            if search == self._search:
                self._take(page)

        self._fetch(FOUND_AT_ONCE, offset, take)

    def _take(self, page: FoundPage) -> None:
        lines = [line for found in page.rows for line in _lines_of(found)]
        if page.offset == 0:
            self.beginResetModel()
            self._lines, self._calls = lines, len(page.rows)
            self.endResetModel()
            self.counted.emit(page.total)
        elif lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines += lines
            self._calls += len(page.rows)
            self.endInsertRows()
        self._has_more = page.has_more

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(line)
        if role == Qt.ItemDataRole.ToolTipRole and line.hit is not None:
            return line.hit.text
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return self._has_more

    def fetchMore(self, parent: AnyIndex) -> None:
        self._has_more = False
        self._ask(self._calls)


def words_of(line: FoundLine) -> str:
    """Return a line as text."""
    if line.hit is not None:
        role = text(f"library.role_{line.hit.role}")
        return f"{formats.clock_time(line.hit.start_s)}  {role}  {line.hit.text}"
    if line.more:
        return counted("library.more_hits", line.more)
    return "  ·  ".join(title_parts(line.call))


def title_parts(call: CallSummary) -> tuple[str, ...]:
    """Return what names a call in a list: agent or file, customer, day, length, score."""
    score = text("library.score_of", score=formats.number(call.score))
    agent = call.agent or file_name(call)
    started = formats.moment(call.started_at) if call.started_at else None
    facts = (call.customer, started, formats.clock_time(call.duration_s))
    return (agent, *(each for each in facts if each), score)


def _lines_of(found: FoundCall) -> list[FoundLine]:
    first = found.hits[0].start_s if found.hits else None
    lines = [FoundLine(found.call, first)]
    lines += [FoundLine(found.call, hit.start_s, hit) for hit in found.hits]
    more = found.hit_count - len(found.hits)
    if more > 0:
        lines.append(FoundLine(found.call, first, more=more))
    return lines
