"""Train a pack's classifiers of meaning: ``python -m tests.lexicon.train_meaning [language]``.

Reads ``packs/<language>/examples/*.tsv`` and writes ``packs/<language>/meaning.npz``; takes some
minutes. A line of an example file is ``call, role, text, labels``, apart by tabs: the lines of one
call are held out together when the classifiers are tried; ``(label)`` is in doubt, and left out for
that label.

A passage suggests a behaviour from the lowest score at which suggestions are right often enough on
examples held out in turn (five folds): `PRECISION` of the time, `PRECISION_AGAINST` where it speaks
against somebody. A behaviour of which fewer than `RECALL` are found so is never suggested. A
call's kind is told from the scores of its passages by a logistic regression on the examples' calls:
a call is of a kind when three of its lines have its label, or as many as of any other kind.
"""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from callqa.lexicon import Category, Pack, load_pack
from callqa.lexicon.meaning import FILE, call_score, terms_of
from callqa.speech.backends.minilm import load_sentence_embedder
from callqa.speech.manifest import manifest
from callqa.speech.weights import verify

PACKS = Path(__file__).resolve().parents[2] / "callqa" / "lexicon" / "packs"
PRECISION = 0.8
PRECISION_AGAINST = 0.87
RECALL = 0.1
MIN_EXAMPLES = 40
FOLDS = 5
_STRENGTH = 2.0
"""Inverse of the regularisation; 0.5 to 10 were tried, 2 was best on held-out examples."""

_NEVER = 1e9


@dataclass(frozen=True)
class Example:
    """One labelled passage; `call` is empty where it stands alone."""

    call: str
    role: str
    text: str
    labels: frozenset[str]
    doubtful: frozenset[str]

    @property
    def fold(self) -> int:
        """The part that it is held out with."""
        return hashlib.sha256((self.call or self.text).encode()).digest()[0] % FOLDS

    def teaches(self, category: Category) -> bool:
        """Tell whether it says for sure that it is of `category` or is not."""
        named = category.id in self.doubtful
        return category.may_be_said_by(self.role) and not named  # type: ignore[arg-type]


@dataclass(frozen=True)
class Classifier:
    """What one category has learnt: `tried` are the scores of all examples, each held out."""

    category: Category
    final: LogisticRegression
    tried: NDArray[np.float64]
    least: float
    call_slope: float = np.nan
    call_bias: float = np.nan


def read_examples(folder: Path) -> tuple[Example, ...]:
    """Read every example of a pack."""
    return tuple(
        _example(line.split("\t"))
        for path in sorted(folder.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the examples of a pack."""
    paths = sorted(folder.glob("*.tsv"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _example(columns: list[str]) -> Example:
    call, role, text, labels = columns
    named = labels.split()
    return Example(
        call,
        role,
        text,
        frozenset(each for each in named if each[0] not in "(-"),
        frozenset(each.strip("()") for each in named if each[0] == "("),
    )


def train(examples: Sequence[Example], pack: Pack) -> dict[str, NDArray[Any]]:
    """Return what `callqa.lexicon.meaning.load_meanings` reads."""
    model = verify(manifest("meaning", "minilm"))
    vectors = load_sentence_embedder(model).embed([each.text for each in examples])
    words = TfidfVectorizer(
        analyzer=lambda text: terms_of(text, pack.spelling), sublinear_tf=True, min_df=2
    )
    worded = words.fit_transform([each.text for each in examples])
    features = csr_matrix(hstack([csr_matrix(vectors), worded]))
    found = (_classifier(each, examples, features) for each in pack.categories.values())
    kept = [each for each in found if each is not None]
    size = vectors.shape[1]
    weights = np.concatenate([each.final.coef_ for each in kept])
    return {
        "categories": np.array([each.category.id for each in kept]),
        "by_embedding": weights[:, :size].astype(np.float16),
        "by_term": weights[:, size:].T.astype(np.float16),
        "bias": np.concatenate([each.final.intercept_ for each in kept]).astype(np.float32),
        "least": np.array([each.least for each in kept], np.float32),
        "call_slope": np.array([each.call_slope for each in kept], np.float32),
        "call_bias": np.array([each.call_bias for each in kept], np.float32),
        "rarity": words.idf_.astype(np.float32),
        "terms": words.get_feature_names_out().astype(str),
    }


def _classifier(
    category: Category, examples: Sequence[Example], features: Any
) -> Classifier | None:
    there = np.array([category.id in each.labels for each in examples])
    if there.sum() < MIN_EXAMPLES:
        return None
    sure = np.array([each.teaches(category) for each in examples])
    folds = np.array([each.fold for each in examples])
    tried = np.zeros(len(examples))
    for fold in range(FOLDS):
        out = folds == fold
        teacher = _fit(features[sure & ~out], there[sure & ~out])
        tried[out] = teacher.decision_function(features[out])
    precision = PRECISION_AGAINST if category.polarity == "negative" else PRECISION
    least, recall = _least(tried[sure], there[sure], precision)
    report = f"{category.id:32} {there.sum():5} examples, recall {recall:.2f} from {least:.2f}"
    sys.stdout.write(f"{report}\n")
    final = _fit(features[sure], there[sure])
    if category.purpose != "situation":
        return Classifier(category, final, tried, least) if recall >= RECALL else None
    teller = _call_teller(category, examples, tried)
    slope, bias = float(teller.coef_[0, 0]), float(teller.intercept_[0])
    return Classifier(category, final, tried, least if recall >= RECALL else _NEVER, slope, bias)


def _fit(features: Any, there: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=3000).fit(
        features, there
    )


def _least(
    tried: NDArray[np.float64], there: NDArray[np.bool_], precision: float
) -> tuple[float, float]:
    """Return the least score for a precision, and the recall there."""
    order = np.argsort(-tried)
    right = np.cumsum(there[order])
    precise = np.flatnonzero(right / np.arange(1, len(order) + 1) >= precision)
    if not len(precise):
        return _NEVER, 0.0
    return float(tried[order[precise[-1]]]), float(right[precise[-1]] / there.sum())


def _call_teller(
    category: Category, examples: Sequence[Example], tried: NDArray[np.float64]
) -> LogisticRegression:
    """Learn from a call's score whether it is of this kind; where labels differ it teaches not."""
    scores, is_kind = [], []
    calls: dict[str, list[int]] = {}
    for place, each in enumerate(examples):
        if each.call:
            calls.setdefault(each.call, []).append(place)
    for places in calls.values():
        named = [label for place in places for label in examples[place].labels]
        count = named.count(category.id)
        kinds = [named.count(label) for label in set(named) if label.startswith("situation_")]
        main = count > 0 and (count >= 3 or count == max(kinds))
        doubt = any(category.id in examples[place].doubtful for place in places)
        if main or not (count or doubt):
            scores.append(float(call_score(tried[places][:, np.newaxis])[0]))
            is_kind.append(main)
    return LogisticRegression(C=1.0).fit(np.array(scores)[:, np.newaxis], is_kind)


def main(language: str = "en") -> None:
    """Train the pack of `language` and write its file."""
    pack = load_pack(language)
    if pack is None:
        raise SystemExit(f"There is no pack for {language}.")
    folder = PACKS / language
    trained = train(read_examples(folder / "examples"), pack)
    digest = np.array(digest_of(folder / "examples"))
    np.savez_compressed(folder / FILE, examples_sha256=digest, **trained)


if __name__ == "__main__":
    main(*sys.argv[1:2])
