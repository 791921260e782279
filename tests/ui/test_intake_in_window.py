"""The adding process as the window has it: what is kept, what is told when the process is lost."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from callqa.errors import WorkerDied
from ui.intake import Intake
from ui.kept import Kept

WAIT_MS = 60_000


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "window.json")


@pytest.fixture
def place(filled_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "callqa.db"
    path.write_bytes(filled_file.read_bytes())
    return str(path)


@pytest.fixture
def intake(place: str, kept: Kept) -> Iterator[Intake]:
    made = Intake(place, kept)
    yield made
    made.close()


@pytest.fixture
def missing(tmp_path: Path) -> Path:
    """Return a path without a file: it fails before any worker is needed."""
    return tmp_path / "missing.wav"


def states(intake: Intake) -> list[str]:
    return [each.state for each in intake.files()]


def test_what_was_open_goes_on_at_the_next_start_paused_if_it_was(
    intake: Intake, place: str, tmp_path: Path, missing: Path, qtbot: QtBot
) -> None:
    intake.pause()
    intake.add([missing])
    intake.watch(tmp_path / "incoming")
    qtbot.waitUntil(lambda: states(intake) == ["queued"], timeout=WAIT_MS)
    intake.close()

    again = Intake(place, Kept(tmp_path / "window.json"))
    qtbot.waitUntil(lambda: states(again) == ["queued"], timeout=WAIT_MS)

    assert again.is_paused
    assert again.folders() == (tmp_path / "incoming",)
    again.resume()
    qtbot.waitUntil(lambda: states(again) == ["failed"], timeout=WAIT_MS)
    again.close()
    assert Kept(tmp_path / "window.json").get("intake_open") == []


def test_what_was_open_is_not_lost_when_the_window_dies(
    intake: Intake, tmp_path: Path, missing: Path, qtbot: QtBot
) -> None:
    intake.pause()
    intake.add([missing])

    # The process need not have answered yet.
    qtbot.waitUntil(lambda: Kept(tmp_path / "window.json").get("intake_open") == [str(missing)])


def test_what_is_added_at_once_after_the_start_comes_beside_what_was_open(
    place: str, kept: Kept, missing: Path, qtbot: QtBot
) -> None:
    other = missing.with_name("other.wav")
    kept.set("intake_open", [str(missing)])
    made = Intake(place, kept)

    made.add([other])
    qtbot.waitUntil(lambda: states(made) == ["failed", "failed"], timeout=WAIT_MS)

    assert {each.path for each in made.files()} == {missing, other}
    made.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_a_lost_process_is_told_and_started_again(
    intake: Intake, missing: Path, qtbot: QtBot
) -> None:
    intake.pause()
    intake.add([missing])
    qtbot.waitUntil(lambda: states(intake) == ["queued"], timeout=WAIT_MS)
    lost = intake.process_id

    with qtbot.waitSignal(intake.failed, timeout=WAIT_MS) as told:
        os.kill(lost, signal.SIGKILL)

    assert isinstance(told.args[0], WorkerDied)
    assert intake.process_id not in (0, lost)
    intake.resume()
    qtbot.waitUntil(lambda: states(intake) == ["failed"], timeout=WAIT_MS)


def test_no_process_is_started_while_there_is_nothing_to_do(intake: Intake) -> None:
    assert intake.process_id == 0
    intake.pause()
    intake.resume()
    assert intake.process_id == 0


def test_a_broken_file_in_a_watched_folder_does_not_come_back_at_the_next_start(
    intake: Intake, place: str, tmp_path: Path, qtbot: QtBot
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "broken.wav").write_text("no sound", encoding="utf-8")
    intake.watch(incoming)
    qtbot.waitUntil(lambda: states(intake) == ["failed"], timeout=WAIT_MS)
    intake.close()

    (incoming / "another.wav").write_text("no sound either", encoding="utf-8")
    again = Intake(place, Kept(tmp_path / "window.json"))
    qtbot.waitUntil(lambda: states(again) == ["failed"], timeout=WAIT_MS)

    assert [each.path.name for each in again.files()] == ["another.wav"]
    again.close()
