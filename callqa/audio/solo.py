"""One channel of a recording as a file of its own, to hear one party alone."""

import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from callqa.audio.blocks import Blocks, as_int16
from callqa.audio.sound import SAMPLE_RATE_HZ
from callqa.audio.source import open_source
from callqa.errors import NoAudio


def write_solo(path: Path, channel: int, out: Path) -> None:
    """Write one channel, counted from 1, of a recording as 16-bit PCM WAV to `out`.

    At the recording's own rate, at most 16 kHz, on the time line of
    `callqa.audio.decode.decode`; memory does not grow with the sound.

    Raises
    ------
    RecordingMissing, RecordingUnreadable
        As `callqa.audio.source.open_source`.
    NoAudio
        The recording has no sample, or not this channel.
    OSError
        `out` cannot be written.
    """
    with open_source(path) as source, wave.open(str(out), "wb") as sink:
        blocks = Blocks(source)
        writer: _Writer | None = None
        for block in blocks:
            if not 1 <= channel <= block.shape[1]:
                break
            writer = writer or _Writer(sink, blocks.rate_hz)
            writer.add(block[:, channel - 1])
        if writer is None:
            sink.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
            raise NoAudio(
                f"has no channel {channel} to play alone.",
                subject=str(path),
                remedy="Check that the file is that call's recording, and link the right one.",
            )
        writer.finish()


class _Writer:
    """Puts samples into a WAV file, at a lower rate where theirs is above 16 kHz."""

    def __init__(self, sink: wave.Wave_write, rate_hz: int) -> None:
        self._sink = sink
        sink.setparams((1, 2, min(rate_hz, SAMPLE_RATE_HZ), 0, "NONE", ""))
        self._resampler = (
            soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ")
            if rate_hz > SAMPLE_RATE_HZ
            else None
        )

    def add(self, samples: NDArray[np.float32]) -> None:
        """Write samples, float32 [n]."""
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        self._sink.writeframesraw(as_int16(samples).astype("<i2", copy=False).tobytes())

    def finish(self) -> None:
        """Write what the resampler still holds."""
        if self._resampler is not None:
            rest = self._resampler.resample_chunk(np.empty(0, np.float32), last=True)
            self._sink.writeframesraw(as_int16(rest).astype("<i2", copy=False).tobytes())
