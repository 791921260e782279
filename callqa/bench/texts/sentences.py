"""Single sentences labelled by hand with the behaviours they hold, in several languages.

Those in English were written, and kept in the repository, before the phrases that are in force
now; so were those in the other languages. ``tests/labelled/README.md`` describes the files.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from callqa.bench.figure import Figure
from callqa.bench.texts.spoken import line_of, turns_of
from callqa.domain.speech import Role
from callqa.lexicon import Pack, load_pack, match

NAME = "sentences"
_BASIS = "labels by hand"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, the behaviours that must be found, those that may be, and those it tempts to."""

    role: Role
    text: str
    wanted: frozenset[str]
    may_be: frozenset[str]
    tempts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each category was found, missed, and found where it is not."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def precision(self, category: str | None = None) -> float | None:
        """Return the share right of what was found, of one category or of all."""
        return _share(_of(self.found, category), _of(self.wrong, category))

    def recall(self, category: str | None = None) -> float | None:
        """Return the share found of what is there, of one category or of all."""
        return _share(_of(self.found, category), _of(self.missed, category))


def read_sentences(path: Path) -> tuple[Labelled, ...]:
    """Read a file of labelled sentences; lines that begin with ``#`` are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(line) for line in lines if line and not line.startswith("#"))


def _labelled(line: str) -> Labelled:
    role, text, labels, *tempts = line.split("\t")
    named = labels.split()
    return Labelled(
        cast(Role, role),
        text,
        wanted=frozenset(each for each in named if each[0] not in "(-"),
        may_be=frozenset(each.strip("()") for each in named if each[0] == "("),
        tempts=frozenset(" ".join(tempts).split()) - {"-"},
    )


def tally(sentences: Sequence[Labelled], pack: Pack, categories: Collection[str]) -> Tally:
    """Look for `categories` in each sentence on its own and count."""
    counts = Tally()
    for sentence in sentences:
        turns = turns_of([line_of(sentence.role, sentence.text)])
        hits = match(turns, {sentence.role: sentence.role}, pack, categories=categories)
        found = {hit.category for hit in hits}
        wanted = sentence.wanted & frozenset(categories)
        counts.found.update(found & wanted)
        counts.missed.update(wanted - found)
        counts.wrong.update(found - wanted - sentence.may_be)
    return counts


def sentence_figures(folder: Path) -> Iterator[Figure]:
    """Yield precision and recall for each language that `folder` has sentences of."""
    for language, files in _by_language(folder).items():
        pack = load_pack(language)
        sentences = [each for path in files for each in read_sentences(path)]
        labelled = frozenset[str]().union(*(each.wanted for each in sentences))
        categories = labelled & pack.categories.keys() if pack else frozenset[str]()
        if pack is None or not categories:
            continue
        counts = tally(sentences, pack, categories)
        yield _figure(language, "precision", counts, categories)
        yield _figure(language, "recall", counts, categories)


def _by_language(folder: Path) -> Mapping[str, Sequence[Path]]:
    by_language: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("sentences_*.tsv")):
        by_language.setdefault(path.stem.split("_")[1], []).append(path)
    return by_language


def _figure(language: str, measure: str, counts: Tally, categories: Collection[str]) -> Figure:
    share = counts.precision if measure == "precision" else counts.recall
    cases = counts.found + (counts.wrong if measure == "precision" else counts.missed)
    each = {category: share(category) for category in sorted(categories)}
    total = cases.total()
    return Figure(
        NAME, f"{language}: {measure}", share(), "share", total, _BASIS, each, best="high"
    )


def _of(counts: Counter[str], category: str | None) -> int:
    return counts.total() if category is None else counts[category]


def _share(right: int, other: int) -> float | None:
    return right / (right + other) if right + other else None
