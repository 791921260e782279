"""Overlaps of all four classes, placed in the turns of real two-channel calls.

`callqa.bench.placed_overlaps` lays the turns anew. Which stretches are turns, whether a turn ends
with a clause, and what is said while listening were told from words and sound and stand here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from callqa.audio.decode import SAMPLE_RATE_HZ, decode
from callqa.bench.figure import Figure
from callqa.bench.made_files import mixed, written
from callqa.bench.placed_overlaps import Clip, Placed, Source, Start, place, sounding
from callqa.bench.scores.detections import Detections, detections, matched
from callqa.bench.scores.events import Event, found_events, found_interruptions, is_same_event
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.domain.measures import InterruptionKind
from callqa.domain.speech import Role

NAME = "placed"

KINDS: tuple[InterruptionKind, ...] = (
    "interruption",
    "terminal_overlap",
    "backchannel",
    "supportive",
)

_PLURALS: Mapping[InterruptionKind, str] = {
    "terminal_overlap": "terminal overlaps",
    "backchannel": "back-channels",
    "supportive": "supportive overlaps",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording and what is taken from it, each as (channel, start, end) in seconds.

    roles : of its channels
    unfinished : when the turns start that do not end with a clause
    wanted : how turns start, over and over
    """

    path: str
    roles: tuple[Role, Role]
    turns: tuple[tuple[int, float, float], ...]
    unfinished: tuple[float, ...]
    continuers: tuple[tuple[int, float, float], ...]
    support: tuple[tuple[int, float, float], ...]
    wanted: tuple[Start, ...]


SOURCES = {
    "auto_repairs_40": Listed(
        "calls/auto_repairs_40_two_channel.flac",
        ("agent", "customer"),
        turns=(
            (0, 0.45, 5.95), (1, 6.88, 18.56), (0, 44.87, 50.91), (1, 21.15, 42.78),
            (0, 56.96, 58.11), (1, 53.54, 56.13), (0, 66.98, 73.79), (1, 59.46, 64.38),
            (0, 90.43, 92.40), (1, 76.16, 83.52), (0, 93.06, 105.84), (0, 105.84, 118.59),
            (1, 127.20, 139.55), (0, 140.55, 145.66), (1, 168.90, 187.26), (0, 146.24, 165.79),
            (1, 187.91, 200.96), (0, 201.67, 212.06), (1, 212.77, 215.20), (0, 215.81, 217.63),
            (1, 218.62, 220.29), (0, 220.99, 228.45), (1, 230.31, 232.13), (0, 232.64, 234.46),
            (1, 235.36, 236.50), (0, 239.39, 242.17),
        ),
        unfinished=(76.16,),
        continuers=(
            (0, 65.57, 66.01), (1, 51.97, 52.51), (1, 229.67, 230.01), (1, 166.61, 167.0),
            (0, 44.87, 45.3),
        ),
        support=((0, 45.35, 47.1), (0, 201.67, 202.5), (1, 120.0, 120.8), (0, 239.39, 240.0)),
        wanted=("inside", "terminal", "early", "cut", "terminal"),
    ),
    "SNG0072": Listed(
        "calls/spokenwoz_SNG0072.wav",
        ("customer", "agent"),
        turns=(
            (1, 2.05, 4.05), (0, 4.60, 11.35), (1, 12.95, 14.15), (0, 15.95, 19.55),
            (0, 26.50, 36.97), (1, 40.0, 40.83), (1, 44.20, 51.45), (0, 52.50, 57.35),
            (1, 62.0, 68.25), (0, 73.70, 75.15), (1, 76.95, 81.75), (0, 91.70, 95.05),
            (1, 85.25, 86.60), (1, 95.60, 98.35),
        ),
        unfinished=(12.95,),
        continuers=((1, 13.05, 13.35), (0, 69.5, 70.55)),
        support=((1, 38.79, 39.45), (0, 52.5, 53.45), (0, 82.72, 83.9)),
        wanted=("cut", "clean", "terminal", "early"),
    ),
    "SNG0480": Listed(
        "calls/spokenwoz_SNG0480.wav",
        ("customer", "agent"),
        turns=(
            (0, 3.40, 5.10), (1, 5.85, 8.00), (0, 8.15, 10.10), (1, 10.65, 13.00),
            (0, 13.10, 16.20), (1, 16.85, 18.35), (0, 18.80, 21.20), (1, 21.70, 29.80),
            (0, 30.35, 32.45), (1, 32.80, 34.50), (0, 34.85, 36.55), (1, 37.60, 39.35),
            (0, 39.80, 41.70), (1, 42.65, 43.75), (0, 44.25, 47.00), (1, 48.15, 49.50),
            (0, 50.05, 51.75), (1, 52.45, 57.50), (1, 60.15, 61.35), (0, 61.85, 63.80),
            (1, 64.30, 65.80), (0, 66.75, 69.70), (1, 70.80, 71.70), (0, 72.05, 75.30),
            (1, 78.25, 82.25), (0, 82.55, 83.85), (1, 84.45, 87.05), (0, 87.40, 89.60),
            (1, 90.55, 92.00), (0, 92.15, 95.15), (1, 99.40, 102.50), (0, 107.65, 109.40),
            (1, 104.90, 107.05),
        ),
        unfinished=(66.75, 92.15),
        continuers=(
            (1, 47.65, 48.1), (1, 59.75, 60.15), (1, 70.22, 70.75), (1, 37.03, 37.52),
            (0, 66.4, 66.75),
        ),
        support=((0, 103.05, 103.4), (0, 58.0, 58.9)),
        wanted=("cut", "early", "clean", "terminal", "early", "clean"),
    ),
    "MUL1423": Listed(
        "interruptions/MUL1423_int.wav",
        ("customer", "agent"),
        turns=(
            (0, 0.99, 1.88), (1, 2.16, 3.13), (0, 6.45, 10.08), (1, 10.67, 12.02),
            (0, 12.41, 19.20), (0, 19.68, 25.43), (0, 42.71, 46.88), (1, 36.50, 44.31),
            (1, 47.40, 49.83), (0, 56.43, 58.74), (1, 52.45, 56.08), (0, 29.77, 34.86),
            (1, 59.08, 62.83), (0, 69.70, 75.52), (1, 65.90, 67.70), (0, 76.48, 80.55),
            (1, 80.93, 86.32), (0, 86.75, 88.25), (1, 88.62, 93.71), (0, 49.9, 53.25),
            (1, 96.22, 99.53), (0, 94.02, 95.79), (1, 101.34, 103.01), (0, 103.44, 104.45),
            (1, 104.82, 106.75),
        ),
        unfinished=(29.77, 88.62),
        continuers=((1, 15.82, 16.4), (1, 22.57, 23.38), (0, 68.14, 68.9)),
        support=((1, 64.6, 65.45), (0, 99.98, 100.72), (0, 62.4, 63.95)),
        wanted=("clean", "terminal", "inside", "cut", "early"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Call:
    """What was placed, where a turn was broken off, and how the recording is laid out."""

    placed: tuple[tuple[InterruptionKind, Event], ...]
    broken_off: tuple[Event, ...]
    is_mixed: bool

    def of(self, kind: InterruptionKind) -> tuple[Event, ...]:
        return tuple(event for each, event in self.placed if each == kind)


def source_of(folder: Path, listed: Listed) -> Source:
    """Read the recording of `listed` from the folder of recordings and cut it up."""
    samples = decode(folder / listed.path).samples.astype(np.float32) / np.float32(32768)

    def clips(spans: Sequence[tuple[int, float, float]]) -> tuple[Clip, ...]:
        found = (
            Clip(start_s, end_s, channel, start_s not in listed.unfinished)
            for channel, start_s, end_s in spans
        )
        return tuple(sounding(samples, SAMPLE_RATE_HZ, clip) for clip in found)

    return Source(
        samples,
        SAMPLE_RATE_HZ,
        clips(listed.turns),
        {"backchannel": clips(listed.continuers), "supportive": clips(listed.support)},
    )


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Call]]:
    trials = []
    for name, listed in SOURCES.items():
        tape = place(source_of(folder, listed), listed.wanted)
        sound = written(work / f"{name}_placed.wav", tape.samples)
        events = tuple((each.kind, _event(each, listed)) for each in tape.placed)
        broken_off = tuple(_event(each, listed) for each in tape.placed if each.yielded)
        trials.append(Trial(name, sound, _Call(events, broken_off, is_mixed=False)))
        trials.append(Trial(name, mixed(sound, work), _Call(events, broken_off, is_mixed=True)))
    return trials


def _event(placed: Placed, listed: Listed) -> Event:
    return Event(listed.roles[placed.channel], placed.start_s)


def _figures(heard: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    for layout, basis, is_mixed in (
        ("two channels", "channels; placed events", False),
        ("mixed to mono", "diarized; placed events", True),
    ):
        calls = [each for each in heard if each.truth.is_mixed == is_mixed]
        total = sum((_detections(each) for each in calls), Detections())
        yield from total.figures((NAME, layout), basis)
        for kind in KINDS[1:]:
            called = sum(_count(each, kind, as_kind="interruption") for each in calls)
            placed = sum(len(each.truth.of(kind)) for each in calls)
            measure = f"{layout}: {_PLURALS[kind]} called an interruption"
            yield Figure(NAME, measure, called, "count", placed, basis)
        yield _right_classes(layout, basis, calls)
        yield _yielded(layout, basis, calls)


def _detections(call: Heard[_Call]) -> Detections:
    found = found_interruptions(call.result)
    return detections(call.truth.of("interruption"), found, is_same_event)


def _count(call: Heard[_Call], kind: InterruptionKind, *, as_kind: InterruptionKind) -> int:
    """Count the placed events of `kind` at which one of `as_kind` is found."""
    found = [each for each in found_events(call.result) if each.kind == as_kind]
    return len(matched(call.truth.of(kind), found, is_same_event))


def _right_classes(layout: str, basis: str, calls: Sequence[Heard[_Call]]) -> Figure:
    right = {kind: sum(_count(each, kind, as_kind=kind) for each in calls) for kind in KINDS}
    placed = {kind: sum(len(each.truth.of(kind)) for each in calls) for kind in KINDS}
    shares: Mapping[str, float | None] = {
        kind: right[kind] / placed[kind] if placed[kind] else None for kind in KINDS
    }
    there = sum(placed.values())
    share = sum(right.values()) / there if there else None
    measure = f"{layout}: in the right class"
    return Figure(NAME, measure, share, "share", there, basis, shares, best="high")


def _yielded(layout: str, basis: str, calls: Sequence[Heard[_Call]]) -> Figure:
    seen = there = 0
    for call in calls:
        gave_way = [each for each in found_interruptions(call.result) if each.yielded]
        seen += len(matched(call.truth.broken_off, gave_way, is_same_event))
        there += len(call.truth.broken_off)
    return Figure(NAME, f"{layout}: broken-off turns seen to yield", seen, "count", there, basis)


PLACED = BenchSet(NAME, _trials, _figures)
