"""The sample calls that come with CallQA: synthetic speech, all measures, exact truth."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from callqa.bench.figure import Figure, count_figure, mean_figure
from callqa.bench.scores.detections import Detections, detections, matched
from callqa.bench.scores.events import found_interruptions, is_same_event
from callqa.bench.scores.heard_words import as_text, count_outside, words_of_role
from callqa.bench.scores.parties import are_roles_right, spoken_by, talk_ratio_error
from callqa.bench.scores.word_errors import WordErrors, word_errors
from callqa.bench.sets.sample_truth import (
    RaisedStretch,
    SampleTruth,
    TrueMoment,
    TrueSilence,
    read_sample,
)
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.domain.measures import EmpathyOpportunity, RaisedVolume, Silence
from callqa.domain.speech import PARTIES, Role, Word

NAME = "sample_calls"
_BASIS = "channels and diarized; scripts"
SLIP_S = 1.0
"""How far the words that a moment starts with may lie from where the script has its turn."""

_Heard = Heard[SampleTruth]


def _trials(folder: Path, work: Path) -> Sequence[Trial[SampleTruth]]:
    del work
    samples = map(read_sample, sorted(folder.glob("*.truth.json")))
    return [Trial(audio.partition("_")[0], folder / audio, truth) for audio, truth in samples]


def _figures(heard: Sequence[_Heard]) -> Iterator[Figure]:
    layouts = {each.name: each.result.layout.kind == each.truth.layout for each in heard}
    yield count_figure((NAME, "layout right"), layouts, "scripts")
    yield from _parties(heard)
    yield from _words(heard)
    yield from _overlaps(heard)
    yield from _raised_volume(heard)
    yield from _in_words(heard)
    yield from _findings(heard)


def _parties(heard: Sequence[_Heard]) -> Iterator[Figure]:
    right = {each.name: are_roles_right(each.truth.call, each.result) for each in heard}
    yield count_figure((NAME, "roles right"), right, _BASIS)
    layouts = (("two channels", "channels", True), ("one channel", "diarized", False))
    for layout, basis, has_channels in layouts:
        ratio = {
            each.name: talk_ratio_error(each.truth.call, each.result)
            for each in heard
            if bool(each.truth.call.channels) == has_channels
        }
        measure = f"talk ratio error, {layout}"
        yield mean_figure((NAME, measure), "share", ratio, f"{basis}; scripts")


def _words(heard: Sequence[_Heard]) -> Iterator[Figure]:
    for role in PARTIES:
        errors = {each.name: role_word_errors(each, role) for each in heard}
        total = sum(errors.values(), WordErrors())
        rates = {name: each.rate for name, each in errors.items()}
        yield Figure(NAME, f"WER, {role}", total.rate, "share", total.words, _BASIS, rates)
    spoken = [
        (words_of_role(each.result, role), spoken_by(each.truth.call, role))
        for each in heard
        if each.truth.call.channels
        for role in PARTIES
    ]
    words = sum(len(found) for found, _ in spoken)
    outside = sum(count_outside(found, speech) for found, speech in spoken)
    share = outside / words if words else None
    yield Figure(NAME, "words out of place", share, "share", words, "channels; scripts")


def role_word_errors(call: _Heard, role: Role) -> WordErrors:
    """Compare the words of a role, without the turns in which card data is read aloud."""
    private = [
        turn
        for turn in call.truth.turns
        if any(turn.overlap_s(each) > 0 for each in call.truth.card_data)
    ]
    said = (
        turn.text
        for turn in call.truth.turns
        if call.truth.call.roles[turn.speaker] == role and turn not in private
    )
    heard = (
        word
        for word in words_of_role(call.result, role)
        if not any(turn.start_s <= _middle_s(word) <= turn.end_s for turn in private)
    )
    return word_errors(" ".join(said), as_text(heard))


def _middle_s(word: Word) -> float:
    return (word.start_s + word.end_s) / 2


def _overlaps(heard: Sequence[_Heard]) -> Iterator[Figure]:
    total, called, harmless = Detections(), 0, 0
    for call in heard:
        found = found_interruptions(call.result)
        total += detections(call.truth.interruptions, found, is_same_event)
        called += len(matched(call.truth.harmless, found, is_same_event))
        harmless += len(call.truth.harmless)
    yield from total.figures((NAME, "interruptions"), _BASIS)
    measure = "interruptions: harmless called so"
    yield Figure(NAME, measure, called, "count", harmless, _BASIS)


def _raised_volume(heard: Sequence[_Heard]) -> Iterator[Figure]:
    total = Detections()
    for call in heard:
        events = call.result.measures.raised_volume if call.result.measures else ()
        total += detections(call.truth.raised, events, _is_same_stretch)
    yield from total.figures((NAME, "raised volume"), _BASIS)


def _in_words(heard: Sequence[_Heard]) -> Iterator[Figure]:
    moments, kinds = Detections(), Detections()
    for call in heard:
        measures = call.result.measures
        found = measures.empathy.opportunities if measures else ()
        moments += detections(call.truth.moments, found, _is_same_moment)
        named = {each.code for each in measures.situations} if measures else set[str]()
        kinds += detections(sorted(call.truth.situations), sorted(named), str.__eq__)
    yield from moments.figures((NAME, "empathy outcomes"), "words; scripts")
    yield from kinds.figures((NAME, "situations"), "words; scripts")


def _findings(heard: Sequence[_Heard]) -> Iterator[Figure]:
    yield _found(heard, "silences and holds found with their kind", _silences_found)
    yield _found(heard, "card data taken out", _card_data_found)
    yield _found(heard, "expected flags raised", _flags_found)
    urgent = [
        any(flag.severity == "urgent" for flag in each.result.flags)
        for each in heard
        if not any(severity == "urgent" for severity, _ in each.truth.flags)
    ]
    yield Figure(NAME, "other calls flagged as urgent", sum(urgent), "count", len(urgent), _BASIS)


def _found(heard: Sequence[_Heard], measure: str, look: Callable[[_Heard], list[bool]]) -> Figure:
    looked = {each.name: look(each) for each in heard}
    failed = tuple(name for name, found in looked.items() if not all(found))
    found = [each for several in looked.values() for each in several]
    return Figure(NAME, measure, sum(found), "count", len(found), _BASIS, failed=failed)


def _silences_found(call: _Heard) -> list[bool]:
    found = call.result.measures.silences if call.result.measures else ()
    return [any(_is_same_silence(true, each) for each in found) for true in call.truth.silences]


def _card_data_found(call: _Heard) -> list[bool]:
    found = call.result.measures.redaction.spans if call.result.measures else ()
    return [
        any(each.kind == true.kind and true.overlap_s(each) > 0 for each in found)
        for true in call.truth.card_data
    ]


def _flags_found(call: _Heard) -> list[bool]:
    raised = {(each.severity, each.code) for each in call.result.flags}
    return [flag in raised for flag in sorted(call.truth.flags)]


def _is_same_stretch(true: RaisedStretch, found: RaisedVolume) -> bool:
    return true.role == found.role and found.start_s < true.end_s and found.end_s > true.start_s


def _is_same_moment(true: TrueMoment, found: EmpathyOpportunity) -> bool:
    near = found.start_s - SLIP_S <= true.start_s <= found.end_s + SLIP_S
    return near and true.outcome == found.outcome


def _is_same_silence(true: TrueSilence, found: Silence) -> bool:
    return (
        (true.kind, true.announced) == (found.kind, found.announced)
        and found.start_s < true.end_s
        and found.end_s > true.start_s
    )


SAMPLE_CALLS = BenchSet(NAME, _trials, _figures)
