"""The call page: hear one call, see what matters, set right what is wrong, sign it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QStackedLayout

from callqa.domain.edits import Change, SwapRoles
from callqa.errors import CallQAError, StoreBusy, UnknownCall
from callqa.service.editing import Edited
from callqa.service.opened_call import OpenedCall
from ui.actions import action
from ui.edits import Edits
from ui.i18n import text
from ui.itemmodels.measure_bands import Band
from ui.itemmodels.moment import Moment
from ui.pages.call_beside import CallBeside
from ui.pages.call_errands import CallErrands
from ui.pages.call_keys import (
    CallActions,
    fill_menu,
    is_wanted_by_focus,
    make_actions,
    name_undo,
)
from ui.pages.call_notices import NoticeAct
from ui.pages.call_parts import CallParts
from ui.pages.call_reading import CallReading
from ui.pages.call_review import ReviewDesk
from ui.pages.call_view import CallView
from ui.pages.call_wiring import wire
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.shortcut_sheet import ShortcutSheet


class CallPage(Page):
    """One open call; everything about it is asked of the service off the window's thread."""

    key = "call"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._call_id = ""
        self._list: tuple[str, ...] = ()
        self._opened: OpenedCall | None = None
        self._reading = CallReading(session, self)
        self.edits = Edits(session, self)
        self.parts = CallParts(session.player, session.kept)
        self.view = CallView(session, self.parts)
        self._beside = CallBeside(session, self.view)
        self.review = ReviewDesk(session, self.parts.review, self)
        self.errands = CallErrands(session, self)
        self.keys_sheet = ShortcutSheet(self)
        undoing = (
            action(self, "call.undo", self.edits.undo, "Ctrl+Z", "undo"),
            action(self, "call.redo", self.edits.redo, "Ctrl+Shift+Z; Ctrl+Y", "redo"),
        )
        self.acts: CallActions = make_actions(self, self.parts, session.player, self, undoing)
        fill_menu(self.parts, self.acts, self)
        self._state = EmptyState(text("call.none"), text("call.none_text"))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.parts)
        self._connect()

    @property
    def opened(self) -> OpenedCall | None:
        """The call that is shown, ``None`` before there is one."""
        return self._opened

    def follow_list(self, calls: Sequence[str]) -> None:
        """Say in which list the calls stand that are opened next, by their ids."""
        self._list = tuple(calls)

    def open_call(self, call_id: str, at_s: float | None = None) -> None:
        """Open a call, at a time in seconds where one is given."""
        self._call_id = call_id
        if self._is_shown:
            self._stack.setCurrentWidget(self.parts)
            if at_s is not None:
                self.view.go_to(at_s)
            self.refresh()
            return
        self.session.player.pause()
        self._reading.open(call_id, lambda opened, bands: self._show_new(opened, bands, at_s))

    def refresh(self) -> None:
        """Read the open call again: somebody else may have changed it."""
        if self._is_shown and not self.edits.is_writing:
            self._reading.read_again(self._call_id, self._show_again)

    def show_keys(self) -> None:
        """Show all keys of the page over it."""
        self.keys_sheet.show_keys(self.actions())

    def go_back(self) -> None:
        """Return to the list of calls."""
        self.session.page_wanted.emit("library")

    def step_call(self, by: int) -> None:
        """Open the call after or before this one in the list it was opened from."""
        if self._call_id in self._list:
            place = self._list.index(self._call_id) + by
            if 0 <= place < len(self._list):
                self.session.call_wanted.emit(self._list[place], None)

    def step_moment(self, by: int) -> None:
        """Go to the next or the previous moment that is shown."""
        self.view.step_moment(by)

    def swap_roles(self) -> None:
        """Let agent and customer change places."""
        self.edits.apply(SwapRoles())

    def find_words(self) -> None:
        """Look for words in this call."""
        self.parts.transcript.open_find()

    def edit_word(self) -> None:
        """Correct the word under the playhead."""
        self.parts.transcript.edit_here(self.session.player.position_s)

    def write_note(self) -> None:
        """Write a note at the playhead."""
        self.parts.show_tab("notes")
        self.parts.notes.begin()

    def coach_here(self) -> None:
        """Make a coaching item of the moment that is chosen, or of what is said now."""
        self.errands.coach(self.parts.more, self.view.chosen, self._opened)

    def coach_moment(self, moment: Moment) -> None:
        """Make a coaching item of a moment."""
        self.errands.coach(self.parts.more, moment, self._opened)

    def next_step(self) -> None:
        """Take the next step of the review."""
        self.review.next_step()

    def edit_details(self) -> None:
        """Correct agent, customer, queue, direction or start."""
        self.errands.ask_details(self.parts.header.details, self._opened)

    def write_report(self) -> None:
        """Write the report on this call as a file."""
        self.errands.write_report(self._opened)

    def entered(self) -> None:
        self.refresh()

    def _show_new(self, opened: OpenedCall, bands: Mapping[str, Band], at_s: float | None) -> None:
        self.review.leave()
        self.errands.leave()
        self._opened = opened
        self._stack.setCurrentWidget(self.parts)
        self.view.show_new(opened, self._place(), bands)
        self._follow(opened)
        if at_s is not None:
            self.view.go_to(at_s)
        self._beside.open(opened)

    def _show_again(self, opened: OpenedCall) -> None:
        if not self._is_shown or opened.call_id != self._call_id:
            return
        # What is still being read may be older than this.
        self._reading.drop()
        self._opened = opened
        self.view.show_again(opened, self._place())
        self._follow(opened)
        self._beside.follow(opened)

    def _follow(self, opened: OpenedCall) -> None:
        """Show what may be done with a call as it is."""
        self.review.show_call(opened)
        standing = self.review.standing
        editable = (
            standing is not None
            and standing.is_own
            and opened.shown.document is not None
            and opened.shown.blind is None
        )
        self.view.set_standing(standing, is_editable=editable)
        for each in self.acts.editing:
            each.setEnabled(editable)
        self.edits.show_call(opened)
        may = self.session.workspace.context.may
        self.acts.coach.setEnabled(may("coach") and opened.card is not None)
        self.acts.step.setEnabled(bool(self.parts.review.buttons))
        self.acts.report.setEnabled(may("export") and opened.shown.document is not None)
        number, count = self._place() or (0, 0)
        self.acts.previous_call.setEnabled(number > 1)
        self.acts.next_call.setEnabled(0 < number < count)

    def _cannot_open(self, error: CallQAError) -> None:
        if self._opened is not None and not isinstance(error, UnknownCall):
            self._call_id = self._opened.call_id
            self._stack.setCurrentWidget(self.parts)
            self.session.failed.emit(error)
            return
        self._opened = None
        self.edits.show_call(None)
        self.session.player.close()
        self._state.say(text("call.cannot_open"), str(error))
        self._stack.setCurrentWidget(self._state)

    def _say_opening(self) -> None:
        self._state.say(text("call.opening"), "")
        self._stack.setCurrentWidget(self._state)

    @property
    def _is_shown(self) -> bool:
        """Whether the call that was wanted last is the one that is open."""
        return self._opened is not None and self._opened.call_id == self._call_id

    def _place(self) -> tuple[int, int] | None:
        if self._call_id not in self._list:
            return None
        return self._list.index(self._call_id) + 1, len(self._list)

    def _edited(self, edited: Edited) -> None:
        self.view.notices.show_busy(is_busy=self.edits.can_try_again)
        before, after = edited.score_before, edited.score_after
        if before is not None and after is not None and round(before) != round(after):
            self.session.said.emit(text("call.score_moved", before=before, after=after))

    def _refused(self, change: Change | None, error: CallQAError) -> None:
        """Put back what was typed, show what still holds, and say why."""
        self.view.put_back(change)
        if isinstance(error, StoreBusy) and self.edits.can_try_again:
            self.view.notices.show_busy(is_busy=True)
            return
        self.session.failed.emit(error)
        self.refresh()

    def _show_undo(self, can_undo: bool, can_redo: bool, words: str) -> None:
        editable = self.acts.editing[0].isEnabled()
        name_undo(self.acts.undo, words, can=can_undo and editable)
        name_undo(self.acts.redo, self.edits.redo_words, can=can_redo and editable)

    def _do_notice(self, act: NoticeAct) -> None:
        if act == "find":
            self.errands.find_recording(self._opened)
        elif act == "reopen":
            self.review.ask("reopen")
        elif act == "again":
            self.view.notices.show_busy(is_busy=False)
            self.edits.try_again()
        elif act == "swap":
            self.swap_roles()
        elif act == "history":
            self.parts.show_tab("notes")

    def show_agent(self) -> None:
        """Show the page of the agent of this call."""
        agent = self._opened.shown.summary.agent if self._opened else None
        if agent:
            self.session.agent_wanted.emit(agent)

    def _calls_changed(self, calls: frozenset[str]) -> None:
        if self.isVisible() and (not calls or self._call_id in calls):
            self.refresh()

    def _connect(self) -> None:
        wire(self)
        self._reading.slow.connect(self._say_opening)
        self._reading.failed.connect(self._cannot_open)
        self.view.notices.acted.connect(self._do_notice)
        self.edits.made.connect(self._edited)
        self.edits.reopened.connect(self._show_again)
        self.edits.refused.connect(self._refused)
        self.edits.state.connect(self._show_undo)
        self.edits.review_began.connect(lambda: self.session.said.emit(text("edits.review_began")))
        self.review.stepped.connect(self._show_again)
        self.review.question_wanted.connect(self.view.go_to_question)
        self.errands.change_wanted.connect(self.edits.apply)
        self.errands.new_agent_wanted.connect(
            lambda change: self.edits.apply(change, new_agent=True)
        )
        self.errands.done.connect(self.refresh)
        self.session.calls_changed.connect(self._calls_changed)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_wanted_by_focus(
            QApplication.focusWidget(), event
        ):
            event.accept()
            return True
        return super().event(event)
