"""Rows of words as a table model."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from ui.itemmodels.row_table import Index, RowTable


class PlainRows(RowTable[tuple[str, ...]]):
    """A table of texts with a heading for each column."""

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(heads, {Qt.ItemDataRole.DisplayRole: str}, parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.row(index)[index.column()]
        return None
