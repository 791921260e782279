"""Vocal effort and voice changes with the WORLD vocoder.

Raised volume is not gain alone: pitch and its range go up, and the upper spectrum gains on the
lower one. A speaker who raises their voice anywhere in a call is passed through WORLD everywhere,
so that neutral and raised speech carry the same vocoder colour.
"""

import numpy as np
import pyworld
from numpy.typing import NDArray

from maker.script import Effort
from maker.voices import RATE_HZ, Samples, Voice

_RANGE_FACTOR = 1.25
"""Widening of the pitch range with effort, on the log scale."""
_TILT_FROM_HZ, _TILT_TO_HZ = 800.0, 1_200.0
"""The lift goes from 0 dB to full between these, centred on the 1 kHz border of the measure."""
_EVENNESS = 0.45
"""Raised speech keeps its level to the ends of phrases; 0 = as spoken, 1 = all syllables equal."""
_EVEN_FRAME_S = 0.05
_EVEN_MAX_GAIN = 4.0


def revoice(samples: Samples, voice: Voice, effort: Effort | None) -> Samples:
    """Analyse and resynthesise speech, with the voice's own shift and an optional effort.

    Parameters
    ----------
    samples : float64 [n] at `RATE_HZ`
    voice : its shift and formant scale are applied
    effort : None keeps pitch and spectrum as they are (level is set later)

    Returns
    -------
    float64 [n'] at `RATE_HZ`
    """
    f0_hz, times_s = pyworld.harvest(samples, RATE_HZ)
    envelope = pyworld.cheaptrick(samples, f0_hz, times_s, RATE_HZ)
    aperiodicity = pyworld.d4c(samples, f0_hz, times_s, RATE_HZ)
    f0_hz = _shift(f0_hz, voice.shift_semitones)
    envelope = _scale_formants(envelope, voice.formant_scale)
    if effort is not None:
        f0_hz = _shift(_widen(f0_hz), effort.semitones)
        envelope = envelope * _tilt_power(envelope.shape[1], effort.tilt_db)
    speech = np.asarray(pyworld.synthesize(f0_hz, envelope, aperiodicity, RATE_HZ))
    return speech if effort is None else _even_out(speech)


def _shift(f0_hz: Samples, semitones: float) -> Samples:
    """Transpose; unvoiced frames are 0 Hz and stay so."""
    return f0_hz * float(2.0 ** (semitones / 12.0))


def _widen(f0_hz: Samples) -> Samples:
    voiced = f0_hz > 0.0
    if not voiced.any():
        return f0_hz
    centre_hz = float(np.median(f0_hz[voiced]))
    wide = f0_hz.copy()
    wide[voiced] = centre_hz * (f0_hz[voiced] / centre_hz) ** _RANGE_FACTOR
    return wide


def _even_out(samples: Samples) -> Samples:
    """Lift the weaker syllables towards the strong ones; silence stays silent."""
    window = np.hanning(round(2 * _EVEN_FRAME_S * RATE_HZ))
    level = np.sqrt(np.convolve(samples**2, window / window.sum(), mode="same"))
    loud = float(np.percentile(level, 90))
    gain = np.clip((loud / np.maximum(level, 1e-4)) ** _EVENNESS, 0.5, _EVEN_MAX_GAIN)
    is_speech = level > 0.03 * loud
    smooth = np.convolve(np.where(is_speech, gain, 1.0), window / window.sum(), mode="same")
    return np.asarray(samples * smooth)


def _scale_formants(envelope: Samples, scale: float) -> Samples:
    """Stretch the spectral envelope along frequency; scale < 1 sounds like a longer throat."""
    if scale == 1.0:
        return envelope
    bins = np.arange(envelope.shape[1])
    rows = [np.interp(bins / scale, bins, row) for row in envelope]
    return np.ascontiguousarray(rows)


def _tilt_power(bins: int, tilt_db: float) -> NDArray[np.float64]:
    """Return power gains [bins] that lift the band above 1 kHz by `tilt_db`."""
    frequency_hz = np.linspace(0.0, RATE_HZ / 2.0, bins)
    share = np.clip((frequency_hz - _TILT_FROM_HZ) / (_TILT_TO_HZ - _TILT_FROM_HZ), 0.0, 1.0)
    gain: NDArray[np.float64] = 10.0 ** (tilt_db * share / 10.0)
    return gain
