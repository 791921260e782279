"""What is known about the recording that is selected, in full."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from callqa.domain.intake import IntakeFile
from ui.i18n import counted, text
from ui.itemmodels.intake_files import reason

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class IntakeDetails(QFrame):
    """The path of a recording, what became of it and why.

    Parameters
    ----------
    opening, retrying
        Offered where they make sense.
    """

    def __init__(self, opening: QAction, retrying: QAction) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(text("batch.details_name"))
        self._path = _label("soft")
        self._words = _label("")
        self._open, self._retry = _button(opening), _button(retrying)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._words)
        words.addWidget(self._path)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 12, 10)
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(self._retry)
        line.addWidget(self._open)
        # Two lines of words and the path: nothing below moves while one goes through the list.
        line_px = self.fontMetrics().lineSpacing()
        self.setMinimumHeight(3 * line_px + 24)
        self.show_files(())

    def show_files(self, files: Sequence[IntakeFile]) -> None:
        """Show the files that are selected: one in full, several by their number."""
        only = files[0] if len(files) == 1 else None
        self._open.setVisible(only is not None and bool(only.call_id))
        self._retry.setVisible(any(each.state in ("failed", "cancelled") for each in files))
        if only is None:
            many = counted("batch.details_many", len(files)) if files else ""
            self._words.setText(many or text("batch.details_none"))
            self._path.setText("")
            return
        self._path.setText(str(only.path))
        self._words.setText(_told(only))

    @property
    def words(self) -> str:
        """What it says about the file."""
        return self._words.text()


def _told(file: IntakeFile) -> str:
    if file.state == "failed":
        return reason(file)
    return " ".join(filter(None, (text(f"batch.hint_{file.state}"), reason(file))))


def _label(role: str) -> QLabel:
    made = QLabel()
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(_SELECTABLE)
    return made


def _button(action: QAction) -> QPushButton:
    made = QPushButton(action.icon(), action.text())
    made.setToolTip(action.toolTip())
    made.clicked.connect(lambda _checked=False: action.trigger())
    return made
