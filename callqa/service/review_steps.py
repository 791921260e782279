"""Steps of a call's review: from state to state, and from hand to hand."""

from collections.abc import Sequence

from sqlalchemy import Connection

from callqa.domain.review import NEXT_STATES, Dispute, ReviewState, ReviewStep
from callqa.errors import ReviewRefused
from callqa.service.context import Context
from callqa.store.loading import StoredCall
from callqa.store.reviews import add_step, assign
from callqa.store.samples import mark_by_hand
from callqa.store.users import find_user


def require_reviewer(connection: Connection, login: str) -> None:
    """Refuse somebody who is to review and cannot.

    Raises
    ------
    ReviewRefused
        The store does not know the person, or knows an agent.
    """
    reviewer = find_user(connection, login)
    if reviewer is None or reviewer.role == "agent":
        raise ReviewRefused(
            "is no reviewer of this store.",
            subject=login,
            remedy="See 'callqa people list'; an admin may allow one.",
        )


def require_own(context: Context, stored: StoredCall) -> None:
    """Refuse a call that another reviewer has; a leader may take any.

    Raises
    ------
    ReviewRefused
        Another reviewer has it; the error names that person.
    """
    if stored.assigned_to in (None, context.user.login) or context.may("assign"):
        return
    raise ReviewRefused(
        f"is with {stored.assigned_to}, whom alone its review is up to.",
        subject=stored.call_id,
        remedy="Ask a leader to assign it to you.",
    )


def begin(context: Context, connection: Connection, stored: StoredCall) -> ReviewStep:
    """Begin the review of a call that was taken to be changed; nobody's becomes the person's."""
    if stored.assigned_to is None:
        assign(connection, stored.row, context.user.login)
    mark_by_hand(connection, stored.row)
    return move(context, connection, stored, "in_review")


def begin_own(context: Context, connection: Connection, stored: StoredCall) -> bool:
    """Begin the review of a call that nobody else has and has begun; tell whether it began."""
    is_own = stored.assigned_to in (None, context.user.login)
    if not is_own or stored.review_state not in ("new", "assigned"):
        return False
    begin(context, connection, stored)
    return True


def hand_over(
    context: Context, connection: Connection, stored: StoredCall, login: str
) -> ReviewStep:
    """Give a call that was taken to be changed to a reviewer."""
    mark_by_hand(connection, stored.row)
    assign(connection, stored.row, login)
    if stored.review_state == "assigned":
        return _write(context, connection, stored, "assigned", f"to {login}")
    return move(context, connection, stored, "assigned", f"to {login}")


def state_words(state: ReviewState) -> str:
    """Return a state as people say it."""
    return state.replace("_", " ")


def move(
    context: Context,
    connection: Connection,
    stored: StoredCall,
    after: ReviewState,
    comment: str = "",
    disputed: Sequence[Dispute] = (),
) -> ReviewStep:
    """Put a call that was taken to be changed into another state.

    Raises
    ------
    ReviewRefused
        No such step leads on from the state that it is in.
    """
    before = stored.review_state
    if after not in NEXT_STATES[before]:
        raise ReviewRefused(
            f"is {state_words(before)} and cannot become {state_words(after)}.",
            subject=stored.call_id,
            remedy=f"From here it can become {_choice(NEXT_STATES[before])}.",
        )
    return _write(context, connection, stored, after, comment, disputed)


def _write(
    context: Context,
    connection: Connection,
    stored: StoredCall,
    after: ReviewState,
    comment: str = "",
    disputed: Sequence[Dispute] = (),
) -> ReviewStep:
    step = ReviewStep(
        call_id=stored.call_id,
        at=context.now(),
        who=context.user.login,
        before=stored.review_state,
        after=after,
        comment=comment.strip(),
    )
    add_step(connection, stored.row, step, disputed)
    context.log(connection, f"review: {state_words(after)}", stored.call_id)
    return step


def _choice(states: Sequence[ReviewState]) -> str:
    return " or ".join(state_words(each) for each in states)
