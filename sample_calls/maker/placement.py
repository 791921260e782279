"""Where each turn goes on the call's clock, and the sound of every channel."""

from dataclasses import dataclass

import numpy as np

from maker.clips import Clip
from maker.music import RING_OFF_S, RING_ON_S, hold_music, ring_back
from maker.script import Script, ScriptError, Turn
from maker.telephone import LINE_RATE_HZ, line_noise, soft_limit
from maker.voices import Samples

_NOISE_DBFS = (-60.0, -58.0)
"""Line noise of channel 1 and 2: a quiet line, but no digital silence."""
_MUSIC_AFTER_S, _MUSIC_BEFORE_S = 1.0, 0.7
_GAPS_S = (0.3, 0.75)
"""Ordinary change of speaker, drawn evenly."""


@dataclass(frozen=True)
class Placed:
    """A turn on the clock; `over` is the index of the turn it overlaps, or None."""

    turn: Turn
    clip: Clip
    start_s: float
    over: int | None

    @property
    def end_s(self) -> float:
        """End of the turn's last sound."""
        return round(self.start_s + self.clip.duration_s, 4)


@dataclass(frozen=True)
class Timeline:
    """All placed turns in script order, the music spans, and the call's length in seconds."""

    placed: tuple[Placed, ...]
    music_s: tuple[tuple[float, float], ...]
    duration_s: float


def place(script: Script, clips: list[Clip]) -> Timeline:
    """Put the clips on the clock, following each turn's gap, overlap or line."""
    generator = np.random.default_rng(script.seed + 1)
    placed: list[Placed] = []
    music_s: list[tuple[float, float]] = []
    floor = 0
    for number, (turn, clip) in enumerate(zip(script.turns, clips, strict=True)):
        gap_s = turn.gap_s if turn.gap_s is not None else float(generator.uniform(*_GAPS_S))
        ends_s = max((item.end_s for item in placed), default=0.0)
        if not placed:
            start_s = script.lead_s
        elif turn.is_overlapping:
            start_s = _overlapping_start_s(turn, placed[floor])
        else:
            start_s = ends_s + gap_s
        if turn.hold_music:
            music_s.append((round(ends_s + _MUSIC_AFTER_S, 3), round(start_s - _MUSIC_BEFORE_S, 3)))
        placed.append(Placed(turn, clip, round(start_s, 3), floor if turn.is_overlapping else None))
        if turn.after_line is None:
            floor = number
    duration_s = max(item.end_s for item in placed) + script.tail_s
    return Timeline(tuple(placed), tuple(music_s), duration_s)


def _overlapping_start_s(turn: Turn, other: Placed) -> float:
    if turn.overlap_s is not None:
        return other.end_s - turn.overlap_s
    if turn.after_line is None:
        raise ScriptError("an overlapping turn needs overlap_s or after_line")
    return other.start_s + other.clip.spans_s[turn.after_line][1] + turn.offset_s


def render(script: Script, timeline: Timeline) -> Samples:
    """Return the recording, float64 [n, channels] at `LINE_RATE_HZ`."""
    generator = np.random.default_rng(script.seed + 2)
    count = round(timeline.duration_s * LINE_RATE_HZ)
    lines = [line_noise(count, level_dbfs, generator) for level_dbfs in _NOISE_DBFS]
    agent_line = (script.agent_channel or 1) - 1
    for item in timeline.placed:
        channel = script.speaker(item.turn.who).channel
        _add(lines[(channel or 1) - 1], item.start_s, item.clip.samples)
    for start_s, end_s in timeline.music_s:
        _add(lines[agent_line], start_s, hold_music(end_s - start_s))
    for number in range(script.rings):
        _add(lines[agent_line], 0.4 + number * (RING_ON_S + RING_OFF_S), ring_back())
    lines = [soft_limit(line) for line in lines]
    if script.layout == "two_channel":
        return np.stack(lines, axis=1)
    return np.stack([lines[0]] * (2 if script.layout == "dual_mono" else 1), axis=1)


def _add(line: Samples, start_s: float, sound: Samples) -> None:
    start = round(start_s * LINE_RATE_HZ)
    line[start : start + len(sound)] += sound
