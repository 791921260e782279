"""Tables whose rows come all at once: a thing a row, something told of it in each column."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.i18n import text

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Value = Callable[[Row], Any]
Heads = Mapping[int, Callable[[str], object]]
_ROOT = QModelIndex()


class RowTable(QAbstractTableModel, Generic[Row]):
    """Rows and the heads of their columns; what a cell has is for the table at hand to say.

    Parameters
    ----------
    columns
        Names of the columns.
    heads
        Says for a role what the head of a column has.
    """

    def __init__(
        self,
        columns: Sequence[str],
        heads: Heads,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._heads = heads
        self._rows: list[Row] = []

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = self._in_order(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row:
        """Return the row of a cell."""
        return self._rows[index.row()]

    def _in_order(self, rows: Iterable[Row]) -> list[Row]:
        return list(rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        tell = self._heads.get(role)
        if orientation != Qt.Orientation.Horizontal or tell is None:
            return None
        return tell(self._columns[section])


class ToldTable(RowTable[Row]):
    """Rows with a function for each role that tells what a cell has.

    Parameters
    ----------
    cells
        Says for a role what the cell of a row has in a column.
    """

    def __init__(
        self,
        columns: Sequence[str],
        heads: Heads,
        cells: Mapping[int, Callable[[Row, str], object]],
    ) -> None:
        super().__init__(columns, heads)
        self._cells = cells

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tell = self._cells.get(role)
        if tell is None or not index.isValid():
            return None
        return tell(self.row(index), self._columns[index.column()])


def worded_heads(key: Callable[[str], str], alignment: Callable[[str], Qt.AlignmentFlag]) -> Heads:
    """Return heads with the text of a column's key, its tip, and the alignment of its cells."""
    return {
        Qt.ItemDataRole.DisplayRole: lambda column: text(key(column)),
        Qt.ItemDataRole.ToolTipRole: lambda column: text(f"{key(column)}_tip"),
        Qt.ItemDataRole.TextAlignmentRole: alignment,
    }


def known_first(
    rows: Iterable[Row], value: Value[Row], order: Qt.SortOrder, ties: Value[Row] | None = None
) -> list[Row]:
    """Return rows by a value, those where it is ``None`` last in either order.

    Rows of one value go by `ties` from the lowest on, or stay as they were without it.
    """
    known: list[Row] = []
    unknown: list[Row] = []
    for each in rows:
        (unknown if value(each) is None else known).append(each)
    if ties is not None:
        known.sort(key=ties)
    known.sort(key=value, reverse=order == Qt.SortOrder.DescendingOrder)
    return known + unknown
