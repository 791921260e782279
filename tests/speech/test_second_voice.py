"""The cheap look for a second person: voices that are known first, then the network."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import decode
from callqa.domain.span import Span
from callqa.settings import Settings, SpeakerSettings
from callqa.speech.models import SpeechModels
from callqa.speech.second_voice import may_hold_second_voice

RATE_HZ = 16_000
LIMITS = SpeakerSettings()


class PitchIsVoice:
    """Stands for the embedding: one direction for each of the 80 bands."""

    def embed(self, fbank: NDArray[np.float32]) -> NDArray[np.float32]:
        vector = np.zeros(192, np.float32)
        vector[int(fbank.mean(axis=0).argmax())] = 1.0
        return vector


def suspected(tones_hz: list[float], spoken_s: float = 2.0) -> bool:
    """Ask about a channel with a tone for each turn, half a second apart."""
    time_s = np.arange(round(spoken_s * RATE_HZ)) / RATE_HZ
    gap = np.zeros(RATE_HZ // 2)
    pieces = [part for hz in tones_hz for part in (0.1 * np.sin(2 * np.pi * hz * time_s), gap)]
    each_s = spoken_s + 0.5
    speech = [Span(at * each_s, at * each_s + spoken_s) for at in range(len(tones_hz))]
    samples = np.concatenate([*pieces, gap]).astype(np.float32)
    return may_hold_second_voice(samples, speech, PitchIsVoice(), LIMITS)  # type: ignore[arg-type]


def test_another_voice_from_some_moment_on_is_suspected() -> None:
    assert suspected([400.0] * 5 + [1600.0] * 5)
    assert suspected([400.0] * 20 + [1600.0] * 8)


def test_one_voice_is_not_suspected() -> None:
    assert not suspected([400.0] * 12)


def test_too_little_speech_is_not_judged() -> None:
    assert not suspected([])
    assert not suspected([400.0, 1600.0, 1600.0])
    assert not suspected([400.0] * 5 + [1600.0] * 5, spoken_s=1.0)


@pytest.mark.models
@pytest.mark.parametrize(
    ("name", "channel", "two"),
    [
        ("06_transfer_to_contracts_team.flac", 0, True),
        ("06_transfer_to_contracts_team.flac", 1, False),
    ],
)
def test_a_transfer_is_suspected_on_the_agents_channel_alone(
    name: str, channel: int, two: bool, sample_calls: Path
) -> None:
    path = sample_calls / name
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    here = {each["id"] for each in truth["speakers"] if each["channel"] == channel + 1}
    speech = [
        Span(each["start_s"], each["end_s"]) for each in truth["turns"] if each["speaker"] in here
    ]
    embedder = SpeechModels(Settings(), threads=1).voices.embedder

    assert may_hold_second_voice(decode(path).sound(channel), speech, embedder, LIMITS) == two
