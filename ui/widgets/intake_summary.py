"""How the run as a whole goes: files, sound, speed, time left."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout

from callqa.domain.intake import OPEN_STATES, IntakePace, IntakeState
from ui.formats import length, number
from ui.i18n import text

_STEPS = 1000
_BAR_PX = 8


class IntakeSummary(QFrame):
    """A card with a bar, and the figures under it.

    Parameters
    ----------
    pausing, resuming
        One of the two is offered.
    beside
        What else can be done with the list.
    """

    def __init__(self, pausing: QAction, resuming: QAction, beside: Sequence[QAction]) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._pausing, self._resuming = pausing, resuming
        self._counts: Mapping[IntakeState, int] = {}
        self._pace: IntakePace | None = None
        self._files = _label("heading")
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_PX)
        self._bar.setAccessibleName(text("batch.progress_name"))
        self._sound, self._speed, self._left = _label("soft"), _label("soft"), _label("soft")
        self._steer = QToolButton()
        self._steer.setDefaultAction(pausing)
        self._steer.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._files)
        head.addStretch(1)
        for each in beside:
            head.addWidget(_button(each))
        head.addWidget(self._steer)
        figures = QHBoxLayout()
        figures.setSpacing(24)
        for label in (self._sound, self._speed, self._left):
            figures.addWidget(label)
        figures.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 6, 16, 10)
        lines.setSpacing(6)
        lines.addLayout(head)
        lines.addWidget(self._bar)
        lines.addLayout(figures)

    def show_counts(self, counts: Mapping[IntakeState, int]) -> None:
        """Show how many files there are in each state."""
        self._counts = counts
        self._show()

    def show_pace(self, pace: IntakePace) -> None:
        """Show how fast it goes."""
        self._pace = pace
        self._steer.setDefaultAction(self._resuming if pace.paused else self._pausing)
        self._show()

    @property
    def words(self) -> tuple[str, ...]:
        """What the figures say."""
        labels = (self._files, self._sound, self._speed, self._left)
        return tuple(each.text() for each in labels)

    def _show(self) -> None:
        total = sum(self._counts.values())
        waiting = sum(self._counts.get(state, 0) for state in OPEN_STATES)
        done, pace = total - waiting, self._pace
        self._files.setText(text("batch.files_done", done=number(done), total=number(total)))
        if pace is None or pace.total_s <= 0:
            share = done / total if total else 0.0
            self._sound.clear()
        else:
            share = 1.0 if not waiting else pace.done_s / pace.total_s
            sound = (_hours(pace.done_s), _hours(pace.total_s))
            self._sound.setText(text("batch.sound_done", done=sound[0], total=sound[1]))
        speed = pace.speed if pace else None
        self._speed.setText(text("batch.speed", speed=number(speed, 1)) if speed else "")
        self._left.setText(_left(pace, is_done=not waiting))
        self._bar.setValue(round(share * _STEPS))


def _left(pace: IntakePace | None, *, is_done: bool) -> str:
    if is_done:
        return text("batch.is_finished")
    if pace is not None and pace.paused:
        return text("batch.is_paused")
    if pace is None or pace.left_s is None:
        return text("batch.left_unknown")
    return text("batch.left", left=_rounded(pace.left_s))


def _rounded(left_s: float) -> str:
    """Return a time that is not more exact than it is known."""
    if left_s >= 3600:
        return _hours(left_s)
    step_s = 60 if left_s >= 120 else 10
    rounded_s = max(step_s, round(left_s / step_s) * step_s)
    return text("batch.minutes", n=number(rounded_s / 60)) if step_s == 60 else length(rounded_s)


def _hours(time_s: float) -> str:
    if time_s < 3600:
        return text("batch.minutes", n=number(time_s / 60, 1 if time_s < 600 else 0))
    return text("batch.hours", n=number(time_s / 3600, 1))


def _label(role: str) -> QLabel:
    made = QLabel()
    made.setProperty("role", role)
    return made


def _button(of: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(of)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return made
