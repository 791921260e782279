"""Turns as sound: synthesised, revoiced, brought to the line's band and level, joined and timed."""

from dataclasses import dataclass

import numpy as np

from maker.effort import revoice
from maker.script import Effort, Line, Script, Turn
from maker.telephone import LINE_RATE_HZ, active_level_db, speech_bounds, to_line
from maker.voices import RATE_HZ, VOICES, Samples, VoiceBank, amplitude

_LINE_GAP_S = 0.2
"""Pause between the sentences of a turn: below the 0.25 s that the measures bridge."""
_LEVEL_JITTER_DB = 3.0
"""People do not speak each turn at the same level; neutral turns vary by up to this much."""
_FADE_S = 0.03


@dataclass(frozen=True)
class Clip:
    """A turn's sound and its inner times.

    Attributes
    ----------
    samples : float64 [n] at `LINE_RATE_HZ`, first to last speech sample
    wide : the same time at `RATE_HZ`, before the telephone band and level, for measuring pitch
    spans_s : start and end of each line within the clip
    """

    samples: Samples
    wide: Samples
    spans_s: tuple[tuple[float, float], ...]

    @property
    def duration_s(self) -> float:
        """Length of the clip."""
        return len(self.samples) / LINE_RATE_HZ


@dataclass(frozen=True)
class _Sentence:
    samples: Samples
    wide: Samples


def make_clips(script: Script, bank: VoiceBank) -> list[Clip]:
    """Return one clip per turn of the script, in its order."""
    generator = np.random.default_rng(script.seed)
    clips = []
    for number, turn in enumerate(script.turns):
        # Alternating signs keep the spread of levels wide also in a short call.
        sign = 1.0 if number % 4 < 2 else -1.0
        jitter_db = sign * generator.uniform(0.4, 1.0) * _LEVEL_JITTER_DB
        clips.append(_make_clip(script, turn, bank, 0.0 if turn.effort else jitter_db))
    return clips


def _make_clip(script: Script, turn: Turn, bank: VoiceBank, jitter_db: float) -> Clip:
    speaker = script.speaker(turn.who)
    through_world = VOICES[speaker.voice].is_shifted or any(
        other.effort is not None for other in script.turns if other.who == turn.who
    )
    sentences = [
        _make_sentence(speaker.voice, line, bank, through_world, turn.effort, is_cut=turn.cut)
        for line in turn.lines
    ]
    clip = _join(sentences)
    level_dbfs = speaker.level_dbfs + (turn.effort.level_db if turn.effort else jitter_db)
    gain = amplitude(level_dbfs - active_level_db(clip.samples))
    samples = clip.samples * gain
    if turn.cut:
        fade = round(_FADE_S * LINE_RATE_HZ)
        samples[-fade:] *= np.linspace(1.0, 0.0, fade)
    return Clip(samples, clip.wide, clip.spans_s)


def _make_sentence(
    voice_name: str,
    line: Line,
    bank: VoiceBank,
    through_world: bool,
    effort: Effort | None,
    *,
    is_cut: bool,
) -> _Sentence:
    # A comma keeps the voice up, as of someone who meant to go on.
    text = f"{line.text}," if is_cut and line.text[-1].isalnum() else line.text
    clean = bank.speak(voice_name, text)
    if through_world:
        clean = revoice(clean, VOICES[voice_name], effort)
    narrow = to_line(clean)
    first, last = speech_bounds(narrow)
    scale = RATE_HZ // LINE_RATE_HZ
    return _Sentence(narrow[first:last], clean[first * scale : last * scale])


def _join(sentences: list[_Sentence]) -> Clip:
    """Put sentences one after the other with the pause between them."""
    gap = np.zeros(round(_LINE_GAP_S * LINE_RATE_HZ))
    wide_gap = np.zeros(round(_LINE_GAP_S * RATE_HZ))
    samples, wide, spans_s = [], [], []
    at_s = 0.0
    for sentence in sentences:
        duration_s = len(sentence.samples) / LINE_RATE_HZ
        spans_s.append((at_s, at_s + duration_s))
        at_s += duration_s + _LINE_GAP_S
        samples += [sentence.samples, gap]
        wide += [sentence.wide, wide_gap]
    return Clip(np.concatenate(samples[:-1]), np.concatenate(wide[:-1]), tuple(spans_s))
