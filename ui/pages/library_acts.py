"""The actions on selected calls: which there are for this person, and what each does."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from callqa.domain.edits import SetDetail
from callqa.domain.listing import CallSummary
from callqa.service.access import Action
from ui import dialogs, printing
from ui.actions import action
from ui.formats import number
from ui.i18n import text
from ui.pages.library_export import LibraryExport
from ui.pages.library_selection import ForEach, Selection
from ui.session import Session
from ui.widgets.filter_bar import FilterChoices
from ui.widgets.view_ask import LinePanel

_MOST_LEGS = 20
_ASKED_FROM = 200


class LibraryActs(QObject):
    """What can be done with the calls that are selected in the library."""

    def __init__(self, session: Session, page: QWidget, selection: Selection) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._selection = selection
        self._choices = FilterChoices()
        self._count = 0
        self._export = LibraryExport(session, page)
        self._assign = action(page, "library.assign", self._show_assign_menu)
        self._reports = action(page, "library.reports", self._show_reports_menu)
        self._buttons: dict[QAction, QWidget] = {}
        self._acts: dict[str, QAction] = {}
        self._add("review", "start", partial(self._for_each, "library.started", self._start))
        self._offer("assign", "assign", self._assign)
        self._add("review", "set_agent", self._ask_agent)
        self._add("review", "link", self._link)
        self._offer("export", "reports", self._reports)
        self._add("export", "export_selected", self._write_selected)
        self.show_count(0)

    @property
    def all(self) -> tuple[QAction, ...]:
        """Every action that this person may do."""
        return tuple(self._acts.values())

    @property
    def export(self) -> LibraryExport:
        """Writes files."""
        return self._export

    def show_count(self, count: int) -> None:
        """Allow what can be done with so many selected calls."""
        self._count = count
        for name, each in self._acts.items():
            each.setEnabled(count > 0 and (name != "link" or 2 <= count <= _MOST_LEGS))

    def show_choices(self, choices: FilterChoices) -> None:
        """Offer these reviewers and agents."""
        self._choices = choices

    def buttons(self) -> QWidget:
        """Return a row of buttons, one for each action."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        for each in self.all:
            button = QToolButton()
            button.setDefaultAction(each)
            line.addWidget(button)
            self._buttons[each] = button
        return row

    def show_menu(self, at: QPoint, opening: QAction) -> None:
        """Show all actions as a menu; `opening` stands first."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(opening)
        menu.addSeparator()
        for each in self.all:
            if each is self._assign:
                menu.addMenu(self._assign_menu(menu))
            elif each is self._reports:
                menu.addMenu(self._reports_menu(menu))
            else:
                menu.addAction(each)
        menu.popup(at)

    def assign_to(self, login: str) -> None:
        """Give the selected calls to a reviewer."""
        reviews = self._session.workspace.reviews
        self._for_each("library.assigned", lambda call: reviews.assign(call, login))

    def set_agent(self, name: str) -> None:
        """Say who the agent of the selected calls is; a new name is entered."""
        reviews = self._session.workspace.reviews
        is_new = name not in self._choices.agents
        change = SetDetail("agent", name)
        self._for_each(
            "library.agent_set", lambda call: reviews.edit(call, change, new_agent=is_new)
        )

    def _add(self, needs: Action, name: str, slot: Callable[[], object]) -> None:
        self._offer(needs, name, action(self._page, f"library.{name}", slot))

    def _offer(self, needs: Action, name: str, act: QAction) -> None:
        may = self._session.workspace.context.may(needs)
        act.setVisible(may)
        act.setIconText(act.text())
        if may:
            self._acts[name] = act
        else:
            self._page.removeAction(act)

    def _for_each(self, said: str, act: Callable[[str], object]) -> None:
        if self._count > _ASKED_FROM and not dialogs.confirmed(
            self._page,
            text("library.many_title", n=number(self._count)),
            text("library.many_text"),
            text("library.go_on"),
        ):
            return
        run = ForEach(self._session, self._page, said)
        self._selection.read(lambda calls: run.run(calls, act))

    def _start(self, call: str) -> object:
        return self._session.workspace.reviews.start(call)

    def _link(self) -> None:
        calls = self._session.workspace.calls

        def link(legs: Sequence[CallSummary]) -> None:
            ids = [each.call_id for each in legs]

            def then(_name: str) -> None:
                self._session.said.emit(text("library.linked", n=len(ids)))
                self._session.calls_changed.emit(frozenset(ids))

            self._session.bridge.write(self, lambda: calls.link(ids), then)

        self._selection.read(link)

    def _write_selected(self) -> None:
        self._selection.read(self._export.write_selected)

    def _show_assign_menu(self) -> None:
        self._show_over(self._assign, self._assign_menu(self._page))

    def _show_reports_menu(self) -> None:
        self._show_over(self._reports, self._reports_menu(self._page))

    def _show_over(self, act: QAction, menu: QMenu) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._buttons[act].mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _reports_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(text("library.reports"), parent)
        for words, suffix in printing.kinds_in_words():
            menu.addAction(words).triggered.connect(partial(self._write_reports, suffix))
        return menu

    def _write_reports(self, suffix: str, _checked: bool = False) -> None:
        self._selection.read(partial(self._export.write_reports, suffix))

    def _assign_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(text("library.assign"), parent)
        me = self._session.workspace.context.user.login
        menu.addAction(text("library.to_me")).triggered.connect(lambda: self.assign_to(me))
        others = [each for each in self._choices.reviewers if each != me]
        for login in others:
            menu.addAction(login).triggered.connect(partial(self._assign_chosen, login))
        menu.addSeparator()
        menu.addAction(text("library.to_other")).triggered.connect(self._ask_reviewer)
        return menu

    def _assign_chosen(self, login: str, _checked: bool = False) -> None:
        self.assign_to(login)

    def _ask_reviewer(self) -> None:
        self._ask("assign", self._choices.reviewers, self.assign_to)

    def _ask_agent(self) -> None:
        panel = self._ask("set_agent", self._choices.agents, self.set_agent)
        panel.offer(self._choices.agents, text("library.agent_is_new"))

    def _ask(self, name: str, known: Collection[str], then: Callable[[str], None]) -> LinePanel:
        panel = LinePanel(self._page)
        panel.ask(text(f"library.ask_{name}"), text(f"library.do_{name}"), then)
        panel.offer(known)
        panel.open_under(self._buttons[self._acts[name]])
        panel.line.setFocus()
        return panel
