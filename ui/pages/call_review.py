"""The steps of a review, from the open call: asked for, done, told."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from callqa.domain.review import Dispute
from callqa.service.access import PERMISSIONS
from callqa.service.opened_call import OpenedCall
from ui.i18n import text
from ui.itemmodels.review_steps import ReviewStanding, Step, review_standing
from ui.session import Session
from ui.widgets.review_bar import ReviewBar, signed_words
from ui.widgets.step_form import StepForm


class ReviewDesk(QObject):
    """Takes the review of one call at a time through its states."""

    stepped = Signal(object)
    """The call after a step: `callqa.service.opened_call.OpenedCall`."""

    question_wanted = Signal(str)

    def __init__(self, session: Session, bar: ReviewBar, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._bar = bar
        self._opened: OpenedCall | None = None
        self.standing: ReviewStanding | None = None
        self.form = StepForm(page)
        self.form.step_wanted.connect(self._do)
        self.form.question_wanted.connect(self.question_wanted)
        bar.step_wanted.connect(self.ask)

    def show_call(self, opened: OpenedCall | None) -> None:
        """Show where the review of this call stands."""
        context = self._session.workspace.context
        self._opened = opened
        self.standing = None
        if opened is None or opened.card is None:
            self._bar.show_standing(None)
            return
        call = opened.shown.summary
        self.standing = review_standing(
            call.review_state, call.assigned_to, context.user.login, PERMISSIONS[context.user.role]
        )
        if opened.shown.blind is not None:
            # Who signed a call that is scored blind would have seen its verdict.
            self._bar.show_standing(None)
            return
        self._bar.show_standing(self.standing, signed_words(call.reviewed_by, call.reviewed_at))

    def leave(self) -> None:
        """Close what was asked about the call before: it is not about the one that opens."""
        self.form.clear()

    def next_step(self) -> None:
        """Ask for the step that most would take next."""
        if self.standing is not None and self._bar.buttons:
            self.ask(next(iter(self._bar.buttons)))

    def ask(self, step: Step) -> None:
        """Take a step, after asking for what it needs."""
        opened = self._opened
        if opened is None or opened.card is None:
            return
        if step == "start":
            self._do(step, "", ())
            return
        lines = opened.card.lines
        waiting = [(each.id, each.text) for each in lines if each.open]
        asked = [(each.id, each.text) for each in lines]
        self.form.ask(step, self._bar.anchor(step), waiting, asked)

    def _do(self, step: Step, comment: str, disputed: tuple[Dispute, ...]) -> None:
        opened = self._opened
        if opened is None:
            return
        call = opened.shown.summary
        workspace = self._session.workspace
        act = self._acts(call.call_id, comment, disputed)[step]
        begins = step == "sign" and call.review_state != "in_review"

        def work() -> OpenedCall:
            if begins:
                workspace.reviews.start(call.call_id)
            act()
            return workspace.calls.open(call.call_id)

        def then(after: OpenedCall) -> None:
            self.form.clear()
            self._session.said.emit(text(f"review.{step}_done"))
            self._session.calls_changed.emit(frozenset({call.call_id}))
            self.stepped.emit(after)

        self._session.bridge.write(self, work, then)

    def _acts(
        self, call: str, comment: str, disputed: tuple[Dispute, ...]
    ) -> dict[Step, Callable[[], object]]:
        reviews = self._session.workspace.reviews
        return {
            "start": lambda: reviews.start(call),
            "sign": lambda: reviews.sign(call, comment),
            "inform": lambda: reviews.inform(call, comment),
            "acknowledge": lambda: reviews.acknowledge(call, comment),
            "dispute": lambda: reviews.dispute(call, disputed, comment),
            "close": lambda: reviews.close(call, comment),
            "reopen": lambda: reviews.reopen(call, comment),
        }
