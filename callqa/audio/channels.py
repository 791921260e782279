"""Channel layout: which channels of a recording carry a signal of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import soxr
from numpy.typing import NDArray

from callqa.audio.decode import SAMPLE_RATE_HZ, Audio
from callqa.audio.envelope import FRAME_S, frame_power, level_db
from callqa.domain.recording import LayoutKind
from callqa.settings import HealthSettings

SILENT_DB = -65.0
"""A channel whose loudest 20 ms frames (99.5th percentile) stay below this is silent: the idle
channels of the development data lie at -70 dB and below, quiet far-field speech at -29."""

MAX_COPY_DELAY_S = 0.02
MAX_COPY_GAIN_DB = 24.0
"""A copy may come late by a codec's frame and be turned up or down."""

MAX_COPY_GAIN_SPREAD_DB = 3.0
"""The gain of a copy is the same throughout; that of a leak turns over with the speaker."""

_WINDOW_S = 4.0
_WINDOWS = 40
_LOUD_DB = 20.0
"""Compared: up to 40 windows of 4 s spread over those within 20 dB of the loudest."""

_RATE_HZ = 8_000
_MIN_POWER = 1e-12
_ACTIVE_DB = -50.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A channel that carries the same signal as another. Channels count from 0.

    gain_db, delay_s : of `channel` against `of`
    correlation : median over the windows compared, 0 to 1
    """

    channel: int
    of: int
    gain_db: float
    delay_s: float
    correlation: float


@dataclass(frozen=True, slots=True)
class ChannelLayout:
    """What each channel is. Channels count from 0.

    kind : ``two_channel`` when two channels of their own are kept, ``dual_mono`` when the one
        that is kept has a copy, else ``mono``. One active channel beside a silent one is ``mono``
        too: whether it holds one party or both, only speech can tell
    kept : one or two channels to hear, in order; of more, the two that `find_layout` prefers
    silent : channels without a signal
    copies : channels dropped because they repeat another
    """

    kind: LayoutKind
    kept: tuple[int, ...]
    silent: tuple[int, ...]
    copies: tuple[Copy, ...]


def find_layout(audio: Audio, settings: HealthSettings) -> ChannelLayout:
    """Sort channels into those to hear, silent ones and copies.

    Of more than two channels with a signal of their own, the two are kept that together are
    active most of the time and have least in common, so a third channel that mixes the other
    two is never one of them.
    """
    powers = [frame_power(audio, index) for index in range(audio.channels)]
    silent = [index for index, power in enumerate(powers) if _is_silent(power)]
    active = [index for index in range(audio.channels) if index not in silent]
    pairs = {
        (a, b): _compare(audio, a, b, powers, settings.dual_mono_correlation)
        for a, b in combinations(active, 2)
    }
    copies: dict[int, Copy] = {}
    for (a, b), pair in pairs.items():
        if pair.copy is not None and a not in copies and b not in copies:
            copies[b] = pair.copy
    own = [index for index in active if index not in copies]
    kept = _best_two(own, powers, pairs) if len(own) > 2 else tuple(own or [0])
    return ChannelLayout(
        kind="two_channel" if len(kept) == 2 else "dual_mono" if copies else "mono",
        kept=kept,
        silent=tuple(silent),
        copies=tuple(copies.values()),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """How alike two channels are; `copy` when the second repeats the first."""

    likeness: float
    copy: Copy | None


def _is_silent(power: NDArray[np.float64]) -> bool:
    return not len(power) or float(np.percentile(level_db(power), 99.5)) < SILENT_DB


def _compare(
    audio: Audio, a: int, b: int, powers: Sequence[NDArray[np.float64]], threshold: float
) -> _Pair:
    found = np.array(
        [
            _correlate(_window(audio, a, start_s), _window(audio, b, start_s))
            for start_s in _loud_windows(powers[a] + powers[b])
        ]
    )
    correlation, delay_s, gain_db = found.T
    likeness = float(np.mean(correlation))
    low, high = np.percentile(gain_db, [10, 90])
    is_copy = (
        np.median(correlation) >= threshold
        and high - low <= MAX_COPY_GAIN_SPREAD_DB
        and abs(np.median(gain_db)) <= MAX_COPY_GAIN_DB
    )
    if not is_copy:
        return _Pair(likeness, None)
    medians = (float(np.median(each)) for each in (gain_db, delay_s, correlation))
    return _Pair(likeness, Copy(b, a, *medians))


def _loud_windows(power: NDArray[np.float64]) -> list[float]:
    """Return the starts of windows to compare, in seconds."""
    per_window = round(_WINDOW_S / FRAME_S)
    means = np.array([power[i : i + per_window].mean() for i in range(0, len(power), per_window)])
    loud = np.flatnonzero(level_db(means) >= level_db(means).max() - _LOUD_DB)
    chosen = loud[np.linspace(0, len(loud) - 1, min(_WINDOWS, len(loud))).round().astype(int)]
    return [float(index) * _WINDOW_S for index in chosen]


def _window(audio: Audio, channel: int, start_s: float) -> NDArray[np.float32]:
    piece = audio.channel(channel, start_s, start_s + _WINDOW_S)
    half: NDArray[np.float32] = soxr.resample(piece, SAMPLE_RATE_HZ, _RATE_HZ)
    return np.asarray(half - half.mean(), dtype=np.float32)


def _correlate(a: NDArray[np.float32], b: NDArray[np.float32]) -> tuple[float, float, float]:
    """Return the best correlation within the delay, that delay, and the gain of `b` over `a`."""
    energies = [max(float(np.sum(each**2)), _MIN_POWER) for each in (a, b)]
    size = 2 * len(a)
    product = np.conj(np.fft.rfft(a, size)) * np.fft.rfft(b, size)
    lags = np.abs(np.fft.irfft(product, size)) / np.sqrt(energies[0] * energies[1])
    reach = round(MAX_COPY_DELAY_S * _RATE_HZ)
    near = np.concatenate([lags[-reach:], lags[: reach + 1]])
    best = int(near.argmax())
    gain_db = 10.0 * float(np.log10(energies[1] / energies[0]))
    return float(near[best]), (best - reach) / _RATE_HZ, gain_db


def _best_two(
    own: Sequence[int],
    powers: Sequence[NDArray[np.float64]],
    pairs: dict[tuple[int, int], _Pair],
) -> tuple[int, ...]:
    def worth(pair: tuple[int, int]) -> float:
        active = level_db(np.maximum(powers[pair[0]], powers[pair[1]])) > _ACTIVE_DB
        return float(active.sum()) * (1.0 - pairs[pair].likeness)

    return max(combinations(own, 2), key=worth)
