"""Words that are to be heard in a part of the call, as a form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.i18n import text
from ui.itemmodels.rubric_facts import BehaviourFacts
from ui.widgets.rubric_categories import CategoryChips
from ui.widgets.rubric_number import NumberEdit
from ui.widgets.setting_combo import StillComboBox

_KINDS = ("any", "all", "none")
_WHERES = ("whole", "first_s", "last_s", "after", "before")
_COUNT_KEYS = {"any": "at_least", "none": "at_most"}
_FIRST_S, _WITHIN_S, _WITHIN_TURNS = 30.0, 20.0, 2


class BehaviourEditor(QWidget):
    """Which words, how often, and in which part of the call.

    Parameters
    ----------
    groups
        The phrase categories there are: of the agent, and of the customer.
    """

    edited = Signal(object)
    """The behaviour as the file writes it: a table."""

    def __init__(self, groups: Sequence[Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = _combo("rubric.heard", _KINDS)
        self._words = CategoryChips(groups)
        self._count = NumberEdit()
        self._count_label = QLabel()
        self._where = _combo("rubric.where", _WHERES)
        self._length = NumberEdit()
        self._length_unit = QLabel("s")
        self._moments = CategoryChips(groups[::-1])
        self._within_s, self._within_turns = NumberEdit(), NumberEdit()
        self._reach = QWidget()
        self._lay_out()
        self._kind.activated.connect(self._changed)
        self._where.activated.connect(self._place_changed)
        for edit in (self._count, self._length, self._within_s, self._within_turns):
            edit.changed.connect(self._changed)
        self._words.edited.connect(self._take_words)
        self._moments.edited.connect(self._take_moments)

    def show_behaviour(self, behaviour: BehaviourFacts) -> None:
        """Show a behaviour."""
        kind = next((each for each in _KINDS if getattr(behaviour, each)), "any")
        where = next(
            (each for each in _WHERES[1:] if getattr(behaviour, each) not in (None, (), [])),
            "whole",
        )
        self._kind.setCurrentIndex(_KINDS.index(kind))
        self._where.setCurrentIndex(_WHERES.index(where))
        self._words.show_categories(getattr(behaviour, kind))
        self._count.set_value(getattr(behaviour, _COUNT_KEYS.get(kind, "at_least")))
        self._count.setPlaceholderText("0" if kind == "none" else "1")
        self._moments.show_categories(behaviour.after or behaviour.before)
        self._length.set_value(behaviour.first_s if where == "first_s" else behaviour.last_s)
        self._within_s.set_value(behaviour.within_s)
        self._within_turns.set_value(behaviour.within_turns)
        self._show_parts(kind, where)

    def _show_parts(self, kind: str, where: str) -> None:
        counts = kind in _COUNT_KEYS
        self._count.setVisible(counts)
        self._count_label.setVisible(counts)
        self._count_label.setText(text(f"rubric.{_COUNT_KEYS.get(kind, 'at_least')}"))
        self._count.setAccessibleName(self._count_label.text())
        for each in (self._length, self._length_unit):
            each.setVisible(where in ("first_s", "last_s"))
        for part in (self._moments, self._reach):
            part.setVisible(where in ("after", "before"))

    def _values(self) -> dict[str, Any]:
        kind, where = _KINDS[self._kind.currentIndex()], _WHERES[self._where.currentIndex()]
        made: dict[str, Any] = {kind: list(self._words.chosen)}
        if kind in _COUNT_KEYS and self._count.value is not None:
            made[_COUNT_KEYS[kind]] = round(self._count.value)
        if where in ("first_s", "last_s"):
            made[where] = self._length.value or _FIRST_S
        elif where != "whole":
            made[where] = list(self._moments.chosen) or ["distress"]
            if self._within_s.value is not None:
                made["within_s"] = self._within_s.value
            if self._within_turns.value is not None:
                made["within_turns"] = round(self._within_turns.value)
        return made

    def _changed(self) -> None:
        self.edited.emit(self._values())

    def _place_changed(self) -> None:
        where = _WHERES[self._where.currentIndex()]
        if where in ("after", "before") and self._within_s.value is None:
            self._within_s.set_value(_WITHIN_S)
            self._within_turns.set_value(_WITHIN_TURNS)
        self._changed()

    def _take_words(self, codes: list[str]) -> None:
        values = self._values()
        values[_KINDS[self._kind.currentIndex()]] = codes
        self.edited.emit(values)

    def _take_moments(self, codes: list[str]) -> None:
        values = self._values()
        values[_WHERES[self._where.currentIndex()]] = codes
        self.edited.emit(values)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        for each in (self._kind, self._count_label, self._count):
            first.addWidget(each)
        first.addStretch(1)
        second = QHBoxLayout()
        for each in (self._where, self._length, self._length_unit):
            second.addWidget(each)
        second.addStretch(1)
        reach = QGridLayout(self._reach)
        reach.setContentsMargins(0, 0, 0, 0)
        for row, (edit, key) in enumerate(
            ((self._within_s, "within_s"), (self._within_turns, "within_turns"))
        ):
            edit.setAccessibleName(text(f"rubric.{key}"))
            reach.addWidget(edit, row, 0)
            reach.addWidget(QLabel(text(f"rubric.{key}")), row, 1)
        reach.setColumnStretch(2, 1)
        self._length.setAccessibleName(text("rubric.length_s"))
        self._words.setAccessibleName(text("rubric.heard"))
        self._moments.setAccessibleName(text("rubric.moments"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(first)
        lines.addWidget(self._words)
        lines.addLayout(second)
        lines.addWidget(self._moments)
        lines.addWidget(self._reach)


def _combo(key: str, codes: Sequence[str]) -> QComboBox:
    combo = StillComboBox()
    combo.setAccessibleName(text(key))
    combo.addItems([text(f"{key}_{code}") for code in codes])
    return combo
