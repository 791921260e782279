"""Clipped frames, counted while a recording streams past at its own sample rate."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.domain.span import Span, merged

FRAMES_PER_S = 100
"""Clipping is counted in frames of 10 ms, the step of most speech front ends."""

FULL_SCALE = 0.98
"""Level that counts as full scale: the largest mu-law code decodes to 0.9803, A-law's to 0.984."""

RUN = 2
"""Samples in a row at full scale that make a clip; a peak-normalised file touches it alone."""

DISTORTED_SHARE = 0.3
"""Share of clipped frames in a second from which the spectral balance is off.

Measured on the acted calls of the development data, amplified by 6 to 36 dB and clipped, against
the same windows unclipped. Balance: at 20 to 30 % clipped frames -0.4 to +0.8 dB (10th to 90th
percentile), at 30 to 50 % -0.5 to +2.2 dB, above 70 % -0.3 to +3.6 dB. Level: at 20 to 30 % 1.3 dB
too low in the median, above 70 % 9.6 dB, never too high. Pitch: off by over a semitone in at most
3 % of the windows, however much is clipped.
"""


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


def find_clipped(share_per_s: NDArray[np.float32]) -> tuple[Span, ...]:
    """Return the seconds of a channel, joined, whose spectral balance clipping has distorted.

    Parameters
    ----------
    share_per_s
        Share of clipped frames in each second of the channel, float32 [seconds].
    """
    distorted = np.flatnonzero(share_per_s > DISTORTED_SHARE).tolist()
    return merged(Span(float(second), second + 1.0) for second in distorted)
