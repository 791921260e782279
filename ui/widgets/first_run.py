"""The first start: what was found out, and where to begin. Nothing has to be answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.widgets.emptying import empty_layout

_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class FoundOut:
    """One thing that was found out; `ok` is ``None`` while it is being looked at."""

    what: str
    found: str
    ok: bool | None = None


class FirstRun(QFrame):
    """Facts with a mark each, and two ways to begin; Escape leaves."""

    samples_wanted = Signal()
    add_wanted = Signal()
    left = Signal()

    pattern_taken = Signal(str)
    """The person wants this file-name pattern."""

    pattern_refused = Signal()
    """The person wants no file-name pattern."""

    def __init__(self, *, has_samples: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._pattern = ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._offer = self._made_offer()
        self._lay_out(has_samples)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS + 64)

    @property
    def offered(self) -> str:
        """The file-name pattern that is offered, empty where none is."""
        return self._pattern

    def show_found(self, facts: Sequence[FoundOut]) -> None:
        """Show what was found out so far."""
        empty_layout(self._grid)
        for row, each in enumerate(facts):
            glyph, tone = {True: ("✓", "praise"), False: ("!", "coach"), None: ("…", "info")}[
                each.ok
            ]
            mark, what, found = QLabel(glyph), QLabel(each.what), QLabel(each.found)
            mark.setProperty("tone", tone)
            what.setProperty("role", "soft")
            found.setWordWrap(True)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, label in enumerate((mark, what, found)):
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)

    def offer_pattern(self, pattern: str, example: str) -> None:
        """Offer to read call details from file names; `example` says what one name gives."""
        self._pattern = pattern
        self._offer_words.setText(text("first_run.pattern", example=example))
        self._offer.setVisible(bool(pattern))
        self._beginnings.setVisible(not pattern)

    def _made_offer(self) -> QFrame:
        offer = QFrame()
        self._offer_words = QLabel()
        self._offer_words.setWordWrap(True)
        take = QPushButton(text("first_run.take_pattern"))
        take.setProperty("primary", True)
        take.clicked.connect(self._take)
        line = QHBoxLayout(offer)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._offer_words, 1)
        line.addWidget(take)
        refuse = QPushButton(text("first_run.refuse_pattern"))
        refuse.clicked.connect(self.pattern_refused)
        line.addWidget(refuse)
        offer.hide()
        return offer

    def _take(self) -> None:
        self._offer.hide()
        self.pattern_taken.emit(self._pattern)

    def _lay_out(self, has_samples: bool) -> None:
        title, about = QLabel(text("first_run.title")), QLabel(text("first_run.about"))
        title.setProperty("role", "title")
        about.setProperty("role", "soft")
        about.setWordWrap(True)
        self._beginnings = QWidget()
        buttons = QHBoxLayout(self._beginnings)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        made = [("add", self.add_wanted)]
        made.insert(0, ("samples", self.samples_wanted)) if has_samples else None
        for number, (key, signal) in enumerate(made):
            button = QPushButton(text(f"first_run.{key}"))
            button.setToolTip(text(f"first_run.{key}_tip"))
            button.setProperty("primary", number == 0)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        later = QPushButton(text("first_run.later"))
        later.clicked.connect(self.left)
        buttons.addWidget(later)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(32, 28, 32, 28)
        lines.setSpacing(16)
        lines.addWidget(title)
        lines.addWidget(about)
        lines.addLayout(self._grid)
        lines.addWidget(self._offer)
        lines.addWidget(self._beginnings)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
