"""Recordings made from others: channels swapped, channels summed, readers taking turns.

They are written as 16-bit WAV at the rate that recordings are analysed at, so that nothing but
what is meant changes.
"""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.audio.decode import SAMPLE_RATE_HZ, decode

_LARGEST = 32767


def swapped(source: Path, folder: Path) -> Path:
    """Write the recording at `source` with its channels in reverse order."""
    return _write(folder / f"{source.stem}_swapped.wav", decode(source).samples[::-1])


def mixed(source: Path, folder: Path) -> Path:
    """Write the sum of the channels of the recording at `source`, softer where it would clip."""
    total = decode(source).samples.astype(np.int32).sum(axis=0, keepdims=True)
    peak = int(np.abs(total).max(initial=0))
    if peak > _LARGEST:
        total = total * _LARGEST // peak
    return _write(folder / f"{source.stem}_mixed.wav", total.astype(np.int16))


def written(target: Path, samples: NDArray[np.float32]) -> Path:
    """Write samples of -1..1 [channels, n] to `target`, softer where they would clip."""
    loudest = max(1.0, float(np.abs(samples).max(initial=0.0)))
    return _write(target, (samples / loudest * _LARGEST).astype(np.int16))


def taking_turns(channels: Sequence[Sequence[Path]], gap_s: float, target: Path) -> Path:
    """Write one recording in which the files of each channel follow one another in turn.

    Parameters
    ----------
    channels
        For each channel its one-channel recordings: first the first of each channel, then the
        second of each, and so on.
    gap_s
        Silence between one recording and the next, in seconds.
    target
        The file to write.
    """
    rounds = max(len(files) for files in channels)
    order = [
        (channel, files[at])
        for at in range(rounds)
        for channel, files in enumerate(channels)
        if at < len(files)
    ]
    gap = np.zeros((len(channels), round(gap_s * SAMPLE_RATE_HZ)), np.int16)
    pieces = [gap]
    for channel, path in order:
        sound = decode(path).samples[0]
        piece = np.zeros((len(channels), len(sound)), np.int16)
        piece[channel] = sound
        pieces += [piece, gap]
    return _write(target, np.concatenate(pieces, axis=1))


def _write(target: Path, samples: NDArray[np.int16]) -> Path:
    with wave.open(str(target), "wb") as sink:
        sink.setnchannels(samples.shape[0])
        sink.setsampwidth(2)
        sink.setframerate(SAMPLE_RATE_HZ)
        sink.writeframes(np.ascontiguousarray(samples.T).tobytes())
    return target
