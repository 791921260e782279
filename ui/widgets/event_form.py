"""A small form to add an event that the machine missed, at the playhead."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.edits import AddEvent, EventKind
from callqa.domain.speech import PARTIES, Speaker
from ui import formats
from ui.i18n import named, text
from ui.itemmodels.event_classes import CLASSES
from ui.itemmodels.moments import class_name
from ui.widgets.bare_spin_box import BareSpinBox
from ui.widgets.own_keys import InlineForm

_USUAL_LENGTH_S = 2.0
_STEP_S = 0.1


class EventForm(InlineForm):
    """Kind, class, whose, from and to; the times begin at the playhead."""

    added = Signal(object)
    """An `AddEvent`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._speakers: tuple[Speaker, ...] = ()
        self._at_s = 0.0
        self._kind = QComboBox()
        for each in CLASSES:
            self._kind.addItem(text(f"events.kind_{each}"), each)
        self._class = QComboBox()
        self._whose = QComboBox()
        self._start = TimeBox()
        self._end = TimeBox()
        self._save = QPushButton(text("events.form_add"))
        self._save.setProperty("primary", True)
        self._cancel = QPushButton(text("events.form_cancel"))
        self._wrong = QLabel(text("events.form_wrong"))
        self._wrong.setProperty("tone", "coach")
        self._wrong.setWordWrap(True)
        self._kind.currentIndexChanged.connect(self._fill)
        self._start.valueChanged.connect(self._check)
        self._end.valueChanged.connect(self._check)
        self._save.clicked.connect(self.give)
        self._cancel.clicked.connect(self.closed)
        self.closed.connect(self.hide)
        self._lay_out()
        self._fill()

    def set_call(self, speakers: Sequence[Speaker], duration_s: float) -> bool:
        """Say whose events can be added and how long the recording is; tell if that is new."""
        parties = tuple(each for each in speakers if each.role in PARTIES)
        if (parties, duration_s) == (self._speakers, self._end.maximum()):
            return False
        self._speakers = parties
        for each in (self._start, self._end):
            each.setMaximum(duration_s)
        self._fill()
        return True

    def set_position(self, at_s: float) -> None:
        """Say where the playhead is; a form that is open keeps its times."""
        self._at_s = at_s

    def open(self) -> None:
        """Show the form with the playhead's time in it."""
        self._start.setValue(self._at_s)
        self._end.setValue(self._at_s + _USUAL_LENGTH_S)
        self.show()
        self._kind.setFocus()

    def change(self) -> AddEvent:
        """Return what the form says."""
        return AddEvent(
            kind=self._kind.currentData(),
            start_s=round(self._start.value(), 3),
            end_s=round(self._end.value(), 3),
            of=self._whose.currentData() or "",
            class_=self._class.currentData(),
        )

    def give(self) -> None:
        """Add the event, if it is whole."""
        if self._save.isEnabled():
            change = self.change()
            self.closed.emit()
            self.added.emit(change)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._place(grid, "events.form_kind", self._kind, (0, 0))
        self._whose_label = self._place(grid, "events.form_whose", self._whose, (0, 1))
        self._place(grid, "events.form_class", self._class, (2, 0))
        times = QHBoxLayout()
        times.setSpacing(8)
        for key, field in (("events.form_from", self._start), ("events.form_to", self._end)):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(_label(key, field))
            column.addWidget(field)
            times.addLayout(column, 1)
        grid.addLayout(times, 2, 1, 2, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 10, 12, 12)
        lines.setSpacing(8)
        lines.addLayout(grid)
        lines.addWidget(self._wrong)
        lines.addLayout(buttons)

    def _place(self, grid: QGridLayout, key: str, field: QComboBox, at: tuple[int, int]) -> QLabel:
        row, column = at
        label = _label(key, field)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        grid.addWidget(label, row, column)
        grid.addWidget(field, row + 1, column)
        return label

    def _fill(self) -> None:
        kind: EventKind = self._kind.currentData()
        self._class.clear()
        for each in CLASSES[kind]:
            self._class.addItem(class_name(kind, each), each)
        self._whose.clear()
        for name, of in self._parties(kind):
            self._whose.addItem(name, of)
        has_whose = kind in ("interruptions", "raised_volume")
        self._whose.setVisible(has_whose)
        self._whose_label.setVisible(has_whose)
        self._check()

    def _parties(self, kind: EventKind) -> list[tuple[str, str]]:
        if kind == "interruptions":
            return [(named("role", role), role) for role in PARTIES]
        if kind == "raised_volume":
            return [(each.name or named("role", each.role), each.id) for each in self._speakers]
        return []

    def _check(self) -> None:
        is_right = self._end.value() > self._start.value()
        is_whole = self._whose.count() > 0 or self._whose.isHidden()
        self._wrong.setVisible(not is_right)
        self._save.setEnabled(is_right and is_whole)


class TimeBox(BareSpinBox):
    """A time of the recording as ``m:ss.s``; seconds alone are understood as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.0, 86_400.0)
        self.setDecimals(3)
        self.setSingleStep(_STEP_S)
        self.setLocale(QLocale.c())

    def textFromValue(self, value: float) -> str:
        tenths = int(value * 10 + 1e-6) % 10
        return f"{formats.clock_time(value)}.{tenths}"

    def valueFromText(self, words: str) -> float:
        total_s = 0.0
        for part in words.replace(",", ".").split(":"):
            total_s = total_s * 60 + float(part or 0)
        return total_s

    def validate(self, words: str, at: int) -> tuple[QValidator.State, str, int]:
        try:
            self.valueFromText(words)
        except ValueError:
            return QValidator.State.Invalid, words, at
        return QValidator.State.Acceptable, words, at


def _label(key: str, field: QWidget) -> QLabel:
    label = QLabel(text(key))
    label.setProperty("role", "small")
    label.setBuddy(field)
    field.setAccessibleName(text(key))
    return label
