"""Recordings on their way as a table model that stays quick with many thousands of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor

from callqa.domain.intake import IntakeFile, IntakeState
from ui import theme
from ui.formats import DASH, clock_time, percent
from ui.i18n import text

Column = Literal["state", "file", "length", "details"]

COLUMNS: tuple[Column, ...] = ("state", "file", "length", "details")

STATES: tuple[IntakeState, ...] = (
    "queued",
    "running",
    "done",
    "known",
    "empty",
    "failed",
    "cancelled",
)
"""States in the order in which they are named to people."""

GLYPHS: Mapping[IntakeState, str] = {
    "queued": "○",
    "running": "▸",
    "done": "✓",
    "known": "=",
    "empty": "∅",
    "failed": "!",
    "cancelled": "✕",
}

FILE_ROLE = Qt.ItemDataRole.UserRole
"""The `IntakeFile` of a row."""

_FLUSH_MS = 100
# Above this many rows that leave the list at once, the list is made anew.
_MANY = 64

AnyIndex = QModelIndex | QPersistentModelIndex


class IntakeFiles(QAbstractTableModel):
    """One row a file, in the order in which they came; changes are shown every 100 ms."""

    counted = Signal(object)
    """How many files there are in each state, as a mapping."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: dict[Path, IntakeFile] = {}
        self._counts: Counter[IntakeState] = Counter()
        self._states: frozenset[IntakeState] = frozenset()
        self._shown: list[Path] = []
        self._rows: dict[Path, int] = {}
        self._fresh: dict[Path, None] = {}
        self._flushing = QTimer(self)
        self._flushing.setSingleShot(True)
        self._flushing.timeout.connect(self.flush)

    @property
    def counts(self) -> Mapping[IntakeState, int]:
        """How many files there are in each state."""
        return self._counts

    def show_files(self, files: Iterable[IntakeFile]) -> None:
        """Show these files and no others."""
        self._files = {each.path: each for each in files}
        self._counts = Counter(each.state for each in self._files.values())
        self._fresh.clear()
        self._begin_anew()
        self.counted.emit(self._counts)

    def put(self, file: IntakeFile) -> None:
        """Show a file that is new or stands differently, soon."""
        before = self._files.get(file.path)
        if before is not None:
            self._counts[before.state] -= 1
        self._counts[file.state] += 1
        self._files[file.path] = file
        self._fresh[file.path] = None
        if not self._flushing.isActive():
            self._flushing.start(_FLUSH_MS)

    def choose_states(self, states: frozenset[IntakeState]) -> None:
        """Show the files in these states only; all of them for none."""
        self._states = states
        self._begin_anew()

    def file_at(self, row: int) -> IntakeFile:
        """Return the file of a row."""
        return self._files[self._shown[row]]

    def paths_in(self, *states: IntakeState) -> tuple[Path, ...]:
        """Return the paths of all files in these states, shown or not."""
        return tuple(path for path, file in self._files.items() if file.state in states)

    def flush(self) -> None:
        """Show what changed now."""
        fresh, self._fresh = tuple(self._fresh), {}
        gone = [path for path in fresh if path in self._rows and not self._is_shown(path)]
        if len(gone) > _MANY:
            self._begin_anew()
        else:
            self._remove(gone)
            self._tell_changed([self._rows[path] for path in fresh if path in self._rows])
            self._append([p for p in fresh if p not in self._rows and self._is_shown(p)])
        if fresh:
            self.counted.emit(self._counts)

    def _is_shown(self, path: Path) -> bool:
        return not self._states or self._files[path].state in self._states

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._shown = [path for path in self._files if self._is_shown(path)]
        self._number()
        self.endResetModel()

    def _number(self) -> None:
        self._rows = {path: row for row, path in enumerate(self._shown)}

    def _remove(self, paths: list[Path]) -> None:
        for row in sorted((self._rows[path] for path in paths), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row]
            self.endRemoveRows()
        if paths:
            self._number()

    def _tell_changed(self, rows: list[int]) -> None:
        if rows:
            first, last = self.index(min(rows), 0), self.index(max(rows), len(COLUMNS) - 1)
            self.dataChanged.emit(first, last)

    def _append(self, paths: list[Path]) -> None:
        if paths:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(paths) - 1)
            self._shown.extend(paths)
            self._rows.update((path, first + each) for each, path in enumerate(paths))
            self.endInsertRows()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return text(f"batch.column_{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, column = self.file_at(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(file, column)
        if role == FILE_ROLE:
            return file
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(file.path) if column == "file" else shown(file, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            of = theme.colours()
            return QColor(of.ink if column == "file" else of.soft)
        return None


def state_name(state: IntakeState) -> str:
    """Return the word for a state."""
    return text(f"batch.state_{state}")


def shown(file: IntakeFile, column: Column) -> str:
    """Return what a cell says."""
    if column == "state":
        return f"{GLYPHS[file.state]}  {state_name(file.state)}"
    if column == "file":
        return file.path.name
    if column == "length":
        return clock_time(file.duration_s) if file.duration_s > 0 else DASH
    return _progress(file) if file.state == "running" else reason(file)


def reason(file: IntakeFile) -> str:
    """Return why a file failed and what to do, as sentences; empty where there is nothing to say.

    The engine's sentences go on from the name of the file; here they stand alone.
    """
    what = file.reason[:1].upper() + file.reason[1:]
    return " ".join(filter(None, (what, file.remedy)))


def _progress(file: IntakeFile) -> str:
    stage = text(f"batch.stage_{file.stage or 'starting'}")
    return f"{stage} · {percent(file.share)}" if file.stage else stage


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == "length" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
