"""What stands in the middle of the library: calls, search results, or why there is nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from ui.formats import number
from ui.i18n import counted, text
from ui.widgets.empty import EmptyState


class LibraryFront(QStackedWidget):
    """Shows one of several things, and how many calls there are."""

    def __init__(
        self, table: QWidget, results: QWidget, adding: Sequence[QAction], clear: QAction
    ) -> None:
        """`adding` are the actions that add calls, none where the person may not."""
        super().__init__()
        self._may_add = bool(adding)
        self._table = table
        self._results = results
        self._no_calls = EmptyState(text("library.empty_title"), "", adding)
        self._no_fit = EmptyState(
            text("library.no_fit_title"), text("library.no_fit_text"), (clear,)
        )
        self._no_hit = EmptyState(text("library.no_hit_title"), text("library.no_hit_text"))
        for each in (table, results, self._no_calls, self._no_fit, self._no_hit):
            self.addWidget(each)
        self.count_label = QLabel()
        self.count_label.setProperty("role", "soft")
        self.say_how_to_begin(is_adding=False)

    def show_list(self, listed: int, in_store: int, greeting: Callable[[], QWidget | None]) -> None:
        """Show the table, or why there is no call in it; a new person is greeted."""
        if listed or in_store:
            self.setCurrentWidget(self._table if listed else self._no_fit)
            return
        empty = greeting() or self._no_calls
        if self.indexOf(empty) < 0:
            self.addWidget(empty)
        self.setCurrentWidget(empty)

    def show_found(self, total: int | None, *, has_any: bool) -> None:
        """Show what a search found; `total` is ``None`` where it is too much to be counted."""
        self.setCurrentWidget(self._results if has_any else self._no_hit)
        many = text("library.found_many")
        self.count_label.setText(many if total is None else counted("library.found", total))

    def show_count(self, listed: int, in_store: int, chosen: int) -> None:
        """Say how many calls are listed, of how many, and how many of them are selected."""
        words = counted("library.calls", listed, shown=number(listed))
        if listed != in_store:
            words = text("library.calls_of", shown=number(listed), total=number(in_store))
        if chosen > 1:
            words = f"{counted('library.chosen', chosen, shown=number(chosen))} · {words}"
        self.count_label.setText(words)

    def say_how_to_begin(self, *, is_adding: bool) -> None:
        """Say how to begin, or that calls are on their way."""
        if is_adding:
            self._no_calls.say(text("library.coming_title"), text("library.coming_text"))
        else:
            key = "library.empty_text" if self._may_add else "library.empty_text_own"
            self._no_calls.say(text("library.empty_title"), text(key))
