"""Who spoke when and which words, before roles are known."""

from dataclasses import dataclass

from callqa.audio.bleed import Bleed
from callqa.domain.hearing import Basis
from callqa.domain.recording import Language, LayoutKind
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import SpeechSpan
from callqa.speech.turns import SpokenWord


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice. `source` is the channel of the file it is heard on, from 0.

    `alone` tells whether that channel is its party's own.
    """

    id: str
    source: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """What the models made of one recording.

    By channel of the file, from 0: `music`; `heard`, the voice activity before the other party's
    leak was taken out; `second_voice_at_s`, when a second person took over on it. `bleeds` are
    the leaks between the channels.
    """

    kind: LayoutKind
    voices: tuple[Voice, ...]
    speech: tuple[SpeechSpan, ...]
    words: tuple[SpokenWord, ...]
    language: Language
    music: dict[int, tuple[Span, ...]]
    heard: dict[int, tuple[Span, ...]]
    bleeds: tuple[Bleed, ...]
    second_voice_at_s: dict[int, float]
    basis: Basis
    basis_reason: Sentence | None
