"""The versions of the rubric: who adopted which when, and what differs between two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version: its name, when and by whom it was adopted, what was noted about it."""

    row: int
    name: str
    adopted: str
    note: str
    in_force: bool


class HistoryDialog(QDialog):
    """A list of versions on the left, the changes against another on the right.

    Parameters
    ----------
    versions
        The latest first.
    changes
        Says what differs from the version of one row to that of another, a line each.
    """

    begun = Signal(int)
    """Begin a draft from the version of a row."""

    restored = Signal(int)
    """Put the version of a row in force again."""

    def __init__(
        self,
        versions: Sequence[VersionFacts],
        changes: Callable[[int, int], Sequence[str]],
        *,
        may_change: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("rubric.history"))
        self._versions = list(versions)
        self._changes = changes
        self._may_change = may_change
        self.list = QListWidget()
        self.list.setAccessibleName(text("rubric.history"))
        self.list.setWordWrap(True)
        for each in versions:
            self.list.addItem(_item(each))
        self.list.setStyleSheet("QListWidget::item { padding: 6px 8px; }")
        self.against = QComboBox()
        self.against.setAccessibleName(text("rubric.compare_with"))
        for each in versions:
            self.against.addItem(each.name, each.row)
        self.differences = QListWidget()
        self.differences.setWordWrap(True)
        self.differences.setAccessibleName(text("rubric.changes"))
        self.differences.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._begin = QPushButton(text("rubric.begin_here"))
        self._restore = QPushButton(text("rubric.restore"))
        self._restore.setToolTip(text("rubric.restore_tip"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.against.currentIndexChanged.connect(self._compare)
        self._begin.clicked.connect(lambda: self._leave(self.begun))
        self._restore.clicked.connect(lambda: self._leave(self.restored))
        if versions:
            self.list.setCurrentRow(0)

    def _choose(self, number: int) -> None:
        earlier = min(number + 1, len(self._versions) - 1)
        self.against.setCurrentIndex(earlier)
        self._restore.setEnabled(self._may_change and not self._versions[number].in_force)
        self._begin.setEnabled(self._may_change)
        self._compare()

    def _compare(self) -> None:
        new, old = self._versions[self.list.currentRow()], self.against.currentData()
        self.differences.clear()
        self.differences.addItems(list(self._changes(old, new.row)) or [text("rubric.no_changes")])

    def _leave(self, signal: SignalInstance) -> None:
        row = self._versions[self.list.currentRow()].row
        self.accept()
        signal.emit(row)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(QLabel(text("rubric.compare_with")))
        head.addWidget(self.against, 1)
        column.addLayout(head)
        column.addWidget(self.differences, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([320, 440])
        buttons = QHBoxLayout()
        for each in (self._begin, self._restore):
            buttons.addWidget(each)
        buttons.addStretch(1)
        close = QPushButton(text("rubric.close"))
        close.clicked.connect(self.reject)
        buttons.addWidget(close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 20, 20, 16)
        lines.setSpacing(12)
        lines.addWidget(split, 1)
        lines.addLayout(buttons)
        self.resize(820, 520)


def _item(version: VersionFacts) -> QListWidgetItem:
    mark = f" · {text('rubric.in_force')}" if version.in_force else ""
    lines = [f"{version.name}{mark}", version.adopted, version.note]
    return QListWidgetItem("\n".join(filter(None, lines)))
