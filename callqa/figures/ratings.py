"""Who gave which answer to one question on which call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Points = float | None
"""Points of an answer; ``None`` is the answer that the question does not apply."""

Scale = Literal["nominal", "interval"]
"""Whether answers are only alike or not (yes, no), or differ by how many points."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's answer to the question on one call. `at` orders a person's answers in time.

    A call that this person left unanswered has no rating.
    """

    call_id: str
    rater: str
    points: Points
    at: datetime | None = None
