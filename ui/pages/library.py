"""The library: all calls, found, narrowed, sorted, added to, and handed out for review."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QWidget

from callqa.domain.listing import CallFilter, Sort
from callqa.domain.listing import Page as CallRows
from callqa.errors import CallQAError
from ui.actions import action
from ui.itemmodels.calls import BlockQuery, CallTable
from ui.itemmodels.filters import ListFilter, Part, list_filter
from ui.pages.library_acts import LibraryActs
from ui.pages.library_choices import Choices
from ui.pages.library_front import LibraryFront
from ui.pages.library_intake import LibraryIntake
from ui.pages.library_layout import Parts, lay_out
from ui.pages.library_samples import sample_folder
from ui.pages.library_search import LibrarySearch
from ui.pages.library_selection import Selection
from ui.pages.library_tabs import LibraryTabs
from ui.pages.library_views import View, Views
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.call_table import CallTableView
from ui.widgets.filter_bar import FilterBar, FilterChoices
from ui.widgets.filter_chips import FilterChips

_VIEW_KEYS = 9


class LibraryPage(Page):
    """All calls of the store that the person may see."""

    key = "library"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        context = session.workspace.context
        self._zone = context.zone()
        self._may_add = context.may("add_calls")
        self._views = Views(session.workspace, session.kept)
        self._shown = self._views.shown_last()[1]
        self._in_store = 0
        self._day = self._today()
        self._make_parts()
        self._make_actions()
        self._place()
        self._connect()
        self.setAcceptDrops(self._may_add)
        self._show(self._shown)

    @property
    def filter(self) -> ListFilter:
        """What the list is narrowed to."""
        return self._shown.filter

    @property
    def front(self) -> QWidget | None:
        """What is shown: the table, search results, or why there is nothing to show."""
        return self._front.currentWidget()

    def narrow(self, wanted: ListFilter) -> None:
        """Show the calls that a filter lets through."""
        self._show(replace(self._shown, filter=wanted))

    def show_view(self, view: View) -> None:
        """Show a saved view."""
        if view.columns is not None:
            self.table.header.arrange(view.columns)
        self._show(replace(view, columns=view.columns or self._shown.columns))

    def calls_beside(self, call_id: str) -> tuple[str, ...]:
        return self.model.calls_beside(call_id)

    def show_calls(self, where: CallFilter) -> None:
        """Show the calls of a filter that another page made, and come to the front."""
        self.search.end()
        self.tabs.show(0)
        self.narrow(list_filter(where))
        self.session.page_wanted.emit(self.key)

    def entered(self) -> None:
        """Bring the list up to date."""
        self._choices.read()
        if self.filter.period and self._today() != self._day:
            self._ask()
        else:
            self.model.refresh(frozenset())
        self._day = self._today()

    def _make_parts(self) -> None:
        session = self.session
        self.model = CallTable(self._fetch_rows, self)
        self.table = CallTableView(self.model)
        if self._shown.columns is not None:
            self.table.header.arrange(self._shown.columns)
        self.search = LibrarySearch(session, self._where, self)
        self.intake = LibraryIntake(session, self)
        self.tabs = LibraryTabs(self._views, self)
        self.filters = FilterBar(self._zone)
        self.chips = FilterChips()
        self._choices = Choices(session, self, self._offer)

    def _make_actions(self) -> None:
        may_export = self.session.workspace.context.may("export")
        self._open = action(self, "library.open", self._open_current)
        self._clear = action(self, "library.clear_all", self._clear_filter)
        action(self, "library.search", self.search.field.begin, "Ctrl+F", "search")
        columns = action(self, "library.columns", self.table.header.choose_columns, "", "columns")
        self._tools = [columns]
        self._adding = []
        if may_export:
            self._tools.append(
                action(self, "library.export_list", self._write_list, "Ctrl+E", "export")
            )
        if self._may_add:
            self._adding.append(action(self, "library.add", self.intake.ask, "Ctrl+O", "add"))
        if self._may_add and sample_folder() is not None:
            self._adding.append(action(self, "library.samples", self.intake.add_samples))
        selection = Selection(self.session, self.model, self.table)
        self.acts = LibraryActs(self.session, self, selection)
        for place in range(_VIEW_KEYS):
            key = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            key.activated.connect(lambda n=place: self.tabs.tabs.choose(n))

    def _place(self) -> None:
        self._front = LibraryFront(self.table, self.search.results, self._adding, self._clear)
        parts = Parts(
            self.search.field,
            self.tabs.tabs,
            self.tabs.save_button,
            self.filters,
            self.chips,
            self.intake.strip,
            self._front,
            self._front.count_label,
            self.acts.buttons(),
        )
        lay_out(self, parts, self._tools, self._adding[0] if self._adding else None)

    def _connect(self) -> None:
        session, table, search = self.session, self.table, self.search
        session.calls_changed.connect(self.model.refresh)
        self.intake.stored.connect(self.model.refresh)
        self.intake.strip.changed.connect(self._say_how_to_begin)
        self.intake.begun.connect(self._show_list)
        self.tabs.picked.connect(self.show_view)
        self.tabs.saved.connect(self._keep)
        self.filters.narrowed.connect(self.narrow)
        self.chips.taken_away.connect(self._take_away)
        self.chips.cleared.connect(self._clear_filter)
        search.narrowed.connect(lambda where: self.narrow(self.filter.joined(where)))
        search.found.connect(self._show_found)
        search.ended.connect(self._show_list)
        search.field.left_downwards.connect(self._go_down)
        table.opened.connect(lambda call: session.call_wanted.emit(call, None))
        table.chosen.connect(self._show_chosen)
        table.ordered.connect(self._keep_order)
        table.menu_wanted.connect(lambda at: self.acts.show_menu(at, self._open))
        table.header.arranged.connect(self._keep_columns)
        self.model.counted.connect(self._take_count)

    def _show(self, view: View) -> None:
        self._keep(view)
        self.filters.show_filter(view.filter)
        self.chips.show_filter(view.filter, self._zone)
        self.table.show_order(view.sort)
        self._ask()

    def _keep(self, shown: View) -> None:
        self._shown = shown
        self._views.keep_shown(shown)
        self.tabs.follow(shown)

    def _keep_order(self, sort: Sort) -> None:
        self._keep(replace(self._shown, sort=sort))

    def _keep_columns(self) -> None:
        self._keep(replace(self._shown, columns=self.table.header.layout_now))

    def _ask(self) -> None:
        self.model.ask(self._where(), self._shown.sort)
        self.search.again()

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _where(self) -> CallFilter:
        return self.filter.at(self._today(), self._zone)

    def _fetch_rows(
        self, query: BlockQuery, take: Callable[[CallRows], None], drop: Callable[[], None]
    ) -> None:
        calls = self.session.workspace.calls

        def then(page: CallRows) -> None:
            self._choices.meet(page.rows)
            take(page)

        def failed(error: CallQAError) -> None:
            drop()
            self.session.failed.emit(error)

        self.session.bridge.read(
            self,
            lambda: calls.list(query.where, query.sort, limit=query.limit, offset=query.offset),
            then,
            failed,
        )

    def _take_count(self, total: int) -> None:
        if not self.filter.parts:
            self._take_in_store(total)
            return
        calls = self.session.workspace.calls
        self.session.bridge.read(
            self, lambda: calls.list(CallFilter(), Sort(), limit=1).total, self._take_in_store
        )

    def _take_in_store(self, total: int) -> None:
        self._in_store = total
        self._show_list()

    def _show_list(self) -> None:
        """Show the calls, or why there are none; search results stay in front."""
        if self.search.words:
            return
        self.acts.show_count(self.table.chosen_count)
        if self.model.total or not self.model.is_asking:
            self._front.show_list(self.model.total, self._in_store, self.intake.greeting)
        self._show_count()

    def _show_count(self) -> None:
        self._front.show_count(self.model.total, self._in_store, self.table.chosen_count)

    def _say_how_to_begin(self) -> None:
        is_adding = self.intake.strip.is_adding
        self._front.say_how_to_begin(is_adding=is_adding)
        if is_adding and not self._in_store:
            self._show_list()

    def _show_chosen(self, count: int) -> None:
        if not self.search.words:
            self.acts.show_count(count)
            self._show_count()

    def _show_found(self, total: int | None) -> None:
        self._front.show_found(total, has_any=self.search.model.rowCount() > 0)
        self.acts.show_count(0)

    def _go_down(self) -> None:
        front = self.search.results if self.search.words else self.table
        front.setFocus()
        if not front.currentIndex().isValid():
            front.setCurrentIndex(front.model().index(0, 0))

    def _take_away(self, part: Part) -> None:
        self.narrow(self.filter.without(part))

    def _clear_filter(self) -> None:
        self.narrow(ListFilter())

    def _offer(self, choices: FilterChoices) -> None:
        self.filters.show_choices(choices)
        self.acts.show_choices(choices)

    def _open_current(self) -> None:
        call = self.table.current_call
        if call is not None:
            self.session.call_wanted.emit(call, None)

    def _write_list(self) -> None:
        self.acts.export.write_list(self._where())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.intake.invite(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.intake.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.intake.take(event.mimeData())
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.intake.overlay.isVisible():
            self.intake.overlay.cover()
