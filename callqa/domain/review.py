"""The way of a call through review, and who may do what in a store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ReviewState = Literal[
    "new",
    "assigned",
    "in_review",
    "reviewed",
    "agent_informed",
    "acknowledged",
    "disputed",
    "closed",
]
StoreRole = Literal["agent", "reviewer", "leader", "admin"]
Drawn = Literal["random", "stratified", "risk", "by_hand"]

NEXT_STATES: dict[ReviewState, tuple[ReviewState, ...]] = {
    "new": ("assigned", "in_review"),
    "assigned": ("in_review", "new"),
    "in_review": ("reviewed", "assigned"),
    "reviewed": ("agent_informed", "in_review", "closed"),
    "agent_informed": ("acknowledged", "disputed", "in_review"),
    "acknowledged": ("closed", "in_review"),
    "disputed": ("in_review",),
    "closed": ("in_review",),
}
"""Where a call may go from each state. Back to ``in_review`` opens a signed review again."""

SIGNED: frozenset[ReviewState] = frozenset(
    {"reviewed", "agent_informed", "acknowledged", "disputed", "closed"}
)
"""States in which a person has signed the verdict: no new rubric and no edit changes it."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who uses the store; `agent` is the agent this person is, if any."""

    login: str
    role: StoreRole
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One step of a call's review, never altered once written."""

    call_id: str
    at: datetime
    who: str
    before: ReviewState
    after: ReviewState
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question whose answer the agent does not accept, and why."""

    question: str
    reason: str
