"""The engine with real workers: one that is killed, and one whose parent is content."""

import os
import signal
from pathlib import Path

import pytest

from callqa.errors import RecordingMissing, WorkerDied
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, Empty, Failed, HearCall, Message, Progress, Started
from callqa.jobs.worker import WorkerPlan
from callqa.settings import Settings

pytestmark = pytest.mark.models


@pytest.fixture
def short_call(sample_calls: Path) -> Path:
    return sample_calls / "08_hotel_booking_agent_second_channel.mp3"


def test_progress_of_a_call_only_grows_and_names_its_stages(short_call: Path) -> None:
    with LocalEngine(WorkerPlan(Settings(), threads=2), workers=1) as engine:
        messages = list(engine.run([HearCall(0, short_call)]))

    shares = [each.share for each in messages if isinstance(each, Progress)]
    stages = {each.stage for each in messages if isinstance(each, Progress)}
    assert isinstance(messages[0], Started)
    assert isinstance(messages[-1], Done)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert {"decoding", "listening", "recognising", "measuring"} <= stages


def test_a_killed_worker_costs_one_call_and_the_others_go_on(short_call: Path) -> None:
    calls = [HearCall(index, short_call) for index in range(3)]
    answers: dict[int, Message] = {}
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=1) as engine:
        for message in engine.run(calls):
            if isinstance(message, Progress) and message.stage == "recognising" and not answers:
                answers[message.job_id] = message
                os.kill(engine.worker_pids()[0], signal.SIGKILL)
            if isinstance(message, Done | Empty | Failed):
                answers[message.job_id] = message

    failed = answers[0]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, WorkerDied)
    assert "recognising" in failed.error.what
    assert isinstance(answers[1], Done)
    assert isinstance(answers[2], Done)


def test_a_call_that_cannot_be_read_is_answered_with_its_error(
    tmp_path: Path, short_call: Path
) -> None:
    calls = [HearCall(0, tmp_path / "missing.wav"), HearCall(1, short_call)]
    with LocalEngine(WorkerPlan(Settings(), threads=2), workers=1) as engine:
        answers = {
            each.job_id: each
            for each in engine.run(calls)
            if isinstance(each, Done | Empty | Failed)
        }

    assert isinstance(answers[0], Failed)
    assert isinstance(answers[0].error, RecordingMissing)
    assert isinstance(answers[1], Done)


def test_no_worker_is_left_when_the_engine_is_closed(short_call: Path) -> None:
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=2) as engine:
        list(engine.run([HearCall(0, short_call), HearCall(1, short_call)]))
        pids = engine.worker_pids()

    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
