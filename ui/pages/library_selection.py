"""What is done with the calls that are selected: for one after the other, or for all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from callqa.domain.listing import CallSummary
from callqa.errors import CallQAError
from ui.i18n import counted
from ui.itemmodels.calls import CallTable
from ui.session import Session
from ui.widgets.call_table import CallTableView

_READ_AT_ONCE = 2000
_WRITTEN_AT_ONCE = 20


class Selection(QObject):
    """The calls that are selected in the table, also those that it has not fetched."""

    def __init__(self, session: Session, model: CallTable, view: CallTableView) -> None:
        super().__init__(view)
        self._session = session
        self._model = model
        self._view = view

    def read(self, then: Callable[[tuple[CallSummary, ...]], None]) -> None:
        """Give the selected calls to `then`, from the top of the list."""
        ranges = self._view.chosen_ranges
        where, sort = self._model.where, self._model.order
        at_hand = [
            self._model.summary(row)
            for each in ranges
            for row in range(each.first, min(each.last, each.first + _READ_AT_ONCE) + 1)
        ]
        found = [each for each in at_hand if each is not None]
        if len(found) == sum(each.last - each.first + 1 for each in ranges):
            then(tuple(found))
            return
        calls = self._session.workspace.calls

        def work() -> tuple[CallSummary, ...]:
            rows: list[CallSummary] = []
            for each in ranges:
                for first in range(each.first, each.last + 1, _READ_AT_ONCE):
                    limit = min(_READ_AT_ONCE, each.last + 1 - first)
                    rows += calls.list(where, sort, limit=limit, offset=first).rows
            return tuple(rows)

        self._session.bridge.read(self, work, then)


@dataclass(slots=True)
class _Outcome:
    done: list[str] = field(default_factory=list)
    errors: list[CallQAError] = field(default_factory=list)


class ForEach(QObject):
    """Does one thing to many calls, a few at a time, so that other work comes in between.

    One call that refuses does not stop the others; the first refusal is shown with its remedy.
    """

    def __init__(self, session: Session, owner: QObject, said: str) -> None:
        """`said` is the key of the message that counts the calls it was done to."""
        super().__init__(owner)
        self._session = session
        self._said = said
        self._outcome = _Outcome()

    def run(self, calls: Sequence[CallSummary], act: Callable[[str], object]) -> None:
        """Do `act` to each call, by its call id."""
        now, later = calls[:_WRITTEN_AT_ONCE], calls[_WRITTEN_AT_ONCE:]

        def work() -> None:
            for call in now:
                try:
                    act(call.call_id)
                except CallQAError as error:
                    self._outcome.errors.append(error)
                else:
                    self._outcome.done.append(call.call_id)

        def then(_nothing: None) -> None:
            if later:
                self._session.said.emit(counted(self._said, len(self._outcome.done)) + " …")
                self.run(later, act)
            else:
                self._finish()

        self._session.bridge.write(self, work, then)

    def _finish(self) -> None:
        done, errors = self._outcome.done, self._outcome.errors
        words = counted(self._said, len(done))
        if errors:
            words = f"{words} {counted('library.not_done', len(errors))}"
            self._session.failed.emit(errors[0])
        self._session.said.emit(words)
        if done:
            self._session.calls_changed.emit(frozenset(done))
        self.deleteLater()
