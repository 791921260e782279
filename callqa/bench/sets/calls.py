"""Real calls with a channel for each party, in the given and in the swapped channel order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure, count_figure, mean_figure
from callqa.bench.made_files import swapped
from callqa.bench.scores.detections import Detections
from callqa.bench.scores.heard_words import as_text, count_outside, words_of_channel
from callqa.bench.scores.parties import (
    are_roles_right,
    overlap_error_s,
    silence_error_s,
    silences_found,
    talk_ratio_error,
)
from callqa.bench.scores.word_errors import WordErrors, word_errors
from callqa.bench.sets.call_truth import AUTO_REPAIRS, SPOKENWOZ, auto_repairs, booking
from callqa.bench.trial import BenchSet, CallTruth, Heard, Trial

NAME = "calls"
_BASIS = "channels; voice-activity RTTM"


@dataclass(frozen=True, slots=True)
class _Call:
    truth: CallTruth
    swapped: bool


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Call]]:
    calls = folder / "calls"
    files = {
        AUTO_REPAIRS: (calls / f"{AUTO_REPAIRS}_two_channel.flac", auto_repairs(calls)),
        **{
            f"spokenwoz_{name}": (calls / f"spokenwoz_{name}.wav", booking(calls, name))
            for name in SPOKENWOZ
        },
    }
    given = [Trial(name, path, _Call(truth, False)) for name, (path, truth) in files.items()]
    turned = [
        Trial(name, swapped(path, work), _Call(truth, True))
        for name, (path, truth) in files.items()
    ]
    return [*given, *turned]


def _figures(heard: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    given = [each for each in heard if not each.truth.swapped]
    turned = [each for each in heard if each.truth.swapped]
    ratio = {each.name: talk_ratio_error(each.truth.truth, each.result) for each in given}
    overlap_s = {each.name: overlap_error_s(each.truth.truth, each.result) for each in given}
    yield mean_figure((NAME, "talk ratio error"), "share", ratio, _BASIS)
    yield mean_figure((NAME, "overlap error"), "seconds", overlap_s, _BASIS)
    silence_s = {each.name: silence_error_s(each.truth.truth, each.result) for each in given}
    yield mean_figure((NAME, "silence error"), "seconds", silence_s, _BASIS)
    silences = (silences_found(each.truth.truth, each.result) for each in given)
    yield from sum(silences, Detections()).figures((NAME, "silences of 3 s and more"), _BASIS)
    for order, calls in (("given", given), ("swapped", turned)):
        right = {each.name: are_roles_right(each.truth.truth, each.result) for each in calls}
        yield count_figure((NAME, f"roles right, {order} channel order"), right, _BASIS)
    yield _word_errors(given)
    yield _word_times(given)


def _word_errors(calls: Sequence[Heard[_Call]]) -> Figure:
    errors = {
        each.name: sum(
            (
                word_errors(text, as_text(words_of_channel(each.result, channel)))
                for speaker, channel in each.truth.truth.channels.items()
                if (text := each.truth.truth.texts.get(speaker))
            ),
            WordErrors(),
        )
        for each in calls
        if each.truth.truth.texts
    }
    total = sum(errors.values(), WordErrors())
    rates = {name: each.rate for name, each in errors.items()}
    basis = "channels; words by another recogniser"
    return Figure(NAME, "WER", total.rate, "share", total.words, basis, rates)


def _word_times(calls: Sequence[Heard[_Call]]) -> Figure:
    outside = words = 0
    each_share: dict[str, float | None] = {}
    for call in calls:
        missed = heard = 0
        for speaker, channel in call.truth.truth.channels.items():
            own = [each for each in call.truth.truth.utterances if each.speaker == speaker]
            spoken = words_of_channel(call.result, channel)
            missed += count_outside(spoken, own)
            heard += len(spoken)
        outside, words = outside + missed, words + heard
        each_share[call.name] = missed / heard if heard else None
    share = outside / words if words else None
    return Figure(NAME, "words out of place", share, "share", words, _BASIS, each_share)


CALLS = BenchSet(NAME, _trials, _figures)
