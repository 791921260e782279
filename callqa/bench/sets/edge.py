"""Unusual recordings: the same on both channels, no speech, three speakers."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from callqa.bench.figure import Figure, count_figure
from callqa.bench.scores.diarization_error import FORGIVEN_S, DiarizationErrors
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.bench.truth_files import Utterance

NAME = "edge"
_DUAL_MONO = ("dual_mono.opus", "dual_mono_call.mp3")
_WITHOUT_SPEECH = ("tones_no_speech.wav", "empty.wav")
_THREE_SPEAKERS = "three_speakers.wav"

_Truth = tuple[Utterance, ...]


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Truth]]:
    del work
    edge = folder / NAME
    three = read_segments(edge / "three_speakers.json")
    truths: dict[str, _Truth] = dict.fromkeys((*_DUAL_MONO, *_WITHOUT_SPEECH), ())
    truths[_THREE_SPEAKERS] = three
    return [Trial(name, edge / name, truth) for name, truth in truths.items()]


def read_segments(path: Path) -> tuple[Utterance, ...]:
    """Read the tagged segments of the one recording that a test description names."""
    (test,) = json.loads(path.read_text(encoding="utf-8"))["tests"]["diarization_tests"]
    return tuple(
        Utterance(each["start_sec"], each["end_sec"], str(each["speaker_tag"]))
        for each in test["segments"]
    )


def _figures(heard: Sequence[Heard[_Truth]]) -> Iterator[Figure]:
    results = {each.name: each.result for each in heard}
    dual = {name: results[name].layout.kind == "dual_mono" for name in _DUAL_MONO}
    yield count_figure((NAME, "two equal channels found to be one"), dual, "the files")
    silent = {
        name: results[name].measures is None and not results[name].turns for name in _WITHOUT_SPEECH
    }
    yield count_figure((NAME, "no talk and no words without speech"), silent, "the files")
    truth = next(each.truth for each in heard if each.name == _THREE_SPEAKERS)
    three = results[_THREE_SPEAKERS]
    tags = len({each.speaker for each in truth})
    basis = "diarized; segments by people"
    yield Figure(NAME, "speakers found", len(three.speakers), "count", tags, basis)
    errors = DiarizationErrors(FORGIVEN_S)
    errors.add(truth, three.speech, three.recording.duration_s)
    measure = f"speakers: DER, {FORGIVEN_S:g} s forgiven at borders"
    yield Figure(NAME, measure, errors.total(), "share", 1, basis)


EDGE = BenchSet(NAME, _trials, _figures)
