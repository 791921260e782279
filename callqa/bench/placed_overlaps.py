"""Overlaps placed in real two-channel speech, so that each is known to the sample.

The turns of a call are laid anew, the parties taking turns as they did. Some start in the other's
turn, and what a party says while it listens is laid over the other's turns. Every class of
docs/measures.md section 5 is placed, true by its definition:

- ``interruption``: a turn that starts 0.6 to 1.2 s before the other's ends (``early``) or is
  broken off in a word (``cut``), or lies whole inside the other's (``inside``), over steady speech;
- ``terminal_overlap``: a turn that starts 0.15 to 0.3 s before the other's ends with a clause;
- ``backchannel`` and ``supportive``: a short signal, listed by ear, while the other goes on for a
  second and more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from callqa.domain.measures import InterruptionKind
from callqa.domain.span import Span

Start = Literal["clean", "cut", "early", "inside", "terminal"]

GAP_S = 0.5
"""Silence before a turn that starts clean."""

OVERLAPS_S = (0.7, 1.0, 0.8, 1.2, 0.6)
TAILS_S = (0.2, 0.3, 0.25, 0.15)
FADE_S = 0.01
NOISE_RMS = 1e-4
LEAD_S = 1.4
"""A turn lasts this long before a signal or a turn inside it."""

AFTER_S = 1.0
"""... and goes on for this long after it."""

BETWEEN_S = 2.0
"""Between two signals in one turn."""

_STEP_S = 0.05
_STEADY_S = 0.3
_STEADY_SHARE = 0.7
_RATIO = 1e-3
"""Power of a 20 ms frame, over that of the loudest, that still sounds: -30 dB."""


@dataclass(frozen=True, slots=True)
class Clip(Span):
    """Something said on one channel of the source (from 0).

    ends_clause : no word is missing after it
    """

    channel: int
    ends_clause: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A recording, its turns in order, and what each party says while it listens.

    samples : float32 [2, n]
    """

    samples: NDArray[np.float32]
    rate_hz: int
    turns: tuple[Clip, ...]
    signals: Mapping[InterruptionKind, tuple[Clip, ...]]


@dataclass(frozen=True, slots=True)
class Placed:
    """`channel` (from 0) starts over the other; `yielded` where the other breaks off for it."""

    channel: int
    kind: InterruptionKind
    start_s: float
    overlap_s: float
    yielded: bool


@dataclass
class Tape:
    """Two channels of faint noise that clips are laid on."""

    source: Source
    samples: NDArray[np.float32]
    placed: list[Placed] = field(default_factory=list)

    def lay(self, clip: Clip, at_s: float) -> float:
        """Lay a clip down with short fades and return when it ends."""
        rate_hz = self.source.rate_hz
        sound = _sound(self.source, clip).copy()
        ramp = np.linspace(0.0, 1.0, round(FADE_S * rate_hz), dtype=np.float32)
        sound[: len(ramp)] *= ramp
        sound[-len(ramp) :] *= ramp[::-1]
        at = round(at_s * rate_hz)
        self.samples[clip.channel, at : at + len(sound)] += sound
        return at_s + clip.duration_s


class _Signals:
    """What each channel says while it listens: the kind with fewer so far, clips in turn."""

    def __init__(self, source: Source) -> None:
        self._clips: dict[tuple[InterruptionKind, int], Iterator[Clip]] = {}
        for kind, clips in source.signals.items():
            for channel in (0, 1):
                own = [clip for clip in clips if clip.channel == channel]
                if own:
                    self._clips[kind, channel] = cycle(own)
        self._count: dict[InterruptionKind, int] = dict.fromkeys(source.signals, 0)

    def next(self, channel: int) -> tuple[InterruptionKind, Clip] | None:
        kinds = [kind for kind, who in self._clips if who == channel]
        if not kinds:
            return None
        kind = min(kinds, key=lambda each: self._count[each])
        self._count[kind] += 1
        return kind, next(self._clips[kind, channel])


def place(source: Source, wanted: Sequence[Start], seed: int = 5) -> Tape:
    """Lay the turns of `source` down, starting as `wanted` says, over and over.

    A start whose turns are too short for it is put off. A turn that starts over another is left
    alone at its own end; the first two turns are left alone, for roles are read from them.
    """
    turns = _alternating(source.turns)
    length_s = 2.0 + sum(turn.duration_s + GAP_S for turn in turns)
    noise = np.random.default_rng(seed).normal(
        0.0, NOISE_RMS, (2, round(length_s * source.rate_hz))
    )
    tape = Tape(source, noise.astype(np.float32))
    signals = _Signals(source)
    due = list(wanted)
    at_s = 1.0
    for turn in turns[:2]:
        at_s = tape.lay(turn, at_s) + GAP_S
    waiting = turns[2:]
    while waiting:
        turn = waiting.pop(0)
        start = _next_start(due, turn, waiting[0]) if waiting else "clean"
        if start == "clean":
            end_s = tape.lay(turn, at_s)
            _lay_signals(tape, turn, at_s, end_s, signals)
        else:
            end_s = _overlap(tape, start, turn, waiting.pop(0), at_s, signals)
        at_s = end_s + GAP_S
    tape.samples = tape.samples[:, : round((at_s + 1.0) * source.rate_hz)]
    return tape


def _next_start(due: list[Start], turn: Clip, other: Clip) -> Start:
    """Take the first start that the two turns allow, and put it last in the row."""
    for start in due:
        if _allows(start, turn, other):
            due.remove(start)
            due.append(start)
            return start
    return "clean"


def _allows(start: Start, turn: Clip, other: Clip) -> bool:
    if turn.channel == other.channel:
        return False
    if start == "inside":
        room_s = LEAD_S + other.duration_s + AFTER_S
        return 1.2 <= other.duration_s <= 3.0 and turn.duration_s >= room_s
    if start == "terminal":
        return turn.ends_clause
    return start == "clean" or (turn.duration_s >= 2.2 and other.duration_s >= 1.2)


def _overlap(
    tape: Tape, start: Start, turn: Clip, other: Clip, at_s: float, signals: _Signals
) -> float:
    """Lay `turn`, and `other` over it; return when both have ended."""
    source, count = tape.source, len(tape.placed)
    overlap_s = TAILS_S[count % len(TAILS_S)]
    first = turn
    if start == "early":
        overlap_s = max(
            _rotated(OVERLAPS_S, count),
            key=lambda each: _share_sounding(
                source, turn, turn.duration_s - each - _STEP_S, turn.duration_s
            ),
        )
    if start == "cut":
        overlap_s = OVERLAPS_S[count % len(OVERLAPS_S)]
        end_s = _steadiest_s(source, turn, overlap_s, 0.45 * turn.duration_s)
        first = Clip(turn.start_s, turn.start_s + end_s, turn.channel, ends_clause=False)
    over_s = first.duration_s - overlap_s
    if start == "inside":
        earliest_s = LEAD_S + _STEADY_S
        room_s = turn.duration_s - other.duration_s - AFTER_S
        over_s = _steadiest_s(source, turn, _STEADY_S, earliest_s, room_s)
        overlap_s = other.duration_s
    kind: InterruptionKind = "terminal_overlap" if start == "terminal" else "interruption"
    tape.placed.append(Placed(other.channel, kind, at_s + over_s, overlap_s, start == "cut"))
    end_s = tape.lay(first, at_s)
    if start in ("early", "terminal"):
        _lay_signals(tape, turn, at_s, at_s + over_s, signals)
    return max(end_s, tape.lay(other, at_s + over_s))


def _rotated(values: Sequence[float], by: int) -> Sequence[float]:
    """Return `values` from another one on, so that the first differs from time to time."""
    at = by % len(values)
    return (*values[at:], *values[:at])


def _lay_signals(tape: Tape, turn: Clip, at_s: float, end_s: float, signals: _Signals) -> None:
    """Lay what the listener says over a turn that is long enough to go on after it."""
    since_s = at_s + LEAD_S
    while since_s + AFTER_S < end_s:
        found = signals.next(1 - turn.channel)
        if found is None:
            return
        kind, clip = found
        from_s = since_s - at_s
        start_s = at_s + _steadiest_s(tape.source, turn, _STEADY_S, from_s, from_s + 0.5)
        until_s = start_s + clip.duration_s + AFTER_S
        if until_s > end_s:
            return
        if _share_sounding(tape.source, turn, start_s - at_s, until_s - at_s) < _STEADY_SHARE:
            since_s += 0.5
            continue
        tape.placed.append(Placed(clip.channel, kind, start_s, clip.duration_s, yielded=False))
        since_s = tape.lay(clip, start_s) + BETWEEN_S


def _alternating(turns: Sequence[Clip]) -> list[Clip]:
    """Put the parties' turns in alternation, who spoke first first."""
    first = turns[0].channel
    parties = ([turn for turn in turns if turn.channel == each] for each in (first, 1 - first))
    return [turn for pair in zip(*parties, strict=False) for turn in pair]


def sounding(samples: NDArray[np.float32], rate_hz: int, clip: Clip) -> Clip:
    """Trim `clip` to where its channel is within 30 dB of the clip's loudest 20 ms."""
    step = round(0.02 * rate_hz)
    first = round(clip.start_s * rate_hz)
    power = _powers(samples[clip.channel, first : round(clip.end_s * rate_hz)], step)
    loud = np.flatnonzero(power > power.max() * _RATIO)
    start_s = clip.start_s + loud[0] * step / rate_hz
    end_s = clip.start_s + (loud[-1] + 1) * step / rate_hz
    return Clip(start_s, end_s, clip.channel, clip.ends_clause)


def _steadiest_s(
    source: Source, clip: Clip, before_s: float, from_s: float, to_s: float | None = None
) -> float:
    """Return where `clip` sounds most for `before_s`, and then loudest; after its start.

    Looked for from `from_s`, and `before_s` and a second of it at least, to `to_s`, or a fifth of
    the clip before its end.
    """
    step = round(_STEP_S * source.rate_hz)
    power = _powers(_sound(source, clip), step)
    sounds = power > power.max() * _RATIO
    first = round(max(from_s, before_s + 1.0) / _STEP_S)
    last = max(first + 1, round((0.8 * clip.duration_s if to_s is None else to_s) / _STEP_S))
    width = round(before_s / _STEP_S)
    best = max(
        range(first, min(last, len(power))),
        key=lambda at: (sounds[at - width : at].mean().round(1), power[at]),
        default=first,
    )
    return best * _STEP_S


def _share_sounding(source: Source, clip: Clip, from_s: float, to_s: float) -> float:
    """Return the share of a part of `clip` in which it sounds, in tenths."""
    step = round(_STEP_S * source.rate_hz)
    power = _powers(_sound(source, clip), step)
    part = slice(round(from_s / _STEP_S), round(to_s / _STEP_S))
    return float((power > power.max() * _RATIO)[part].mean().round(1))


def _powers(sound: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    frames = sound[: len(sound) // step * step].reshape(-1, step)
    powers: NDArray[np.float32] = (frames**2).mean(axis=1)
    return powers


def _sound(source: Source, clip: Clip) -> NDArray[np.float32]:
    rate_hz = source.rate_hz
    return source.samples[clip.channel, round(clip.start_s * rate_hz) : round(clip.end_s * rate_hz)]
