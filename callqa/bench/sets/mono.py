"""Calls with both parties on one channel: recorded so, or the sum of two channels.

Recordings that are also there with two channels are compared with the words heard on those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure, count_figure, mean_figure
from callqa.bench.made_files import mixed
from callqa.bench.scores.detections import Detections
from callqa.bench.scores.diarization_error import FORGIVEN_S, DiarizationErrors
from callqa.bench.scores.heard_words import texts_by_speaker
from callqa.bench.scores.parties import (
    are_roles_right,
    overlap_error_s,
    silences_found,
    talk_ratio_error,
)
from callqa.bench.scores.word_errors import WordErrors, speaker_word_errors
from callqa.bench.sets.call_truth import (
    AUTO_REPAIRS,
    SPOKENWOZ,
    auto_repairs,
    booking,
    phone_sample,
    support_call,
)
from callqa.bench.trial import BenchSet, CallTruth, Heard, Trial

NAME = "mono"
_BASIS = "diarized; RTTM, one SRT"


@dataclass(frozen=True, slots=True)
class _Call:
    """`is_pair` marks the two-channel recording that a one-channel one of its name came from."""

    truth: CallTruth
    is_pair: bool = False


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Call]]:
    calls = folder / "calls"
    repairs = _Call(auto_repairs(calls))
    found = [
        Trial(AUTO_REPAIRS, calls / f"{AUTO_REPAIRS}_mono.flac", repairs),
        Trial("support_call01", calls / "support_call01.wav", _Call(support_call(calls))),
        Trial("phone_sample", calls / "phone_sample.wav", _Call(phone_sample(calls))),
    ]
    pairs = [
        Trial(
            AUTO_REPAIRS,
            calls / f"{AUTO_REPAIRS}_two_channel.flac",
            _Call(repairs.truth, is_pair=True),
        )
    ]
    for name in SPOKENWOZ:
        path, truth = calls / f"spokenwoz_{name}.wav", booking(calls, name)
        found.append(Trial(path.stem, mixed(path, work), _Call(truth)))
        pairs.append(Trial(path.stem, path, _Call(truth, is_pair=True)))
    return [*found, *pairs]


def _figures(heard: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    calls = [each for each in heard if not each.truth.is_pair]
    pairs = {each.name: each for each in heard if each.truth.is_pair}
    for forgiven_s in (FORGIVEN_S, 0.0):
        yield _diarization_errors(calls, forgiven_s)
    with_roles = [each for each in calls if each.truth.truth.roles]
    ratio = {each.name: talk_ratio_error(each.truth.truth, each.result) for each in with_roles}
    yield mean_figure((NAME, "talk ratio error"), "share", ratio, _BASIS)
    overlap_s = {each.name: overlap_error_s(each.truth.truth, each.result) for each in with_roles}
    yield mean_figure((NAME, "overlap error"), "seconds", overlap_s, _BASIS)
    silences = (silences_found(each.truth.truth, each.result) for each in with_roles)
    yield from sum(silences, Detections()).figures((NAME, "silences of 3 s and more"), _BASIS)
    right = {each.name: are_roles_right(each.truth.truth, each.result) for each in with_roles}
    yield count_figure((NAME, "roles right"), right, _BASIS)
    by_people = {
        each.name: speaker_word_errors(
            list(each.truth.truth.texts.values()), texts_by_speaker(each.result)
        )
        for each in calls
        if each.truth.truth.texts and each.name not in pairs
    }
    yield _pooled("cpWER, words by people", by_people, "diarized; SRT and STM by people")
    against_pair = {
        each.name: speaker_word_errors(
            texts_by_speaker(pairs[each.name].result), texts_by_speaker(each.result)
        )
        for each in calls
        if each.name in pairs
    }
    yield _pooled("cpWER, words heard on two channels", against_pair, "diarized; our own words")


def _diarization_errors(calls: Sequence[Heard[_Call]], forgiven_s: float) -> Figure:
    errors = DiarizationErrors(forgiven_s)
    rates: dict[str, float | None] = {
        each.name: errors.add(
            each.truth.truth.utterances, each.result.speech, each.result.recording.duration_s
        )
        for each in calls
    }
    measure = f"DER, {forgiven_s:g} s forgiven at borders"
    return Figure(NAME, measure, errors.total(), "share", len(calls), _BASIS, rates)


def _pooled(measure: str, errors: dict[str, WordErrors], basis: str) -> Figure:
    total = sum(errors.values(), WordErrors())
    rates = {name: each.rate for name, each in errors.items()}
    return Figure(NAME, measure, total.rate, "share", total.words, basis, rates)


MONO = BenchSet(NAME, _trials, _figures)
