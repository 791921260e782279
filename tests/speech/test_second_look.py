"""Moments in which it is open who speaks are given to whose voice it is."""

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.settings import SpeakerSettings
from callqa.speech.second_look import look_again

LIMITS = SpeakerSettings()
CENTROIDS = np.eye(2, dtype=np.float32)
FRAME = 270
LOUD = 0.3


class LoudIsSecond:
    """Stands in for the voice network: a loud voice is the second speaker's."""

    def embed(self, fbank: NDArray[np.float32]) -> NDArray[np.float32]:
        voice: NDArray[np.float32] = CENTROIDS[int(fbank.mean() > 10.0)]
        return voice


def probabilities(first: float, second: float, frames: int) -> NDArray[np.float32]:
    """Nobody, either alone, both."""
    return np.tile(np.array([0.0, first, second, 1.0 - first - second], np.float32), (frames, 1))


def sound(frames: int, level: float) -> NDArray[np.float32]:
    noise = np.random.default_rng(3).normal(0.0, level, frames * FRAME + 1000)
    return noise.astype(np.float32)


def looked(probability: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    samples = sound(len(probability), level)
    return look_again(probability, CENTROIDS, samples, LoudIsSecond(), LIMITS)  # type: ignore[arg-type]


@pytest.mark.parametrize(("level", "speaker"), [(LOUD, 2), (1e-4, 1)])
def test_an_open_moment_is_decided_by_its_voice(level: float, speaker: int) -> None:
    decided = looked(probabilities(0.55, 0.4, 60), level)

    assert (decided.argmax(axis=1) == speaker).all()
    assert decided[:, 3] == pytest.approx(0.05)
    assert decided.sum(axis=1) == pytest.approx(1.0)


def test_what_is_clear_stays() -> None:
    clear = probabilities(0.95, 0.04, 60)

    assert np.array_equal(looked(clear, LOUD), clear)


def test_a_moment_too_short_for_a_voice_stays() -> None:
    short = np.concatenate([probabilities(0.95, 0.0, 40), probabilities(0.55, 0.4, 20)])

    assert np.array_equal(looked(short, LOUD), short)


def test_where_both_are_heard_nothing_is_decided() -> None:
    both = probabilities(0.2, 0.2, 60)

    assert np.array_equal(looked(both, LOUD), both)


def test_one_speaker_needs_no_second_look() -> None:
    alone = np.tile(np.array([0.4, 0.6], np.float32), (60, 1))

    assert (
        look_again(alone, CENTROIDS[:1], sound(60, LOUD), LoudIsSecond(), LIMITS) is alone  # type: ignore[arg-type]
    )
