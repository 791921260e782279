"""Clipping: where it is found, and what it does to level, pitch and balance of a known voice."""

import numpy as np
import pytest

from callqa.audio.clipping import ClippingMeter, find_clipped
from callqa.audio.loudness import track
from callqa.domain.span import Span
from tests.audio.conftest import Samples

RATE_HZ = 16_000


def share_per_s(sound: Samples, block: int = 16_000) -> Samples:
    meter = ClippingMeter(RATE_HZ, 1)
    for start in range(0, len(sound), block):
        meter.add(sound[start : start + block, np.newaxis])
    return meter.share_per_s()[0]


def vowel(seconds: float, peak: float) -> Samples:
    """Return a vowel of 200 Hz with formants at 600 and 1200 Hz, by its peak."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound = sum(
        sum(1 / (1 + ((200 * n - hz) / 100) ** 2) for hz in (600, 1200))
        * np.cos(2 * np.pi * 200 * n * t_s + n)
        for n in range(2, 17)
    )
    return np.asarray(peak * sound / np.abs(sound).max(), dtype=np.float32)


def clipped(sound: Samples) -> Samples:
    return np.clip(sound, -1.0, 1.0)


def values(row: tuple[float | None, ...]) -> list[float]:
    return [value for value in row if value is not None]


def test_a_second_of_a_clipped_vowel_is_full_of_clipped_frames() -> None:
    sound = np.concatenate([vowel(1.0, 0.5), clipped(vowel(1.0, 4.0)), vowel(1.0, 0.5)])

    assert share_per_s(sound) == pytest.approx([0.0, 1.0, 0.0], abs=0.02)


@pytest.mark.parametrize("block", [1, 137, 5000])
def test_the_size_of_the_blocks_makes_no_difference(block: int) -> None:
    sound = clipped(vowel(0.5, 1.5))

    assert share_per_s(sound, block) == pytest.approx(share_per_s(sound))


def test_a_peak_that_touches_full_scale_alone_is_no_clipping() -> None:
    sound = np.zeros(RATE_HZ, np.float32)
    sound[::100] = 1.0

    assert share_per_s(sound) == pytest.approx([0.0])


def test_seconds_with_over_three_tenths_of_clipped_frames_are_joined() -> None:
    shares = np.array([0.0, 0.31, 0.8, 0.3, 0.05, 1.0], np.float32)

    assert find_clipped(shares) == (Span(1.0, 3.0), Span(5.0, 6.0))


def test_windows_with_any_part_in_clipped_seconds_have_level_and_pitch_but_no_balance() -> None:
    found = track(vowel(4.0, 0.5), [Span(0.0, 4.0)], speaker="S1", clipped=[Span(1.0, 2.0)])

    without = [i for i, value in enumerate(found.balance_db) if value is None]

    assert without == list(range(7, 20))
    assert len(values(found.level_db)) == len(values(found.f0_hz)) == len(found.level_db)


def test_clipped_spans_beyond_the_recording_are_no_error() -> None:
    found = track(vowel(2.0, 0.5), [Span(0.0, 2.0)], speaker="S1", clipped=[Span(1.0, 9.0)])

    assert len(values(found.balance_db)) == 7
    assert track(vowel(0.2, 0.5), [], speaker="S1", clipped=[Span(0.0, 1.0)]).level_db == ()


@pytest.mark.parametrize("gain_db", [3.0, 6.0, 12.0, 24.0])
def test_clipping_never_makes_a_voice_louder_or_higher_than_it_is(gain_db: float) -> None:
    gain = 10 ** (gain_db / 20)
    plain = track(vowel(2.0, 0.9), [Span(0.0, 2.0)], speaker="S1")
    hard = track(clipped(vowel(2.0, 0.9 * gain)), [Span(0.0, 2.0)], speaker="S1")

    rise_db = np.median(values(hard.level_db)) - np.median(values(plain.level_db))

    assert 0.0 < rise_db <= gain_db + 0.1
    assert values(hard.f0_hz) == pytest.approx(values(plain.f0_hz), abs=1.0)
