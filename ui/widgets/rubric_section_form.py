"""A section of a rubric, and the rubric as a whole, as forms."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.i18n import text
from ui.itemmodels.rubric_facts import Place, RubricFacts, SectionFacts
from ui.widgets.rubric_field import Field
from ui.widgets.rubric_number import NumberEdit
from ui.widgets.setting_combo import StillComboBox


class SectionForm(QWidget):
    """Title, weight and lock of a section; or that it stands apart."""

    edited = Signal(object)
    """Keys and values of the section that are to be set; ``None`` takes a key out."""

    weight_wanted = Signal(float)
    """Another weight, which the other sections make room for."""

    locked = Signal(bool)
    """Keep this weight when others change."""

    set_apart = Signal(bool)
    """Take it out of the total, or back in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section: SectionFacts | None = None
        self.title, self.name = QLineEdit(), QLineEdit()
        self.weight = NumberEdit()
        self.lock = QCheckBox(text("rubric.lock"))
        self.lock.setToolTip(text("rubric.lock_tip"))
        self.apart = QCheckBox(text("rubric.apart"))
        self.apart.setToolTip(text("rubric.apart_tip"))
        self.applies = StillComboBox()
        self._fields = {
            "title": Field(text("rubric.title_of_section"), self.title),
            "id": Field(text("rubric.id"), self.name),
            "weight": Field(text("rubric.weight"), self.weight, text("rubric.weight_hint")),
            "applies_when": Field(text("rubric.applies_when_section"), self.applies),
        }
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        for each in (
            self._fields["title"],
            self._fields["id"],
            self._fields["weight"],
            self.lock,
            self.apart,
            self._fields["applies_when"],
        ):
            lines.addWidget(each)
        lines.addStretch(1)
        self.title.editingFinished.connect(lambda: self._take("title", self.title.text()))
        self.name.editingFinished.connect(lambda: self._take("id", self.name.text()))
        self.weight.changed.connect(lambda: self.weight_wanted.emit(self.weight.value or 0.0))
        self.lock.clicked.connect(self.locked)
        self.apart.clicked.connect(self.set_apart)
        self.applies.activated.connect(
            lambda: self.edited.emit({"applies_when": self.applies.currentData()})
        )

    def show_section(
        self, section: SectionFacts, *, is_locked: bool, conditions: Sequence[str]
    ) -> None:
        """Show a section."""
        self._section = section
        self.title.setText(section.title)
        self.name.setText(section.id)
        self.weight.set_value(section.weight)
        self._fields["weight"].setVisible(not section.apart)
        self.lock.setVisible(not section.apart)
        self.lock.setChecked(is_locked)
        self.apart.setChecked(section.apart)
        self.applies.clear()
        self.applies.addItem(text("rubric.applies_always"), None)
        for each in conditions:
            self.applies.addItem(each, each)
        at = 0 if section.applies_when is None else self.applies.findData(section.applies_when)
        self.applies.setCurrentIndex(at)

    def show_mistakes(self, mistakes: Sequence[tuple[Place, str]]) -> None:
        """Tell each mistake at its field."""
        show_at_fields(self._fields, mistakes, "title")

    def _take(self, key: str, words: str) -> None:
        before = self._section and {"title": self._section.title, "id": self._section.id}[key]
        if words.strip() != before:
            self.edited.emit({key: words.strip()})


class HeadForm(QWidget):
    """Name, title and pass mark of a rubric."""

    edited = Signal(object)
    """Keys and values of the rubric that are to be set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rubric: RubricFacts | None = None
        self.title, self.name = QLineEdit(), QLineEdit()
        self.pass_mark = NumberEdit()
        self.version = QLabel()
        self._fields = {
            "title": Field(text("rubric.title_of_rubric"), self.title),
            "id": Field(text("rubric.id_of_rubric"), self.name),
            "version": Field(text("rubric.version"), self.version, text("rubric.version_hint")),
            "pass_mark": Field(
                text("rubric.pass_mark"), self.pass_mark, text("rubric.pass_mark_hint")
            ),
        }
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        for each in self._fields.values():
            lines.addWidget(each)
        lines.addStretch(1)
        self.title.editingFinished.connect(lambda: self._take("title", self.title.text()))
        self.name.editingFinished.connect(lambda: self._take("id", self.name.text()))
        self.pass_mark.changed.connect(
            lambda: self.edited.emit({"pass_mark": self.pass_mark.value or 0.0})
        )

    def show_rubric(self, rubric: RubricFacts) -> None:
        """Show a rubric's head."""
        self._rubric = rubric
        self.title.setText(rubric.title)
        self.name.setText(rubric.id)
        self.version.setText(rubric.version)
        self.pass_mark.set_value(rubric.pass_mark)

    def show_mistakes(self, mistakes: Sequence[tuple[Place, str]]) -> None:
        """Tell each mistake at its field."""
        show_at_fields(self._fields, mistakes, "title")

    def _take(self, key: str, words: str) -> None:
        before = self._rubric and {"title": self._rubric.title, "id": self._rubric.id}[key]
        if words.strip() != before:
            self.edited.emit({key: words.strip()})


def show_at_fields(
    fields: dict[str, Field], mistakes: Sequence[tuple[Place, str]], otherwise: str
) -> None:
    """Tell each mistake at the field of its key, or at that of `otherwise`."""
    words = dict.fromkeys(fields, "")
    for path, said in mistakes:
        key = str(path[0]) if path and path[0] in fields else otherwise
        words[key] = f"{words[key]}\n{said}".strip()
    for key, each in words.items():
        fields[key].set_mistake(each)
