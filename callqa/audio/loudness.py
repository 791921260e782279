"""Level, pitch and spectral balance of one speaker, where that speaker is heard alone.

These are the cues of vocal effort (docs/measures.md section 6): a raised voice is louder, higher
and brighter than the speaker's own usual voice. Nothing here is a verdict.
"""

from collections.abc import Iterator, Sequence

import librosa
import numpy as np
from numpy.typing import NDArray

from callqa.audio.pitch import HOP_S as FRAME_S
from callqa.audio.pitch import track_pitch
from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.domain.span import Span, merged
from callqa.domain.speech import LoudnessTrack

WINDOW_S = 0.4
HOP_S = 0.1
"""docs/measures.md section 6: 400 ms windows every 100 ms."""

LOW_BAND_HZ = (300.0, 1000.0)
HIGH_BAND_HZ = (1000.0, 3400.0)
"""Balance is the energy of the second band over the first; both lie in the telephone band."""

_FFT = 512
_FRAMES_PER_WINDOW = round(WINDOW_S / FRAME_S)
_FRAMES_PER_HOP = round(HOP_S / FRAME_S)
_FRAME_SAMPLES = round(FRAME_S * SAMPLE_RATE_HZ)

_MIN_VOICED = 6
"""Voiced 20 ms frames that a window needs: 120 ms, a short vowel."""

_BLOCK_S = 60.0
"""Longer spans are tracked in blocks of this length, so memory does not grow with the call."""

_DECIMALS = 2
_SILENCE = 1e-12


def track(
    samples: Sound, usable: Sequence[Span], *, speaker: str, clipped: Sequence[Span] = ()
) -> LoudnessTrack:
    """Measure one speaker on a grid of 400 ms windows every 100 ms.

    Each window is summed over its voiced 20 ms frames alone, so pauses and consonants do not
    pull them down. The level is A-weighted: on the acted calls of the development data whose
    levels are natural, single windows of raised against normal turns reach AUC 0.974, plain RMS
    0.970, and slightly raised turns 1.000 against 0.997; where levels were flattened neither is
    of use. Balance is the mean of the frames' ratios in dB (AUC of turns 0.98; the ratio of
    summed energies 0.94). F0 is the median.

    Parameters
    ----------
    samples
        The speaker's channel, float32 [n] at 16 kHz in -1 to 1, read a stretch at a time.
    usable
        Where the speaker is heard alone: own speech without overlap and music. Only windows that
        lie wholly inside one of these spans have values, and nothing outside is computed.
    speaker
        Id that the track carries.
    clipped
        Where so much is clipped that windows have no balance (see `find_clipped`). Level and
        pitch they have: clipping makes a level too low, never too high, and leaves the pitch.
    """
    windows = max(0, 1 + (len(samples) // _FRAME_SAMPLES - _FRAMES_PER_WINDOW) // _FRAMES_PER_HOP)
    values = np.full((3, windows), np.nan)
    for first, last in _window_ranges(usable, windows):
        start = first * _FRAMES_PER_HOP * _FRAME_SAMPLES
        frames = (last - first) * _FRAMES_PER_HOP + _FRAMES_PER_WINDOW
        values[:, first : last + 1] = _measure(samples[start : start + frames * _FRAME_SAMPLES])
    for first, last in _touched(clipped, windows):
        values[2, first : last + 1] = np.nan
    level_db, f0_hz, balance_db = (_rounded(row) for row in values)
    return LoudnessTrack(
        speaker=speaker,
        start_s=0.0,
        hop_s=HOP_S,
        window_s=WINDOW_S,
        level_db=level_db,
        f0_hz=f0_hz,
        balance_db=balance_db,
    )


def _window_ranges(usable: Sequence[Span], windows: int) -> Iterator[tuple[int, int]]:
    """Yield first and last window inside each span, cut into blocks."""
    block = round(_BLOCK_S / HOP_S)
    for span in merged(usable):
        first = max(0, int(np.ceil(span.start_s / HOP_S - 1e-6)))
        last = min(windows - 1, int(np.floor((span.end_s - WINDOW_S) / HOP_S + 1e-6)))
        for start in range(first, last + 1, block):
            yield start, min(last, start + block - 1)


def _touched(spans: Sequence[Span], windows: int) -> Iterator[tuple[int, int]]:
    """Yield first and last window that hold any part of each span."""
    for span in spans:
        first = int(np.floor((span.start_s - WINDOW_S) / HOP_S + 1e-6)) + 1
        last = int(np.ceil(span.end_s / HOP_S - 1e-6)) - 1
        yield max(0, first), min(windows - 1, last)


def _measure(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return level, F0 and balance of every window in a stretch, [3, windows], NaN unvoiced."""
    f0_hz = track_pitch(samples)[:-1]
    weighted, low, high = _energies(samples)[:, : len(f0_hz)]
    voiced = np.isfinite(f0_hz)
    count = _per_window(voiced).sum(axis=1)
    enough = count >= _MIN_VOICED
    level_db = _db(_voiced_mean(weighted, voiced, count))
    balance_db = _voiced_mean(_db(high) - _db(low), voiced, count)
    median_hz = np.full(len(enough), np.nan)
    median_hz[enough] = np.nanmedian(_per_window(f0_hz)[enough], axis=1)
    return np.where(enough, np.stack([level_db, median_hz, balance_db]), np.nan)


def _voiced_mean(
    row: NDArray[np.float64], voiced: NDArray[np.bool_], count: NDArray[np.int64]
) -> NDArray[np.float64]:
    total = _per_window(np.where(voiced, row, 0.0)).sum(axis=1)
    return np.asarray(total / np.maximum(count, 1), dtype=np.float64)


def _energies(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return A-weighted, low-band and high-band mean power of every frame, [3, frames]."""
    spectra = librosa.stft(samples, n_fft=_FFT, hop_length=_FRAME_SAMPLES, window="hann")
    power = np.abs(spectra) ** 2 * (2.0 / (_FFT * np.sum(np.hanning(_FFT) ** 2)))
    hz = librosa.fft_frequencies(sr=SAMPLE_RATE_HZ, n_fft=_FFT)
    weights = np.append(0.0, librosa.db_to_power(librosa.A_weighting(hz[1:])))
    return np.stack(
        [
            weights @ power,
            power[(hz >= LOW_BAND_HZ[0]) & (hz < LOW_BAND_HZ[1])].sum(axis=0),
            power[(hz >= HIGH_BAND_HZ[0]) & (hz <= HIGH_BAND_HZ[1])].sum(axis=0),
        ]
    )


def _per_window(row: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the frames of each window, [windows, frames per window]."""
    frames = librosa.util.frame(
        row, frame_length=_FRAMES_PER_WINDOW, hop_length=_FRAMES_PER_HOP, axis=0
    )
    return np.asarray(frames)


def _db(power: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(10.0 * np.log10(np.maximum(power, _SILENCE)), dtype=np.float64)


def _rounded(row: NDArray[np.float64]) -> tuple[float | None, ...]:
    return tuple(
        None if np.isnan(value) else round(float(value), _DECIMALS) for value in row.tolist()
    )
