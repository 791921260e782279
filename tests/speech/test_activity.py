"""Speech that voice activity loses: tones and a stand-in first, then the networks."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import Audio, decode
from callqa.audio.envelope import frame_power, level_db
from callqa.domain.span import Span, intersection, merged, subtracted, total_s
from callqa.settings import HearingSettings, Settings
from callqa.speech.activity import find_all_speech, find_lost_speech, find_speech
from callqa.speech.backends.segmentation import (
    FRAME_HOP_SAMPLES,
    FRAME_SIZE_SAMPLES,
    FRAMES_PER_WINDOW,
    WINDOW_SAMPLES,
)
from callqa.speech.models import SpeechModels

RATE_HZ = 16_000
SETTINGS = HearingSettings()


class LoudIsSpeech:
    """Stands for the segmentation: whatever is loud is one speaker."""

    def __init__(self) -> None:
        self.windows = 0

    def probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        assert windows.shape[1] == WINDOW_SAMPLES
        self.windows += len(windows)
        starts = np.arange(FRAMES_PER_WINDOW) * FRAME_HOP_SAMPLES + FRAME_SIZE_SAMPLES // 2 - 135
        result = np.zeros((len(windows), FRAMES_PER_WINDOW, 7), np.float32)
        for row, sound in enumerate(windows):
            loud = [np.abs(sound[at : at + 270]).max() > 0.05 for at in starts]
            result[row, :, 1] = loud
            result[row, :, 0] = ~np.array(loud)
        return result


def bursts(seconds: float, *spans: Span) -> NDArray[np.float32]:
    """Return a quiet line with noise at -17 dBFS in `spans`."""
    random = np.random.default_rng(8)
    sound = random.normal(0, 1e-4, round(seconds * RATE_HZ))
    for span in spans:
        first, last = round(span.start_s * RATE_HZ), round(span.end_s * RATE_HZ)
        sound[first:last] += random.normal(0, 0.15, last - first)
    return sound.astype(np.float32)


def levels_of(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    return level_db(np.mean(frames.astype(np.float64) ** 2, axis=1))


def lost(samples: NDArray[np.float32], known: list[Span]) -> tuple[Span, ...]:
    segmenter = LoudIsSpeech()
    return find_lost_speech(samples, levels_of(samples), known, segmenter, SETTINGS)  # type: ignore[arg-type]


def test_a_stretch_as_loud_as_speech_is_asked_about_and_found() -> None:
    spoken = [Span(1.0, 4.0), Span(6.0, 9.0), Span(31.0, 45.0)]

    found = lost(bursts(60.0, *spoken), [spoken[0]])

    assert [(each.start_s, each.end_s) for each in found] == [
        pytest.approx((6.0, 9.0), abs=0.06),
        pytest.approx((31.0, 45.0), abs=0.06),
    ]


def test_what_is_known_is_not_asked_about_again() -> None:
    spoken = [Span(1.0, 4.0), Span(6.0, 9.0)]
    samples, segmenter = bursts(20.0, *spoken), LoudIsSpeech()

    found = find_lost_speech(samples, levels_of(samples), spoken, segmenter, SETTINGS)  # type: ignore[arg-type]

    assert found == ()
    assert segmenter.windows == 0


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.1, 1.0])
def test_short_recordings_have_nothing_to_lose(seconds: float) -> None:
    assert lost(bursts(seconds), []) == ()


@pytest.fixture(scope="module")
def call(sample_calls: Path) -> Audio:
    return decode(sample_calls / "01_missed_engineer_handled_well.wav")


@pytest.fixture(scope="module")
def models() -> SpeechModels:
    return SpeechModels(Settings(), threads=1)


@pytest.mark.models
def test_a_turn_that_voice_activity_missed_is_found_again(
    call: Audio, models: SpeechModels
) -> None:
    sound = call.sound(0)
    heard = find_speech(sound, models.activity, SETTINGS)
    missed = max(heard, key=lambda span: span.duration_s)
    known = [span for span in heard if span != missed]

    found = find_lost_speech(
        sound, level_db(frame_power(call, 0)), known, models.voices.segmenter, SETTINGS
    )

    assert total_s(intersection(merged(found), [missed])) > 0.85 * missed.duration_s
    assert total_s(subtracted(merged(found), heard)) < 1.0


@pytest.mark.models
def test_speech_lies_inside_the_recording_and_outside_music(
    call: Audio, models: SpeechModels
) -> None:
    music = (Span(0.0, 3.0),)

    found = find_all_speech(call, 0, music, models.activity, models.voices.segmenter, SETTINGS)

    assert found
    assert found == merged(found)
    assert intersection(found, music) == ()
    assert found[-1].end_s <= call.duration_s
