"""What the figures need to know of a call, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from callqa.domain.judgement import Severity

ReviewSource = Literal["random", "stratified", "risk", "flag", "by_hand"]
"""How a call came under review: a way of `callqa.domain.review.Drawn`, or for a flag it raised."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One call as figures see it.

    agent, team, queue : ``None`` where unknown; the team is the one of that day
    started_at : aware
    score : 0 to 100, the verdict in force; ``None`` where nothing was measurable
    passed : ``None`` where there is no score
    measures : value by measure; ``None``, or absent, where it is not measurable
    flags : severity by flag code, praise among them
    coaching_items : how many came of this call
    situations : codes of the difficult situations in it
    missed : ids of the questions that earned nothing though they applied
    rubric, models : keys of the versions that judged and heard it
    source : how it came under review, ``None`` where it did not
    reviewed : a person has signed the verdict
    inclusion : chance with which its sample drew it (`Draw.inclusion`), ``None`` if not drawn
    """

    call_id: str
    agent: str | None
    team: str | None
    queue: str | None
    started_at: datetime
    score: float | None
    passed: bool | None
    rubric: str
    models: str
    measures: Mapping[str, float | None] = field(default_factory=dict)
    flags: Mapping[str, Severity] = field(default_factory=dict)
    coaching_items: int = 0
    situations: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    source: ReviewSource | None = None
    reviewed: bool = False
    inclusion: float | None = None
