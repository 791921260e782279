"""Decoding a recording to 16 kHz, block by block, every channel kept apart."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from callqa.audio.blocks import Blocks, as_int16
from callqa.audio.clipping import ClippingMeter
from callqa.audio.sound import SAMPLE_RATE_HZ, ChannelSound
from callqa.audio.source import open_source
from callqa.errors import NoAudio, RecordingUnreadable

__all__ = ["SAMPLE_RATE_HZ", "Audio", "Progress", "decode"]

Progress = Callable[[float, float], None]
"""Called with seconds done and seconds expected."""

_SHORT_S = 0.5
_SHORT_SHARE = 0.01
"""A file is truncated when it delivers less than promised by more than 0.5 s and 1 %."""


@dataclass(frozen=True, slots=True)
class Audio:
    """A decoded recording.

    samples : int16 [channels, n] at 16 000 Hz, read-only
    source_rate_hz : sample rate in the file
    codec : FFmpeg's name of the coding, e.g. ``pcm_mulaw``
    duration_s : length in seconds
    file_sha256 : of the file's bytes, in hex
    content_id : sha256 in hex of rate, channels and samples (as 16 bit) before resampling, so a
        renamed or re-tagged copy, or a lossless conversion, is the same call
    clipped_share_per_s : float32 [channels, seconds], share of 10 ms frames in each second that
        are clipped, measured before resampling (which would round the flat tops off)
    truncated : the sound ends early or has damaged stretches
    """

    samples: NDArray[np.int16]
    source_rate_hz: int
    codec: str
    duration_s: float
    file_sha256: str
    content_id: str
    clipped_share_per_s: NDArray[np.float32]
    truncated: bool

    @property
    def channels(self) -> int:
        """Number of channels."""
        return int(self.samples.shape[0])

    @property
    def seconds(self) -> float:
        """Length of `samples` in seconds."""
        return float(self.samples.shape[1] / SAMPLE_RATE_HZ)

    def channel(
        self, index: int, start_s: float = 0.0, end_s: float | None = None
    ) -> NDArray[np.float32]:
        """Return one channel (counted from 0), or a stretch of it, as float32 [n] in -1 to 1."""
        stop = None if end_s is None else max(0, round(end_s * SAMPLE_RATE_HZ))
        return self.sound(index)[max(0, round(start_s * SAMPLE_RATE_HZ)) : stop]

    def sound(self, index: int) -> ChannelSound:
        """Return one channel (counted from 0) to be read a stretch at a time."""
        return ChannelSound(self.samples[index])


def decode(path: Path, on_progress: Progress | None = None) -> Audio:
    """Decode the sound track of a file, as far as it can be decoded.

    Memory is that of the result (32 kB per second and channel) plus a few blocks.

    Parameters
    ----------
    path
        The recording; any name, taken as a plain file whatever it looks like.
    on_progress
        Called after each block.

    Raises
    ------
    RecordingMissing
        There is no such file.
    RecordingUnreadable
        The file cannot be opened, not all of it can be read, or no block of it decodes.
    NoAudio
        There is no sound track, or it holds no sample.
    """
    with open_source(path) as source:
        codec = source.stream.codec_context.name
        blocks = Blocks(source)
        sink: _Sink | None = None
        for block in blocks:
            if sink is None:
                sink = _Sink(blocks.rate_hz, block.shape[1])
            sink.add(block)
            if on_progress is not None:
                on_progress(sink.seconds, max(source.expected_s or 0.0, sink.seconds))
        file_sha256 = source.file_sha256()
    if sink is None:
        raise _without_samples(path, blocks.damaged)
    return sink.finish(
        codec=_plain_name(codec),
        file_sha256=file_sha256,
        truncated=blocks.damaged or _is_short(sink.seconds, source.promised_s),
    )


class _Sink:
    """Collects blocks: resampled samples, content hash and clipping."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        self._done = 0
        self._hash = hashlib.sha256(f"{rate_hz} Hz, {channels} channels\n".encode())
        self._clipping = ClippingMeter(rate_hz, channels)
        self._bytes = bytearray()
        self._resampler = (
            soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, channels, dtype="float32", quality="HQ")
            if rate_hz != SAMPLE_RATE_HZ
            else None
        )

    @property
    def seconds(self) -> float:
        return self._done / self._rate_hz

    def add(self, block: NDArray[np.float32]) -> None:
        self._done += len(block)
        self._clipping.add(block)
        self._hash.update(as_int16(block).astype("<i2", copy=False).tobytes())
        self._keep(block if self._resampler is None else self._resampler.resample_chunk(block))

    def finish(self, *, codec: str, file_sha256: str, truncated: bool) -> Audio:
        if self._resampler is not None:
            rest = np.empty((0, self._channels), np.float32)
            self._keep(self._resampler.resample_chunk(rest, last=True))
        samples = np.frombuffer(self._bytes, np.int16).reshape(-1, self._channels).T
        samples.flags.writeable = False
        return Audio(
            samples=samples,
            source_rate_hz=self._rate_hz,
            codec=codec,
            duration_s=self.seconds,
            file_sha256=file_sha256,
            content_id=self._hash.hexdigest(),
            clipped_share_per_s=self._clipping.share_per_s(),
            truncated=truncated,
        )

    def _keep(self, block: NDArray[np.float32]) -> None:
        self._bytes += as_int16(block).tobytes()


def _plain_name(codec: str) -> str:
    """Return the coding's name without the decoder's variant: ``mp3float`` is ``mp3``."""
    return {"mp3float": "mp3", "libopus": "opus"}.get(codec, codec)


def _is_short(seconds: float, promised_s: float | None) -> bool:
    missing_s = (promised_s or 0.0) - seconds
    return missing_s > _SHORT_S + _SHORT_SHARE * (promised_s or 0.0)


def _without_samples(path: Path, damaged: bool) -> NoAudio | RecordingUnreadable:
    if damaged:
        return RecordingUnreadable(
            "cannot be decoded: none of its sound is intact.",
            subject=str(path),
            remedy="Export or copy the recording again.",
        )
    return NoAudio(
        "holds nothing to analyse: its sound track has no sample.",
        subject=str(path),
        remedy="Export the recording again; the recorder may have stopped at once.",
    )
