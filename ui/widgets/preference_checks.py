"""What a self-test found: a line for each thing looked at."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.i18n import text
from ui.itemmodels.models_list import CheckFacts
from ui.widgets.emptying import empty_layout


class CheckLine(CheckFacts, Protocol):
    """One thing that was looked at."""

    @property
    def what(self) -> str: ...


class CheckList(QWidget):
    """Lines with a mark, what was looked at, what was found and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(2, 1)

    def show_checks(self, checks: Sequence[CheckLine]) -> None:
        """Show what was found."""
        empty_layout(self._grid)
        for row, each in enumerate(checks):
            mark = QLabel("✓" if each.ok else "!")
            mark.setProperty("tone", "praise" if each.ok else "urgent")
            mark.setAccessibleName(text("preferences.ok" if each.ok else "preferences.not_ok"))
            found = QLabel(f"{each.found} {each.remedy}".strip())
            found.setWordWrap(True)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            what = QLabel(each.what)
            what.setProperty("role", "soft")
            for column, label in enumerate((mark, what, found)):
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
