"""Keypad tones (DTMF, ITU-T Q.23): too short for the spectra that find other tones."""

from collections.abc import Iterator

import numpy as np
from librosa.util import frame
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, binary_opening

from callqa.audio.sound import SAMPLE_RATE_HZ, Sound

ROW_HZ = (697.0, 770.0, 852.0, 941.0)
COLUMN_HZ = (1209.0, 1336.0, 1477.0, 1633.0)

_WINDOW = 640
_HOP = 160
_BLOCK_FRAMES = 6000
"""Windows of 40 ms, the shortest key press (ITU-T Q.24), every 10 ms, a minute at a time."""

_MIN_SHARE = 0.85
_MAX_TWIST_DB = 12.0
_MIN_FRAMES = 3
"""One row and one column tone hold 85 % of the power, within 12 dB, three windows in a row."""

_MIN_POWER = 10.0**-5.5


def find_keypad_frames(samples: Sound, frame_s: float, frames: int) -> NDArray[np.bool_]:
    """Return for each of `frames` frames of `frame_s` seconds whether a key is pressed in it."""
    hits = np.concatenate([np.zeros(0, bool), *(_hits(block) for block in _blocks(samples))])
    lasting = binary_dilation(binary_opening(hits, np.ones(_MIN_FRAMES)), iterations=1)
    marked = np.zeros(frames, dtype=bool)
    centre_s = (np.flatnonzero(lasting) * _HOP + _WINDOW / 2) / SAMPLE_RATE_HZ
    marked[np.minimum((centre_s / frame_s).astype(int), max(0, frames - 1))] = True
    return marked


def _blocks(samples: Sound) -> Iterator[NDArray[np.float32]]:
    count = 1 + (len(samples) - _WINDOW) // _HOP
    for start in range(0, count, _BLOCK_FRAMES):
        yield samples[start * _HOP : (min(start + _BLOCK_FRAMES, count) - 1) * _HOP + _WINDOW]


def _hits(block: NDArray[np.float32]) -> NDArray[np.bool_]:
    frames = frame(block, frame_length=_WINDOW, hop_length=_HOP, axis=0)
    window = np.hanning(_WINDOW).astype(np.float32)
    time_s = np.arange(_WINDOW) / SAMPLE_RATE_HZ
    hz = np.array(ROW_HZ + COLUMN_HZ)
    waves = (window[:, np.newaxis] * np.exp(-2j * np.pi * time_s[:, np.newaxis] * hz)).astype(
        np.complex64
    )
    power = 2.0 * np.abs(frames @ waves) ** 2 / float(window.sum()) ** 2
    total = (frames**2) @ (window**2) / float(np.sum(window**2))
    row, column = power[:, :4].max(axis=1), power[:, 4:].max(axis=1)
    twist_db = 10.0 * np.abs(np.log10((row + 1e-12) / (column + 1e-12)))
    return np.asarray(
        (total > _MIN_POWER) & (row + column >= _MIN_SHARE * total) & (twist_db <= _MAX_TWIST_DB)
    )
