"""Names with and without a site's vocabulary: read sentences and calls in which names are said.

One vocabulary serves all recordings, as a site has one: most of its names are not said in any one
of them, many in none.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.made_files import taking_turns
from callqa.bench.scores.detections import Detections
from callqa.bench.scores.heard_words import as_text, words_of_channel
from callqa.bench.scores.names import name_detections
from callqa.bench.scores.word_errors import WordErrors, word_errors
from callqa.bench.sets.asr import read_readers
from callqa.bench.sets.call_truth import SPOKENWOZ, booking
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.bench.truth_files import read_srt, read_stm
from callqa.report.document import Analysis

NAME = "vocabulary"
_BASIS = "channels and one channel; read and written words"
_GAP_S = 1.0

SAID = (
    "Hale", "Moses", "Lincoln", "Merneptah", "Egypt", "Nuzhat al Zaman", "Allah", "Zarathustra",
    "Sherburn", "Polly", "Puttel", "San Francisco", "Newberg", "Liddy", "Jamieson", "Cherry Hinton",
    "Pizza Hut", "Frankie and Bennys", "Cambridge", "Bridge Guest House", "Hills Road", "Callytics",
    "Emily", "Diane", "Sheila", "Chicago", "New Jersey",
)  # fmt: skip
"""Names that are said in one recording or another."""

NOT_SAID = (
    "Vodantis", "Siobhan", "FlexiHome", "CasaNet", "Kowalczyk", "Leominster", "Llandudno",
    "Anneliese", "Brightwell", "Okafor", "Zentara", "Slough", "AquaShield", "Protecta Max",
    "Nimbora", "Harrowgate Mutual", "Rajesh", "Guardiana", "Nwachukwu", "Delacroix", "Fowey",
    "Torbryan", "Pellegrino Motors", "Ingrid", "Enyaq", "DriveLink", "Gdansk", "Reading",
    "Thaddeus", "Citigo", "Farooq", "Medlinka", "Omnivex", "Cardiolan", "Bexley Pharmacy", "Aoife",
    "Gallagher", "Vitabase", "Rome", "Emma", "Grace", "Rose", "Walker", "Mark", "Hope", "Sunrise",
    "Maple Street", "Green Valley Energy",
)  # fmt: skip
"""Names that are said in none, some of them like words that are."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, by channel from 1; in one text, where the parties share channel 1."""

    texts: tuple[str, ...]
    has_vocabulary: bool


def _trials(folder: Path, work: Path) -> Sequence[Trial[Said]]:
    vocabulary = work / "vocabulary.txt"
    vocabulary.write_text("\n".join([*SAID, *NOT_SAID]) + "\n", encoding="utf-8")
    copies = work / "with_vocabulary"
    copies.mkdir()
    trials = []
    for path, texts in _recordings(folder, work):
        trials.append(Trial(path.stem, path, Said(texts, False)))
        copy = Path(shutil.copy(path, copies))
        trials.append(Trial(path.stem, copy, Said(texts, True), vocabulary))
    return trials


def _recordings(folder: Path, work: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    readers = read_readers(folder / "asr")
    for at in range(0, len(readers), 2):
        pair = readers[at : at + 2]
        target = work / f"names_{'+'.join(each.name for each in pair)}.wav"
        sound = taking_turns([each.files for each in pair], _GAP_S, target)
        yield sound, tuple(each.text for each in pair)
    calls = folder / "calls"
    for name in SPOKENWOZ:
        truth = booking(calls, name)
        by_channel = sorted((channel, speaker) for speaker, channel in truth.channels.items())
        texts = tuple(truth.texts[speaker] for _, speaker in by_channel)
        yield calls / f"spokenwoz_{name}.wav", texts
    for recording, utterances in (
        ("support_call01.wav", read_srt(calls / "support_call01.srt")),
        ("phone_sample.wav", read_stm(calls / "phone_sample.stm")),
    ):
        yield calls / recording, (" ".join(each.text for each in utterances),)


def _figures(heard: Sequence[Heard[Said]]) -> Iterator[Figure]:
    for has_vocabulary, how in ((False, "without a vocabulary"), (True, "with one")):
        calls = [each for each in heard if each.truth.has_vocabulary == has_vocabulary]
        found = {each.name: _detections(each) for each in calls}
        total = sum(found.values(), Detections())
        recall = {name: each.recall for name, each in found.items()}
        there = total.found + total.missed
        yield Figure(NAME, f"names heard, {how}", total.recall, "share", there, _BASIS, recall)
        words = sum(len(text.split()) for each in calls for text in each.truth.texts)
        measure = f"names heard that were not said, {how}"
        yield Figure(NAME, measure, total.wrong, "count", words, _BASIS)
        errors = {each.name: _word_errors(each) for each in calls}
        all_errors = sum(errors.values(), WordErrors())
        rates = {name: each.rate for name, each in errors.items()}
        yield Figure(NAME, f"WER, {how}", all_errors.rate, "share", all_errors.words, _BASIS, rates)


def _detections(call: Heard[Said]) -> Detections:
    names = [*SAID, *NOT_SAID]
    pairs = zip(call.truth.texts, _heard_texts(call), strict=True)
    return sum((name_detections(said, text, names) for said, text in pairs), Detections())


def _word_errors(call: Heard[Said]) -> WordErrors:
    pairs = zip(call.truth.texts, _heard_texts(call), strict=True)
    return sum((word_errors(said, text) for said, text in pairs), WordErrors())


def _heard_texts(call: Heard[Said]) -> list[str]:
    if len(call.truth.texts) == 1:
        return [_all_words(call.result)]
    channels = range(1, len(call.truth.texts) + 1)
    return [as_text(words_of_channel(call.result, channel)) for channel in channels]


def _all_words(result: Analysis) -> str:
    words = (word for turn in result.turns for word in turn.words)
    return as_text(sorted(words, key=lambda each: each.start_s))


VOCABULARY = BenchSet(NAME, _trials, _figures)
