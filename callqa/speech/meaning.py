"""What is said, a passage at a time, as sentence embeddings: the last thing that HEAR makes."""

from collections.abc import Iterator, Sequence

import numpy as np

from callqa.domain.hearing import Passage
from callqa.domain.speech import Turn, Word
from callqa.speech.backends.minilm import SentenceEmbedder

MAX_WORDS = 40
"""A passage is about as long as the labelled examples (the longest have 60 words)."""

_SENTENCE_ENDS = (".", "?", "!")


def embed_passages(turns: Sequence[Turn], embedder: SentenceEmbedder) -> tuple[Passage, ...]:
    """Return every turn in passages, with their embeddings.

    A passage is a whole turn, or as many of its sentences as make `MAX_WORDS` words; a longer
    sentence is cut.
    """
    places = [(turn, *place) for turn in turns for place in _places(turn.words)]
    texts = [
        " ".join(word.text.strip() for word in turn.words[first:end]) for turn, first, end in places
    ]
    vectors = embedder.embed(texts).astype(np.float16)
    return tuple(
        Passage(turn.id, first, end, vector.tobytes())
        for (turn, first, end), vector in zip(places, vectors, strict=True)
    )


def _places(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start = 0
    for first, end in _sentences(words):
        if end - start > MAX_WORDS and first > start:
            yield start, first
            start = first
    if start < len(words):
        yield start, len(words)


def _sentences(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, word in enumerate(words):
        ended = word.text.strip().endswith(_SENTENCE_ENDS)
        if ended or index - first + 1 == MAX_WORDS or index + 1 == len(words):
            yield first, index + 1
            first = index + 1
