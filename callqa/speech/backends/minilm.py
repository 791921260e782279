"""A passage of text as 384 numbers: the MiniLM sentence embedding, in ONNX Runtime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.speech.backends.onnx_export import new_session
from callqa.speech.weights import Verified

EMBEDDING_SIZE = 384
_MAX_TOKENS = 128
"""Longer passages are cut: the length the published model was trained with."""


class SentenceEmbedder:
    """The MiniLM network and its tokenizer.

    Parameters
    ----------
    model, tokenizer
        The files ``model.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, model: Path, tokenizer: Path) -> None:
        from tokenizers import Tokenizer

        self._session = new_session(model, threads=1)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit-length embedding of each text: float32 [texts, EMBEDDING_SIZE]."""
        found = [self._embed(text) for text in texts]
        return np.stack(found) if found else np.empty((0, EMBEDDING_SIZE), np.float32)

    def _embed(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        (states,) = self._session.run(
            None,
            {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": np.zeros_like(ids),
            },
        )
        vector: NDArray[np.float32] = states[0].mean(axis=0)
        return vector / np.float32(np.linalg.norm(vector))


def load_sentence_embedder(model: Verified) -> SentenceEmbedder:
    """Load the network and its tokenizer from verified files."""
    return SentenceEmbedder(model.file("model.onnx"), model.file("tokenizer.json"))
