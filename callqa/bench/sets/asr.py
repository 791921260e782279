"""Read sentences, heard as calls.

Two readers take turns, each on a channel of its own, with a second between sentences: as in a
call, the recogniser gets 20 s chunks of one voice, and no diarization stands between it and the
words. Fifty files with one sentence each would be heard in chunks of a few seconds, which is
slower and which no call brings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.made_files import taking_turns
from callqa.bench.scores.heard_words import as_text, words_of_channel
from callqa.bench.scores.word_errors import WordErrors, word_errors
from callqa.bench.trial import BenchSet, Heard, Trial

NAME = "asr"
_GAP_S = 1.0


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader's sentences: the recordings and all that is read in them."""

    name: str
    files: tuple[Path, ...]
    text: str


def _trials(folder: Path, work: Path) -> Sequence[Trial[tuple[Reader, ...]]]:
    readers = read_readers(folder / NAME)
    trials = []
    for at in range(0, len(readers), 2):
        pair = readers[at : at + 2]
        name = "+".join(each.name for each in pair)
        sound = taking_turns([each.files for each in pair], _GAP_S, work / f"readers_{name}.wav")
        trials.append(Trial(name, sound, pair))
    return trials


def read_readers(folder: Path) -> tuple[Reader, ...]:
    """Read ``refs.tsv``: lines of ``<reader>-<chapter>-<sentence>``, a tab, and the sentence."""
    sentences: dict[str, list[tuple[Path, str]]] = {}
    for line in (folder / "refs.tsv").read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition("\t")
        reader = name.partition("-")[0]
        sentences.setdefault(reader, []).append((folder / f"{name}.flac", text))
    return tuple(
        Reader(name, tuple(path for path, _ in own), " ".join(text for _, text in own))
        for name, own in sentences.items()
    )


def _figures(heard: Sequence[Heard[tuple[Reader, ...]]]) -> Iterator[Figure]:
    errors = {
        reader.name: word_errors(reader.text, as_text(words_of_channel(call.result, channel)))
        for call in heard
        for channel, reader in enumerate(call.truth, start=1)
    }
    total = sum(errors.values(), WordErrors())
    rates = {name: each.rate for name, each in errors.items()}
    basis = "channels; read text"
    yield Figure(NAME, "WER", total.rate, "share", total.words, basis, rates)


ASR = BenchSet(NAME, _trials, _figures)
