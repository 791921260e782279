"""Moments of several calls as a list: where to listen, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.formats import clock_time
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

TIME_ROLE = Qt.ItemDataRole.UserRole + 4
"""Where in the call the moment is, as ``m:ss``; empty where it is about the whole call."""


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment to listen to.

    at_s : in seconds of the recording, ``None`` where it is about the whole call
    flag : code of the flag it comes from, empty without one
    item : number of the coaching item that was made of it, ``None`` without one
    """

    call_id: str
    at_s: float | None
    title: str
    detail: str
    tone: Literal["praise", "coach", "urgent", "plain"] = "plain"
    flag: str = ""
    item: int | None = None


class FoundMoments(QAbstractListModel):
    """Moments in the order in which they were found."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: list[FoundMoment] = []

    def show_moments(self, moments: Sequence[FoundMoment]) -> None:
        """Take up other moments."""
        self.beginResetModel()
        self._moments = list(moments)
        self.endResetModel()

    def moment(self, index: Index) -> FoundMoment:
        """Return the moment of a row."""
        return self._moments[index.row()]

    def moments(self) -> tuple[FoundMoment, ...]:
        """Return all moments."""
        return tuple(self._moments)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._moments)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each = self._moments[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return each.title
        if role == SECOND_ROLE:
            return each.detail
        if role == TONE_ROLE:
            return each.tone
        if role == TIME_ROLE:
            return "" if each.at_s is None else clock_time(each.at_s)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{each.title}\n{each.detail}"
        return None
