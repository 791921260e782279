"""Behaviours and situations said in other words than the pack's phrases.

A pack may hold ``meaning.npz``: for each category a linear classifier (logistic regression) of a
passage's sentence embedding and of its words, single and in pairs. They are trained on the labelled
examples in the pack's folder ``examples`` by ``python -m tests.lexicon.train_meaning``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from callqa.domain.hearing import Passage
from callqa.domain.measures import PhraseHit
from callqa.domain.span import Evidence
from callqa.domain.speech import Role, Turn
from callqa.lexicon.normalise import MARKS, Spelling
from callqa.lexicon.pack import Category, Pack

FILE = "meaning.npz"

TELLING = 5
"""A call is as much of a kind as the mean of its likeliest passages is; on the examples' calls,
each held out in turn, 1, 2, 3 and 5 passages find F1 0.83, 0.86, 0.89 and 0.91."""

_SHOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """The classifiers of one language.

    categories : ids of the pack's categories, a row each
    by_embedding : float32 [categories, size of an embedding]
    by_term : float32 [terms, categories]
    bias : float32 [categories]
    least : float32 [categories], the score from which a passage suggests a behaviour
    call_slope, call_bias : float32 [categories], from a call's score to the log odds that it is a
        call of this kind; not a number for what is no situation
    rarity : float32 [terms], inverse document frequency
    terms : the number of each term
    """

    categories: tuple[str, ...]
    by_embedding: NDArray[np.float32]
    by_term: NDArray[np.float32]
    bias: NDArray[np.float32]
    least: NDArray[np.float32]
    call_slope: NDArray[np.float32]
    call_bias: NDArray[np.float32]
    rarity: NDArray[np.float32]
    terms: Mapping[str, int]

    def scores(
        self, vectors: NDArray[np.float32], terms: Sequence[Iterable[str]]
    ) -> NDArray[np.float32]:
        """Return the log odds of each category in each passage: float32 [passages, categories].

        Parameters
        ----------
        vectors : float32 [passages, size of an embedding]
        terms
            For each passage what `terms_of` makes of its text.
        """
        worded = np.stack([self._by_words(each) for each in terms])
        # Not "@": threads of the linear algebra library wait for each other on a busy machine
        # (measured: 11 ms a call instead of 0.08 ms).
        meant = np.einsum("pe,ce->pc", vectors, self.by_embedding)
        scores: NDArray[np.float32] = meant + worded + self.bias
        return scores

    def _by_words(self, said: Iterable[str]) -> NDArray[np.float32]:
        counts = Counter(self.terms[term] for term in said if term in self.terms)
        if not counts:
            return np.zeros(len(self.categories), np.float32)
        numbers = np.fromiter(counts, np.intp)
        weights = (1 + np.log(np.fromiter(counts.values(), float))) * self.rarity[numbers]
        unit = (weights / np.linalg.norm(weights)).astype(np.float32)
        summed: NDArray[np.float32] = unit @ self.by_term[numbers]
        return summed


def terms_of(text: str, spelling: Spelling) -> list[str]:
    """Return the words of `text` and its pairs of neighbours, as the classifiers know them."""
    words = [token for token in spelling.tokens(text) if token not in MARKS]
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def call_score(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much a call is of each kind, given the scores of its passages."""
    likeliest = np.sort(scores, axis=0)[-TELLING:]
    means: NDArray[np.float32] = likeliest.mean(axis=0)
    return means


@cache
def load_meanings(language: str) -> Meanings | None:
    """Return the classifiers of `language` (ISO 639-1), ``None`` where there are none."""
    path = files("callqa.lexicon") / "packs" / language / FILE
    if not path.is_file():
        return None
    with path.open("rb") as source, np.load(source, allow_pickle=False) as stored:
        return Meanings(
            categories=tuple(map(str, stored["categories"])),
            by_embedding=stored["by_embedding"].astype(np.float32),
            by_term=stored["by_term"].astype(np.float32),
            bias=stored["bias"],
            least=stored["least"],
            call_slope=stored["call_slope"],
            call_bias=stored["call_bias"],
            rarity=stored["rarity"],
            terms={str(term): number for number, term in enumerate(stored["terms"])},
        )


@dataclass(frozen=True, slots=True)
class LikelySituation:
    """A kind of call that the words of this one come near to.

    confidence : 0 to 1, calibrated on the examples' calls
    evidence : the passages that show it most
    """

    category: str
    confidence: float
    evidence: tuple[Evidence, ...]


class Reading:
    """One call's passages as its language's classifiers read them.

    Parameters
    ----------
    turns, passages
        What was said, and its embeddings.
    pack
        The language's phrases and spelling.
    """

    def __init__(self, turns: Sequence[Turn], passages: Sequence[Passage], pack: Pack) -> None:
        self._pack = pack
        self._meanings = load_meanings(pack.language) if passages else None
        by_id = {turn.id: turn for turn in turns}
        self._said = [_Said.of(by_id[passage.turn], passage) for passage in passages]
        if self._meanings is None:
            return
        stored = b"".join(passage.vector for passage in passages)
        vectors = np.frombuffer(stored, "<f2").reshape(len(passages), -1).astype(np.float32)
        terms = [terms_of(each.text, pack.spelling) for each in self._said]
        self._scores = self._meanings.scores(vectors, terms)

    def suggested(
        self, roles: Mapping[str, Role], heard: Sequence[PhraseHit]
    ) -> tuple[PhraseHit, ...]:
        """Return the behaviours that passages come near to, in their order.

        Parameters
        ----------
        roles
            Role of each speaker by id; a speaker that is not there is ``other``.
        heard
            Phrase hits: where one lies in a passage, meaning adds nothing of its category there.
        """
        if self._meanings is None:
            return ()
        names = self._meanings.categories
        hits = [
            hit
            for said, row in zip(self._said, self._scores >= self._meanings.least, strict=True)
            for hit in said.hits(
                roles.get(said.turn.speaker, "other"),
                (self._pack.categories[names[place]] for place in np.flatnonzero(row)),
            )
        ]
        said_so: dict[tuple[str, Role], list[PhraseHit]] = {}
        for each in heard:
            said_so.setdefault((each.category, each.role), []).append(each)
        return tuple(
            hit
            for hit in hits
            if not any(_overlap(hit, each) for each in said_so.get((hit.category, hit.role), ()))
        )

    def situations(self) -> tuple[LikelySituation, ...]:
        """Return how likely the call is of each kind, with the passages that show it most."""
        meanings = self._meanings
        if meanings is None:
            return ()
        odds = meanings.call_slope * call_score(self._scores) + meanings.call_bias
        return tuple(
            LikelySituation(
                meanings.categories[place],
                float(1 / (1 + np.exp(-odds[place]))),
                self._showing(self._scores[:, place]),
            )
            for place in np.flatnonzero(np.isfinite(odds))
        )

    def _showing(self, scores: NDArray[np.float32]) -> tuple[Evidence, ...]:
        enough = max(0.0, float(scores.max()) / 2)
        likeliest = [place for place in np.argsort(-scores)[:_SHOWN] if scores[place] > enough]
        return tuple(self._said[place].evidence() for place in sorted(likeliest))


@dataclass(frozen=True, slots=True)
class _Said:
    turn: Turn
    start_s: float
    end_s: float
    text: str

    @classmethod
    def of(cls, turn: Turn, passage: Passage) -> "_Said":
        words = turn.words[passage.first : passage.end]
        text = " ".join(word.text.strip() for word in words)
        return cls(turn, words[0].start_s, words[-1].end_s, text)

    def evidence(self) -> Evidence:
        return Evidence(self.start_s, self.end_s, self.turn.speaker, self.text)

    def hits(self, role: Role, categories: Iterable[Category]) -> Iterator[PhraseHit]:
        for category in categories:
            if category.may_be_said_by(role):
                yield PhraseHit(
                    category=category.id,
                    polarity=category.polarity,
                    role=role,
                    turn=self.turn.id,
                    start_s=self.start_s,
                    end_s=self.end_s,
                    text=self.text,
                    source="meaning",
                )


def _overlap(hit: PhraseHit, heard: PhraseHit) -> bool:
    return heard.start_s < hit.end_s and heard.end_s > hit.start_s
