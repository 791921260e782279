"""Support by chat, each answer labelled with its strategy: ESConv, part ``dev``.

Chat is not speech, the labels are noisy and name one strategy where an answer holds several, and
the strategies are not CallQA's behaviours: figures to compare versions by, not to be proud of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.scores.detections import Detections
from callqa.bench.texts.spoken import as_hearing, line_of, measures_of

NAME = "esconv"
_BASIS = "noisy labels of chat"
_LAST = re.compile(r"\s*[\d.]+ 1 \d+ \[([^\]]+)\] (.*)", re.DOTALL)

STRATEGIES: Mapping[str, frozenset[str]] = {
    "Questions": frozenset({"open_question", "closed_question"}),
    "Restatement or Paraphrasing": frozenset({"paraphrase"}),
    "Reflection of feelings": frozenset({"acknowledge", "validate"}),
    "Affirmation and Reassurance": frozenset({"reassurance", "validate"}),
}
"""The behaviours that come nearest to a strategy."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a helper wrote, and its strategy."""

    strategy: str
    text: str


def read_answers(path: Path) -> tuple[Answer, ...]:
    """Return each helper's answer once; a row ends with the answer that its label is of."""
    answers: dict[str, Answer] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        found = _LAST.fullmatch(row.rpartition(" EOS ")[2])
        if found and found[2].strip():
            answers.setdefault(found[2].strip(), Answer(found[1], found[2].strip()))
    return tuple(answers.values())


def esconv_figures(data: Path) -> Iterator[Figure]:
    """Yield precision, recall and F1 for each strategy, by phrases alone and with meaning."""
    answers = read_answers(data / "text" / "esconv_dev.tsv")
    heard = [_behaviours(answer.text) for answer in answers]
    for strategy, behaviours in STRATEGIES.items():
        for column, shown in ((0, "phrases"), (1, "phrases and meaning")):
            called = [bool(each[column] & behaviours) for each in heard]
            total = _counted(answers, called, strategy)
            yield from total.figures((NAME, f"{strategy}, {shown}"), _BASIS)


def _behaviours(text: str) -> tuple[frozenset[str], frozenset[str]]:
    hits = measures_of(as_hearing([line_of("agent", text)], "en")).phrases
    phrases = frozenset(hit.category for hit in hits if hit.source == "phrase")
    return phrases, frozenset(hit.category for hit in hits)


def _counted(answers: Sequence[Answer], called: Sequence[bool], strategy: str) -> Detections:
    there = [answer.strategy == strategy for answer in answers]
    pairs = list(zip(there, called, strict=True))
    return Detections(
        found=pairs.count((True, True)),
        missed=pairs.count((True, False)),
        wrong=pairs.count((False, True)),
    )
