"""Overlaps placed in real calls, heard end to end: the four classes on a channel per party."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.decode import SAMPLE_RATE_HZ, decode
from tests.measures.placed import Clip, Source, sounding, turns_of

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
    samples = decode(path).samples.astype(np.float32) / 32768

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
    return [
        Clip(names.index(row[7]), float(row[3]), float(row[3]) + float(row[4])) for row in rows
    ]
