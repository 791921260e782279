"""Overlaps placed in real calls, heard end to end: the four classes on a channel per party.

from tests.measures.builders import ENGLISH
Parties are told apart by channel: a call whose turns are laid anew has no roles to be told.
"""

import json
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.decode import SAMPLE_RATE_HZ, decode
from callqa.domain.hearing import Hearing
from callqa.domain.measures import Interruption, InterruptionKind
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.measures.floor import floors_of
from callqa.measures.interruption import find_interruptions
from callqa.measures.timeline import lay_out
from callqa.settings import Settings
from tests.measures.builders import ENGLISH
from tests.measures.placed import Clip, Event, Source, Tape, place, sounding, turns_of

pytestmark = pytest.mark.models

TOLERANCE_S = 0.6


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording, who its RTTM names by channel, and where its signals are (seconds)."""

    path: str
    names: tuple[str, str]
    continuers: tuple[tuple[int, float, float], ...]
    agreements: tuple[tuple[int, float, float], ...]


SOURCES = {
    "auto_repairs_40": Listed(
        "calls/auto_repairs_40_two_channel.flac",
        ("agent", "caller"),
        ((0, 65.55, 66.0), (1, 51.95, 52.4), (1, 229.65, 230.0)),
        (),
    ),
    "SNG0072": Listed(
        "calls/spokenwoz_SNG0072.wav",
        ("A", "B"),
        ((1, 13.05, 13.35), (0, 69.5, 70.55)),
        ((1, 38.79, 39.45), (0, 52.52, 53.45)),
    ),
    "SNG0480": Listed(
        "calls/spokenwoz_SNG0480.wav",
        ("A", "B"),
        ((1, 47.65, 48.1), (1, 59.75, 60.15), (1, 70.22, 70.75), (0, 58.0, 58.3), (0, 66.4, 66.75)),
        ((0, 103.05, 103.4),),
    ),
    "MUL1423": Listed(
        "interruptions/MUL1423_int.wav",
        ("customer", "agent"),
        ((1, 15.82, 16.4), (1, 22.57, 23.38), (0, 68.14, 68.9)),
        ((1, 64.6, 65.45), (0, 99.98, 100.72)),
    ),
}


def source_of(shared_data: Path, name: str) -> Source:
    listed = SOURCES[name]
    path = shared_data / listed.path
    samples = decode(path).samples.astype(np.float32) / np.float32(32768)

    def trimmed(clips: Iterable[Clip]) -> tuple[Clip, ...]:
        return tuple(sounding(samples, SAMPLE_RATE_HZ, clip) for clip in clips)

    return Source(
        samples,
        SAMPLE_RATE_HZ,
        trimmed(turns_of(_speech(path, listed.names))),
        trimmed(Clip(*each) for each in listed.continuers),
        trimmed(Clip(*each) for each in listed.agreements),
    )


def _speech(path: Path, names: tuple[str, str]) -> list[Clip]:
    if path.parent.name == "interruptions":
        turns = json.loads(path.with_suffix(".json").read_text())["turns"]
        return [Clip(names.index(who), start, end) for start, end, who in turns]
    rttm = path.with_name(path.stem.removesuffix("_two_channel") + ".rttm")
    rows = [line.split() for line in rttm.read_text().splitlines()]
    return [Clip(names.index(row[7]), float(row[3]), float(row[3]) + float(row[4])) for row in rows]


@dataclass(frozen=True, slots=True)
class PlacedCall:
    """What was placed in a call and what was found; channels from 0."""

    placed: tuple[Event, ...]
    found: tuple[tuple[int, Interruption], ...]

    def matches(self, event: Event, kind: InterruptionKind) -> list[Interruption]:
        return [
            one
            for channel, one in self.found
            if channel == event.channel
            and one.kind == kind
            and abs(one.start_s - event.start_s) <= TOLERANCE_S
        ]


@pytest.fixture(scope="module")
def placed_calls(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[PlacedCall, ...]:
    """Every source laid anew and heard, in one worker of one thread."""
    folder = tmp_path_factory.mktemp("placed")
    tapes = [place(source_of(shared_data, name)) for name in SOURCES]
    calls = [HearCall(index, folder / f"{index}.wav") for index in range(len(tapes))]
    for call, tape in zip(calls, tapes, strict=True):
        write(call.path, tape)
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=1) as engine:
        done = {each.job_id: each for each in engine.run(calls) if isinstance(each, Done)}
    return tuple(
        PlacedCall(tuple(tape.events), found_in(done[index].hearing))
        for index, tape in enumerate(tapes)
    )


def write(path: Path, tape: Tape) -> None:
    loudest = max(1.0, float(np.abs(tape.samples).max()))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(tape.source.rate_hz)
        file.writeframes((tape.samples.T / loudest * 32767).astype("<i2").tobytes())


def found_in(heard: Hearing) -> tuple[tuple[int, Interruption], ...]:
    limits = Settings().interruption
    channels = {each.role: (each.channel or 1) - 1 for each in heard.speakers}
    floors = floors_of(lay_out(heard, ENGLISH.conversation), limits)
    events = find_interruptions(floors, (), heard.basis, limits)
    return tuple((channels[event.by], event) for event in events)


def test_placed_interruptions_are_found(placed_calls: tuple[PlacedCall, ...]) -> None:
    hits = placed = found = 0
    for call in placed_calls:
        true = [event for event in call.placed if event.kind == "interruption"]
        placed += len(true)
        hits += sum(bool(call.matches(event, "interruption")) for event in true)
        found += sum(one.kind == "interruption" for _, one in call.found)

    assert placed >= 12
    assert 2 * hits / (placed + found) >= 0.85, (hits, placed, found)


def test_who_was_broken_off_has_yielded(placed_calls: tuple[PlacedCall, ...]) -> None:
    yielded = [
        one.yielded
        for call in placed_calls
        for event in call.placed
        if event.yielded
        for one in call.matches(event, "interruption")
    ]

    assert sum(yielded) >= 0.8 * len(yielded)


@pytest.mark.parametrize(
    ("kind", "at_most"), [("backchannel", 0), ("supportive", 1), ("terminal_overlap", 1)]
)
def test_placed_signals_and_turn_ends_are_no_interruptions(
    placed_calls: tuple[PlacedCall, ...], kind: str, at_most: int
) -> None:
    """Two of 26 are, for a word misheard: "A problem" for "No problem", and "no" for "know"."""
    called = [
        event
        for call in placed_calls
        for event in call.placed
        if event.kind == kind and call.matches(event, "interruption")
    ]

    assert len(called) <= at_most
