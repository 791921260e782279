"""Clipped frames, counted while a recording streams past at its own sample rate."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FRAMES_PER_S = 100
"""Clipping is counted in frames of 10 ms, the step of most speech front ends."""

FULL_SCALE = 0.98
"""Level that counts as full scale: the largest mu-law code decodes to 0.9803, A-law's to 0.984."""

RUN = 2
"""Samples in a row at full scale that make a clip; a peak-normalised file touches it alone."""


class ClippingMeter:
    """Marks every 10 ms frame that holds two samples in a row at full scale.

    Parameters
    ----------
    rate_hz
        Sample rate of the blocks.
    channels
        Number of channels.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._last = np.zeros((1, channels), dtype=bool)
        self._position = 0
        self._frames: list[list[NDArray[np.int64]]] = [[] for _ in range(channels)]

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next block, float32 [n, channels] in -1 to 1."""
        hot = np.vstack([self._last, np.abs(block) >= FULL_SCALE])
        both = hot[1:] & hot[:-1]
        for channel in np.flatnonzero(both.any(axis=0)):
            samples = self._position + np.flatnonzero(both[:, channel])
            self._frames[channel].append(np.unique(samples * FRAMES_PER_S // self._rate_hz))
        self._last = hot[-1:]
        self._position += len(block)

    def share_per_s(self) -> NDArray[np.float32]:
        """Return the share of clipped frames in each started second, [channels, seconds]."""
        seconds = -(-self._position // self._rate_hz)
        return np.stack([_share(frames, seconds) for frames in self._frames])


def _share(frames: Sequence[NDArray[np.int64]], seconds: int) -> NDArray[np.float32]:
    marked = np.unique(np.concatenate(frames)) if frames else np.empty(0, dtype=np.int64)
    counts = np.bincount(marked // FRAMES_PER_S, minlength=seconds)
    return (counts / FRAMES_PER_S).astype(np.float32)
