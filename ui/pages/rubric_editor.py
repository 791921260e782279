"""The left and the middle of the rubric page: the outline, and the form of the chosen part."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.errors import RubricError
from callqa.service.rubric_draft import (
    AGENT_CATEGORIES,
    CUSTOMER_CATEGORIES,
    MEASURES,
    PlacedMistake,
    RubricDraft,
)
from callqa.service.rubric_draft import Path as Place
from ui.i18n import text
from ui.pages.rubric_desk import RubricDesk
from ui.widgets.rubric_outline import RubricOutline
from ui.widgets.rubric_question_form import QuestionForm
from ui.widgets.rubric_section_form import HeadForm, SectionForm
from ui.widgets.rubric_source import RubricSource
from ui.widgets.weight_bar import WeightBar


class RubricEditor(QSplitter):
    """Shows the draft on the desk part by part, and hands every edit to the desk."""

    placed = Signal()
    """Another part is shown."""

    def __init__(self, desk: RubricDesk, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._desk = desk
        self.place: Place = ("sections", 0)
        self.weights, self.outline = WeightBar(), RubricOutline()
        self.head, self.section = HeadForm(), SectionForm()
        groups = (sorted(AGENT_CATEGORIES), sorted(CUSTOMER_CATEGORIES))
        self.question = QuestionForm(MEASURES, groups)
        self.source = RubricSource()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._about = QLabel()
        self._about.setProperty("role", "soft")
        for each in (self._title, self._about):
            each.setWordWrap(True)
        self._views = QButtonGroup(self)
        self._stack, self._nothing = QStackedWidget(), QWidget()
        self._forms = [self._scrolled(each) for each in (self.head, self.section, self.question)]
        self._buttons = QHBoxLayout()
        self.setChildrenCollapsible(False)
        self.addWidget(self._left())
        self.addWidget(self._middle())
        self._connect()

    def add_buttons(self, widgets: Sequence[QWidget]) -> None:
        """Put the buttons under the outline that add and remove parts."""
        for each in widgets:
            self._buttons.addWidget(each)
        self._buttons.addStretch(1)

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        draft = self._desk.draft
        self.place = _nearest(draft, self.place)
        sections = draft.rubric.sections
        current = int(self.place[1]) if self.place[:1] == ("sections",) else -1
        self.weights.show_sections(sections, self._desk.locked, current)
        told = {place: _words(draft.mistakes_at(place)) for place in _places(draft)}
        self.outline.show_rubric(draft.rubric, self._desk.locked, told, self.place)
        self._show_part()

    def show_place(self, place: Place) -> None:
        """Show a part."""
        self.outline.choose(place)

    def set_editable(self, on: bool) -> None:
        """Let the person change the draft, or only look at it."""
        for each in (self.head, self.section, self.question):
            each.setEnabled(on)
        self.source.editor.setReadOnly(not on)
        self.outline.setDragEnabled(on)

    def show_source(self, on: bool) -> None:
        """Show the part as its file writes it, or as a form."""
        self._views.button(int(on)).setChecked(True)
        self._show_part()

    def _choose(self, place: Place) -> None:
        self.place = place
        current = int(place[1]) if place[:1] == ("sections",) else -1
        self.weights.show_sections(self._desk.draft.rubric.sections, self._desk.locked, current)
        self._show_part()
        self.placed.emit()

    def _show_part(self) -> None:
        draft, place = self._desk.draft, self.place
        kind = _kind(place)
        mistakes = [(each.path[len(place) :], _words((each,))) for each in draft.mistakes_at(place)]
        conditions = tuple(draft.rubric.conditions)
        if kind == "question":
            section = draft.rubric.sections[int(place[1])]
            self.question.show_question(section.questions[int(place[3])], conditions)
            self.question.show_mistakes(mistakes)
        elif kind == "section":
            number = int(place[1])
            shown = draft.rubric.sections[number]
            locked = number in self._desk.locked
            self.section.show_section(shown, is_locked=locked, conditions=conditions)
            self.section.show_mistakes(mistakes)
        elif kind == "head":
            self.head.show_rubric(draft.rubric)
            self.head.show_mistakes(mistakes)
        has_text = draft.has_block(place)
        self.source.show_source(draft.block(place).body if has_text else "")
        self.source.show_mistake("\n".join(words for _, words in mistakes))
        self._title.setText(text(f"rubric.part_{kind}"))
        about = f"rubric.about_{kind}" if kind in ("conditions", "flags") else ""
        self._about.setText(text(about) if about else "")
        self._about.setVisible(bool(about))
        has_form = kind in ("head", "section", "question")
        for each in self._views.buttons():
            each.setVisible(has_form)
        as_source = not has_form or self._views.checkedId() == 1
        forms = {"head": 0, "section": 1, "question": 2}
        form = self.source if as_source else self._forms[forms[kind]]
        self._stack.setCurrentWidget(form if has_text else self._nothing)

    def _take_source(self, body: str) -> None:
        try:
            draft = self._desk.draft.with_body(self.place, body)
        except RubricError as error:
            self.source.show_mistake(str(error))
            return
        self._desk.edit(lambda _draft: draft)

    def _take_weight(self, section: int, weight: float) -> None:
        self._desk.edit(lambda draft: draft.with_weight(section, weight, self._desk.locked))

    def _take_values(self, values: dict[str, object]) -> None:
        self._desk.set_values(self.place, values)

    def _connect(self) -> None:
        self.outline.chosen.connect(self._choose)
        self.outline.weight_wanted.connect(self._take_weight)
        self.outline.points_wanted.connect(
            lambda place, points: self._desk.set_values(place, {"points": points})
        )
        self.outline.question_moved.connect(self.move_question)
        self.outline.section_moved.connect(self.move_section)
        self.weights.chosen.connect(lambda number: self.show_place(("sections", number)))
        self._views.idClicked.connect(lambda _id: self._show_part())
        for form in (self.head, self.section, self.question):
            form.edited.connect(self._take_values)
        self.section.weight_wanted.connect(
            lambda weight: self._take_weight(int(self.place[1]), weight)
        )
        self.section.locked.connect(lambda on: self._desk.lock(int(self.place[1]), on))
        self.section.set_apart.connect(self._take_apart)
        self.source.typed.connect(self._take_source)

    def _take_apart(self, on: bool) -> None:
        number = int(self.place[1])
        self._desk.edit(lambda draft: draft.with_section_apart(number, on), keep_locks=False)

    def move_question(self, start: tuple[int, int], to: tuple[int, int]) -> None:
        """Move a question, and go on showing it."""
        self.place = ("sections", to[0], "questions", to[1])
        self._desk.edit(lambda draft: draft.with_question_moved(start, to))

    def move_section(self, number: int, to: int) -> None:
        """Move a section, and go on showing it."""
        self.place = ("sections", to)
        self._desk.edit(lambda draft: draft.with_section_moved(number, to), keep_locks=False)

    def _left(self) -> QWidget:
        side = QFrame()
        side.setProperty("card", True)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(12, 12, 12, 8)
        lines.setSpacing(8)
        head = QLabel(text("rubric.weights"))
        head.setProperty("role", "heading")
        lines.addWidget(head)
        lines.addWidget(self.weights)
        lines.addWidget(self.outline, 1)
        lines.addLayout(self._buttons)
        return side

    def _middle(self) -> QWidget:
        side = QFrame()
        side.setProperty("card", True)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        for number, key in enumerate(("form", "source")):
            chip = QToolButton()
            chip.setText(text(f"rubric.view_{key}"))
            chip.setToolTip(text(f"rubric.view_{key}_tip"))
            chip.setCheckable(True)
            chip.setChecked(number == 0)
            chip.setProperty("chip", True)
            self._views.addButton(chip, number)
            top.addWidget(chip)
        for form in self._forms:
            self._stack.addWidget(form)
        self._stack.addWidget(self.source)
        self._stack.addWidget(self._nothing)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(12, 12, 12, 12)
        lines.setSpacing(10)
        lines.addLayout(top)
        lines.addWidget(self._about)
        lines.addWidget(self._stack, 1)
        return side

    def _scrolled(self, form: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        area.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        return area


def _kind(place: Place) -> str:
    if not place:
        return "head"
    if place[0] == "sections":
        return "question" if len(place) == 4 else "section"
    return str(place[0])


def _places(draft: RubricDraft) -> list[Place]:
    named: list[Place] = [("flags",), *(("conditions", name) for name in draft.rubric.conditions)]
    places: list[Place] = [(), *(each for each in named if draft.parts.other(each) is not None)]
    for number, section in enumerate(draft.rubric.sections):
        places.append(("sections", number))
        places += [("sections", number, "questions", at) for at in range(len(section.questions))]
    return places


def _nearest(draft: RubricDraft, place: Place) -> Place:
    """Return the part itself, or where it is gone the one that stands nearest."""
    places = _places(draft)
    if place in places:
        return place
    if place[:1] == ("sections",) and draft.rubric.sections:
        number = min(int(place[1]), len(draft.rubric.sections) - 1)
        if len(place) == 4 and (count := len(draft.rubric.sections[number].questions)):
            return ("sections", number, "questions", min(int(place[3]), count - 1))
        return ("sections", number)
    return ()


def _words(mistakes: Sequence[PlacedMistake]) -> str:
    lines = (f"{each.error.what} {each.error.remedy}".strip() for each in mistakes)
    return "\n".join(f"{each[:1].upper()}{each[1:]}" for each in lines)
