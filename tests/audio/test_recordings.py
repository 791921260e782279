import os
from pathlib import Path

import pytest

from callqa.audio.recordings import find_recordings
from callqa.errors import NoRecordings


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(folder: Path, paths: tuple[Path, ...]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_gives_its_recordings_at_any_depth_in_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.WAV", "a.mp3", "deep/er/c.opus", "notes.txt", "a.callqa.json")

    found = find_recordings([tmp_path])

    assert names(tmp_path, found.recordings) == ["a.mp3", "b.WAV", "deep/er/c.opus"]
    assert found.failures == ()


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.wav", ".b.wav", ".trash/c.wav")

    assert names(tmp_path, find_recordings([tmp_path]).recordings) == ["a.wav"]


def test_a_file_named_itself_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    touch(tmp_path, "call.bin", ".hidden.wav")
    asked = [tmp_path / "call.bin", tmp_path / ".hidden.wav", tmp_path / "missing.wav"]

    assert list(find_recordings(asked).recordings) == asked


def test_a_recording_named_twice_is_taken_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.wav", "b.wav")

    found = find_recordings([tmp_path / "b.wav", tmp_path])

    assert names(tmp_path, found.recordings) == ["b.wav", "a.wav"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path, "deep/a.wav")
    try:
        (tmp_path / "deep" / "up").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("needs the right to make links")

    found = find_recordings([tmp_path])

    assert [path.name for path in found.recordings] == ["a.wav"]


def test_an_empty_folder_fails_and_the_rest_goes_on(tmp_path: Path) -> None:
    touch(tmp_path, "full/a.wav", "empty/notes.txt")

    found = find_recordings([tmp_path / "empty", tmp_path / "full"])

    assert names(tmp_path, found.recordings) == ["full/a.wav"]
    (failure,) = found.failures
    assert isinstance(failure, NoRecordings)
    assert failure.subject == str(tmp_path / "empty")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user without all rights")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    touch(tmp_path, "a.wav", "locked/b.wav")
    (tmp_path / "locked").chmod(0)

    found = find_recordings([tmp_path])
    (tmp_path / "locked").chmod(0o700)

    assert names(tmp_path, found.recordings) == ["a.wav"]
    assert found.failures[0].subject == str(tmp_path / "locked")
