"""Watched folders, as the adding process looks at them."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from callqa.errors import RecordingMissing
from callqa.jobs.watching import FolderWatch
from callqa.service import intake_folders, intake_run
from callqa.service.adding import add_heard
from callqa.service.hearing_run import Heard
from callqa.service.intake_messages import (
    Answer,
    Cancel,
    Files,
    IntakePlan,
    PassedOver,
    Refused,
    Stop,
    Unwatch,
    Watch,
)
from callqa.service.intake_run import IntakeRun
from callqa.service.workspace import Workspace
from tests.service.heard_calls import simple_call

PATIENCE_S = 60.0


@pytest.fixture
def place(empty_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "callqa.db"
    shutil.copyfile(empty_file, path)
    return str(path)


@pytest.fixture
def window(place: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """Return a window's end of a run that looks at folders all the time."""
    monkeypatch.setattr(intake_folders, "FolderWatch", partial(FolderWatch, every_s=0.0))
    monkeypatch.setattr(intake_run, "_LOOK_EVERY_S", 0.05)
    ours, theirs = Pipe()
    # Paused: a file that came in waits, and no worker starts.
    run = threading.Thread(target=IntakeRun(theirs, IntakePlan(place, paused=True)).run)
    run.start()
    yield ours
    ours.send(Stop())
    run.join()
    ours.close()
    theirs.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "calls"
    made.mkdir()
    return made


def answers_until(window: Connection, is_it: Callable[[Answer], bool]) -> list[Answer]:
    said: list[Answer] = []
    while not (said and is_it(said[-1])):
        assert window.poll(PATIENCE_S), said
        said.append(window.recv())
    return said


def names_waiting(window: Connection, count: int) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        (*_, files) = answers_until(window, lambda each: isinstance(each, Files))
        assert isinstance(files, Files)
        names += [each.path.name for each in files.files if each.state == "queued"]
    return names


def test_what_is_in_a_watched_folder_and_what_comes_into_it_is_taken(
    window: Connection, folder: Path
) -> None:
    (folder / "first.wav").write_bytes(b"sound")
    window.send(Watch(folder))
    assert names_waiting(window, 1) == ["first.wav"]

    (folder / "second.wav").write_bytes(b"more sound")
    assert names_waiting(window, 1) == ["second.wav"]


def test_a_recording_that_a_call_was_made_of_is_passed_over(
    window: Connection, place: str, folder: Path
) -> None:
    known = folder / "a_known.wav"
    known.write_bytes(b"the very same sound")
    heard = simple_call(1)
    content = sha256(known.read_bytes()).hexdigest()
    recording = replace(heard.hearing.recording, path=str(known), sha256=content)
    workspace = Workspace.open(place)
    add_heard(workspace.context, Heard(known, replace(heard.hearing, recording=recording)))
    workspace.context.store.close()
    (folder / "b_new.wav").write_bytes(b"another sound")

    window.send(Watch(folder))

    assert names_waiting(window, 1) == ["b_new.wav"]


def test_a_folder_that_is_not_there_is_told_once_and_looked_for_again(
    window: Connection, folder: Path
) -> None:
    folder.rmdir()
    window.send(Watch(folder))
    (*_, refused) = answers_until(window, lambda each: isinstance(each, Refused))
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, RecordingMissing)
    assert not refused.halts

    folder.mkdir()
    (folder / "call.wav").write_bytes(b"sound")
    said = answers_until(window, lambda each: isinstance(each, Files))
    assert not any(isinstance(each, Refused) for each in said)


def test_a_folder_that_is_watched_no_more_gives_nothing(
    window: Connection, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    window.send(Watch(folder))
    window.send(Watch(other))
    window.send(Unwatch(folder))
    (folder / "left.wav").write_bytes(b"sound")
    (other / "taken.wav").write_bytes(b"sound")

    assert names_waiting(window, 1) == ["taken.wav"]


def test_a_file_that_was_passed_over_is_taken_when_it_has_changed(
    window: Connection, folder: Path
) -> None:
    passed_over, call = folder / "a_broken.wav", folder / "b_call.wav"
    passed_over.write_bytes(b"no sound")
    call.write_bytes(b"sound")
    state = passed_over.stat()
    window.send(Watch(folder, {passed_over: (state.st_size, state.st_mtime_ns)}))
    assert names_waiting(window, 1) == ["b_call.wav"]

    passed_over.write_bytes(b"sound that was copied again")
    assert names_waiting(window, 1) == ["a_broken.wav"]


def test_a_file_that_is_cancelled_is_told_with_its_shape(window: Connection, folder: Path) -> None:
    call = folder / "call.wav"
    call.write_bytes(b"sound")
    window.send(Watch(folder))
    names_waiting(window, 1)

    window.send(Cancel((call,)))
    (*_, told) = answers_until(window, lambda each: isinstance(each, PassedOver))

    assert told == PassedOver(call, (5, call.stat().st_mtime_ns))
