"""Recognition with the real model on a sample call, against the words of its script."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callqa.audio.decode import Audio, decode
from callqa.domain.span import Span
from callqa.domain.speech import Word
from callqa.settings import Settings
from callqa.speech.backends.whisper import _Decoding, _without_loop
from callqa.speech.known_names import KnownNames
from callqa.speech.models import SpeechModels
from callqa.speech.transcribe import ChannelSpeech, Transcriber, _not_spelled_before

pytestmark = pytest.mark.models

CALL = "09_card_payment"


@pytest.fixture(scope="module")
def transcriber() -> Iterator[Transcriber]:
    settings = Settings()
    with SpeechModels(settings, threads=2) as models:
        yield Transcriber(models.recogniser, models.pool, settings.hearing)


@pytest.fixture(scope="module")
def told_names() -> Iterator[Transcriber]:
    """A transcriber of a site that writes its name in its own way and has other names besides."""
    settings = Settings()
    names = KnownNames(["Greenvalley Energy", "Siobhan", "Cardiolan", "Pellegrino Motors"])
    with SpeechModels(settings, threads=2) as models:
        yield Transcriber(models.recogniser, models.pool, settings.hearing, names)


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


def test_a_name_is_written_as_the_vocabulary_has_it_and_no_other_is_put_in(
    told_names: Transcriber, audio: Audio, opening: dict[str, Any]
) -> None:
    span = Span(opening["start_s"], opening["end_s"])

    words = told_names.hear_again(audio, 0, [span], language="en")

    said = " ".join(word.text for word in words)
    assert said.startswith("Thank you for calling Greenvalley Energy")
    assert said.endswith("How can I help you today?")
    assert all(span.start_s <= word.start_s <= word.end_s <= span.end_s for word in words)


@pytest.mark.parametrize(
    ("recording", "channel", "said"),
    [
        ("02_damaged_table_handled_badly.wav", 0, "You need to calm down, sir."),
        ("05_claim_status_hold_and_silence.flac", 1, "Yes, that is fine with me."),
        ("06_transfer_to_contracts_team.flac", 0, "Please hold the line while I connect you."),
        ("08_hotel_booking_agent_second_channel.mp3", 0, "No, that was all I needed."),
    ],
)
def test_a_short_turn_alone_is_heard_once(
    transcriber: Transcriber, sample_calls: Path, recording: str, channel: int, said: str
) -> None:
    # In a window not much longer than itself, the model says each of these several times.
    path = sample_calls / recording
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    (turn,) = (each for each in truth["turns"] if each["text"] == said)

    words = transcriber.hear_again(
        decode(path), channel, [Span(turn["start_s"], turn["end_s"])], language="en"
    )

    assert " ".join(word.text for word in words).lower() == said.lower()


def test_a_decoding_that_repeats_itself_is_known_as_a_loop_and_kept_once() -> None:
    tokenizer = LettersAsTokens()
    once = "please hold the line while i connect you. "
    looping = _Decoding(tokenizer.encode(once * 12), once * 12, -0.1, 0.0)
    plain = _Decoding(tokenizer.encode(once), once, -0.1, 0.0)

    kept = _without_loop(looping, tokenizer)

    assert looping.loops
    assert not plain.loops
    assert kept.text == once


def test_the_rest_of_a_word_spelled_out_is_not_heard_twice() -> None:
    spelled = [Word("please?", 57.0, 57.5, 0.9), Word("S-I-T-I-L-L-E.", 59.5, 60.7, 0.8)]

    kept = _not_spelled_before(
        [Word("L-L-E.", 63.2, 64.2, 0.6), Word("Okay.", 65.0, 65.4, 0.9)], spelled
    )

    assert [word.text for word in kept] == ["Okay."]


class LettersAsTokens:
    """A tokenizer whose tokens are the code points of the text."""

    def encode(self, text: str) -> list[int]:
        return [ord(sign) for sign in text]

    def decode(self, tokens: list[int]) -> str:
        return "".join(chr(token) for token in tokens)
