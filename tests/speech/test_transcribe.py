"""Recognition with the real model on a sample call, against the words of its script."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callqa.audio.decode import Audio, decode
from callqa.domain.span import Span
from callqa.settings import Settings
from callqa.speech.models import SpeechModels
from callqa.speech.transcribe import ChannelSpeech, Transcriber

pytestmark = pytest.mark.models

CALL = "09_card_payment"


@pytest.fixture(scope="module")
def transcriber() -> Iterator[Transcriber]:
    settings = Settings()
    with SpeechModels(settings, threads=2) as models:
        yield Transcriber(models.recogniser, models.pool, settings.hearing)


@pytest.fixture(scope="module")
def audio(sample_calls: Path) -> Audio:
    return decode(sample_calls / f"{CALL}.wav")


@pytest.fixture(scope="module")
def opening(sample_calls: Path) -> dict[str, Any]:
    """The agent's first turn, on channel 1."""
    truth = json.loads((sample_calls / f"{CALL}.truth.json").read_text("utf-8"))
    turn: dict[str, Any] = truth["turns"][0]
    assert turn["speaker"] == "agent"
    return turn


def test_words_are_those_of_the_script_and_lie_in_its_time(
    transcriber: Transcriber, audio: Audio, opening: dict[str, Any]
) -> None:
    span = Span(opening["start_s"], opening["end_s"])
    progress: list[tuple[float, float]] = []

    found = transcriber.transcribe(
        audio,
        [ChannelSpeech(0, (span,))],
        lambda done_s, total_s: progress.append((done_s, total_s)),
    )

    said = " ".join(word.text for word in found.words[0]).lower()
    assert found.language.code == "en"
    assert "thank you for calling green valley energy" in said
    assert all(span.start_s <= word.start_s <= word.end_s <= span.end_s for word in found.words[0])
    assert progress[-1] == (span.duration_s, span.duration_s)


def test_a_stretch_that_has_no_words_yet_is_heard_again(
    transcriber: Transcriber, audio: Audio, opening: dict[str, Any]
) -> None:
    words = transcriber.hear_again(
        audio, 0, [Span(opening["start_s"], opening["end_s"])], language="en"
    )

    assert "green valley energy" in " ".join(word.text for word in words).lower()


def test_no_words_are_invented_where_the_other_party_speaks(
    transcriber: Transcriber, audio: Audio, opening: dict[str, Any]
) -> None:
    words = transcriber.hear_again(
        audio, 1, [Span(opening["start_s"], opening["end_s"])], language="en"
    )

    assert words == ()


def test_no_speech_is_no_words(transcriber: Transcriber, audio: Audio) -> None:
    found = transcriber.transcribe(audio, [ChannelSpeech(0, ())], lambda done_s, total_s: None)

    assert found.words == {0: ()}
