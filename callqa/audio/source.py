"""Opening a recording: which file it is, whether it has a sound track, how long it should be."""

import hashlib
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

import av
import av.logging
from av.audio.stream import AudioStream
from av.container import InputContainer

from callqa.errors import NoAudio, RecordingMissing, RecordingUnreadable

MAX_CHANNELS = 8

_HEAD_BYTES = 65536

_LENGTH_IN_HEADER = {"aiff", "asf", "au", "caf", "flac", "matroska", "mov", "w64", "webm"}
"""Containers whose duration is written down; elsewhere FFmpeg estimates it from the bit rate."""

_MP3_LENGTH_TAGS = (b"Xing", b"Info", b"VBRI")

_STREAMING_BYTES = 2**31 - 2**16
"""A WAV header written before the length was known claims 2 or 4 GiB."""


@dataclass(frozen=True, slots=True)
class Source:
    """An opened recording.

    path, file : the file and its bytes, which `container` reads
    container, stream : PyAV's container and the sound track in it that is decoded
    expected_s : the container's length, stated or estimated, ``None`` where there is neither
    promised_s : the length that its header states, ``None`` where it states none
    """

    path: Path
    file: BufferedReader
    container: InputContainer
    stream: AudioStream
    expected_s: float | None
    promised_s: float | None

    def file_sha256(self) -> str:
        """Return the SHA-256 of all the file's bytes, in hex; ends decoding.

        Raises
        ------
        RecordingUnreadable
            The file cannot be read to its end.
        """
        try:
            self.file.seek(0)
            return hashlib.file_digest(self.file, "sha256").hexdigest()
        except OSError as error:
            raise cannot_be_read(self.path, error) from error


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a recording for decoding.

    The file is opened here and handed to FFmpeg as an object, and FFmpeg may open nothing else:
    a name such as ``http:x.wav`` is a name, and a playlist reaches no other file.

    Raises
    ------
    RecordingMissing
        There is no such file.
    RecordingUnreadable
        The file is a folder, empty, not permitted, not readable, text, or has no header that
        FFmpeg knows.
    NoAudio
        The file is sound as a container and has no sound track.
    """
    with _open_file(path) as file:
        head = _head(file, path)
        with _open_container(file, path, head) as container:
            stream = _sound_track(container, path, head)
            expected_s = _expected_s(container, stream)
            promised_s = _promised_s(container, head, expected_s)
            yield Source(path, file, container, stream, expected_s, promised_s)


def stated_duration_s(path: Path) -> float | None:
    """Return the length that a recording's header states, or FFmpeg's estimate, in seconds.

    ``None`` where there is neither. Nothing is decoded.

    Raises
    ------
    RecordingMissing, RecordingUnreadable, NoAudio
        As `open_source`.
    """
    with open_source(path) as source:
        return source.expected_s


def cannot_be_read(path: Path, error: OSError) -> RecordingUnreadable:
    """Return the error of a file that opens, and whose bytes then cannot be read."""
    return RecordingUnreadable(
        f"cannot be read to its end: {error.strerror or error}.",
        subject=str(path),
        remedy="Check that the drive or network share is connected and that no other program "
        "holds the file, then try again.",
    )


def _open_file(path: Path) -> BufferedReader:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise RecordingUnreadable(
                "is a folder, not a recording.",
                subject=str(path),
                remedy="Name the recordings in it, or give the folder to a command that takes one.",
            )
        if not stat.S_ISREG(mode):
            raise RecordingUnreadable(
                "is a device or pipe, not a file.",
                subject=str(path),
                remedy="Save the recording to a file first.",
            )
        return path.open("rb")
    except FileNotFoundError as error:
        raise RecordingMissing(
            "cannot be found: there is no such file.",
            subject=str(path),
            remedy="Check the spelling of the path.",
        ) from error
    except PermissionError as error:
        raise RecordingUnreadable(
            "cannot be opened: no permission to read it.",
            subject=str(path),
            remedy="Give your user account read access to the file.",
        ) from error
    except (OSError, ValueError) as error:
        raise RecordingUnreadable(
            f"cannot be opened: {error}.",
            subject=str(path),
            remedy="Check that the path is right and the drive is connected.",
        ) from error


def _head(file: BufferedReader, path: Path) -> bytes:
    try:
        head = file.read(_HEAD_BYTES)
        file.seek(0)
    except OSError as error:
        raise cannot_be_read(path, error) from error
    if not head:
        raise RecordingUnreadable(
            "cannot be read: the file is empty (0 bytes).",
            subject=str(path),
            remedy="Export or copy the recording again.",
        )
    return head


class _OtherFileError(PermissionError):
    """A recording asked for another file."""


@contextmanager
def _open_container(file: BufferedReader, path: Path, head: bytes) -> Iterator[InputContainer]:
    av.logging.set_level(None)
    try:
        container = av.open(file, mode="r", metadata_errors="replace", io_open=_refuse)
    except (av.error.FFmpegError, _OtherFileError) as error:
        raise _unreadable(path, head) from error
    except OSError as error:
        raise cannot_be_read(path, error) from error
    with container:
        yield container


def _refuse(url: str, flags: int, options: dict[str, str]) -> BufferedReader:
    raise _OtherFileError(f"a recording may not open another file: {url!r}")


def _sound_track(container: InputContainer, path: Path, head: bytes) -> AudioStream:
    if _is_text(head):
        raise _unreadable(path, head)
    if not container.streams.audio:
        kind = "a video without sound" if container.streams.video else "no sound track in it"
        raise NoAudio(
            f"holds nothing to analyse: there is {kind}.",
            subject=str(path),
            remedy="Export the recording with its sound.",
        )
    stream = container.streams.best("audio") or container.streams.audio[0]
    if not isinstance(stream, AudioStream) or stream.codec_context is None:
        raise RecordingUnreadable(
            "cannot be decoded: its sound is in a coding that is not known here.",
            subject=str(path),
            remedy="Convert it to WAV, FLAC or MP3 first.",
        )
    if stream.codec_context.channels > MAX_CHANNELS:
        raise RecordingUnreadable(
            f"has {stream.codec_context.channels} channels; at most {MAX_CHANNELS} are read.",
            subject=str(path),
            remedy="Export the channels of the two parties alone.",
        )
    return stream


def _unreadable(path: Path, head: bytes) -> RecordingUnreadable:
    if _is_text(head):
        return RecordingUnreadable(
            "cannot be decoded: it is a text file, not a recording.",
            subject=str(path),
            remedy="Choose the recording itself.",
        )
    return RecordingUnreadable(
        "cannot be decoded: its header is damaged or of a format that is not known here.",
        subject=str(path),
        remedy="Export it again, or convert it to WAV, FLAC or MP3.",
    )


def _is_text(head: bytes) -> bool:
    try:
        text = head[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head[:4096]) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return all(character.isprintable() or character in "\r\n\t\f\ufeff" for character in text)


def _expected_s(container: InputContainer, stream: AudioStream) -> float | None:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None:
        return container.duration / av.time_base
    return None


def _promised_s(container: InputContainer, head: bytes, expected_s: float | None) -> float | None:
    names = set(container.format.name.split(","))
    if "wav" in names:
        return _wav_promise_s(head)
    if "mp3" in names:
        return expected_s if any(tag in head for tag in _MP3_LENGTH_TAGS) else None
    return expected_s if names & _LENGTH_IN_HEADER else None


def _wav_promise_s(head: bytes) -> float | None:
    """Read the length from a WAV header, as FFmpeg shortens it to what the file holds."""
    position, bytes_per_s = 12, 0
    while position + 8 <= len(head) and head[:4] == b"RIFF":
        name, size = struct.unpack_from("<4sI", head, position)
        if name == b"fmt " and size >= 16:
            (bytes_per_s,) = struct.unpack_from("<I", head, position + 16)
        if name == b"data":
            return size / bytes_per_s if bytes_per_s and size < _STREAMING_BYTES else None
        position += 8 + size + size % 2
    return None
