"""Overlaps placed in real calls, heard end to end: the four classes, on two channels and on one."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from callqa.bench.figure import Figure
from callqa.bench.sets.placed import PLACED
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.service.analysis import Analyzer
from callqa.settings import Settings

pytestmark = pytest.mark.models

Figures = Mapping[str, Figure]


@pytest.fixture(scope="module")
def figures(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """What `callqa bench accuracy --set placed` says, by measure."""
    trials = PLACED.trials(shared_data, tmp_path_factory.mktemp("placed"))
    calls = [HearCall(index, trial.path) for index, trial in enumerate(trials)]
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=2) as engine:
        heard = {each.job_id: each.hearing for each in engine.run(calls) if isinstance(each, Done)}
    space = Analyzer()
    results = {trial.path: space.judged(heard[index]) for index, trial in enumerate(trials)}
    return {each.measure: each for each in PLACED.scored(trials, results)}


def value(figures: Figures, measure: str) -> float:
    found = figures[measure].value
    assert found is not None
    return found


def test_events_of_all_classes_are_placed(figures: Figures) -> None:
    assert figures["two channels: recall"].cases >= 15
    assert figures["two channels: terminal overlaps called an interruption"].cases >= 10
    assert figures["two channels: back-channels called an interruption"].cases >= 10
    assert figures["two channels: supportive overlaps called an interruption"].cases >= 6


@pytest.mark.parametrize(("layout", "f1"), [("two channels", 0.9), ("mixed to mono", 0.7)])
def test_placed_interruptions_are_found(figures: Figures, layout: str, f1: float) -> None:
    assert value(figures, f"{layout}: F1") >= f1


@pytest.mark.parametrize("layout", ["two channels", "mixed to mono"])
def test_no_placed_back_channel_is_an_interruption(figures: Figures, layout: str) -> None:
    assert value(figures, f"{layout}: back-channels called an interruption") == 0


def test_on_two_channels_other_harmless_overlaps_are_no_interruptions(figures: Figures) -> None:
    """One of 26 is, for a word misheard: "A problem" for "No problem"."""
    assert value(figures, "two channels: terminal overlaps called an interruption") == 0
    assert value(figures, "two channels: supportive overlaps called an interruption") <= 1


def test_who_was_broken_off_has_yielded(figures: Figures) -> None:
    yielded = figures["two channels: broken-off turns seen to yield"]

    assert yielded.value is not None
    assert yielded.value >= 0.8 * yielded.cases
