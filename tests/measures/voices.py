"""A made voice whose level, pitch and balance are known, and music, in the telephone band."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callqa.domain.span import Span

Samples = NDArray[np.float32]
RATE_HZ = 16_000

_BASE_HZ = 120.0
_VOWELS_HZ = ((300, 2300), (450, 1900), (700, 1200), (450, 900), (600, 1500))
_SYLLABLE_S, _PAUSE_S = 0.25, 0.5


@dataclass(frozen=True)
class Phrase:
    """A stretch of speech: its length in seconds, and how far it lies above the usual voice."""

    seconds: float
    rise_db: float = 0.0
    semitones: float = 0.0
    balance_db: float = 0.0


CALM = Phrase(2.0)


def raised(seconds: float, rise_db: float = 9.0) -> Phrase:
    return Phrase(seconds, rise_db, 6.0, 6.0)


@dataclass(frozen=True)
class Spoken:
    """Phrases as they lie in a sound, half a second of silence around each."""

    sound: Samples
    spans: tuple[Span, ...]


def speak(phrases: Sequence[Phrase], *, level_dbfs: float = -30.0, seed: int = 1) -> Spoken:
    """Return phrases of vowels; level and pitch stray by 2 dB and 1.5 semitones as in speech."""
    random = np.random.default_rng(seed)
    pieces, spans, at = [_silence()], [], len(_silence())
    for phrase in phrases:
        count = max(1, round(phrase.seconds / _SYLLABLE_S))
        sound = np.concatenate([_syllable(phrase, level_dbfs, random) for _ in range(count)])
        spans.append(Span(at / RATE_HZ, (at + len(sound)) / RATE_HZ))
        pieces += [sound, _silence()]
        at += len(sound) + len(_silence())
    joined = np.concatenate(pieces)
    return Spoken((joined + _noise(len(joined), random)).astype(np.float32), tuple(spans))


def melody(seconds: float, *, level_dbfs: float) -> Samples:
    """Return notes of half a second over a held chord."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    scale_hz = np.array([392.0, 440.0, 523.3, 587.3, 659.3, 523.3])
    note_hz = scale_hz[(t_s / 0.5).astype(int) % len(scale_hz)]
    phase = 2 * np.pi * np.cumsum(note_hz) / RATE_HZ
    sound: NDArray[np.float64] = sum(
        (np.cos(2 * np.pi * hz * n * t_s) / n for hz in (220.0, 277.2, 329.6) for n in range(1, 9)),
        np.zeros(len(t_s)),
    )
    sound += sum((np.cos(n * phase) / n for n in range(1, 6)), np.zeros(len(t_s)))
    return np.asarray(
        sound * 10 ** (level_dbfs / 20) / np.sqrt(np.mean(sound**2)), dtype=np.float32
    )


def _syllable(phrase: Phrase, level_dbfs: float, random: np.random.Generator) -> Samples:
    semitones = phrase.semitones + random.normal(0.0, 1.5) - np.linspace(-0.5, 0.5, 4000)
    f0_hz = _BASE_HZ * 2.0 ** (semitones / 12.0)
    phase = 2 * np.pi * np.cumsum(f0_hz) / RATE_HZ
    vowel = _VOWELS_HZ[random.integers(len(_VOWELS_HZ))]
    sound = np.zeros(len(phase))
    for number in range(1, 40):
        hz = number * float(np.mean(f0_hz))
        if 300.0 <= hz <= 3400.0:
            gain = 0.05 + sum(1 / (1 + ((hz - formant) / 150) ** 2) for formant in vowel)
            lift = 10 ** (phrase.balance_db / 20) if hz >= 1000.0 else 1.0
            sound += lift * gain * np.cos(number * phase + number**2)
    level_db = level_dbfs + phrase.rise_db + random.normal(0.0, 2.0)
    sound *= 10 ** (level_db / 20) / np.sqrt(np.mean(sound**2))
    fade = np.minimum(1.0, np.minimum(np.arange(4000), np.arange(4000)[::-1]) / 240)
    return np.asarray(sound * fade, dtype=np.float32)


def _silence() -> Samples:
    return np.zeros(round(_PAUSE_S * RATE_HZ), np.float32)


def _noise(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return the noise of a line, -70 dBFS."""
    return random.normal(0.0, 10 ** (-70 / 20), count)
