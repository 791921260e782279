import errno
import os
import stat
from pathlib import Path

import pytest

from callqa.errors import OutputFailed
from callqa.report.atomic import write_atomically


def test_content_arrives_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a.callqa.json"

    write_atomically(path, b"first")
    write_atomically(path, b"second")

    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    plain, result = tmp_path / "plain", tmp_path / "result"

    plain.write_bytes(b"")
    write_atomically(result, b"")

    assert stat.S_IMODE(result.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize(
    ("code", "reason", "remedy"),
    [
        (errno.ENOSPC, "disk is full", "Free some space"),
        (errno.EROFS, "read-only", "--out"),
        (errno.EACCES, "no permission", "--out"),
        (errno.EIO, "cannot be written", "--out"),
    ],
)
def test_a_write_that_fails_says_why_and_leaves_the_old_file(
    code: int, reason: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.callqa.json"
    path.write_bytes(b"old")

    def fails(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputFailed) as caught:
        write_atomically(path, b"new")

    assert reason in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.subject == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")

    with pytest.raises(OutputFailed, match="is a file"):
        write_atomically(tmp_path / "out" / "a.callqa.json", b"")


def test_a_folder_with_the_name_of_the_result_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.callqa.json").mkdir()

    with pytest.raises(OutputFailed, match="folder has this name"):
        write_atomically(tmp_path / "a.callqa.json", b"")

    assert [each.name for each in tmp_path.iterdir()] == ["a.callqa.json"]


def test_a_name_too_long_for_the_disk_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="too long"):
        write_atomically(tmp_path / ("x" * 300 + ".callqa.json"), b"")
