"""The answer to one question before any weight is given to it."""

from dataclasses import dataclass

from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a question is met: `share` from 0 to 1, ``None`` where it does not apply.

    `text` is the answer in a word or a number, `explanation` what it rests on.
    """

    share: float | None
    text: str
    explanation: Sentence
    evidence: tuple[Evidence, ...] = ()


def not_applicable(explanation: Sentence) -> Answer:
    """Return the answer to a question that this call does not raise."""
    return Answer(None, "not applicable", explanation)


def not_measurable(explanation: Sentence) -> Answer:
    """Return the answer to a question that this recording cannot settle."""
    return Answer(None, "not measurable", explanation)
