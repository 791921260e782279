"""Places the turns of a real two-channel call anew, so that every overlap is known to the sample.

One party's turns and short signals are laid over the other's in each of the four classes of
docs/measures.md section 5, with the classes taking turns down the call. The result is measured and
thrown away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from callqa.domain.measures import InterruptionKind

GAP_S = 0.5
OVERLAPS_S = (0.7, 0.95, 0.8, 0.6)
TAILS_S = (0.2, 0.3, 0.25)
SIGNAL_AFTER_S = 2.2
FADE_S = 0.01
FLOOR = 1e-4
LONG_S = 3.5
ROOMY_S = 6.0


@dataclass(frozen=True, slots=True)
class Clip:
    """Something said on one channel of the source (from 0)."""

    channel: int
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Source:
    """A recording, its clean turns in order, and its clips that are nothing but a signal.

    samples : float32 [2, n]
    """

    samples: NDArray[np.float32]
    rate_hz: int
    turns: tuple[Clip, ...]
    continuers: tuple[Clip, ...]
    agreements: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What was placed: `channel` starts over the other at `start_s`."""

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
    events: list[Event] = field(default_factory=list)

    def lay(self, clip: Clip, at_s: float) -> float:
        """Lay a clip down with short fades and return when it ends."""
        rate_hz = self.source.rate_hz
        first = round(clip.start_s * rate_hz)
        sound = self.source.samples[clip.channel, first : round(clip.end_s * rate_hz)].copy()
        fade = round(FADE_S * rate_hz)
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        sound[:fade] *= ramp
        sound[-fade:] *= ramp[::-1]
        at = round(at_s * rate_hz)
        self.samples[clip.channel, at : at + len(sound)] += sound
        return at_s + clip.duration_s


def place(source: Source) -> Tape:
    """Lay the turns of `source` down, the parties taking turns, each start in the class due.

    A turn that starts in another's speech is itself left alone at its end, and who was just
    broken off gives no signal under it.
    """
    turns = _alternating(source.turns)
    length_s = 2.0 + sum(turn.duration_s + GAP_S for turn in turns)
    noise = np.random.default_rng(5).normal(0.0, FLOOR, (2, round(length_s * source.rate_hz)))
    tape = Tape(source, noise.astype(np.float32))
    signals = _signals(source)
    at_s = 1.0
    while turns:
        turn = turns.pop(0)
        began_s = at_s
        start = _due(tape, turn, turns[0]) if turns else "clean"
        if start == "through":
            at_s = _through(tape, turn, turns.pop(0), at_s)
            continue
        if start != "clean":
            lay = _cut_off if start == "cut" else _terminal
            at_s = lay(tape, turn, turns[0], began_s)
            _signal(tape, turn.channel, began_s, at_s, signals)
            turn, began_s = turns.pop(0), at_s
        end_s = tape.lay(turn, began_s)
        if start != "cut":
            _signal(tape, turn.channel, began_s, end_s, signals)
        at_s = end_s + GAP_S
    tape.samples = tape.samples[:, : round((at_s + 1.0) * source.rate_hz)]
    return tape


def _due(tape: Tape, turn: Clip, other: Clip) -> str:
    """Choose how `other` starts: of what the lengths allow, what there is least of so far."""
    allowed = ["terminal"]
    if turn.duration_s > 1.8 and other.duration_s > 1.2:
        allowed.insert(0, "cut")
    if turn.duration_s > ROOMY_S and 1.2 < other.duration_s < 3.0:
        allowed.insert(0, "through")
    count = {
        "cut": sum(event.yielded for event in tape.events) // 2,
        "terminal": sum(event.kind == "terminal_overlap" for event in tape.events),
        "through": sum(e.kind == "interruption" and not e.yielded for e in tape.events),
    }
    least = min(allowed, key=lambda start: count[start])
    return "clean" if least == "terminal" and count["terminal"] > 2 * count["cut"] + 1 else least


def _through(tape: Tape, turn: Clip, other: Clip, at_s: float) -> float:
    """Lay `other` whole inside `turn`, which goes on for a second after it."""
    end_s = tape.lay(turn, at_s)
    start_s = end_s - other.duration_s - 1.0
    tape.lay(other, start_s)
    tape.events.append(Event(other.channel, "interruption", start_s, other.duration_s, False))
    return end_s + GAP_S


def _cut_off(tape: Tape, turn: Clip, other: Clip, at_s: float) -> float:
    """Break `turn` off inside a word and return where `other` starts over it."""
    end_s = tape.lay(_broken(tape.source, turn), at_s)
    overlap_s = OVERLAPS_S[len(tape.events) % len(OVERLAPS_S)]
    tape.events.append(Event(other.channel, "interruption", end_s - overlap_s, overlap_s, True))
    return end_s - overlap_s


def _terminal(tape: Tape, turn: Clip, other: Clip, at_s: float) -> float:
    """Lay the whole of `turn` and return where `other` starts on its last syllable."""
    end_s = tape.lay(turn, at_s)
    tail_s = TAILS_S[len(tape.events) % len(TAILS_S)]
    tape.events.append(Event(other.channel, "terminal_overlap", end_s - tail_s, tail_s, False))
    return end_s - tail_s


def _alternating(turns: Sequence[Clip]) -> list[Clip]:
    parties = ([turn for turn in turns if turn.channel == channel] for channel in (0, 1))
    return [turn for pair in zip(*parties, strict=False) for turn in pair]


def turns_of(
    spans: Sequence[Clip], bridge_s: float = 0.6, least_s: float = 1.0
) -> tuple[Clip, ...]:
    """Join each party's speech across short pauses; keep turns that the other does not touch."""
    joined: list[Clip] = []
    for span in sorted(spans, key=lambda each: each.start_s):
        own = [each for each in joined if each.channel == span.channel]
        if own and span.start_s - own[-1].end_s <= bridge_s and joined[-1] is own[-1]:
            joined[-1] = Clip(span.channel, own[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return tuple(
        each
        for each in joined
        if each.duration_s >= least_s
        and not any(
            other.channel != each.channel
            and min(other.end_s, each.end_s) > max(other.start_s, each.start_s)
            for other in joined
        )
    )


def sounding(source: NDArray[np.float32], rate_hz: int, clip: Clip) -> Clip:
    """Trim `clip` to where its channel is within 30 dB of the clip's loudest 20 ms."""
    step = round(0.02 * rate_hz)
    first = round(clip.start_s * rate_hz)
    heard = source[clip.channel, first : round(clip.end_s * rate_hz)]
    frames = heard[: len(heard) // step * step].reshape(-1, step)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 1e-3)
    start_s = clip.start_s + loud[0] * step / rate_hz
    return Clip(clip.channel, start_s, clip.start_s + (loud[-1] + 1) * step / rate_hz)


def _signals(source: Source) -> dict[int, Iterator[tuple[InterruptionKind, Clip]]]:
    """Return what each channel says while it listens, continuers and agreement in turn."""
    said: dict[int, list[tuple[InterruptionKind, Clip]]] = {0: [], 1: []}
    for clip in source.continuers:
        said[clip.channel].append(("backchannel", clip))
    for clip in source.agreements:
        said[clip.channel].append(("supportive", clip))
    return {channel: cycle(found) for channel, found in said.items() if found}


def _signal(
    tape: Tape,
    channel: int,
    start_s: float,
    end_s: float,
    signals: dict[int, Iterator[tuple[InterruptionKind, Clip]]],
) -> None:
    """Lay a listening signal over a turn of `channel`, when it is long enough to go on after it."""
    listener = 1 - channel
    if listener not in signals or end_s - start_s < LONG_S:
        return
    kind, clip = next(signals[listener])
    at_s = start_s + SIGNAL_AFTER_S
    if at_s + clip.duration_s + 1.0 < end_s:
        tape.lay(clip, at_s)
        tape.events.append(Event(listener, kind, at_s, clip.duration_s, False))


def _broken(source: Source, turn: Clip) -> Clip:
    """Break a turn off in the middle of a word: where it is loudest about half-way."""
    step = round(0.05 * source.rate_hz)
    first = round((turn.start_s + 0.45 * turn.duration_s) * source.rate_hz)
    last = round((turn.start_s + 0.75 * turn.duration_s) * source.rate_hz)
    near = source.samples[turn.channel, first:last]
    power = (near[: len(near) // step * step].reshape(-1, step) ** 2).mean(axis=1)
    loudest = int(np.argmax(power))
    return Clip(turn.channel, turn.start_s, (first + loudest * step) / source.rate_hz)
