"""Acted turns of normal and raised voice, in three level variants."""

import json
from dataclasses import dataclass
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
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.settings import Settings
from tests.measures.builders import hearing

CALLS = ["call1_actors01_02", "call2_actors03_04", "call3_actors05_06"]
IDS = {"agent": "A", "customer": "C"}
IDS_OF = {"A": "agent", "C": "customer"}


@dataclass
class Tally:
    """Raised turns found and missed, and normal ones marked; turns of another label stand apart."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    def add(self, truth: dict[str, Any], events: list[tuple[str, RaisedVolume]]) -> None:
        for start, end, party, label, _ in truth["turns"]:
            marked = any(
                who == party and event.start_s < end and event.end_s > start
                for who, event in events
            )
            self.found += label == "raised_strong" and marked
            self.missed += label == "raised_strong" and not marked
            self.wrong += label == "normal" and marked

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.missed + self.wrong)


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
    tally = Tally()
    for name in CALLS:
        path = shared_data / "raised_volume" / f"{name}{variant}.wav"
        truth = json.loads(path.with_suffix(".json").read_text())
        events = events_of(path, truth, flattened=variant == "_agc")
        tally.add(truth, [(IDS_OF[event.speaker], event) for event in events])

    assert tally.f1 >= least


@pytest.mark.models
def test_raised_turns_are_found_end_to_end_where_gain_control_flattened_the_level(
    shared_data: Path,
) -> None:
    paths = [shared_data / "raised_volume" / f"{name}_agc.wav" for name in CALLS]
    calls = [HearCall(index, path) for index, path in enumerate(paths)]
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=1) as engine:
        done = {each.job_id: each.hearing for each in engine.run(calls) if isinstance(each, Done)}

    tally = Tally()
    for index, path in enumerate(paths):
        truth = json.loads(path.with_suffix(".json").read_text())
        limits = Settings().volume
        heard = done[index]
        party = {each.id: truth["channels"][(each.channel or 1) - 1] for each in heard.speakers}
        events = find_raised_volume(heard, rises_by_speaker(heard, limits), limits)
        tally.add(truth, [(party[event.speaker], event) for event in events])
        assert heard.health.has("level_flattened")

    assert tally.f1 >= 0.8
