"""The moments of a call as rows, of the kinds that are shown."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui import formats
from ui.i18n import named, text
from ui.itemmodels.moment import KINDS, Moment, MomentKind

_Index = QModelIndex | QPersistentModelIndex

MOMENT_ROLE = Qt.ItemDataRole.UserRole
"""The `Moment` of a row."""


class EventModel(QAbstractListModel):
    """Moments in order of time; notes are shown whatever kinds are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Moment, ...] = ()
        self._kinds: frozenset[MomentKind] = frozenset(KINDS)
        self._rows: list[Moment] = []

    @property
    def hidden(self) -> int:
        """How many moments are of kinds that are not shown."""
        return len(self._all) - len(self._rows)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Take these moments instead of those before."""
        self._all = tuple(sorted(moments, key=lambda each: each.start_s))
        self._fill()

    def set_kinds(self, kinds: frozenset[MomentKind]) -> None:
        """Show moments of these kinds alone."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._fill()

    def moment(self, row: int) -> Moment | None:
        """Return the moment of a row, ``None`` where there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, moment: Moment) -> int | None:
        """Return the row of a moment: itself, or the one that was it before a change of class."""
        rows = range(len(self._rows))
        same = next((row for row in rows if self._rows[row] == moment), None)
        if same is not None:
            return same
        return next((row for row in rows if is_same(self._rows[row], moment)), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        moment = self.moment(index.row())
        if moment is None:
            return None
        if role == MOMENT_ROLE:
            return moment
        if role == Qt.ItemDataRole.DisplayRole:
            return moment.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(moment)
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment.detail
        return None

    def _fill(self) -> None:
        self.beginResetModel()
        self._rows = [each for each in self._all if each.kind == "note" or each.kind in self._kinds]
        self.endResetModel()


def is_same(one: Moment, other: Moment) -> bool:
    """Tell whether two moments are one finding, which may be of another class now."""
    if one.ref is not None or other.ref is not None:
        return one.ref == other.ref
    key = (one.kind, one.code, one.start_s, one.detail)
    return key == (other.kind, other.code, other.start_s, other.detail)


def spoken(moment: Moment) -> str:
    """Return all about a moment in one line, for people who do not see the row."""
    whose = named("role", moment.role) if moment.role else text("events.nobodys")
    return f"{formats.clock_time(moment.start_s)}, {moment.title}, {whose}. {moment.detail}"
