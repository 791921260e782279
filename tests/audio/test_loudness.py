import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import decode
from callqa.audio.loudness import track
from callqa.domain.span import Span
from callqa.domain.speech import LoudnessTrack

Samples = NDArray[np.float32]
RATE_HZ = 16_000


def buzz(f0_hz: float, seconds: float, level_dbfs: float = -20.0) -> Samples:
    """Return harmonics of equal strength from 300 to 3400 Hz at an RMS level."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    numbers = np.arange(np.ceil(300 / f0_hz), np.floor(3400 / f0_hz) + 1)
    sound = sum(np.cos(2 * np.pi * n * f0_hz * t_s + n * n) for n in numbers)
    return (sound * 10 ** (level_dbfs / 20) / np.sqrt(np.mean(sound**2))).astype(np.float32)


def values(row: tuple[float | None, ...]) -> list[float]:
    return [value for value in row if value is not None]


def test_windows_are_400_ms_every_100_ms() -> None:
    found = track(buzz(120, 2.0), [Span(0.0, 2.0)], speaker="S1")

    assert (found.speaker, found.start_s, found.hop_s, found.window_s) == ("S1", 0.0, 0.1, 0.4)
    assert len(found.level_db) == len(found.f0_hz) == len(found.balance_db) == 17
    assert len(values(found.level_db)) == 17


def test_only_windows_inside_usable_spans_have_values() -> None:
    found = track(buzz(120, 4.0), [Span(0.5, 1.5), Span(2.0, 2.3)], speaker="S1")

    present = [i for i, value in enumerate(found.level_db) if value is not None]

    assert present == [5, 6, 7, 8, 9, 10, 11]
    assert [i for i, value in enumerate(found.f0_hz) if value is not None] == present


def test_pitch_is_in_hertz() -> None:
    found = track(buzz(145, 2.0), [Span(0.0, 2.0)], speaker="S1")

    assert values(found.f0_hz) == pytest.approx([145.0] * 17, abs=1.0)


@pytest.mark.parametrize("rise_db", [3.0, 6.0, 12.0])
def test_a_louder_voice_rises_by_its_decibels_and_by_nothing_else(rise_db: float) -> None:
    quiet = track(buzz(145, 1.0, -30), [Span(0.0, 1.0)], speaker="S1")
    loud = track(buzz(145, 1.0, -30 + rise_db), [Span(0.0, 1.0)], speaker="S1")

    assert np.subtract(loud.level_db, quiet.level_db) == pytest.approx(rise_db, abs=0.05)
    assert np.subtract(loud.balance_db, quiet.balance_db) == pytest.approx(0.0, abs=0.05)
    assert values(loud.f0_hz) == pytest.approx(values(quiet.f0_hz), abs=0.5)


def test_the_level_of_a_1_khz_region_is_its_rms() -> None:
    t_s = np.arange(RATE_HZ) / RATE_HZ
    sound = sum(np.cos(2 * np.pi * hz * t_s) for hz in (900, 1000, 1100))
    sound = (sound * 0.1 / np.sqrt(np.mean(sound**2))).astype(np.float32)

    found = track(sound, [Span(0.0, 1.0)], speaker="S1")

    assert values(found.level_db) == pytest.approx([-20.0] * 7, abs=0.5)


def test_balance_rises_when_the_upper_band_does() -> None:
    t_s = np.arange(RATE_HZ) / RATE_HZ

    def voice(upper: float) -> Samples:
        low = sum(np.cos(2 * np.pi * n * 150 * t_s + n) for n in (3, 4, 5))
        high = sum(np.cos(2 * np.pi * n * 150 * t_s + n) for n in (8, 9, 10, 12))
        return (0.05 * (low + upper * high)).astype(np.float32)

    dull = track(voice(0.5), [Span(0.0, 1.0)], speaker="S1")
    bright = track(voice(1.0), [Span(0.0, 1.0)], speaker="S1")

    assert np.subtract(bright.balance_db, dull.balance_db) == pytest.approx(6.02, abs=0.2)


def test_noise_has_no_values() -> None:
    noise = np.random.default_rng(10).normal(0, 0.1, 2 * RATE_HZ).astype(np.float32)

    assert values(track(noise, [Span(0.0, 2.0)], speaker="S1").level_db) == []


def test_blocks_make_no_difference() -> None:
    sound = buzz(130, 150.0)

    found = track(sound, [Span(0.0, 150.0)], speaker="S1")

    assert len(values(found.level_db)) == 1497
    assert max(values(found.level_db)) - min(values(found.level_db)) < 0.3


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.39])
def test_a_recording_shorter_than_a_window_has_none(seconds: float) -> None:
    sound = buzz(130, 1.0)[: round(seconds * RATE_HZ)]

    assert track(sound, [Span(0.0, 1.0)], speaker="S1").level_db == ()


def test_values_are_rounded_to_hundredths() -> None:
    found = track(buzz(133.7, 1.0), [Span(0.0, 1.0)], speaker="S1")

    for row in (found.level_db, found.f0_hz, found.balance_db):
        assert values(row) == [round(value, 2) for value in values(row)]


def test_raised_turns_of_acted_speech_stand_out_in_level_and_pitch(shared_data: Path) -> None:
    for truth in sorted((shared_data / "raised_volume").glob("*_plus9.json")):
        turns = [each for each in json.loads(truth.read_text())["turns"] if each[2] == "customer"]
        spans = [Span(each[0], each[1]) for each in turns]
        found = track(decode(truth.with_suffix(".wav")).channel(0), spans, speaker="customer")

        for row in ("level_db", "f0_hz"):
            normal = [median(found, row, each) for each in turns if each[3] == "normal"]
            raised = [median(found, row, each) for each in turns if each[3] == "raised_strong"]
            assert min(raised) > max(normal), (truth.name, row)


def median(found: LoudnessTrack, row: str, turn: list[float]) -> float:
    return float(np.median(values(getattr(found, row)[int(turn[0] * 10) : int(turn[1] * 10)])))
