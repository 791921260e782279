"""Acted turns of normal and raised voice, in three level variants."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from callqa.audio.decode import decode
from callqa.audio.loudness import track
from callqa.domain.measures import RaisedVolume
from callqa.domain.recording import HealthFinding
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.settings import Settings
from tests.measures.builders import hearing

CALLS = ["call1_actors01_02", "call2_actors03_04", "call3_actors05_06"]
IDS = {"agent": "A", "customer": "C"}


def events_of(path: Path, truth: dict[str, Any], flattened: bool) -> tuple[RaisedVolume, ...]:
    samples = decode(path).samples.astype(np.float32) / 32768
    tracks = [
        track(
            channel,
            [Span(start, end) for start, end, who, *_ in truth["turns"] if who == party],
            speaker=IDS[party],
        )
        for channel, party in zip(samples, truth["channels"], strict=True)
    ]
    finding = HealthFinding("level_flattened", None, Sentence("health.level_flattened"))
    call = hearing(loudness=tracks, findings=[finding] if flattened else [])
    limits = Settings().volume
    return find_raised_volume(call, rises_by_speaker(call, limits), limits)


@pytest.mark.parametrize(("variant", "least"), [("_plus9", 0.9), ("_agc", 0.8), ("", 0.75)])
def test_raised_turns_are_found_and_normal_ones_are_not(
    shared_data: Path, variant: str, least: float
) -> None:
    found = missed = wrong = 0
    for name in CALLS:
        path = shared_data / "raised_volume" / f"{name}{variant}.wav"
        truth = json.loads(path.with_suffix(".json").read_text())
        events = events_of(path, truth, flattened=variant == "_agc")
        for start, end, party, label, _ in truth["turns"]:
            marked = any(
                event.speaker == IDS[party] and event.start_s < end and event.end_s > start
                for event in events
            )
            found += label == "raised_strong" and marked
            missed += label == "raised_strong" and not marked
            wrong += label == "normal" and marked

    assert 2 * found / (2 * found + missed + wrong) >= least
