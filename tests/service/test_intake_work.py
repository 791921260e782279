"""What is found out about a recording before it is heard."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.errors import RecordingUnreadable, SettingsError, UsageError
from callqa.service.adding import Added
from callqa.service.intake_work import IntakeWork, NotAdded, ToHear
from callqa.service.workspace import Workspace
from tests.service.heard_calls import simple_call


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CALLQA_CONFIG_DIR", str(tmp_path))
    return tmp_path / "settings.toml"


@pytest.fixture
def work(empty_file: Path, tmp_path: Path) -> Iterator[IntakeWork]:
    shutil.copyfile(empty_file, tmp_path / "callqa.db")
    made = IntakeWork(str(tmp_path / "callqa.db"))
    yield made
    made.close()


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "karen_billing.wav"
    path.write_bytes(b"sound")
    return path


def write(path: Path, text: str, written_s: float) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (written_s, written_s))


def test_details_come_from_the_file_name_and_the_call_list_of_the_settings(
    work: IntakeWork, settings_file: Path, call: Path, tmp_path: Path
) -> None:
    call_list = tmp_path / "calls.csv"
    call_list.write_text("file,customer\nkaren_billing.wav,Bo\n", encoding="utf-8")
    pattern = "(?P<agent>[a-z]+)_(?P<queue>[a-z]+)"
    lines = f"filename_pattern = '{pattern}'\ncall_list = '{call_list}'\n"
    write(settings_file, f"[intake]\n{lines}", 100)

    found = work.look_up(call)

    assert isinstance(found, ToHear)
    details = found.details
    assert (details.agent, details.queue, details.customer) == ("karen", "billing", "Bo")


def test_a_change_of_the_settings_counts_from_the_next_recording_on(
    work: IntakeWork, settings_file: Path, call: Path
) -> None:
    write(settings_file, '[hearing]\nprofile = "fast"\n', 100)
    first = work.look_up(call)
    write(settings_file, '[hearing]\nprofile = "accurate"\n', 200)
    second = work.look_up(call)

    profiles = [
        each.settings.hearing.profile for each in (first, second) if isinstance(each, ToHear)
    ]
    assert profiles == ["fast", "accurate"]


@pytest.mark.parametrize(
    ("text", "error"),
    [("[intake]\nfilename_pattern = '(agent'\n", UsageError), ("no settings", SettingsError)],
    ids=["a pattern that is none", "a file that is none"],
)
def test_settings_that_fit_no_call_stop_all(
    work: IntakeWork, settings_file: Path, call: Path, text: str, error: type[UsageError]
) -> None:
    write(settings_file, text, 100)

    found = work.look_up(call)

    assert isinstance(found, NotAdded)
    assert isinstance(found.error, error)
    assert found.stops_all


@pytest.mark.usefixtures("settings_file")
def test_a_file_that_is_gone_fails_alone(work: IntakeWork, call: Path) -> None:
    call.unlink()

    found = work.look_up(call)

    assert isinstance(found, NotAdded)
    assert isinstance(found.error, RecordingUnreadable)
    assert not found.stops_all


def test_a_call_list_beside_the_recording_is_read_where_the_settings_name_none(
    work: IntakeWork, settings_file: Path, call: Path
) -> None:
    beside = call.parent / "calls.csv"
    beside.write_text("file,agent\nkaren_billing.wav,Karen Wolf\n", encoding="utf-8")

    found = work.look_up(call)

    assert isinstance(found, ToHear)
    assert found.details.agent == "Karen Wolf"


def test_a_table_beside_the_recording_that_is_no_call_list_stops_nothing(
    work: IntakeWork, settings_file: Path, call: Path
) -> None:
    (call.parent / "calls.csv").write_text("day;calls\n2026-03-31;14\n", encoding="utf-8")

    assert isinstance(work.look_up(call), ToHear)


def test_a_call_that_was_removed_comes_back_by_hand_only(
    work: IntakeWork, settings_file: Path, call: Path
) -> None:
    heard = simple_call(1, customer="Bo")
    assert isinstance(work.keep(call, heard.hearing, by_hand=False), Added)
    Workspace(work._context()).privacy.forget("Bo")

    by_itself = work.keep(call, heard.hearing, by_hand=False)
    by_hand = work.keep(call, heard.hearing, by_hand=True)

    assert isinstance(by_itself, NotAdded)
    assert by_itself.was_removed
    assert isinstance(by_hand, Added)
