"""Who spoke when, which words, how loud."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from callqa.domain.sentence import Sentence
from callqa.domain.span import Span

Role = Literal["agent", "customer", "other"]
PARTIES: tuple[Role, Role] = ("agent", "customer")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice of the call.

    channel : counts from 1, ``None`` when the voice shares a channel
    name : of the person, where somebody gave it
    """

    id: str
    role: Role
    channel: int | None
    talk_s: float
    role_confidence: float
    role_reasons: tuple[Sentence, ...]
    name: str | None = None


def speaker_in(role: Role, speakers: Iterable[Speaker]) -> str | None:
    """Return the id of the first of `speakers` in `role`, ``None`` where there is none."""
    return next((each.id for each in speakers if each.role == role), None)


@dataclass(frozen=True, slots=True)
class SpeechSpan(Span):
    """A stretch of one speaker's speech, from voice activity (not from word times)."""

    speaker: str


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with its own time and the recogniser's probability, 0 to 1."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the other takes over. `text` is the words with spaces."""

    id: int
    speaker: str
    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class LoudnessTrack:
    """Level, pitch and spectral balance of one speaker on a regular grid.

    Frame `i` covers ``start_s + i * hop_s`` to that plus `window_s`. A value is ``None`` where
    the speaker is not heard alone (silence, overlap, music) or the frame is unvoiced; the balance
    also where much of it is clipped.

    level_db : A-weighted level in dB re full scale
    f0_hz : fundamental frequency in Hz
    balance_db : energy in 1-3.4 kHz over energy in 0.3-1 kHz, in dB
    """

    speaker: str
    start_s: float
    hop_s: float
    window_s: float
    level_db: tuple[float | None, ...]
    f0_hz: tuple[float | None, ...]
    balance_db: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class VoiceBaseline:
    """A speaker's usual voice in one call: what can be compared with other calls of the same voice.

    The level is not among it: it depends on the line and the gain of the day as well.

    voiced_s : seconds of voiced windows that it rests on
    f0_hz, balance_db : medians over them
    balance_spread_db : robust standard deviation of the balance
    """

    voiced_s: float
    f0_hz: float
    balance_db: float
    balance_spread_db: float
