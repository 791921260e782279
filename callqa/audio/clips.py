"""A moment of a recording as a small WAV file that plays anywhere."""

import io
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from callqa.audio.blocks import Blocks, as_int16
from callqa.audio.sound import SAMPLE_RATE_HZ
from callqa.audio.source import open_source
from callqa.domain.span import clock
from callqa.errors import NoAudio

MARGIN_S = 1.0
"""Sound kept on either side, so that the moment does not begin in mid-word (issue 4, coaching)."""

_MOST_CHANNELS = 2


def cut_clip(
    path: Path,
    start_s: float,
    end_s: float,
    *,
    margin_s: float = MARGIN_S,
    channels: Sequence[int] = (),
) -> bytes:
    """Return the sound of a recording from `start_s` to `end_s` as a WAV file.

    16-bit PCM at the recording's own rate, at most 16 kHz: telephone sound stays as small as it
    is. Where the file allows an exact jump (PCM WAV, FLAC, MP3, Ogg) only the moment is decoded;
    otherwise all that comes before it.

    Parameters
    ----------
    start_s, end_s
        On the time line of the result, which is that of `callqa.audio.decode.decode`. A moment
        that goes beyond the recording, with its margins, is shortened to what there is.
    margin_s
        Seconds added on either side.
    channels
        Which channels to keep, counted from 1 as in a result, at most two; the first two when
        none is named.

    Raises
    ------
    RecordingMissing
        There is no such file; a recording that was moved has to be linked again.
    RecordingUnreadable
        The file cannot be opened or read.
    NoAudio
        The recording has no sound at that time, or not these channels.
    ValueError
        The span is turned round, or more than two channels are named.
    """
    if end_s < start_s or len(channels) > _MOST_CHANNELS:
        raise ValueError(f"no moment to cut: {start_s} to {end_s} s, channels {channels}")
    first_s, last_s = max(0.0, start_s - margin_s), end_s + margin_s
    with open_source(path) as source:
        blocks = Blocks(source)
        sound = _between(blocks, first_s, last_s)
    if start_s > 0 and len(sound) / max(1, blocks.rate_hz) <= start_s - first_s:
        raise NoAudio(
            f"has no sound at {clock(start_s)}: it is shorter than the call that was analysed.",
            subject=str(path),
            remedy="Check that the file is that call's recording, and link the right one.",
        )
    return _wav(_chosen(sound, channels, path), blocks.rate_hz)


def _between(blocks: Blocks, first_s: float, last_s: float) -> NDArray[np.float32]:
    """Return the samples from `first_s` up to `last_s`, float32 [n, channels]."""
    kept: list[NDArray[np.float32]] = []
    for place, block in blocks.after(first_s):
        first, last = (round(each_s * blocks.rate_hz) - place for each_s in (first_s, last_s))
        kept.append(block[max(0, first) : max(0, last)])
        if last <= len(block):
            break
    return np.concatenate(kept) if kept else np.empty((0, 1), np.float32)


def _chosen(sound: NDArray[np.float32], channels: Sequence[int], path: Path) -> NDArray[np.float32]:
    there = sound.shape[1]
    if not channels:
        return sound[:, :_MOST_CHANNELS]
    if not all(1 <= each <= there for each in channels):
        raise NoAudio(
            f"has {there} channel(s), and channel {max(channels)} was asked for.",
            subject=str(path),
            remedy="Check that the file is that call's recording, and link the right one.",
        )
    return sound[:, [each - 1 for each in channels]]


def _wav(sound: NDArray[np.float32], rate_hz: int) -> bytes:
    if rate_hz > SAMPLE_RATE_HZ:
        sound = soxr.resample(sound, rate_hz, SAMPLE_RATE_HZ, quality="HQ")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(min(rate_hz, SAMPLE_RATE_HZ))
        file.writeframes(as_int16(sound).astype("<i2", copy=False).tobytes())
    return out.getvalue()
