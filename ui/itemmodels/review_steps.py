"""Which steps of a review lie open to a person, as the service will allow them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from callqa.domain.review import NEXT_STATES, ReviewState

Step = Literal["start", "sign", "inform", "acknowledge", "dispute", "close", "reopen"]

_UNSIGNED: tuple[ReviewState, ...] = ("new", "assigned", "in_review")
_LEADS_TO: dict[Step, ReviewState] = {
    "start": "in_review",
    "sign": "reviewed",
    "inform": "agent_informed",
    "acknowledge": "acknowledged",
    "dispute": "disputed",
    "close": "closed",
    "reopen": "in_review",
}
_ANSWERS: tuple[Step, ...] = ("acknowledge", "dispute")


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """Where the review of a call stands, and what the person may do next.

    steps : the most likely first
    is_own : whether the person may edit the call as it is
    """

    state: ReviewState
    assigned_to: str | None
    steps: tuple[Step, ...]
    is_own: bool


def review_standing(
    state: ReviewState, assigned_to: str | None, login: str, may: Collection[str]
) -> ReviewStanding:
    """Return the standing of a review for the person `login`, whose permissions are `may`."""
    own = "review" in may and (assigned_to in (None, login) or "assign" in may)
    steps = tuple(each for each in _LEADS_TO if _is_open(each, state, own=own, may=may))
    return ReviewStanding(state, assigned_to, steps, own and state in _UNSIGNED)


def _is_open(step: Step, state: ReviewState, *, own: bool, may: Collection[str]) -> bool:
    if step in _ANSWERS:
        return "answer_review" in may and _LEADS_TO[step] in NEXT_STATES[state]
    if "review" not in may:
        return False
    if step == "sign":
        # Who signs a call that was not begun begins it with that.
        return own and state in _UNSIGNED
    if step == "start":
        return own and state in ("new", "assigned")
    if step == "reopen":
        return state not in _UNSIGNED
    return _LEADS_TO[step] in NEXT_STATES[state]
