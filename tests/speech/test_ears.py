"""Both ears with the models, on sample calls whose truth is known."""

import json
from pathlib import Path
from typing import Any

import pytest

from callqa.audio.decode import Audio, decode
from callqa.domain.span import Span, intersection, merged, total_s
from callqa.settings import Settings
from callqa.speech.models import SpeechModels
from callqa.speech.one_channel import OneChannelEar
from callqa.speech.progress import StageClock
from callqa.speech.scene import Scene
from callqa.speech.two_channel import TwoChannelEar

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def models() -> SpeechModels:
    return SpeechModels(Settings(), threads=2)


def read(folder: Path, name: str) -> tuple[Audio, Any]:
    path = next(each for each in folder.glob(f"{name}*") if each.suffix != ".json")
    return decode(path), json.loads(path.with_suffix(".truth.json").read_text("utf-8"))


def spoken(truth: Any, *names: str) -> tuple[Span, ...]:
    turns = [each for each in truth["turns"] if each["speaker"] in names]
    return merged(Span(each["start_s"], each["end_s"]) for each in turns)


def agreement(scene: Scene, voice: str, truth: tuple[Span, ...]) -> float:
    """Return the shared time of a voice and its turns over the time of either."""
    heard = merged(span for span in scene.speech if span.speaker == voice)
    return total_s(intersection(heard, truth)) / total_s(merged([*heard, *truth]))


def shared_words(scene: Scene, voice: str, truth: Any, *names: str) -> float:
    """Return the share of the written words that the voice was heard to say."""
    said = {each.word.text.strip(" .,?!").lower() for each in scene.words if each.speaker == voice}
    written = {
        word.strip(".,?!").lower()
        for each in truth["turns"]
        if each["speaker"] in names
        for word in each["text"].split()
    }
    return len(said & written) / len(written)


def test_two_channels_give_each_party_a_voice_and_the_transfer_a_third(
    models: SpeechModels, sample_calls: Path
) -> None:
    audio, truth = read(sample_calls, "06_transfer")

    scene = TwoChannelEar(models, Settings()).listen(
        audio, (0, 1), StageClock(lambda _stage, _share: None)
    )

    second_agent = spoken(truth, "agent2")
    assert [(each.id, each.source) for each in scene.voices] == [("S1", 0), ("S2", 0), ("S3", 1)]
    assert agreement(scene, "S1", spoken(truth, "agent")) > 0.75
    assert agreement(scene, "S2", second_agent) > 0.75
    assert agreement(scene, "S3", spoken(truth, "customer")) > 0.75
    assert scene.second_voice_at_s[0] == pytest.approx(second_agent[0].start_s, abs=1.0)
    assert shared_words(scene, "S3", truth, "customer") > 0.7
    assert (scene.kind, scene.basis, scene.language.code) == ("two_channel", "channel", "en")


def test_one_channel_is_told_apart_by_voice(models: SpeechModels, sample_calls: Path) -> None:
    audio, truth = read(sample_calls, "03_router")

    scene = OneChannelEar(models, Settings()).listen(
        audio, 0, "mono", StageClock(lambda _stage, _share: None)
    )

    first, second = dict.fromkeys(each["speaker"] for each in truth["turns"])
    assert {each.id for each in scene.voices} == {"S1", "S2"}
    assert agreement(scene, "S1", spoken(truth, first)) > 0.7
    assert agreement(scene, "S2", spoken(truth, second)) > 0.7
    assert shared_words(scene, "S1", truth, first) > 0.6
    assert (scene.kind, scene.basis) == ("mono", "diarized")


@pytest.mark.parametrize("seconds", [0.05, 0.3, 1.0])
def test_a_moment_of_silence_has_no_voice(
    seconds: float, models: SpeechModels, sample_calls: Path
) -> None:
    audio, _ = read(sample_calls, "01_missed")
    short = Audio(
        samples=audio.samples[:, : round(seconds * 16_000)],
        source_rate_hz=audio.source_rate_hz,
        codec=audio.codec,
        duration_s=seconds,
        file_sha256="",
        content_id="",
        clipped_share_per_s=audio.clipped_share_per_s[:, :1],
        truncated=False,
    )
    clock = StageClock(lambda _stage, _share: None)

    two = TwoChannelEar(models, Settings()).listen(short, (0, 1), clock)
    one = OneChannelEar(models, Settings()).listen(short, 0, "mono", clock)

    assert total_s(two.speech) <= 2 * seconds
    assert total_s(one.speech) <= 2 * seconds
