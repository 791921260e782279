import errno
import hashlib
import io
import os
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from callqa.audio.decode import decode
from callqa.audio.source import open_source, stated_duration_s
from callqa.errors import RecordingMissing, RecordingUnreadable


class FailingDisk(io.RawIOBase):
    """A file whose bytes from `limit` on cannot be read."""

    def __init__(self, content: bytes, limit: int, error: OSError) -> None:
        self._bytes, self._limit, self._error = io.BytesIO(content), limit, error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._bytes.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        if self._bytes.tell() + len(buffer) > self._limit:
            raise self._error
        return self._bytes.readinto(buffer)


class PathOnFailingDisk(type(Path())):  # type: ignore[misc]
    """A path whose file opens and then fails."""

    limit: int
    error: OSError

    def open(self, *_args: Any, **_names: Any) -> io.BufferedReader:
        return io.BufferedReader(FailingDisk(self.read_whole(), self.limit, self.error))

    def read_whole(self) -> bytes:
        return Path(str(self)).read_bytes()


def recording(path: Path, seconds: float = 30.0) -> Path:
    noise = np.random.default_rng(3).normal(0, 3000, round(8000 * seconds)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(noise.tobytes())
    return path


@pytest.mark.parametrize("limit", [0, 100_000, 400_000, 480_000])
@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_a_disk_that_fails_while_it_is_read_is_named(
    limit: int, number: int, tmp_path: Path
) -> None:
    path = PathOnFailingDisk(recording(tmp_path / "call.wav"))
    path.limit, path.error = limit, OSError(number, os.strerror(number))

    with pytest.raises(RecordingUnreadable) as caught:
        decode(path)

    assert caught.value.subject == str(path)
    assert os.strerror(number) in caught.value.what
    assert "drive" in caught.value.remedy


def test_the_stated_length_needs_the_head_of_the_file_alone(tmp_path: Path) -> None:
    path = PathOnFailingDisk(recording(tmp_path / "call.wav"))
    path.limit, path.error = 200_000, OSError(errno.EIO, "broken")

    assert stated_duration_s(path) == pytest.approx(30.0)


def test_the_length_of_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordingMissing):
        stated_duration_s(tmp_path / "nowhere.wav")


def test_the_hash_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = recording(tmp_path / "call.wav", 0.5)

    with open_source(path) as source:
        found = source.file_sha256()

    assert found == decode(path).file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
