"""Hold music and ring-back tone, made from sines and envelopes: nobody's recording."""

import numpy as np

from maker.telephone import LINE_RATE_HZ, band_limit
from maker.voices import Samples, amplitude

_BEAT_S = 0.42
_CHORDS = ((57, 60, 64, 69), (53, 57, 60, 65), (48, 52, 55, 60), (55, 59, 62, 67))
"""A minor, F, C, G as MIDI notes; eight beats each."""
_MELODY = (76, 72, 74, 76, 81, 79, 76, 74, 72, 69, 72, 74, 72, 77, 76, 72)
_PARTIALS = (1.0, 0.5, 0.28, 0.16, 0.09, 0.05)
RING_ON_S, RING_OFF_S = 2.0, 4.0
_RING_HZ = (440.0, 480.0)


def hold_music(duration_s: float, level_dbfs: float = -24.0) -> Samples:
    """Return plucked chords, a bass and a melody, float64 [n] in the telephone band."""
    count = round(duration_s * LINE_RATE_HZ)
    track = np.zeros(count + LINE_RATE_HZ * 3)
    for beat in range(int(duration_s / _BEAT_S)):
        chord = _CHORDS[(beat // 8) % len(_CHORDS)]
        _add(track, beat * _BEAT_S, _pluck(chord[beat % 4], 0.9, 0.5))
        if beat % 4 == 0:
            for note in chord:
                _add(track, beat * _BEAT_S, _pluck(note, 1.8, 0.35))
            _add(track, beat * _BEAT_S, _pluck(chord[0] - 12, 1.6, 0.7))
        if beat % 2 == 0:
            _add(track, beat * _BEAT_S, _pluck(_MELODY[(beat // 2) % len(_MELODY)], 1.2, 0.8))
    return _finish(track[:count], level_dbfs)


def ring_back(level_dbfs: float = -26.0) -> Samples:
    """Return one ring of `RING_ON_S` seconds (440 + 480 Hz), float64 [n]."""
    time_s = np.arange(round(RING_ON_S * LINE_RATE_HZ)) / LINE_RATE_HZ
    tone = sum(np.sin(2.0 * np.pi * hz * time_s) for hz in _RING_HZ)
    return _finish(np.asarray(tone), level_dbfs)


def _pluck(note: int, duration_s: float, gain: float) -> Samples:
    """Return one decaying note with harmonics below 4 kHz."""
    time_s = np.arange(round(duration_s * LINE_RATE_HZ)) / LINE_RATE_HZ
    base_hz = 440.0 * 2.0 ** ((note - 69) / 12.0)
    tone = np.zeros_like(time_s)
    for number, weight in enumerate(_PARTIALS, start=1):
        if number * base_hz < LINE_RATE_HZ / 2:
            decay = np.exp(-time_s * (2.0 + number))
            tone += weight * decay * np.sin(2.0 * np.pi * number * base_hz * time_s)
    attack = np.minimum(1.0, time_s / 0.008)
    return np.asarray(gain * attack * tone)


def _add(track: Samples, start_s: float, note: Samples) -> None:
    start = round(start_s * LINE_RATE_HZ)
    note = note[: max(0, len(track) - start)]
    track[start : start + len(note)] += note


def _finish(track: Samples, level_dbfs: float) -> Samples:
    """Band-limit, fade 40 ms at both ends and set the RMS level."""
    track = band_limit(track)
    ramp = np.minimum(1.0, np.arange(len(track)) / (0.04 * LINE_RATE_HZ))
    track = track * ramp * ramp[::-1]
    rms = float(np.sqrt(np.mean(track**2)))
    return track * (amplitude(level_dbfs) / rms)
