"""What a reviewer scores blind: one call at a time, points for each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.formats import locale, number
from ui.i18n import text
from ui.widgets.bare_spin_box import BareSpinBox

_NOT_YET = -0.5
"""The spin box's way to hold no answer; shown as a dash."""


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question, with the most points it gives."""

    id: str
    text: str
    points: float


class CalibrationSheet(QWidget):
    """Calls on the left, the questions on the one in hand on the right."""

    scored = Signal(str, object)
    """Id of a call, and the points by question, ``None`` where it does not apply."""
    call_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: tuple[SheetQuestion, ...] = ()
        self._answers: dict[str, dict[str, float | None]] = {}
        self._names: dict[str, str] = {}
        self._shown = ""
        self._fields: dict[str, tuple[BareSpinBox, QCheckBox]] = {}
        self.calls = QListWidget()
        self.calls.setAccessibleName(text("calibration.calls"))
        self.calls.currentRowChanged.connect(lambda _row: self._go_on())
        self._progress = QLabel()
        self._progress.setProperty("role", "soft")
        self._hear = QPushButton(text("calibration.open_call"))
        self._hear.setToolTip(text("calibration.open_call_tip"))
        self._hear.clicked.connect(lambda _on=False: self.call_wanted.emit(self.call))
        self._save = QPushButton(text("calibration.save"))
        self._save.setToolTip(text("calibration.save_tip"))
        self._save.setProperty("primary", True)
        self._save.clicked.connect(lambda _on=False: self._score(self.call))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._lay_out()

    @property
    def call(self) -> str:
        """Id of the call in hand, empty without one."""
        item = self.calls.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def show_sheet(
        self,
        questions: Sequence[SheetQuestion],
        answers: Mapping[str, Mapping[str, float | None]],
        names: Mapping[str, str],
    ) -> None:
        """Show the own answers so far; `names` says how a call is called."""
        held = self.call
        self._questions = tuple(questions)
        self._answers = {call: dict(given) for call, given in answers.items()}
        self._names = dict(names)
        self._make_fields()
        blocked = QSignalBlocker(self.calls)
        self.calls.clear()
        for call in answers:
            item = QListWidgetItem(self._label(call))
            item.setData(Qt.ItemDataRole.UserRole, call)
            self.calls.addItem(item)
        blocked.unblock()
        self.calls.setCurrentRow(list(answers).index(held) if held in answers else 0)
        self._show_call()

    def set_points(self, question: str, points: float | None) -> None:
        """Fill in an answer; ``None`` says that the question does not apply."""
        spin, not_applicable = self._fields[question]
        not_applicable.setChecked(points is None)
        if points is not None:
            spin.setValue(points)

    def keep(self) -> None:
        """Say what was typed on the call in hand and not told yet."""
        if self._shown:
            self._score(self._shown)

    def _label(self, call: str) -> str:
        done = len(self._answers[call])
        mark = "✓" if done >= len(self._questions) else "◐" if done else "○"
        return f"{mark} {self._names.get(call, call[:12])}"

    def _make_fields(self) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self._fields = {}
        for row, each in enumerate(self._questions):
            words = QLabel(each.text)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            spin = BareSpinBox()
            spin.setLocale(locale())
            spin.setDecimals(1)
            spin.setSingleStep(0.5)
            spin.setRange(_NOT_YET, each.points)
            spin.setSpecialValueText("–")
            spin.setValue(_NOT_YET)
            spin.setAccessibleName(each.text)
            most = QLabel(text("calibration.of_points", points=number(each.points)))
            most.setProperty("role", "soft")
            not_applicable = QCheckBox(text("calibration.not_applicable"))
            not_applicable.toggled.connect(spin.setDisabled)
            words.setBuddy(spin)
            for column, widget in enumerate((words, spin, most, not_applicable)):
                grid.addWidget(widget, row, column)
            self._fields[each.id] = (spin, not_applicable)
        grid.setRowStretch(len(self._questions), 1)
        self._scroll.setWidget(body)
        for ground in (body, self._scroll.viewport()):
            ground.setAutoFillBackground(False)

    def _show_call(self) -> None:
        self._shown = self.call
        given = self._answers.get(self.call, {})
        for question, (spin, not_applicable) in self._fields.items():
            points = given.get(question)
            not_applicable.setChecked(question in given and points is None)
            spin.setValue(_NOT_YET if points is None else points)
        done = sum(len(each) for each in self._answers.values())
        asked = len(self._questions) * len(self._answers)
        self._progress.setText(text("calibration.progress", done=number(done), asked=number(asked)))
        for button in (self._hear, self._save):
            button.setEnabled(bool(self.call))

    def _go_on(self) -> None:
        """Show another call; what was typed on the one before is not lost."""
        if self._shown and self._shown != self.call:
            self._score(self._shown)
        self._show_call()

    def _score(self, call: str) -> None:
        given: dict[str, float | None] = {}
        for question, (spin, not_applicable) in self._fields.items():
            if not_applicable.isChecked():
                given[question] = None
            elif spin.value() >= 0:
                given[question] = spin.value()
        known = self._answers.get(call, {})
        if any(each not in known or known[each] != points for each, points in given.items()):
            self._answers[call] = known | given
            self.scored.emit(call, given)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._progress)
        left.addWidget(self.calls, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hear)
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._scroll, 1)
        right.addLayout(buttons)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addLayout(left, 1)
        line.addLayout(right, 3)
