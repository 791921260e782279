"""What is done to the parts of a rubric: adding, copying, moving, removing."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ui.actions import action
from ui.i18n import text
from ui.pages.rubric_desk import RubricDesk
from ui.pages.rubric_editor import RubricEditor
from ui.session import Session


class RubricParts(QObject):
    """The actions on the part that the editor shows."""

    def __init__(
        self, page: QWidget, session: Session, desk: RubricDesk, editor: RubricEditor
    ) -> None:
        super().__init__(page)
        self._session, self._desk, self._editor = session, desk, editor
        self.add_question = action(page, "rubric.add_question", self._new_question, "Ctrl+N", "add")
        self.add_section = action(page, "rubric.add_section", self._new_section)
        self.add_condition = action(page, "rubric.add_condition", self._new_condition)
        self.twice = action(page, "rubric.duplicate", self._duplicate, "Ctrl+D", "duplicate")
        self.remove = action(page, "rubric.remove", self._remove, "Ctrl+Del", "remove")
        self.up = action(page, "rubric.move_up", lambda: self._move(-1), "Alt+Up", "up")
        self.down = action(page, "rubric.move_down", lambda: self._move(1), "Alt+Down", "down")
        editor.add_buttons(self._buttons())

    def show_enabled(self, *, may_change: bool) -> None:
        """Enable what can be done to the part that is shown."""
        place = self._editor.place
        in_section = place[:1] == ("sections",)
        for each in (self.add_question, self.remove, self.up, self.down):
            each.setEnabled(may_change and in_section)
        self.twice.setEnabled(may_change and len(place) == 4)
        for each in (self.add_section, self.add_condition):
            each.setEnabled(may_change)

    def _new_question(self) -> None:
        section = int(self._editor.place[1])
        at = len(self._desk.draft.rubric.sections[section].questions)
        self._editor.place = ("sections", section, "questions", at)
        words = text("rubric.new_question")
        self._desk.edit(lambda draft: draft.with_question(section, words))
        self._editor.question.wording.setFocus()
        self._editor.question.wording.selectAll()

    def _new_section(self) -> None:
        self._editor.place = ("sections", max(self._desk.draft.counting(), default=-1) + 1)
        title, words = text("rubric.new_section"), text("rubric.new_question")
        self._desk.edit(lambda draft: draft.with_section(title, words), keep_locks=False)

    def _new_condition(self) -> None:
        name, made = self._desk.draft.with_condition("condition", text("rubric.new_otherwise"))
        self._editor.place = ("conditions", name)
        self._desk.edit(lambda _draft: made)

    def _duplicate(self) -> None:
        section, at = int(self._editor.place[1]), int(self._editor.place[3])
        self._editor.place = ("sections", section, "questions", at + 1)
        self._desk.edit(lambda draft: draft.with_question_twice(section, at))

    def _remove(self) -> None:
        place = self._editor.place
        section = int(place[1])
        if len(place) == 4:
            at = int(place[3])
            self._desk.edit(lambda draft: draft.without_question(section, at))
        else:
            self._desk.edit(lambda draft: draft.without_section(section), keep_locks=False)
        self._session.said.emit(text("rubric.removed"))

    def _move(self, by: int) -> None:
        place, sections = self._editor.place, self._desk.draft.rubric.sections
        section = int(place[1])
        if len(place) == 2:
            if 0 <= section + by < len(sections):
                self._editor.move_section(section, section + by)
            return
        at = int(place[3])
        if 0 <= at + by < len(sections[section].questions):
            self._editor.move_question((section, at), (section, at + by))
        elif 0 <= section + by < len(sections):
            to = 0 if by > 0 else len(sections[section + by].questions)
            self._editor.move_question((section, at), (section + by, to))

    def _buttons(self) -> list[QToolButton]:
        menu = QMenu(self._editor)
        menu.addActions([self.add_question, self.add_section, self.add_condition])
        adding = QToolButton()
        adding.setText(text("rubric.add"))
        adding.setToolTip(text("rubric.add_tip"))
        adding.setMenu(menu)
        adding.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return [adding, *(_button(each) for each in (self.twice, self.remove, self.up, self.down))]


def _button(of: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(of)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAccessibleName(of.text())
    return button
