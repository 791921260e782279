from collections.abc import Callable

import numpy as np
import pytest
import scipy.signal
from numpy.typing import NDArray

from callqa.audio.pitch import HOP_S, track_pitch

RATE_HZ = 16_000
FORMANTS_HZ = (600.0, 1500.0, 2500.0)


def vowel(
    f0_hz: NDArray[np.float64], *, telephone: bool, snr_db: float = 25.0
) -> NDArray[np.float32]:
    """Return a voiced sound of known pitch, float32 [n]."""
    phase = 2 * np.pi * np.cumsum(f0_hz) / RATE_HZ
    sound = np.zeros(len(f0_hz))
    for harmonic in range(1, int(3900 / f0_hz.min()) + 1):
        hz = harmonic * f0_hz
        gain = sum(1 / (1 + ((hz - formant) / 120) ** 2) for formant in FORMANTS_HZ)
        sound += np.where(hz < 3900, gain + 0.02, 0) * np.cos(harmonic * phase) / harmonic**0.5
    if telephone:
        band = scipy.signal.butter(6, [300, 3400], "bandpass", fs=RATE_HZ, output="sos")
        sound = scipy.signal.sosfilt(band, sound)
    sound *= 0.1 / np.sqrt(np.mean(sound**2))
    noise = np.random.default_rng(8).normal(0, 0.1 * 10 ** (-snr_db / 20), len(sound))
    return (sound + noise).astype(np.float32)


def semitones_off(found_hz: NDArray[np.float32], f0_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.minimum((np.arange(len(found_hz)) * HOP_S * RATE_HZ).astype(int), len(f0_hz) - 1)
    inner = slice(3, -3)
    return 12 * np.log2(found_hz[inner] / f0_hz[at][inner])


@pytest.mark.parametrize("telephone", [False, True])
@pytest.mark.parametrize("base_hz", [75, 100, 140, 200, 280, 400])
def test_a_gliding_pitch_is_followed(base_hz: float, telephone: bool) -> None:
    f0_hz = base_hz * 2 ** (0.25 * np.sin(2 * np.pi * 0.7 * np.arange(2 * RATE_HZ) / RATE_HZ))

    off = semitones_off(track_pitch(vowel(f0_hz, telephone=telephone)), f0_hz)

    assert np.isfinite(off).mean() > 0.95
    assert np.nanmedian(np.abs(off)) < 0.2
    assert np.mean(np.abs(off[np.isfinite(off)]) > 2) < 0.01


def test_a_voice_whose_second_harmonic_dominates_is_not_an_octave_up() -> None:
    f0_hz = np.full(RATE_HZ, 210.0)
    sound = vowel(f0_hz, telephone=True) + 0.3 * np.sin(
        2 * np.pi * 420 * np.arange(RATE_HZ) / RATE_HZ
    ).astype(np.float32)

    assert np.nanmedian(np.abs(semitones_off(track_pitch(sound), f0_hz))) < 0.3


def test_noise_and_silence_are_unvoiced() -> None:
    noise = np.random.default_rng(9).normal(0, 0.1, 2 * RATE_HZ).astype(np.float32)

    assert np.isnan(track_pitch(noise)).mean() > 0.9
    assert np.isnan(track_pitch(np.zeros(RATE_HZ, np.float32))).all()


@pytest.mark.parametrize("samples", [0, 1, 100, 320, 16_001])
def test_there_is_a_value_every_20_ms(samples: int) -> None:
    frames = 1 + samples // 320 if samples else 0

    assert track_pitch(np.zeros(samples, np.float32)).shape == (frames,)


def test_speech_of_a_sample_call_is_mostly_voiced(sample_call: Callable[..., object]) -> None:
    call = sample_call("01_missed")
    span = call.spoken[0][0]  # type: ignore[attr-defined]
    speech = call.audio.channel(0, span.start_s, span.end_s)  # type: ignore[attr-defined]

    f0_hz = track_pitch(speech)

    assert 0.3 < np.isfinite(f0_hz).mean() < 0.95
    assert 70 < np.nanmedian(f0_hz) < 180
