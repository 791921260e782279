"""Changes to the open call: written one after another, undone and redone, also after a restart."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from callqa.domain.edits import Change, Undo
from callqa.errors import CallQAError, StoreBusy
from callqa.service.editing import Edited
from callqa.service.opened_call import OpenedCall
from ui.i18n import text
from ui.itemmodels.history import entries_of
from ui.session import Session


@dataclass(frozen=True, slots=True)
class _Done:
    edited: Edited
    opened: OpenedCall


@dataclass(frozen=True, slots=True)
class _Wanted:
    change: Change
    id: str
    new_agent: bool
    call_id: str


class Edits(QObject):
    """Makes the edits of one call at a time.

    What can be undone is read from the log of the call, so that it outlives the window. The first
    judgement of a person about a call that nobody has begins its review.
    """

    made = Signal(object)
    """An edit was written: `callqa.service.editing.Edited`."""

    reopened = Signal(object)
    """The call as it is when nothing waits: `callqa.service.opened_call.OpenedCall`."""

    refused = Signal(object, object)
    """The `Change` that was not made, ``None`` for undo and redo, and the `CallQAError`."""

    state = Signal(bool, bool, str)
    """Whether there is something to undo and to redo, and what the undo would take back."""

    review_began = Signal()
    """With an edit, the review of the call became this person's."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._opened: OpenedCall | None = None
        self._waiting = 0
        self._busy: list[_Wanted] = []

    @property
    def undo_words(self) -> str:
        """What the undo would take back, such as "Undo: interruption at 1:23 dismissed"."""
        edit = self._opened.undone_next if self._opened else None
        return text("edits.undo", what=self._said(edit.id)) if edit else text("edits.no_undo")

    @property
    def redo_words(self) -> str:
        """What the redo would bring back."""
        undo = self._opened.redone_next if self._opened else None
        if undo is None or not isinstance(undo.change, Undo):
            return text("edits.no_redo")
        return text("edits.redo", what=self._said(undo.change.edit))

    @property
    def is_writing(self) -> bool:
        """Whether an edit is under way."""
        return self._waiting > 0

    @property
    def can_try_again(self) -> bool:
        """Whether changes wait that a busy store did not take."""
        return bool(self._busy)

    def show_call(self, opened: OpenedCall | None) -> None:
        """Go on with this call; what is under way for another is still written."""
        if opened is None or not self._is_open(opened.call_id):
            self._busy = []
        self._opened = opened
        self._tell()

    def apply(self, change: Change, *, new_agent: bool = False) -> None:
        """Make a change; `new_agent` lets it name an agent whom the store does not know."""
        if self._opened is not None:
            self._write(_Wanted(change, uuid4().hex, new_agent, self._opened.call_id))

    def try_again(self) -> None:
        """Send the changes that a busy store did not take once more; each is made once at most."""
        again, self._busy = self._busy, []
        for wanted in again:
            self._write(wanted)

    def undo(self) -> None:
        """Take back one's own last edit that holds."""
        self._step(self._session.workspace.reviews.undo)

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._step(self._session.workspace.reviews.redo)

    def _write(self, wanted: _Wanted) -> None:
        workspace = self._session.workspace

        def work() -> _Done:
            edited = workspace.reviews.edit(
                wanted.call_id,
                wanted.change,
                edit_id=wanted.id,
                new_agent=wanted.new_agent,
                begins=True,
            )
            return _Done(edited, workspace.calls.open(wanted.call_id))

        def failed(error: CallQAError) -> None:
            if isinstance(error, StoreBusy) and self._is_open(wanted.call_id):
                self._busy.append(wanted)
            self._refuse(wanted.call_id, wanted.change, error)

        self._hand_over(work, failed)

    def _step(self, step: Callable[[str], Edited]) -> None:
        if self._opened is None:
            return
        call_id = self._opened.call_id
        calls = self._session.workspace.calls
        self._hand_over(
            lambda: _Done(step(call_id), calls.open(call_id)),
            lambda error: self._refuse(call_id, None, error),
        )

    def _hand_over(self, work: Callable[[], _Done], failed: Callable[[CallQAError], None]) -> None:
        self._waiting += 1
        self._session.bridge.write(self, work, self._take, failed)

    def _take(self, done: _Done) -> None:
        call_id = done.edited.edit.call_id
        # Who hears of it and reads the call again need not while it is still being taken.
        self._session.calls_changed.emit(frozenset({call_id}))
        self._waiting -= 1
        if not self._is_open(call_id):
            return
        self._opened = done.opened
        if done.edited.began:
            self.review_began.emit()
        self.made.emit(done.edited)
        self._reopen()
        self._tell()

    def _refuse(self, call_id: str, change: Change | None, error: CallQAError) -> None:
        self._waiting -= 1
        if not self._is_open(call_id):
            self._session.failed.emit(error)
            return
        self._reopen()
        self.refused.emit(change, error)

    def _is_open(self, call_id: str) -> bool:
        return self._opened is not None and self._opened.call_id == call_id

    def _reopen(self) -> None:
        # A change that still waits would be shown as undone until it is written.
        if self._opened is not None and not self._waiting:
            self.reopened.emit(self._opened)

    def _tell(self) -> None:
        opened = self._opened
        self.state.emit(
            opened is not None and opened.undone_next is not None,
            opened is not None and opened.redone_next is not None,
            self.undo_words,
        )

    def _said(self, edit_id: str) -> str:
        card = self._opened.card if self._opened else None
        if card is None:
            return ""
        questions = {each.id: each.text for each in card.lines}
        entry = next(each for each in entries_of(card.edits, (), questions) if each.edit == edit_id)
        if entry.before and entry.after:
            return f"{entry.what} ({entry.before} → {entry.after})"
        return entry.what
