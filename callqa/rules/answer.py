"""The answer to one question before any weight is given to it."""

from msgspec import Struct

from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence

NOT_MEASURABLE = "not measurable"
"""The text of an answer that the recording does not allow."""


class Answer(Struct, frozen=True):
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
    return Answer(None, NOT_MEASURABLE, explanation)
