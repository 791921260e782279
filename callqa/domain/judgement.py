"""What we make of a call: measures, scorecard and flags."""

from dataclasses import dataclass
from typing import Literal

from callqa.domain.measures import Measures
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence

Severity = Literal["urgent", "coach", "praise"]


@dataclass(frozen=True, slots=True)
class RubricRef:
    """Which rubric a scorecard was made with."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question with its answer and arithmetic.

    `points` and `max_points` are shares of the total 100, or of the section's own 100 where it is
    apart, after weights of questions that do not apply were shared out; both are 0 where
    `not_applicable`.
    """

    id: str
    text: str
    answer: str
    points: float
    max_points: float
    not_applicable: bool
    explanation: Sentence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section; `score` is 0 to 100 of the section's own points, ``None`` when all N/A.

    A section that is `apart`, such as compliance, has no share in the total; its weight is 0.
    """

    id: str
    title: str
    weight: float
    score: float | None
    questions: tuple[QuestionScore, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The verdict of the rubric; `total` is 0 to 100, ``None`` when nothing was measurable."""

    rubric: RubricRef
    total: float | None
    passed: bool | None
    auto_fail: bool
    sections: tuple[SectionScore, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A call worth a person's time: why, on what evidence, and what to do about it."""

    severity: Severity
    code: str
    title: Sentence
    reason: Sentence
    tip: Sentence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one Hearing under one rubric and lexicon."""

    call_id: str
    measures: Measures
    scorecard: Scorecard
    flags: tuple[Flag, ...]
