"""The truth of each set, read from small files of the same form, and the figures of one."""

import json
from pathlib import Path
from typing import Any

import pytest

from callqa.bench.figure import Figure
from callqa.bench.scores.events import Event
from callqa.bench.scores.word_errors import WordErrors
from callqa.bench.sets.asr import read_readers
from callqa.bench.sets.edge import read_segments
from callqa.bench.sets.interruptions import read_events
from callqa.bench.sets.raised_volume import ActedTurn, read_turns
from callqa.bench.sets.sample_truth import read_sample
from callqa.bench.sets.samples import SAMPLE_CALLS, role_word_errors
from callqa.bench.trial import Heard
from callqa.bench.truth_files import Utterance
from callqa.report.document import Analysis
from callqa.service.analysis import Analyzer
from tests.measures.builders import hearing

SAMPLE: dict[str, Any] = {
    "audio": "07_call.wav",
    "layout": "two_channel",
    "speakers": [
        {"id": "agent", "role": "agent", "channel": 1},
        {"id": "agent2", "role": "agent", "channel": 1},
        {"id": "customer", "role": "customer", "channel": 2},
    ],
    "speech": [
        {"speaker": "customer", "start_s": 5.0, "end_s": 9.0},
        {"speaker": "agent", "start_s": 0.0, "end_s": 4.5},
    ],
    "turns": [
        {"speaker": "agent", "start_s": 0.0, "end_s": 4.5, "text": "What is your card number?"},
        {"speaker": "customer", "start_s": 5.0, "end_s": 9.0, "text": "It is four two four two."},
        {"speaker": "customer", "start_s": 9.5, "end_s": 11.0, "text": "Is that right?"},
    ],
    "interruptions": [
        {"by": "agent", "kind": "interruption", "start_s": 8.5, "end_s": 9.5},
        {"by": "agent", "kind": "backchannel", "start_s": 7.0, "end_s": 7.3},
    ],
    "raised_volume": [],
    "silences": [{"kind": "hold", "start_s": 12.0, "end_s": 20.0, "announced": True}],
    "redaction": [{"kind": "card_number", "start_s": 6.0, "end_s": 9.0}],
    "flags": [{"severity": "praise", "code": "situation_handled"}],
    "empathy": [{"start_s": 5.0, "outcome": "missed"}],
    "situations": ["dispute"],
}


def written(folder: Path, name: str, truth: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(truth), encoding="utf-8")
    return path


def result() -> Analysis:
    return Analyzer().judged(
        hearing(
            ("A", 0.0, 4.5, "what is your car number"),
            ("C", 5.0, 9.0, "it is [card number]"),
            ("C", 9.5, 11.0, "is that right"),
        )
    )


def test_placed_events_are_read_with_their_party(tmp_path: Path) -> None:
    truth = {
        "interruptions": [{"interrupter": "customer", "start": 35.9, "overlap": 1.2}],
        "backchannels": [{"by": "agent", "start": 14.5, "dur": 0.7}],
    }

    call = read_events(written(tmp_path, "call.json", truth), is_mixed=False)

    assert call.interruptions == (Event("customer", 35.9),)
    assert call.backchannels == (Event("agent", 14.5),)


def test_acted_turns_are_read_with_their_channel(tmp_path: Path) -> None:
    truth = {
        "channels": ["customer", "agent"],
        "turns": [
            [0.5, 2.0, "customer", "normal", "a.wav"],
            [2.5, 4, "agent", "raised_strong", "b"],
        ],
    }

    assert read_turns(written(tmp_path, "call.json", truth)) == (
        ActedTurn(0.5, 2.0, 1, "normal"),
        ActedTurn(2.5, 4.0, 2, "raised_strong"),
    )


def test_tagged_segments_are_read(tmp_path: Path) -> None:
    segments = [{"start_sec": 1.7, "end_sec": 3.9, "speaker_tag": 2}]
    truth = {"tests": {"diarization_tests": [{"audio_file": "x.wav", "segments": segments}]}}

    assert read_segments(written(tmp_path, "three.json", truth)) == (Utterance(1.7, 3.9, "2"),)


def test_sentences_are_gathered_by_reader(tmp_path: Path) -> None:
    (tmp_path / "refs.tsv").write_text("12-7-0000\tone two\n34-8-0001\tfour\n12-7-0002\tthree\n")

    first, second = read_readers(tmp_path)

    assert (first.name, first.text) == ("12", "one two three")
    assert first.files == (tmp_path / "12-7-0000.flac", tmp_path / "12-7-0002.flac")
    assert (second.name, second.text) == ("34", "four")


def test_the_truth_of_a_sample_call_is_read(tmp_path: Path) -> None:
    audio, truth = read_sample(written(tmp_path, "07_call.truth.json", SAMPLE))

    assert audio == "07_call.wav"
    assert [each.speaker for each in truth.call.utterances] == ["agent", "customer"]
    assert truth.call.roles["agent2"] == "agent"
    assert truth.interruptions == (Event("agent", 8.5),)
    assert truth.harmless == (Event("agent", 7.0),)
    assert [(each.kind, each.announced) for each in truth.silences] == [("hold", True)]
    assert truth.flags == {("praise", "situation_handled")}


def test_turns_with_card_data_are_left_out_of_the_word_errors(tmp_path: Path) -> None:
    _, truth = read_sample(written(tmp_path, "07_call.truth.json", SAMPLE))
    call = Heard("07", truth, result())

    assert role_word_errors(call, "agent") == WordErrors(errors=1, words=5)
    assert role_word_errors(call, "customer") == WordErrors(errors=0, words=3)


@pytest.fixture
def sample_figures(tmp_path: Path) -> dict[str, Figure]:
    _, truth = read_sample(written(tmp_path, "07_call.truth.json", SAMPLE))
    return {each.measure: each for each in SAMPLE_CALLS.figures([Heard("07", truth, result())])}


def test_what_a_result_lacks_is_missed_in_the_figures(sample_figures: dict[str, Figure]) -> None:
    silences = sample_figures["silences and holds found with their kind"]
    card_data = sample_figures["card data taken out"]

    assert (silences.value, silences.cases, silences.failed) == (0, 1, ("07",))
    assert (card_data.value, card_data.cases) == (0, 1)
    assert sample_figures["interruptions: recall"].value == 0.0
    assert sample_figures["interruptions: precision"].value is None


def test_what_a_result_has_right_is_counted(sample_figures: dict[str, Figure]) -> None:
    assert (sample_figures["layout right"].value, sample_figures["layout right"].cases) == (1, 1)
    assert sample_figures["roles right"].failed == ()
    assert sample_figures["interruptions: harmless called so"].value == 0
