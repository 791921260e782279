"""Logins of reviewers: typed with commas between them, or pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.i18n import text
from ui.widgets.flow import FlowLayout


class ReviewersField(QWidget):
    """A line of logins, and those that are known as chips."""

    changed = Signal()

    def __init__(self, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit()
        self._line.setPlaceholderText(text("calibration.reviewers_hint"))
        self._line.setAccessibleName(text("calibration.reviewers"))
        self._line.textChanged.connect(self._press)
        self._chips: dict[str, QToolButton] = {}
        chips = QWidget()
        flow = FlowLayout(chips, 4)
        for login in known:
            chip = QToolButton()
            chip.setText(login)
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.clicked.connect(lambda on, login=login: self._take(login, on=on))
            self._chips[login] = chip
            flow.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(chips)
        chips.setVisible(bool(known))

    @property
    def logins(self) -> tuple[str, ...]:
        """The logins, each once."""
        typed = (each.strip() for each in self._line.text().split(","))
        return tuple(dict.fromkeys(each for each in typed if each))

    def set_logins(self, logins: Sequence[str]) -> None:
        """Show these logins."""
        self._line.setText(", ".join(logins))

    def _take(self, login: str, *, on: bool) -> None:
        rest = [each for each in self.logins if each != login]
        self.set_logins([*rest, login] if on else rest)

    def _press(self) -> None:
        for login, chip in self._chips.items():
            chip.setChecked(login in self.logins)
        self.changed.emit()
