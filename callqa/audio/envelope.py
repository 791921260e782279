"""Power over time in the speech band: what layout, bleed and health look at."""

from collections.abc import Sequence

import numpy as np
import scipy.signal
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from callqa.audio.decode import SAMPLE_RATE_HZ, Audio
from callqa.domain.span import Span

FRAME_S = 0.02
"""One value per 20 ms."""

BAND_HZ = (200.0, 3800.0)
"""Hum and rumble below say nothing about speech; telephone lines carry nothing above."""

FLOOR_DB = -100.0
"""Level of digital silence, below one bit of 16."""

_SMOOTH_FRAMES = 5

_FRAME = round(FRAME_S * SAMPLE_RATE_HZ)
_BLOCK = 3000 * _FRAME


def frame_power(audio: Audio, channel: int) -> NDArray[np.float64]:
    """Return the mean square of each whole 20 ms frame in the speech band, [frames]."""
    count = audio.samples.shape[1] // _FRAME
    power = np.empty(count)
    sections = scipy.signal.butter(2, BAND_HZ, "bandpass", fs=SAMPLE_RATE_HZ, output="sos")
    state = np.zeros((len(sections), 2))
    for start in range(0, count * _FRAME, _BLOCK):
        stop = min(start + _BLOCK, count * _FRAME)
        block = audio.channel(channel, start / SAMPLE_RATE_HZ, stop / SAMPLE_RATE_HZ)
        band, state = scipy.signal.sosfilt(sections, block, zi=state)
        power[start // _FRAME : stop // _FRAME] = np.mean(band.reshape(-1, _FRAME) ** 2, axis=1)
    return power


def level_db(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return mean-square power in dB re full scale, not below `FLOOR_DB`."""
    return np.asarray(10.0 * np.log10(np.maximum(power, 10.0 ** (FLOOR_DB / 10.0))))


def smooth(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return power averaged over 100 ms: room and codec blur single frames."""
    return np.asarray(uniform_filter1d(power, _SMOOTH_FRAMES, mode="nearest"))


def frames_in(spans: Sequence[Span], count: int) -> NDArray[np.bool_]:
    """Return for each of `count` frames whether it lies in one of `spans`."""
    mask = np.zeros(count, dtype=bool)
    for span in spans:
        mask[round(span.start_s / FRAME_S) : round(span.end_s / FRAME_S)] = True
    return mask


def spans_of(
    mask: NDArray[np.bool_], frame_s: float = FRAME_S, start_s: float = 0.0
) -> tuple[Span, ...]:
    """Return the runs of true frames as spans; the first frame begins at `start_s`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.view(np.int8), [0]])))
    return tuple(
        Span(a * frame_s + start_s, b * frame_s + start_s) for a, b in edges.reshape(-1, 2).tolist()
    )
