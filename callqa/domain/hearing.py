"""Everything that can be heard in one recording: the result of HEAR."""

from dataclasses import dataclass
from typing import Literal

from callqa.domain.recording import Health, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import (
    PARTIES,
    LoudnessTrack,
    Role,
    Speaker,
    SpeechSpan,
    Turn,
    speaker_in,
)

Basis = Literal["channel", "diarized", "unreliable"]


@dataclass(frozen=True, slots=True)
class RedactedSpan(Span):
    """Words that were taken out before anything was stored; the value is never kept."""

    kind: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """Whether redaction was on, and where it took words out."""

    on: bool
    spans: tuple[RedactedSpan, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `first` up to before `end` of a turn, with the embedding of what they mean.

    vector : little-endian float16, unit length
    """

    turn: int
    first: int
    end: int
    vector: bytes


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """A model that took part, as its manifest names it."""

    role: str
    name: str
    package: str
    version: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this result: versions, models, device, settings, and time per stage in seconds."""

    callqa_version: str
    models: tuple[ModelUsed, ...]
    device: str
    device_reason: Sentence
    compute_type: str
    settings: dict[str, str | int | float | bool]
    timings_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who spoke when, which words, how loud, how good the recording is.

    `music` holds music and tones (hold music, ringing). `basis` says what measures of a speaker
    stand on, and `basis_reason` why that is unreliable when it is; `role_doubt` says why it is
    not known which speaker is the agent, when it is not. `passages` are empty in a language that
    meaning is not looked for in.
    """

    call_id: str
    recording: Recording
    health: Health
    layout: Layout
    language: Language
    basis: Basis
    basis_reason: Sentence | None
    speakers: tuple[Speaker, ...]
    speech: tuple[SpeechSpan, ...]
    turns: tuple[Turn, ...]
    music: tuple[Span, ...]
    loudness: tuple[LoudnessTrack, ...]
    redaction: Redaction
    provenance: Provenance
    role_doubt: Sentence | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def party_basis(self) -> Basis:
        """What measures stand on that tell the agent from the customer."""
        return "unreliable" if self.role_doubt else self.basis

    @property
    def party_basis_reason(self) -> Sentence | None:
        """Why `party_basis` is unreliable, ``None`` where it is not or nothing more is known."""
        return self.basis_reason or self.role_doubt

    def role_of(self, speaker: str) -> Role:
        """Return the role of the speaker with this id."""
        return next(each.role for each in self.speakers if each.id == speaker)

    def speaker_of(self, role: Role) -> str | None:
        """Return the id of the first speaker in `role`, ``None`` where there is none."""
        return speaker_in(role, self.speakers)

    def conversation(self) -> Span:
        """Return the call from the first to the last speech of the two parties.

        Ringing, recorded announcements and other voices before and after it lie outside
        (docs/measures.md section 4); without speech of a party it is empty, at 0.
        """
        parties = {each.id for each in self.speakers if each.role in PARTIES}
        spoken = [span for span in self.speech if span.speaker in parties]
        if not spoken:
            return Span(0.0, 0.0)
        return Span(min(each.start_s for each in spoken), max(each.end_s for each in spoken))

    def speech_of(self, role: Role) -> tuple[SpeechSpan, ...]:
        """Return the sorted speech of every speaker in `role`."""
        return tuple(span for span in self.speech if self.role_of(span.speaker) == role)
