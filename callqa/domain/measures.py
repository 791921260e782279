"""The numbers and findings of one call, as `callqa.measures` makes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from callqa.domain.hearing import Basis, Redaction
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role

SilenceKind = Literal["pause", "dead_air", "hold"]
InterruptionKind = Literal["interruption", "backchannel", "terminal_overlap", "supportive"]
VolumeLevel = Literal["raised", "loud"]
Polarity = Literal["positive", "negative", "neutral"]
PhraseSource = Literal["phrase", "meaning"]
EmpathyOutcome = Literal["given", "late", "missed"]
DeescalationOutcome = Literal["eased", "unchanged", "rose"]

T = TypeVar("T")

MEANING = "meaning"
"""What a finding rests on that words only come near to."""

OPEN_QUESTION, CLOSED_QUESTION = "open_question", "closed_question"
"""The categories of phrases that are questions."""

_TEN_MINUTES_S = 600.0
_WORTH: dict[EmpathyOutcome, float] = {"given": 1.0, "late": 0.5, "missed": 0.0}


@dataclass(frozen=True, slots=True)
class PerParty(Generic[T]):
    """One value for the agent and one for the customer."""

    agent: T
    customer: T


@dataclass(frozen=True, slots=True)
class Latency:
    """Gap in seconds between the other party's end and the own start; ``None`` without any."""

    median_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """Questions asked: open ones invite to elaborate, closed ones ask for yes, no or a fact."""

    open: int
    closed: int


@dataclass(frozen=True, slots=True)
class Monologue:
    """The longest stretch of one speaker with pauses < 1 s bridged."""

    speaker: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Talk:
    """Who talked how much. Seconds; ``agent_ratio = agent_s / (agent_s + customer_s)``.

    What depends on who spoke is ``None`` where `basis` is ``unreliable``, for `basis_reason`.
    """

    basis: Basis
    basis_reason: Sentence | None
    agent_s: float | None
    customer_s: float | None
    overlap_s: float | None
    silence_s: float | None
    hold_s: float | None
    agent_ratio: float | None
    longest_monologue: Monologue | None
    turns: PerParty[int | None]
    latency: PerParty[Latency]
    wpm: PerParty[float | None]
    wpm_change: PerParty[float | None]
    questions: PerParty[QuestionCount | None]
    interruptions_per_10min: PerParty[float | None]


@dataclass(frozen=True, slots=True)
class Silence:
    """A mutual silence of at least 3 s, or a hold."""

    kind: SilenceKind
    start_s: float
    end_s: float
    announced: bool
    courtesy_complete: bool | None = None


@dataclass(frozen=True, slots=True)
class Interruption:
    """One party starting while the other speaks, with its class."""

    by: Role
    kind: InterruptionKind
    start_s: float
    end_s: float
    overlap_s: float
    yielded: bool
    confidence: float
    basis: Basis
    text_by: str
    text_of: str


def per_10min(interruptions: Iterable[Interruption], call_s: float) -> float | None:
    """Return how many of class ``interruption`` there are per 10 minutes of call.

    `call_s` is the time from the first to the last speech of the two parties
    (`Hearing.conversation`); ``None`` where neither speaks.
    """
    if call_s <= 0:
        return None
    count = sum(each.kind == "interruption" for each in interruptions)
    return _TEN_MINUTES_S * count / call_s


@dataclass(frozen=True, slots=True)
class RaisedVolume:
    """A stretch louder, higher or brighter than the speaker's own baseline (not an emotion).

    A cue that was not measurable is ``None``.
    """

    speaker: str
    role: Role
    level: VolumeLevel
    start_s: float
    end_s: float
    rise_db: float | None
    rise_semitones: float | None
    rise_balance_db: float | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A behaviour heard in words. `turn` is the id of the turn it starts in."""

    category: str
    polarity: Polarity
    role: Role
    turn: int
    start_s: float
    end_s: float
    text: str
    source: PhraseSource


def questions_in(phrases: Iterable[PhraseHit], role: Role) -> QuestionCount:
    """Count the questions of `role`, those suggested by meaning left out."""
    asked = [hit.category for hit in phrases if hit.role == role and hit.source == "phrase"]
    return QuestionCount(asked.count(OPEN_QUESTION), asked.count(CLOSED_QUESTION))


@dataclass(frozen=True, slots=True)
class EmpathyResponse:
    """The agent's answer to an opportunity and what it contains."""

    turn: int
    text: str
    specific: bool
    acknowledge: bool
    apologise: bool
    act: bool


@dataclass(frozen=True, slots=True)
class EmpathyOpportunity:
    """A moment at which the customer showed distress, and what came of it.

    `cue` is ``words``, ``volume_and_words`` or ``repeated_issue``; ``meaning`` where words only
    come near to distress: a suggestion, which no score and no flag counts.
    """

    start_s: float
    end_s: float
    cue: str
    text: str
    outcome: EmpathyOutcome
    response: EmpathyResponse | None


@dataclass(frozen=True, slots=True)
class Empathy:
    """Opportunities and what came of them.

    ``score = 100 * (given + 0.5 * late) / count`` over the `proven` ones; ``None`` without any.
    """

    basis: Basis
    score: float | None
    needed: bool
    opportunities: tuple[EmpathyOpportunity, ...]

    @classmethod
    def of(cls, basis: Basis, opportunities: tuple[EmpathyOpportunity, ...]) -> "Empathy":
        """Return `opportunities` with their score; it is ``None`` on a basis that is unreliable."""
        unscored = cls(basis, None, needed=False, opportunities=opportunities)
        proven = unscored.proven
        if basis == "unreliable" or not proven:
            return unscored
        met = sum(_WORTH[each.outcome] for each in proven)
        score = round(100.0 * met / len(proven), 1)
        return cls(basis, score, needed=True, opportunities=opportunities)

    @property
    def proven(self) -> tuple[EmpathyOpportunity, ...]:
        """The opportunities that are more than suggested."""
        return tuple(each for each in self.opportunities if each.cue != MEANING)


@dataclass(frozen=True, slots=True)
class Deescalation:
    """A stretch of rising volume or distress, and what it did within 60 s of the response."""

    start_s: float
    end_s: float
    outcome: DeescalationOutcome
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """A kind of difficult call, with the words that speak for it. `confidence` is 0 to 1."""

    code: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one call, in report order."""

    talk: Talk
    silences: tuple[Silence, ...]
    interruptions: tuple[Interruption, ...]
    raised_volume: tuple[RaisedVolume, ...]
    phrases: tuple[PhraseHit, ...]
    empathy: Empathy
    deescalation: tuple[Deescalation, ...]
    redaction: Redaction
    situations: tuple[Situation, ...]
