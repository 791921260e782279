"""Recordings on their way into the store, with a real process and no model."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import psutil
import pytest

from callqa.errors import NoRecordings, StoreMissing, WorkerDied
from callqa.service.adding import add_heard
from callqa.service.hearing_run import Heard
from callqa.service.workspace import Workspace
from tests.service.heard_calls import simple_call
from tests.service.intake_desk import IntakeDesk, opened_desk, store_in


@pytest.fixture
def desk(empty_file: Path, tmp_path: Path) -> Iterator[IntakeDesk]:
    yield from opened_desk(tmp_path / "store", empty_file)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    return folder


def text_file(path: Path, words: str = "no sound at all") -> Path:
    path.write_text(words, encoding="utf-8")
    return path


def test_each_file_that_cannot_be_heard_fails_for_its_own_reason(
    desk: IntakeDesk, calls: Path
) -> None:
    words, missing = text_file(calls / "words.wav"), calls / "missing.wav"
    header_alone = calls / "header.wav"
    header_alone.write_bytes(b"RIFF\x00\x00\x00\x00WAVE")

    desk.queue.add([words, missing, header_alone])
    desk.until_done()

    files = {each.path: each for each in desk.queue.files()}
    assert {each.state for each in files.values()} == {"failed"}
    assert "text file" in files[words].reason
    assert "No such file" in files[missing].reason
    assert all(each.reason and each.remedy for each in files.values())


def test_files_are_told_as_waiting_before_anything_is_done_with_them(
    desk: IntakeDesk, calls: Path
) -> None:
    paths = [text_file(calls / f"{number}.wav", str(number)) for number in range(4)]

    desk.queue.add([calls])
    desk.until_done()

    assert [each.path for each in desk.seen[:4]] == paths
    assert {each.state for each in desk.seen[:4]} == {"queued"}


def test_what_the_store_has_is_not_heard_again(desk: IntakeDesk, calls: Path) -> None:
    recording = calls / "call.wav"
    recording.write_bytes(b"the very same sound")
    heard = simple_call(1)
    stored = replace(
        heard.hearing.recording,
        path=str(recording),
        sha256=sha256(recording.read_bytes()).hexdigest(),
    )
    workspace = Workspace.open(desk.place)
    add_heard(workspace.context, Heard(recording, replace(heard.hearing, recording=stored)))
    workspace.context.store.close()

    desk.queue.add([recording])
    desk.until_done()

    (file,) = desk.queue.files()
    assert (file.state, file.call_id) == ("known", heard.hearing.call_id)


def test_two_files_of_the_same_content_are_both_answered(desk: IntakeDesk, calls: Path) -> None:
    for name in ("one.wav", "two.wav", "three.wav"):
        text_file(calls / name)

    desk.queue.add([calls])
    desk.until_done()

    assert [each.state for each in desk.queue.files()] == ["failed"] * 3


def test_a_folder_without_recordings_is_an_error_and_no_file(desk: IntakeDesk, calls: Path) -> None:
    desk.queue.add([calls])
    desk.until(lambda: bool(desk.errors))

    assert isinstance(desk.errors[0], NoRecordings)
    assert desk.queue.files() == ()


def test_nothing_begins_while_it_is_paused_and_what_is_cancelled_never_does(
    desk: IntakeDesk, calls: Path
) -> None:
    first, second = text_file(calls / "1.wav", "1"), text_file(calls / "2.wav", "2")
    desk.queue.pause()
    desk.queue.add([calls])
    desk.until(lambda: len(desk.queue.files()) == 2 and desk.queue.open_paths() == (first, second))
    assert {each.state for each in desk.queue.files()} == {"queued"}

    desk.queue.cancel([first])
    desk.until(lambda: desk.state(first) == "cancelled")
    desk.queue.resume()
    desk.until_done()

    assert (desk.state(first), desk.state(second)) == ("cancelled", "failed")


def test_a_file_that_failed_is_tried_again(desk: IntakeDesk, calls: Path) -> None:
    words = text_file(calls / "words.wav")
    desk.queue.add([words])
    desk.until_done()
    words.unlink()

    desk.queue.retry([words])
    desk.until(lambda: "No such file" in desk.file(words).reason)

    assert desk.state(words) == "failed"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_what_waits_goes_on_after_the_process_was_killed(desk: IntakeDesk, calls: Path) -> None:
    paths = [text_file(calls / f"{number}.wav", str(number)) for number in range(3)]
    desk.queue.pause()
    desk.queue.add([calls])
    desk.until(lambda: desk.queue.open_paths() == tuple(paths))
    killed = desk.queue.process_id

    os.kill(killed, signal.SIGKILL)
    desk.until(lambda: bool(desk.errors))
    assert desk.queue.is_paused
    desk.queue.resume()
    desk.until_done()

    assert isinstance(desk.errors[0], WorkerDied)
    assert desk.queue.process_id not in (0, killed)
    assert [each.state for each in desk.queue.files()] == ["failed"] * 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_a_process_that_dies_again_and_again_is_not_started_for_ever(
    desk: IntakeDesk, calls: Path
) -> None:
    waiting = text_file(calls / "words.wav")
    desk.queue.pause()
    desk.queue.add([waiting])
    for losses in range(1, 4):
        os.kill(desk.queue.process_id, signal.SIGKILL)
        desk.until(lambda losses=losses: len(desk.errors) == losses)  # type: ignore[misc]

    assert desk.queue.process_id == 0
    assert "Resume" in desk.errors[-1].remedy

    desk.queue.resume()
    desk.until_done()
    assert desk.state(waiting) == "failed"


def test_a_store_that_cannot_be_opened_halts_the_run_and_loses_no_file(
    tmp_path: Path, calls: Path
) -> None:
    waiting = text_file(calls / "words.wav")
    desk = IntakeDesk(str(tmp_path / "nowhere" / "callqa.db"))

    desk.queue.add([waiting])
    desk.until(lambda: bool(desk.errors) and desk.state(waiting) == "queued")

    assert isinstance(desk.errors[0], StoreMissing)
    assert desk.queue.is_paused
    assert desk.queue.open_paths() == (waiting,)
    desk.queue.close()


def test_no_process_is_left_when_the_queue_is_closed(desk: IntakeDesk, calls: Path) -> None:
    desk.queue.add([text_file(calls / "words.wav")])
    desk.until_done()
    here = psutil.Process(desk.queue.process_id)
    family = [here, *here.children(recursive=True)]

    desk.queue.close()

    assert not any(each.is_running() for each in family)


WINDOW = """
import sys, time
from pathlib import Path
from callqa.service.intake import IntakeQueue
if __name__ == "__main__":
    queue = IntakeQueue(sys.argv[1], lambda process: None)
    queue.pause()
    queue.add([Path("call.wav")])
    print(queue.process_id, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_the_process_ends_when_the_program_that_started_it_is_killed(
    empty_file: Path, tmp_path: Path
) -> None:
    program = tmp_path / "window.py"
    program.write_text(WINDOW, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, str(program), store_in(tmp_path / "store", empty_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as window:
        assert window.stdout is not None
        process = psutil.Process(int(window.stdout.readline()))
        window.kill()

        gone, _ = psutil.wait_procs([process], timeout=10)

    assert gone == [process]
