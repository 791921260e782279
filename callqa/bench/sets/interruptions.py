"""Calls with interruptions and back-channels at known places, on two channels and mixed to one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.made_files import mixed
from callqa.bench.scores.detections import Detections, detections, matched
from callqa.bench.scores.events import Event, found_interruptions, is_same_event
from callqa.bench.trial import BenchSet, Heard, Trial

NAME = "interruptions"


@dataclass(frozen=True, slots=True)
class _Call:
    interruptions: tuple[Event, ...]
    backchannels: tuple[Event, ...]
    is_mixed: bool


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Call]]:
    trials = []
    for path in sorted((folder / NAME).glob("*.json")):
        sound = path.with_suffix(".wav")
        trials.append(Trial(path.stem, sound, read_events(path, is_mixed=False)))
        trials.append(Trial(path.stem, mixed(sound, work), read_events(path, is_mixed=True)))
    return trials


def read_events(path: Path, *, is_mixed: bool) -> _Call:
    """Read the truth of one call."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    return _Call(
        tuple(Event(each["interrupter"], each["start"]) for each in truth["interruptions"]),
        tuple(Event(each["by"], each["start"]) for each in truth["backchannels"]),
        is_mixed,
    )


def _figures(heard: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    layouts = (("two channels", "channels", False), ("mixed to mono", "diarized", True))
    for layout, basis, is_mixed in layouts:
        calls = [each for each in heard if each.truth.is_mixed == is_mixed]
        yield from _layout_figures(layout, f"{basis}; placed events", calls)


def _layout_figures(layout: str, basis: str, calls: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    total, called, placed = Detections(), 0, 0
    for call in calls:
        found = found_interruptions(call.result)
        total += detections(call.truth.interruptions, found, is_same_event)
        called += len(matched(call.truth.backchannels, found, is_same_event))
        placed += len(call.truth.backchannels)
    yield from total.figures((NAME, layout), basis)
    measure = f"{layout}: back-channels called so"
    yield Figure(NAME, measure, called, "count", placed, basis)


INTERRUPTIONS = BenchSet(NAME, _trials, _figures)
