"""What is to be talked over with an agent after a call."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

CoachingKind = Literal["improve", "praise"]
CoachingState = Literal["open", "agreed", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class CoachingItem:
    """One moment of a call to coach or to praise.

    origin : code of the flag it came from; ``by_hand`` where a person chose the moment
    start_s, end_s : the moment in the recording, in seconds
    measure : name of the measure that is to change, as a rubric names it; ``None`` without one
    value_then : its value in the call
    """

    id: int
    call_id: str
    agent: str | None
    kind: CoachingKind
    origin: str
    title: str
    tip: str
    role_play: str
    start_s: float
    end_s: float
    state: CoachingState
    created_by: str
    created_at: datetime
    commitment: str = ""
    due: date | None = None
    measure: str | None = None
    value_then: float | None = None
