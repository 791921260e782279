import os
from pathlib import Path

import pytest

from callqa.errors import RecordingMissing
from callqa.jobs.watching import FolderWatch
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(tmp_path: Path, clock: Clock) -> FolderWatch:
    return FolderWatch(tmp_path, every_s=10.0, clock=clock)


def write(path: Path, content: bytes, written_s: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (written_s, written_s))
    return path


def test_a_file_is_taken_once_when_two_looks_find_it_the_same(
    watch: FolderWatch, tmp_path: Path
) -> None:
    call = write(tmp_path / "2026" / "call.wav", b"sound", 100)

    looks = [watch.look() for _ in range(3)]

    assert looks == [(), (call,), ()]


def test_a_file_that_is_still_being_written_waits(watch: FolderWatch, tmp_path: Path) -> None:
    call = tmp_path / "call.wav"
    looks = []
    for written in (b"so", b"sound", b"sound"):
        write(call, written, 100)
        looks.append(watch.look())

    assert looks == [(), (), (call,)]


def test_a_file_of_the_same_size_with_a_later_time_is_another(
    watch: FolderWatch, tmp_path: Path
) -> None:
    call = write(tmp_path / "call.wav", b"sound", 100)
    first = [watch.look(), watch.look()]
    write(call, b"noise", 200)

    second = [watch.look(), watch.look()]

    assert (first, second) == ([(), (call,)], [(), (call,)])


def test_an_empty_file_and_one_of_another_kind_are_left(watch: FolderWatch, tmp_path: Path) -> None:
    write(tmp_path / "begun.wav", b"", 100)
    write(tmp_path / "notes.txt", b"words", 100)

    assert [watch.look(), watch.look()] == [(), ()]


def test_a_folder_that_is_away_for_a_while_is_told_and_gives_nothing_twice(
    watch: FolderWatch, tmp_path: Path
) -> None:
    call = write(tmp_path / "call.wav", b"sound", 100)
    watch.look()
    assert watch.look() == (call,)
    away = tmp_path.with_name("away")
    tmp_path.rename(away)

    with pytest.raises(RecordingMissing, match="is not there now"):
        watch.look()

    away.rename(tmp_path)
    assert [watch.look(), watch.look()] == [(), ()]


def test_a_folder_that_the_system_cannot_look_for_is_told_as_away(tmp_path: Path) -> None:
    watch = FolderWatch(tmp_path / ("long" * 100))

    with pytest.raises(RecordingMissing, match="not there now"):
        watch.look()


def test_the_next_look_is_due_when_its_time_has_come(watch: FolderWatch, clock: Clock) -> None:
    assert watch.is_due
    watch.look()
    clock.now_s = 9.9
    assert not watch.is_due
    clock.now_s = 10.0
    assert watch.is_due
