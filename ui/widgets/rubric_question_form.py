"""One question of a rubric as a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.itemmodels.rubric_facts import Place, QuestionFacts
from ui.widgets.rubric_bands import BandsEditor
from ui.widgets.rubric_behaviour import BehaviourEditor
from ui.widgets.rubric_field import Field
from ui.widgets.rubric_number import NumberEdit
from ui.widgets.rubric_prose import ProseEdit
from ui.widgets.setting_combo import StillComboBox

_WAYS = ("measure", "behaviour", "human")
_FAILS = ("none", "section", "call")
_FIRST_MEASURE, _FIRST_WORDS = "silence.dead_air_s", "acknowledge"
_PERCENT, _UNIT_OF = 100.0, {"s": "s", "words per minute": "wpm", "per 10 minutes": "per_10min"}


class QuestionForm(QWidget):
    """Shows a question; what the person changes is told as values of the file.

    Parameters
    ----------
    measures
        The measures there are, each with the format of its value and unit.
    categories
        The phrase categories there are: of the agent, and of the customer.
    """

    edited = Signal(object)
    """Keys and values of the question that are to be set; ``None`` takes a key out."""

    def __init__(
        self,
        measures: Mapping[str, str],
        categories: Sequence[Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._measures = dict(measures)
        self._question: QuestionFacts | None = None
        self.wording = ProseEdit()
        self.points = NumberEdit()
        self.name = QLineEdit()
        self._ways = QButtonGroup(self)
        self.measure = StillComboBox()
        for each in measures:
            self.measure.addItem(text(f"rubric.measure_{each.replace('.', '_')}"), each)
        self.bands = BandsEditor()
        self.behaviour = BehaviourEditor(categories)
        self._human = QLabel(text("rubric.way_human_about"))
        self._human.setProperty("role", "soft")
        self._human.setWordWrap(True)
        self.applies = StillComboBox()
        self.fails = StillComboBox()
        self.fails.addItems([text(f"rubric.fails_{each}") for each in _FAILS])
        self.critical = QCheckBox(text("rubric.critical"))
        self.critical.setToolTip(text("rubric.critical_tip"))
        self._fields = self._made_fields()
        self._lay_out()
        self._connect()

    def field(self, key: str) -> Field:
        """Return the field of a key of the file."""
        return self._fields[key]

    def show_question(self, question: QuestionFacts, conditions: Sequence[str]) -> None:
        """Show a question; `conditions` are the names that it can apply by."""
        self._question = question
        self.wording.show_prose(question.text)
        self.points.set_value(question.points)
        if not self.name.hasFocus() or self.name.text() != question.id:
            self.name.setText(question.id)
        way = self._way(question)
        self._ways.button(_WAYS.index(way)).setChecked(True)
        self._fields["measure"].setVisible(way == "measure")
        self._fields["bands"].setVisible(way == "measure")
        self._fields["behaviour"].setVisible(way == "behaviour")
        self._human.setVisible(way == "human")
        if question.measure is not None:
            self.measure.setCurrentIndex(self.measure.findData(question.measure))
            scale, unit = self._unit(question.measure)
            self.bands.show_bands(question.bands, scale)
            label = text("rubric.bands_in", unit=unit) if unit else text("rubric.bands")
            self._fields["bands"].set_label(label)
        if question.behaviour is not None:
            self.behaviour.show_behaviour(question.behaviour)
        self._show_conditions(conditions, question.applies_when)
        self.fails.setCurrentIndex(_FAILS.index(question.auto_fail))
        self.critical.setChecked(question.critical)

    def show_mistakes(self, mistakes: Sequence[tuple[Place, str]]) -> None:
        """Tell each mistake at its field; `mistakes` have the path inside the question."""
        bands = [""] * (len(self._question.bands) if self._question else 0)
        words = dict.fromkeys(self._fields, "")
        for path, said in mistakes:
            key = str(path[0]) if path and path[0] in self._fields else "way"
            place = path[1] if key == "bands" and len(path) > 1 else None
            if isinstance(place, int):
                bands[place] = f"{bands[place]} {said}".strip()
            else:
                words[key] = f"{words[key]}\n{said}".strip()
        for key, each in words.items():
            self._fields[key].set_mistake(each)
        self.bands.set_mistakes(bands)

    def _way(self, question: QuestionFacts) -> str:
        if question.measure is not None or question.bands:
            return "measure"
        return "behaviour" if question.behaviour is not None else "human"

    def _unit(self, measure: str) -> tuple[float, str]:
        shown_as = self._measures[measure]
        if shown_as.endswith("%}"):
            return _PERCENT, "%"
        unit = shown_as.partition("}")[2].strip()
        return 1.0, text(f"rubric.unit_{_UNIT_OF[unit]}") if unit in _UNIT_OF else ""

    def _show_conditions(self, names: Sequence[str], chosen: str | None) -> None:
        self.applies.clear()
        self.applies.addItem(text("rubric.applies_always"), None)
        for each in names:
            self.applies.addItem(each, each)
        if chosen is not None and chosen not in names:
            self.applies.addItem(chosen, chosen)
        self.applies.setCurrentIndex(0 if chosen is None else self.applies.findData(chosen))

    def _take_way(self, number: int) -> None:
        if self._question is None or _WAYS[number] == self._way(self._question):
            return
        points = self._question.points
        values: dict[str, Any] = {"measure": None, "bands": None, "behaviour": None, "human": None}
        if _WAYS[number] == "measure":
            values["measure"] = _FIRST_MEASURE
            values["bands"] = [{"to": 0.0, "points": points}]
        elif _WAYS[number] == "behaviour":
            values["behaviour"] = {"any": [_FIRST_WORDS]}
        else:
            values["human"] = True
        self.edited.emit(values)

    def _take_points(self) -> None:
        """Let the band that gave all points go on giving them."""
        points = self.points.value or 0.0
        values: dict[str, Any] = {"points": points}
        if self._question is not None and self._question.bands and points > 0:
            old = self._question.points
            values["bands"] = [
                {
                    key: points if key == "points" and value == old else value
                    for key, value in (
                        ("from", each.from_),
                        ("to", each.to),
                        ("points", each.points),
                    )
                    if value is not None
                }
                for each in self._question.bands
            ]
        self.edited.emit(values)

    def _take_measure(self) -> None:
        if self._question is None or self.measure.currentData() == self._question.measure:
            return
        before = self._unit(self._question.measure)[0] if self._question.measure else 1.0
        values: dict[str, Any] = {"measure": self.measure.currentData()}
        if self._unit(values["measure"])[0] != before:
            values["bands"] = [{"from": 0.5, "points": self._question.points}]
        self.edited.emit(values)

    def _made_fields(self) -> dict[str, Field]:
        ways = QWidget()
        line = QHBoxLayout(ways)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for number, key in enumerate(_WAYS):
            chip = QToolButton()
            chip.setText(text(f"rubric.way_{key}"))
            chip.setToolTip(text(f"rubric.way_{key}_about"))
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            self._ways.addButton(chip, number)
            line.addWidget(chip)
        line.addStretch(1)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return {
            "text": Field(text("rubric.text"), self.wording),
            "points": Field(text("rubric.points"), self.points),
            "id": Field(text("rubric.id"), self.name),
            "way": Field(text("rubric.way"), ways),
            "measure": Field(text("rubric.measure"), self.measure),
            "bands": Field(text("rubric.bands"), self.bands, text("rubric.bands_hint")),
            "behaviour": Field(text("rubric.behaviour"), self.behaviour),
            "applies_when": Field(text("rubric.applies_when"), self.applies),
            "auto_fail": Field(text("rubric.auto_fail"), self.fails),
        }

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        fields = self._fields
        lines.addWidget(fields["text"])
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(fields["points"], 2, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(fields["id"], 3, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(pair)
        for key in ("way", "measure", "bands", "behaviour"):
            lines.addWidget(fields[key])
        lines.addWidget(self._human)
        lines.addWidget(fields["applies_when"])
        lines.addWidget(fields["auto_fail"])
        lines.addWidget(self.critical)
        lines.addStretch(1)

    def _connect(self) -> None:
        self.wording.changed.connect(lambda words: self.edited.emit({"text": words}))
        self.points.changed.connect(self._take_points)
        self.name.editingFinished.connect(self._take_name)
        self._ways.idClicked.connect(self._take_way)
        self.measure.activated.connect(self._take_measure)
        self.bands.edited.connect(lambda bands: self.edited.emit({"bands": bands or None}))
        self.behaviour.edited.connect(lambda table: self.edited.emit({"behaviour": table}))
        self.applies.activated.connect(
            lambda: self.edited.emit({"applies_when": self.applies.currentData()})
        )
        self.fails.activated.connect(self._take_fails)
        self.critical.clicked.connect(lambda on: self.edited.emit({"critical": on or None}))

    def _take_name(self) -> None:
        if self._question is not None and self.name.text().strip() != self._question.id:
            self.edited.emit({"id": self.name.text().strip()})

    def _take_fails(self, index: int) -> None:
        self.edited.emit({"auto_fail": _FAILS[index] if index else None})
