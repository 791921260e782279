"""Recordings on their way into the store, heard by real models."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from tests.service.intake_desk import IntakeDesk, opened_desk

pytestmark = pytest.mark.models

needs_sigkill = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture
def desk(empty_file: Path, tmp_path: Path) -> Iterator[IntakeDesk]:
    yield from opened_desk(tmp_path / "store", empty_file)


@pytest.fixture
def short_call(sample_calls: Path) -> Path:
    return sample_calls / "08_hotel_booking_agent_second_channel.mp3"


@pytest.fixture
def other_call(short_call: Path, tmp_path: Path) -> Path:
    """Return a file of another content with the same sound."""
    copy = tmp_path / "other.mp3"
    copy.write_bytes(short_call.read_bytes() + bytes(64))
    return copy


def is_heard(desk: IntakeDesk, path: Path) -> bool:
    return desk.state(path) == "running" and desk.file(path).stage == "recognising"


def test_a_recording_becomes_a_call_and_its_twin_is_known(
    desk: IntakeDesk, short_call: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "twin.mp3"
    shutil.copyfile(short_call, twin)

    desk.queue.add([short_call, twin])
    desk.until_done()
    last = desk.paces[-1]
    desk.until(lambda: desk.paces[-1] is not last)

    workspace = Workspace.open(desk.place)
    (row,) = workspace.calls.list(CallFilter(), Sort()).rows
    workspace.context.store.close()
    assert (desk.state(short_call), desk.state(twin)) == ("done", "known")
    assert desk.file(short_call).call_id == desk.file(twin).call_id == row.call_id
    assert desk.file(short_call).duration_s == pytest.approx(row.duration_s, abs=0.1)
    pace = desk.paces[-1]
    assert pace.done_s == pytest.approx(pace.total_s) == pytest.approx(row.duration_s, abs=0.1)
    assert pace.speed == pytest.approx(pace.done_s / pace.elapsed_s)
    shares = [each.share for each in desk.seen if each.path == short_call]
    assert shares == sorted(shares)


@needs_sigkill
def test_a_killed_worker_costs_its_file_alone(
    desk: IntakeDesk, short_call: Path, other_call: Path
) -> None:
    desk.queue.add([short_call, other_call])
    desk.until(lambda: is_heard(desk, short_call))
    desk.queue.pause()
    heard = psutil.Process(desk.queue.process_id).children()
    # The first file is heard by the worker that was started first.
    os.kill(min(heard, key=lambda each: each.create_time()).pid, signal.SIGKILL)

    desk.until(lambda: desk.state(short_call) == "failed")
    desk.queue.resume()
    desk.until_done()

    assert "recognising" in desk.file(short_call).reason
    assert desk.file(short_call).remedy
    assert desk.state(other_call) == "done"


@needs_sigkill
def test_a_killed_process_fails_what_it_heard_and_the_file_can_be_tried_again(
    desk: IntakeDesk, short_call: Path
) -> None:
    desk.queue.add([short_call])
    desk.until(lambda: is_heard(desk, short_call))
    process = psutil.Process(desk.queue.process_id)
    workers = process.children()

    os.kill(process.pid, signal.SIGKILL)
    desk.until(lambda: desk.state(short_call) == "failed")
    assert desk.file(short_call).remedy == "Try again."
    assert psutil.wait_procs(workers, timeout=5)[1] == []

    desk.queue.retry([short_call])
    desk.until_done()
    assert desk.state(short_call) == "done"


def test_a_call_that_is_being_heard_is_cancelled_and_the_next_is_heard(
    desk: IntakeDesk, short_call: Path, other_call: Path
) -> None:
    desk.queue.add([short_call, other_call])
    desk.until(lambda: is_heard(desk, short_call))

    desk.queue.cancel([short_call])
    desk.until_done()

    assert desk.state(short_call) == "cancelled"
    assert desk.state(other_call) == "done"
