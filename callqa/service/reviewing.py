"""A call goes through review: assigned, looked at, signed, told to the agent, answered, closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from callqa.corrections.event_changes import event_meant
from callqa.domain.edits import Change, Edit, EventKind, EventRef
from callqa.domain.review import Dispute, ReviewState, ReviewStep
from callqa.errors import ReviewRefused
from callqa.service.blindness import require_sight
from callqa.service.context import Context
from callqa.service.editing import Edited, edit_call, redo, undo
from callqa.service.found_call import found_call
from callqa.service.review_card import ReviewCard, review_card
from callqa.service.review_steps import (
    begin,
    hand_over,
    move,
    require_own,
    require_reviewer,
    state_words,
)
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.visibility import visible_call
from callqa.store.edits import edits_of
from callqa.store.loading import StoredCall
from callqa.store.reviews import disputes_of, sign, signed_verdict, steps_of
from callqa.store.saving import save_verdicts, verdict_rows


@dataclass(frozen=True, slots=True)
class ReviewHistory:
    """All that people did to a call, each list in order of time."""

    state: ReviewState
    assigned_to: str | None
    steps: tuple[ReviewStep, ...]
    edits: tuple[Edit, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of a store."""

    context: Context

    def edit(
        self,
        call: str,
        change: Change,
        *,
        edit_id: str | None = None,
        new_agent: bool = False,
        begins: bool = False,
    ) -> Edited:
        """Change something about a call; see `callqa.service.editing.edit_call`."""
        return edit_call(
            self.context, call, change, edit_id=edit_id, new_agent=new_agent, begins=begins
        )

    def event_meant(self, call: str, kind: EventKind, time_s: float, of: str = "") -> EventRef:
        """Return the finding of a call that a person means by a time shown to the second.

        Raises
        ------
        EditRefused
            No finding starts there, or several do.
        """
        self.context.require("review")
        with self.context.store.reading() as connection:
            stored = visible_call(self.context, connection, call)
            require_sight(self.context, connection, stored)
            measures = found_call(connection, stored.row).findings.measures
        return event_meant(measures, kind, time_s, of)

    def undo(self, call: str, edit: str | None = None) -> Edited:
        """Take back an edit of a call; see `callqa.service.editing.undo`."""
        return undo(self.context, call, edit)

    def redo(self, call: str) -> Edited:
        """Bring back what the person undid last; see `callqa.service.editing.redo`."""
        return redo(self.context, call)

    def show(self, call: str) -> ReviewCard:
        """Return a call's scorecard as a reviewer needs it; the access log names who looked."""
        with self.context.store.writing() as connection:
            stored = visible_call(self.context, connection, call)
            self.context.log(connection, "see", stored.call_id)
            return review_card(self.context, connection, stored)

    def history(self, call: str) -> ReviewHistory:
        """Return all that people did to a call.

        Raises
        ------
        ReviewRefused
            The person scores the call blind at present.
        """
        with self.context.store.reading() as connection:
            stored = visible_call(self.context, connection, call)
            require_sight(self.context, connection, stored)
            return ReviewHistory(
                state=stored.review_state,
                assigned_to=stored.assigned_to,
                steps=steps_of(connection, stored.row),
                edits=edits_of(connection, stored.row),
                disputes=disputes_of(connection, stored.row),
            )

    def assign(self, call: str, login: str) -> ReviewStep:
        """Give a call to a reviewer, who begins anew where another had begun.

        Raises
        ------
        ReviewRefused
            The store does not know the reviewer, an agent is to review, or the call is signed.
        """
        self.context.require("assign")
        with self.context.store.writing() as connection:
            require_reviewer(connection, login)
            stored = self._taken(connection, call)
            self._require_unsigned(stored)
            return hand_over(self.context, connection, stored, login)

    def start(self, call: str) -> ReviewStep:
        """Begin a review; a call that nobody has becomes this person's."""
        self.context.require("review")
        with self.context.store.writing() as connection:
            stored = self._taken(connection, call)
            self._require_unsigned(stored)
            require_own(self.context, stored)
            return begin(self.context, connection, stored)

    def sign(self, call: str, comment: str = "") -> ReviewStep:
        """Sign the verdict as it is now: no later rubric or threshold changes it.

        Raises
        ------
        ReviewRefused
            The call is not in review, is with another, or is scored blind by the person.
        """
        self.context.require("review")
        with self.context.store.writing() as connection:
            stored = self._taken(connection, call)
            require_own(self.context, stored)
            require_sight(self.context, connection, stored)
            step = move(self.context, connection, stored, "reviewed", comment)
            rubric, judging = judging_in_force(connection, self.context, held=True)
            judgement, machine = found_call(connection, stored.row).verdicts(judging)
            verdict = verdict_rows(judgement, machine)
            save_verdicts(connection, rubric, [(stored.row, verdict)])
            sign(connection, stored.row, judgement, rubric=rubric, at=step.at, who=step.who)
            return step

    def inform(self, call: str, comment: str = "") -> ReviewStep:
        """Show the signed review to the agent."""
        self.context.require("review")
        return self._step(call, "agent_informed", comment)

    def acknowledge(self, call: str, comment: str = "") -> ReviewStep:
        """Answer as the agent: seen and accepted."""
        return self._answer(call, "acknowledged", comment)

    def dispute(self, call: str, disputed: Sequence[Dispute], comment: str = "") -> ReviewStep:
        """Answer as the agent: these questions are not answered right, for these reasons.

        Raises
        ------
        ReviewRefused
            A question has no reason, or is not on the scorecard.
        """
        if not disputed or any(not each.reason.strip() for each in disputed):
            raise ReviewRefused(
                "cannot be disputed without a question and the reason.",
                subject=call,
                remedy="Name each question that is not answered right, and say why.",
            )
        return self._answer(call, "disputed", comment, disputed)

    def close(self, call: str, comment: str = "") -> ReviewStep:
        """End the review."""
        self.context.require("review")
        return self._step(call, "closed", comment)

    def reopen(self, call: str, comment: str) -> ReviewStep:
        """Take a signed review up again, a disputed one for example.

        The call is scored by the rubric in force; what people changed still holds.

        Raises
        ------
        ReviewRefused
            No reason is given, or the call is not signed.
        """
        self.context.require("review")
        if not comment.strip():
            raise ReviewRefused(
                "cannot be opened again without a reason.",
                subject=call,
                remedy="Say in a few words why it is to be reviewed again.",
            )
        with self.context.store.writing() as connection:
            stored = self._taken(connection, call)
            if not stored.is_signed:
                raise ReviewRefused(
                    f"is {state_words(stored.review_state)}, so it is open already.",
                    subject=stored.call_id,
                )
            step = move(self.context, connection, stored, "in_review", comment)
            rubric, judging = judging_in_force(connection, self.context, held=True)
            judgement, machine = found_call(connection, stored.row).verdicts(judging)
            verdict = verdict_rows(judgement, machine)
            save_verdicts(connection, rubric, [(stored.row, verdict)])
            return step

    def _step(self, call: str, after: ReviewState, comment: str) -> ReviewStep:
        with self.context.store.writing() as connection:
            return move(self.context, connection, self._taken(connection, call), after, comment)

    def _answer(
        self, call: str, after: ReviewState, comment: str, disputed: Sequence[Dispute] = ()
    ) -> ReviewStep:
        self.context.require("answer_review")
        with self.context.store.writing() as connection:
            stored = self._taken(connection, call)
            if disputed:
                _check_asked(connection, stored, disputed)
            return move(self.context, connection, stored, after, comment, disputed)

    def _taken(self, connection: Connection, call: str) -> StoredCall:
        stored = visible_call(self.context, connection, call, to_change=True)
        if stored.status == "empty":
            raise ReviewRefused(
                "holds no speech, so there is nothing to review.", subject=stored.call_id
            )
        return stored

    def _require_unsigned(self, stored: StoredCall) -> None:
        if stored.is_signed:
            raise ReviewRefused(
                f"was signed and is {state_words(stored.review_state)}.",
                subject=stored.call_id,
                remedy="Open it again with a reason: 'callqa review reopen'.",
            )


def _check_asked(connection: Connection, stored: StoredCall, disputed: Sequence[Dispute]) -> None:
    """Refuse a dispute about what is not on the scorecard that was signed."""
    signed = signed_verdict(connection, stored.row)
    if signed is None:
        return
    sections = signed.scorecard.sections
    asked = [question.id for section in sections for question in section.questions]
    for each in disputed:
        if each.question not in asked:
            raise ReviewRefused(
                "is no question of the scorecard.",
                subject=each.question,
                remedy=f"Use one of {', '.join(asked)}.",
            )
