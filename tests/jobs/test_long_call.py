"""A two-hour call, and a worker that hears many: run by ``pytest -m slow``."""

import json
import wave
from pathlib import Path

import psutil
import pytest

from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.service.analysis import Analyzer
from callqa.settings import Settings

pytestmark = [pytest.mark.models, pytest.mark.slow]

TWO_HOURS_S = 7200


@pytest.fixture
def two_hours(sample_calls: Path, tmp_path: Path) -> Path:
    """A sample call, repeated to two hours."""
    with wave.open(str(sample_calls / "01_missed_engineer_handled_well.wav")) as source:
        parameters, frames = source.getparams(), source.readframes(source.getnframes())
        repeats = TWO_HOURS_S * source.getframerate() // source.getnframes() + 1
    path = tmp_path / "two_hours.wav"
    with wave.open(str(path), "wb") as sink:
        sink.setparams(parameters)
        for _ in range(repeats):
            sink.writeframesraw(frames)
    return path


def test_two_hours_are_heard_to_the_end(two_hours: Path, sample_calls: Path) -> None:
    with LocalEngine(WorkerPlan(Settings(), threads=2), workers=1) as engine:
        *_, answer = engine.run([HearCall(0, two_hours)])
        peak_bytes = engine.peak_bytes()

    assert isinstance(answer, Done)
    document = Analyzer().judged(answer.hearing)
    truth = json.loads(
        (sample_calls / "01_missed_engineer_handled_well.truth.json").read_text("utf-8")
    )
    assert document.measures is not None
    ratio = document.measures.talk.agent_ratio
    assert ratio == pytest.approx(truth["talk"]["agent_ratio"], abs=0.03)
    assert document.speech[-1].end_s > TWO_HOURS_S - 60
    assert peak_bytes < 2_500_000_000


def test_a_worker_does_not_grow_from_call_to_call(sample_calls: Path) -> None:
    calls = [sample_calls / "03_router_fault_mono_mix.wav", sample_calls / "09_card_payment.wav"]
    sizes: list[int] = []
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=1) as engine:
        for message in engine.run([HearCall(at, calls[at % 2]) for at in range(24)]):
            if isinstance(message, Done):
                (pid,) = engine.worker_pids()
                sizes.append(psutil.Process(pid).memory_info().rss)

    assert max(sizes[12:]) < 1.1 * max(sizes[4:12])
