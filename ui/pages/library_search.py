"""The search of the library: words that were said, while they are typed; filters by Enter."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from callqa.domain.listing import CallFilter, FoundPage
from callqa.errors import CallQAError
from ui.itemmodels.found_calls import FoundCalls
from ui.pages.library_query import read_typed
from ui.session import Session
from ui.widgets.filter_search import SearchField
from ui.widgets.search_results import SearchResults


class LibrarySearch(QObject):
    """The search field and what is found by it."""

    narrowed = Signal(object)
    """The person typed filters: a `CallFilter` to narrow the list by as well."""

    found = Signal(object)
    """There is an answer: how many calls, ``None`` where they are too many to be counted."""

    ended = Signal()
    """Nothing is looked for any more."""

    def __init__(self, session: Session, where: Callable[[], CallFilter], owner: QObject) -> None:
        """`where` tells what the list is narrowed to at the moment."""
        super().__init__(owner)
        self._session = session
        self._where = where
        self._zone = session.workspace.context.zone()
        self.words = ""
        self.field = SearchField()
        self.model = FoundCalls(self._fetch, self)
        self.results = SearchResults(self.model)
        self.field.typed.connect(self._look_for)
        self.field.entered.connect(self._take_line)
        self.field.role_chosen.connect(self.again)
        self.model.counted.connect(self._tell_found)
        self.results.opened.connect(session.call_wanted)
        self.results.left_upwards.connect(self.field.begin)

    def end(self) -> None:
        """Look for nothing."""
        self.words = ""
        self.field.show_line("")
        self.again()

    def again(self) -> None:
        """Look once more, in the list as it is narrowed now."""
        if self.words:
            self.model.search()
        else:
            self.model.clear()
            self.ended.emit()

    def _look_for(self, line: str) -> None:
        self.words = read_typed(line).as_beginning
        self.again()

    def _take_line(self, line: str) -> None:
        typed = read_typed(line)
        try:
            where = typed.where(self._zone)
        except CallQAError as error:
            self.field.show_wrong(str(error))
            return
        self.words = typed.words
        if typed.terms:
            self.field.show_line(typed.words)
            self.narrowed.emit(where)
        else:
            self.again()

    def _tell_found(self, total: int | None) -> None:
        if self.words:
            self.found.emit(total)

    def _fetch(self, limit: int, offset: int, take: Callable[[FoundPage], None]) -> None:
        calls, words, where, role = (
            self._session.workspace.calls,
            self.words,
            self._where(),
            self.field.role,
        )
        self._session.bridge.read(
            self,
            lambda: calls.search(words, where, role=role, limit=limit, offset=offset),
            take,
            lambda error: self.field.show_wrong(f"{error.what} {error.remedy}"),
        )
