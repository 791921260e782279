"""When each party makes sound: the voice activity of the placed clips, by their energy alone.

Measured on the clean speech, before the telephone band, the level and the line noise, so that the
truth of talk time rests on no voice-activity detector.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from maker.clips import Clip
from maker.placement import Timeline
from maker.script import Script
from maker.telephone import frame_rms
from maker.voices import RATE_HZ, amplitude

Span = tuple[float, float]

_FRAME_S = 0.01
_FLOOR_DB = -40.0
"""A frame counts as sound down to this far below the clip's loud ones (95th percentile). Measured:
fricatives and word ends of both synthesisers stay above it, their pauses lie at -56 dB and below; a
limit 3 dB higher or lower changes a call's talk time by at most 2 %."""
_BRIDGED_S = 0.25
"""Shorter gaps of a speaker are part of their speech (docs/measures.md section 5)."""


@dataclass(frozen=True)
class Stretch:
    """Speech of one speaker without a gap of `_BRIDGED_S` or more, in seconds of the call."""

    speaker: str
    start_s: float
    end_s: float


def speech_stretches(script: Script, timeline: Timeline) -> list[Stretch]:
    """Return every speaker's stretches of speech, in the order of their starts."""
    found = []
    for speaker in script.speakers:
        sound = [
            (item.start_s + start_s, item.start_s + end_s)
            for item in timeline.placed
            if item.turn.who == speaker.id
            for start_s, end_s in _sound(item.clip)
        ]
        found += [Stretch(speaker.id, *span) for span in merge(sound, _BRIDGED_S)]
    return sorted(found, key=lambda stretch: (stretch.start_s, stretch.end_s))


def merge(spans: Iterable[Span], gap_s: float) -> list[Span]:
    """Join spans that overlap or are less than `gap_s` apart; times to the millisecond."""
    merged: list[Span] = []
    for start_s, end_s in sorted(spans):
        if merged and round(start_s - merged[-1][1], 3) < gap_s:
            merged[-1] = (merged[-1][0], max(merged[-1][1], round(end_s, 3)))
        else:
            merged.append((round(start_s, 3), round(end_s, 3)))
    return merged


def _sound(clip: Clip) -> list[Span]:
    """Return the runs of frames with sound, in seconds within the clip."""
    levels = frame_rms(clip.wide, round(_FRAME_S * RATE_HZ))
    is_sound = levels > np.percentile(levels, 95) * amplitude(_FLOOR_DB)
    edges = np.flatnonzero(np.diff(is_sound, prepend=False, append=False))
    return [
        (float(first) * _FRAME_S, float(after) * _FRAME_S)
        for first, after in zip(edges[::2], edges[1::2], strict=True)
    ]
