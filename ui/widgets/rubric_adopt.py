"""What is asked before a draft is put in force: its version, and what is new in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.widgets.rubric_field import Field


class AdoptDialog(QDialog):
    """Asks for version and note, and tells what will happen.

    Parameters
    ----------
    proposed
        The version that is proposed.
    changes
        What differs from the rubric in force, a line each.
    effect
        What will happen, in a sentence or two.
    mistake_of
        Says what is wrong with a version; empty words where nothing is.
    """

    def __init__(
        self,
        proposed: str,
        changes: Sequence[str],
        effect: str,
        mistake_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("rubric.adopt"))
        self._mistake_of = mistake_of
        self._version, self._note = QLineEdit(proposed), QLineEdit()
        self._note.setPlaceholderText(text("rubric.note_example"))
        self._field = Field(text("rubric.new_version"), self._version)
        told = QLabel(effect)
        told.setWordWrap(True)
        listed = QListWidget()
        listed.addItems(list(changes) or [text("rubric.no_changes")])
        listed.setWordWrap(True)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setAccessibleName(text("rubric.changes"))
        listed.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._adopt = self._buttons.addButton(
            text("rubric.adopt_act"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._adopt.setProperty("primary", True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 20, 20, 16)
        lines.setSpacing(12)
        lines.addWidget(told)
        lines.addWidget(self._field)
        lines.addWidget(Field(text("rubric.note"), self._note))
        lines.addWidget(QLabel(text("rubric.changes")))
        lines.addWidget(listed, 1)
        lines.addWidget(self._buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 76, 480)
        self._version.textChanged.connect(self._check)
        self._check()

    @property
    def version(self) -> str:
        """The version that was given."""
        return self._version.text().strip()

    @property
    def note(self) -> str:
        """What was written about it."""
        return self._note.text().strip()

    def _check(self) -> None:
        words = self._mistake_of(self.version)
        self._field.set_mistake(words)
        self._adopt.setEnabled(not words)
