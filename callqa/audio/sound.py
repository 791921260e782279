"""One channel's sound, read a stretch at a time, so that a long call is never held as floats."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
"""The rate of every model and measure downstream; telephone speech (8 kHz) fits with room."""


class Sound(Protocol):
    """Samples at 16 kHz in -1 to 1, taken by slices: an array, or a `ChannelSound`."""

    def __len__(self) -> int:
        """Return the number of samples."""
        ...

    def __getitem__(self, part: slice, /) -> NDArray[np.float32]:
        """Return the samples of a slice, float32 [n]."""
        ...


class ChannelSound:
    """A channel kept as 16 bit, of which each slice is float32 when it is taken.

    Parameters
    ----------
    samples : int16 [n]
        At 16 kHz.
    """

    def __init__(self, samples: NDArray[np.int16]) -> None:
        self._samples = samples

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self._samples)

    def __getitem__(self, part: slice, /) -> NDArray[np.float32]:
        """Return the samples of a slice, float32 [n] in -1 to 1."""
        return self._samples[part].astype(np.float32) / np.float32(32768)
