"""Placed interruptions and back-channels, on the activity the recordings were made from."""

import json
from pathlib import Path
from typing import Any

import pytest

from callqa.domain.measures import Interruption
from callqa.measures.floor import floors_of
from callqa.measures.interruption import find_interruptions
from callqa.measures.timeline import lay_out
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, hearing

TOLERANCE_S = 0.6
CALLS = ["MUL1423_int", "SNG0072_int", "SNG0480_int"]


def events_of(truth: dict[str, Any]) -> tuple[Interruption, ...]:
    ids = {"agent": "A", "customer": "C"}
    call = hearing(speech=[(ids[who], start, end) for start, end, who in truth["turns"]])
    limits = Settings().interruption
    return find_interruptions(
        floors_of(lay_out(call, ENGLISH.conversation), limits), (), "channel", limits
    )


@pytest.mark.parametrize("name", CALLS)
def test_placed_interruptions_are_found_and_nothing_else(shared_data: Path, name: str) -> None:
    truth = json.loads((shared_data / "interruptions" / f"{name}.json").read_text())

    found = [each for each in events_of(truth) if each.kind == "interruption"]

    placed = [(each["interrupter"], each["start"]) for each in truth["interruptions"]]
    assert [each.by for each in found] == [by for by, _ in placed]
    assert [each.start_s for each in found] == pytest.approx(
        [start for _, start in placed], abs=TOLERANCE_S
    )


@pytest.mark.parametrize("name", CALLS)
def test_placed_backchannels_are_no_interruptions(shared_data: Path, name: str) -> None:
    truth = json.loads((shared_data / "interruptions" / f"{name}.json").read_text())

    events = events_of(truth)

    for placed in truth["backchannels"]:
        kinds = [
            each.kind
            for each in events
            if each.by == placed["by"] and abs(each.start_s - placed["start"]) <= TOLERANCE_S
        ]
        assert kinds == ["backchannel"]
