"""Passages and their embeddings, with the packaged model."""

import numpy as np
import pytest

from callqa.domain.speech import Turn
from callqa.speech.backends.minilm import (
    EMBEDDING_SIZE,
    SentenceEmbedder,
    load_sentence_embedder,
)
from callqa.speech.manifest import manifest
from callqa.speech.meaning import MAX_WORDS, embed_passages
from callqa.speech.weights import verify
from tests.measures.builders import turn

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return load_sentence_embedder(verify(manifest("meaning", "minilm")))


def cut(turns: list[Turn], embedder: SentenceEmbedder) -> list[tuple[int, int, int]]:
    return [(each.turn, each.first, each.end) for each in embed_passages(turns, embedder)]


def test_a_short_turn_is_one_passage_and_a_silent_one_none(embedder: SentenceEmbedder) -> None:
    turns = [turn(0, ("A", 0, 5, "Good morning. How can I help?")), turn(1, ("C", 5, 6, ""))]

    assert cut(turns, embedder) == [(0, 0, 6)]


def test_a_long_turn_is_cut_where_a_sentence_starts(embedder: SentenceEmbedder) -> None:
    sentence = " ".join(["word"] * 17) + " end."
    turns = [turn(0, ("C", 0, 60, f"{sentence} {sentence} {sentence}"))]

    assert cut(turns, embedder) == [(0, 0, 36), (0, 36, 54)]


def test_words_without_a_full_stop_are_cut_all_the_same(embedder: SentenceEmbedder) -> None:
    said = " ".join(["word"] * (2 * MAX_WORDS + 5))

    places = cut([turn(0, ("C", 0, 60, said))], embedder)

    assert places == [(0, 0, 40), (0, 40, 80), (0, 80, 85)]


def test_like_means_near(embedder: SentenceEmbedder) -> None:
    said = ["My parcel never came.", "The delivery did not arrive.", "I would like a large coffee."]
    turns = [turn(number, ("C", number, number + 1, text)) for number, text in enumerate(said)]

    stored = b"".join(each.vector for each in embed_passages(turns, embedder))

    vectors = np.frombuffer(stored, "<f2").reshape(3, EMBEDDING_SIZE).astype(float)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-2)
    assert vectors[0] @ vectors[1] > 0.5 > 0.2 > vectors[0] @ vectors[2]
