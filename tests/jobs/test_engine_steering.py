"""The engine's queue while it runs: it grows, it pauses, calls are taken back."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Answer, Done, Failed, HearCall, Message, Progress
from callqa.jobs.worker import WorkerPlan
from callqa.settings import Settings

PLAN = WorkerPlan(Settings(), threads=1)


def heard_until(engine: LocalEngine, is_there: Callable[[Message], bool]) -> list[Message]:
    said: list[Message] = []
    while not any(is_there(each) for each in said):
        said += engine.messages()
    return said


def test_the_queue_grows_while_it_runs(tmp_path: Path) -> None:
    with LocalEngine(PLAN, workers=1) as engine:
        engine.submit(HearCall(1, tmp_path / "first.wav"))
        heard_until(engine, lambda each: isinstance(each, Failed))
        engine.submit(HearCall(2, tmp_path / "second.wav"))

        said = heard_until(engine, lambda each: isinstance(each, Failed))

    assert {each.job_id for each in said} == {2}


def test_nothing_begins_while_it_is_paused(tmp_path: Path) -> None:
    with LocalEngine(PLAN, workers=1) as engine:
        engine.pause()
        engine.submit(HearCall(1, tmp_path / "missing.wav"))

        assert engine.messages(timeout_s=0.1) == []
        assert (engine.open_calls, engine.running_calls, engine.worker_pids()) == (1, 0, [])

        engine.resume()
        heard_until(engine, lambda each: isinstance(each, Failed))
        assert engine.open_calls == 0


def test_a_call_that_waits_is_taken_back_without_a_word(tmp_path: Path) -> None:
    with LocalEngine(PLAN, workers=1) as engine:
        for job in (1, 2):
            engine.submit(HearCall(job, tmp_path / "missing.wav"))

        assert engine.withdraw(1)
        assert not engine.withdraw(7)

        said = heard_until(engine, lambda each: isinstance(each, Failed))
    assert {each.job_id for each in said} == {2}


def test_workers_without_a_call_end_when_they_may_rest(tmp_path: Path) -> None:
    with LocalEngine(PLAN, workers=1) as engine:
        list(engine.run([HearCall(1, tmp_path / "missing.wav")]))
        (pid,) = engine.worker_pids()

        engine.rest()

        assert not psutil.pid_exists(pid)
        assert engine.worker_pids() == []


def test_another_plan_counts_from_the_next_call_on(tmp_path: Path) -> None:
    with LocalEngine(PLAN, workers=1) as engine:
        list(engine.run([HearCall(1, tmp_path / "missing.wav")]))
        before = engine.worker_pids()
        engine.use(WorkerPlan(Settings(), threads=2, gives_way=True), workers=1)
        list(engine.run([HearCall(2, tmp_path / "missing.wav")]))

        (pid,) = engine.worker_pids()
        assert [pid] != before
        if sys.platform != "win32":
            assert psutil.Process(pid).nice() > psutil.Process().nice()


@pytest.mark.models
def test_a_call_that_is_heard_is_taken_back_and_the_next_is_heard_whole(sample_calls: Path) -> None:
    call = sample_calls / "08_hotel_booking_agent_second_channel.mp3"
    with LocalEngine(WorkerPlan(Settings(), threads=2), workers=1) as engine:
        for job in (1, 2):
            engine.submit(HearCall(job, call))
        heard_until(engine, lambda each: isinstance(each, Progress))
        (pid,) = engine.worker_pids()

        assert engine.withdraw(1)

        assert not psutil.pid_exists(pid)
        said = heard_until(engine, lambda each: isinstance(each, Answer))
    assert {each.job_id for each in said} == {2}
    assert isinstance(said[-1], Done)


ORPHAN = """
import sys
from pathlib import Path
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import HearCall, Progress
from callqa.jobs.worker import WorkerPlan
from callqa.settings import Settings
if __name__ == "__main__":
    with LocalEngine(WorkerPlan(Settings(), threads=1), workers=1) as engine:
        for message in engine.run([HearCall(1, Path(sys.argv[1]))]):
            if isinstance(message, Progress) and message.stage == "recognising":
                print(engine.worker_pids()[0], flush=True)
"""


@pytest.mark.models
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_worker_ends_at_once_when_its_parent_is_killed(
    sample_calls: Path, tmp_path: Path
) -> None:
    program = tmp_path / "parent.py"
    program.write_text(ORPHAN, encoding="utf-8")
    command = [
        sys.executable,
        str(program),
        str(sample_calls / "07_billing_dispute_policy_limit.wav"),
    ]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)

        gone, _ = psutil.wait_procs([worker], timeout=5)

    assert gone == [worker]
