"""What people ask the library of calls for, and the rows they get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from callqa.domain.judgement import Severity
from callqa.domain.recording import Grade, LayoutKind
from callqa.domain.review import Drawn, ReviewState
from callqa.domain.speech import Role
from callqa.errors import UsageError

Range = tuple[float | None, float | None]
"""Least and greatest value, both included; ``None`` leaves that side open."""

MEASURES = (
    "duration_s",
    "agent_ratio",
    "overlap_s",
    "silence_s",
    "hold_s",
    "dead_air_s",
    "interruptions_agent",
    "interruptions_customer",
    "interruption_rate",
    "raised_agent",
    "raised_customer",
    "empathy_score",
    "eased_share",
    "latency_agent_s",
    "wpm_agent",
    "open_questions",
)
"""Columns that a filter may give a range of."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls; all that is given must hold, one of the values where there are several.

    agents : names or other names of agents
    team : calls of agents who were in this team on the day of the call
    started_from, started_to : aware; the start is included, the end is not
    score, measures : ranges; a value that is not measurable lies in none
    flags, situations : codes of which the call has at least one
    severity : the call has a flag of this severity
    zone : whose days the days of a team are, ``None`` for those of this machine
    only : rows of calls that alone may be among them; empty for any
    left_out : rows of calls that are not among them whatever else holds

    Raises
    ------
    UsageError
        `measures` names a column that is none of `MEASURES`.
    """

    agents: tuple[str, ...] = ()
    team: str | None = None
    queues: tuple[str, ...] = ()
    customer: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None
    score: Range | None = None
    measures: Mapping[str, Range] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    severity: Severity | None = None
    situations: tuple[str, ...] = ()
    review_states: tuple[ReviewState, ...] = ()
    assigned_to: str | None = None
    health: tuple[Grade, ...] = ()
    interaction: str | None = None
    languages: tuple[str, ...] = ()
    status: str | None = None
    zone: tzinfo | None = None
    only: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in self.measures:
            if name not in MEASURES:
                raise UsageError(
                    "is no measure that calls can be filtered by.",
                    subject=name,
                    remedy=f"Give one of {', '.join(MEASURES)}.",
                )


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list. Calls without a value stand last either way."""

    column: str = "started_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One call in a list; ``None`` is unknown or not measurable.

    id : the call's row in the store
    severity : 0 no flag, 1 praise, 2 coach, 3 urgent
    flags, situations : codes, sorted
    """

    id: int
    call_id: str
    status: str
    added_at: datetime
    path: str | None
    duration_s: float
    started_at: datetime | None
    agent: str | None
    customer: str | None
    queue: str | None
    direction: str | None
    language: str
    layout: LayoutKind
    health: Grade
    interaction: str | None
    score: float | None
    machine_score: float | None
    passed: bool | None
    auto_fail: bool
    severity: int
    agent_ratio: float | None
    overlap_s: float | None
    silence_s: float | None
    hold_s: float | None
    dead_air_s: float | None
    interruptions_agent: int | None
    interruptions_customer: int | None
    interruption_rate: float | None
    raised_agent: int | None
    raised_customer: int | None
    empathy_score: float | None
    empathy_outcome: str | None
    eased_share: float | None
    latency_agent_s: float | None
    wpm_agent: float | None
    open_questions: int | None
    review_state: ReviewState
    assigned_to: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    drawn: Drawn | None
    flags: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `offset` and following of the `total` that the filter lets through."""

    rows: tuple[CallSummary, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class TextHit:
    """Words of a query in one turn.

    turn : id of the turn in the Hearing
    start_s, end_s : first to last word found, in seconds
    text : the words around them; what was left out is "…"
    marks : start and end of each match, as indices into `text`
    """

    role: Role
    turn: int
    start_s: float
    end_s: float
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call that a search found: its first hits in the order of time, and how many there are."""

    call: CallSummary
    hits: tuple[TextHit, ...]
    hit_count: int


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Calls `offset` and following of those that a search found, the newest first.

    total : how many there are, ``None`` where they are too many to be counted
    """

    rows: tuple[FoundCall, ...]
    total: int | None
    offset: int
    has_more: bool
