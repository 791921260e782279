"""The rubric page: questions and weights, and what a change of them would do."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.errors import CallQAError, RubricError
from callqa.service.rubric_draft import RubricDraft
from callqa.service.rubric_files import (
    rubric_text,
    shipped_rubric_text,
    shipped_rubrics,
    write_rubric_file,
)
from callqa.service.rubric_versions import VERSION, changes_between, next_version
from callqa.service.rubrics import AdoptedRubric
from ui import dialogs
from ui.actions import action
from ui.formats import number
from ui.i18n import counted, text
from ui.pages.page import Page
from ui.pages.rubric_adopting import Adopting, RescoreStrip, change_lines
from ui.pages.rubric_buttons import primary_button, tool_button
from ui.pages.rubric_desk import RubricDesk
from ui.pages.rubric_editor import RubricEditor
from ui.pages.rubric_parts import RubricParts
from ui.pages.rubric_preview import RubricPreview
from ui.pages.rubric_versions import history_dialog
from ui.session import Session
from ui.widgets.banner import Banner
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.flip_preview import FlipPreview
from ui.widgets.rubric_adopt import AdoptDialog

_SIZES = [330, 450, 370]


class RubricPage(Page):
    """A draft of the rubric on the left, its effect on the library on the right."""

    key = "rubric"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._may_change = session.workspace.context.may("change_rubric")
        self._adopted: tuple[AdoptedRubric, ...] = ()
        self._in_force: RubricDraft | None = None
        self.desk = RubricDesk(session.kept, session.workspace.context.store.name, self)
        self.editor = RubricEditor(self.desk)
        self.panel = FlipPreview()
        self.preview = RubricPreview(session, self.panel)
        self.strip = RescoreStrip()
        self.adopting = Adopting(session, self.strip)
        self.banner = Banner()
        self._title, self._state = ElidedLabel(), ElidedLabel()
        self._adopt = action(self, "rubric.adopt", self._ask_adopt)
        self._save = action(self, "rubric.save_as", self._save_as, "Ctrl+S")
        self._history = action(self, "rubric.history", self._ask_history)
        self._undo = action(self, "rubric.undo", self.desk.undo, "Ctrl+Z")
        self._redo = action(self, "rubric.redo", self.desk.redo, "Ctrl+Shift+Z; Ctrl+Y")
        self._parts = RubricParts(self, session, self.desk, self.editor)
        self._lay_out()
        self.editor.hide()
        self.editor.set_editable(self._may_change)
        self.desk.changed.connect(self._show)
        self.desk.refused.connect(self._refuse)
        self.editor.placed.connect(self._show_actions)
        self.panel.opened.connect(lambda call_id: session.call_wanted.emit(call_id, None))
        self.adopting.ended.connect(self._read)
        session.calls_changed.connect(self._changed_elsewhere)

    def entered(self) -> None:
        self._read()
        self.adopting.look()

    def _read(self) -> None:
        rubrics = self.session.workspace.rubrics

        def work() -> tuple[str, tuple[AdoptedRubric, ...]]:
            return rubrics.text_in_force(), rubrics.adopted()

        self.session.bridge.read(self, work, self._take)

    def _take(self, found: tuple[str, tuple[AdoptedRubric, ...]]) -> None:
        text_in_force, self._adopted = found
        self._in_force = RubricDraft.read(text_in_force)
        if (not self.desk.is_open and not self.desk.take_up()) or not self.desk.is_edited:
            self._begin_in_force()
        else:
            self._show()

    def _begin_in_force(self) -> None:
        if self._in_force is not None:
            rubric = self._in_force.rubric
            self.desk.begin(self._in_force.text, f"{rubric.id} {rubric.version}")

    def _show(self) -> None:
        draft = self.desk.draft
        self.editor.show()
        self.editor.show_draft()
        self._title.setText(draft.rubric.title)
        self._title.setToolTip(draft.rubric.title)
        self._state.setText(self._state_words())
        self._show_actions()
        mark = self._in_force.rubric.pass_mark if self._in_force else draft.rubric.pass_mark
        if not self.adopting.is_running:
            self.preview.show_draft(draft, mark)

    def _state_words(self) -> str:
        draft = self.desk.draft
        if self.desk.is_edited:
            words = text("rubric.draft_of", name=self.desk.base_name)
        elif self._in_force is not None and draft.rubric == self._in_force.rubric:
            words = text("rubric.as_in_force", version=draft.rubric.version)
        else:
            words = text("rubric.based_on", name=self.desk.base_name)
        if draft.mistakes:
            words += " · " + counted("rubric.mistakes", len(draft.mistakes))
        if not self._may_change:
            words += " · " + text("rubric.read_only")
        return words

    def _changed_elsewhere(self, _call_ids: object) -> None:
        self.preview.forget()
        if self.isVisible() and self.desk.is_open and not self.adopting.is_running:
            self._show()

    def _refuse(self, error: RubricError) -> None:
        self.banner.show_message("urgent", str(error))
        self.editor.show_draft()

    def _show_actions(self) -> None:
        draft = self.desk.draft
        differs = self._in_force is None or draft.rubric != self._in_force.rubric
        ready = differs and not draft.mistakes and not self.adopting.is_running
        self._undo.setEnabled(self.desk.can_undo)
        self._redo.setEnabled(self.desk.can_redo)
        self._adopt.setEnabled(self._may_change and ready)
        self._parts.show_enabled(may_change=self._may_change)

    def _begin_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(text("rubric.from_in_force"), self._begin_in_force)
        menu.addSeparator()
        for name in shipped_rubrics():
            entry = QAction(text("rubric.from_shipped", name=name), menu)
            entry.triggered.connect(
                lambda _checked=False, name=name: self._begin(shipped_rubric_text(name), name)
            )
            menu.addAction(entry)
        menu.addSeparator()
        menu.addAction(text("rubric.from_file"), self._open_file)
        return menu

    def _begin(self, rubric: str, name: str) -> None:
        try:
            self.desk.begin(rubric, name)
        except RubricError as error:
            self.banner.show_message("urgent", str(error))

    def _open_file(self) -> None:
        path = dialogs.file_to_open(self, text("rubric.from_file"), text("rubric.files"))
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Begin a draft from a rubric file; a mistake in it is told."""
        self.session.bridge.read(
            self,
            lambda: rubric_text(path),
            lambda rubric: self._begin(rubric, path.name),
            self._tell,
        )

    def _save_as(self) -> None:
        proposed = f"{self.desk.draft.rubric.id}.toml"
        kinds = (text("rubric.files"),)
        path = dialogs.file_to_write(self, text("rubric.save_as"), proposed, kinds)
        if path is not None:
            rubric = self.desk.draft.text
            self.session.bridge.write(
                self,
                lambda: write_rubric_file(path, rubric),
                lambda _none: self.session.said.emit(text("rubric.saved", path=path.name)),
                self._tell,
            )

    def _tell(self, error: CallQAError) -> None:
        self.banner.show_message("urgent", str(error))

    def _ask_adopt(self) -> None:
        draft = self.desk.draft
        taken = {each.version for each in self._adopted if each.id == draft.rubric.id}
        version = draft.rubric.version
        proposed = next_version(version, taken) if version in taken else version
        before = self._in_force.rubric if self._in_force else draft.rubric
        lines = change_lines(changes_between(before, draft.rubric))
        shown = self.preview.shown
        effect = text("rubric.adopt_effect")
        if shown is not None and shown.preview.calls >= shown.total:
            effect = " ".join(
                (
                    _counted("rubric.adopt_flips", len(shown.preview.flips)),
                    _counted("rubric.signed_stay", shown.preview.signed),
                    effect,
                )
            )
        dialog = AdoptDialog(proposed, lines, effect, lambda given: _wrong(given, taken), self)
        dialog.accepted.connect(lambda: self.adopt(dialog.version, dialog.note))
        dialog.open()

    def adopt(self, version: str, note: str) -> None:
        """Put the draft in force under a version, and score the library by it."""
        if not self.desk.edit(lambda draft: draft.with_version(version, note)):
            return
        self.preview.stop()
        rubric = self.desk.draft.text
        self.adopting.adopt(rubric, self.desk.adopted)
        self._show_actions()

    def _ask_history(self) -> None:
        dialog = history_dialog(self, self._adopted, may_change=self._may_change)
        by_row = {each.row: each for each in self._adopted}
        dialog.begun.connect(lambda row: self._begin_adopted(by_row[row]))
        dialog.restored.connect(lambda row: self._restore(by_row[row]))
        dialog.open()

    def _begin_adopted(self, adopted: AdoptedRubric) -> None:
        self._begin(adopted.text, f"{adopted.id} {adopted.version}")

    def _restore(self, adopted: AdoptedRubric) -> None:
        self.preview.stop()
        self.adopting.adopt(adopted.text, lambda: self._begin_adopted(adopted))
        self._show_actions()

    def _lay_out(self) -> None:
        self._title.setProperty("role", "title")
        self._state.setProperty("role", "soft")
        begin = QToolButton()
        begin.setText(text("rubric.begin_from"))
        begin.setToolTip(text("rubric.begin_from_tip"))
        begin.setMenu(self._begin_menu())
        begin.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        begin.setEnabled(self._may_change)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._state)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(names, 1)
        for each in (self._undo, self._redo):
            top.addWidget(tool_button(each))
        top.addWidget(begin)
        for each in (self._save, self._history):
            top.addWidget(tool_button(each))
        top.addWidget(primary_button(self._adopt))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.editor)
        split.addWidget(self.panel)
        split.setSizes([sum(_SIZES[:2]), _SIZES[2]])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 1)
        self.editor.setSizes(_SIZES[:2])
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(10)
        lines.addLayout(top)
        lines.addWidget(self.strip)
        lines.addWidget(self.banner)
        lines.addWidget(split, 1)


def _counted(key: str, n: int) -> str:
    return counted(key, n, shown=number(n))


def _wrong(version: str, taken: set[str]) -> str:
    if version in taken:
        return text("rubric.version_taken")
    return "" if VERSION.fullmatch(version) else text("rubric.version_wrong")
