"""Where the review of the open call stands, and the steps that lead on."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui import formats
from ui.i18n import text
from ui.itemmodels.review_steps import ReviewStanding, Step
from ui.widgets.badge import show_tone

_TONES = {
    "reviewed": "praise",
    "closed": "praise",
    "acknowledged": "praise",
    "disputed": "urgent",
    "in_review": "coach",
}
_SHOWN = 2
"""Steps that have a button; the others stand in the menu."""


class ReviewBar(QWidget):
    """The state as a badge, then a button for each of the next steps."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: ReviewStanding | None = None
        self._state = QLabel()
        self._state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.buttons: dict[Step, QPushButton] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._state)

    @property
    def state_words(self) -> str:
        """What the badge says."""
        return self._state.text()

    def show_standing(self, standing: ReviewStanding | None, signed: str = "") -> None:
        """Show where a review stands; ``None`` where there is nothing to review.

        `signed` says who signed and when.
        """
        if standing == self._standing and self._state.toolTip() == signed:
            return
        self._standing = standing
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        self._state.setVisible(standing is not None)
        if standing is None:
            return
        self._show_state(standing, signed)
        for number, step in enumerate(_in_order(standing.steps)[:_SHOWN]):
            button = QPushButton(text(f"review.{step}"), self)
            button.setProperty("primary", number == 0)
            button.setToolTip(text(f"review.{step}_tip"))
            button.clicked.connect(lambda _checked=False, each=step: self.step_wanted.emit(each))
            self.buttons[step] = button
            self._line.addWidget(button)

    def anchor(self, step: Step) -> QWidget:
        """Return what a form for this step opens below."""
        return self.buttons.get(step, self._state)

    def _show_state(self, standing: ReviewStanding, signed: str) -> None:
        words = text(f"review.state_{standing.state}")
        if standing.assigned_to and standing.state in ("assigned", "in_review"):
            words = text("review.with", state=words, who=standing.assigned_to)
        show_tone(self._state, _TONES.get(standing.state, "info"), words)
        self._state.setToolTip(signed)
        self._state.setAccessibleName(text("review.state", state=words))


def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps with the one that most want first: who may sign need not begin first."""
    return tuple(sorted(steps, key=lambda each: each == "start"))


def signed_words(who: str | None, at: datetime | None) -> str:
    """Return who signed and when, empty where nobody has."""
    if not who or at is None:
        return ""
    return text("review.signed_by", who=who, at=formats.moment(at))
