"""Whisper through faster-whisper and CTranslate2: packed chunks to timed words."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ
from callqa.domain.recording import Language
from callqa.domain.speech import Word
from callqa.errors import UsageError
from callqa.speech.known_names import KnownNames

# Silence after the chunk: Whisper ends its sentence there. Encoding needs no more than this
# (measured: 22 s windows cost half of the 30 s that the model was trained on, at equal errors).
_TAIL_S = 2.0
# A short chunk alone in a short window is said over and over (measured on 41 turns of up to 4 s,
# greedy: 291 % word errors and 6 loops with nothing but the tail, 4.9 % at 8 s, 3.2 % at 15 s).
_SHORTEST_WINDOW_S = 15.0
_LANGUAGE_EXCERPT_S = 15.0
# Whisper's own limits for a decoding that loops or wanders off (Radford et al. 2022, 4.5).
_LOOP_COMPRESSION_RATIO = 2.4
_LOW_LOGPROB = -1.0
_NO_SPEECH = 0.6
_CAREFUL_BEAM = 5
# Whisper was trained with up to 223 tokens of text before a window, half of its 448.
_TOLD_TOKENS = 220
_APOSTROPHES_AND_OPENERS = "\"'“¿([{-"
_CLOSERS = "\"'.。,，!！?？:：”)]}、"  # noqa: RUF001 - Whisper writes the wide forms


@dataclass(frozen=True, slots=True)
class _Decoding:
    tokens: list[int]
    text: str
    avg_logprob: float
    no_speech: float

    @property
    def loops(self) -> bool:
        data = self.text.encode()
        return len(data) / max(1, len(zlib.compress(data))) > _LOOP_COMPRESSION_RATIO

    @property
    def poor(self) -> bool:
        return self.loops or self.avg_logprob < _LOW_LOGPROB

    @property
    def invented(self) -> bool:
        return self.no_speech > _NO_SPEECH and self.avg_logprob < _LOW_LOGPROB


class WhisperRecogniser:
    """A loaded Whisper model; safe to call from `threads` threads at once.

    Parameters
    ----------
    folder
        CTranslate2 model folder (``model.bin``, ``config.json``, tokenizer, vocabulary).
    device, compute_type
        As CTranslate2 names them: ``cpu`` or ``cuda``; ``int8``, ``float16``, ...
    threads
        Calls that run side by side, one core each on a CPU.
    full_window
        Pad every chunk to the 30 s that the model was trained on. The tiny model drops whole
        chunks without it (measured: 606 of 1470 words).
    """

    def __init__(
        self, folder: Path, *, device: str, compute_type: str, threads: int, full_window: bool
    ) -> None:
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(
            str(folder),
            device=device,
            compute_type=compute_type,
            cpu_threads=1,
            num_workers=threads,
            local_files_only=True,
        )
        self._full_window = full_window

    def check_language(self, code: str) -> None:
        """Raise UsageError unless the model knows the language `code` (ISO 639-1)."""
        known = self._model.supported_languages
        if code not in known:
            raise UsageError(
                f"The recognition model knows {', '.join(sorted(known))}.",
                subject=f"language {code}",
                remedy="Give one of these, or auto.",
            )

    def detect_language(self, samples: NDArray[np.float32]) -> Language:
        """Return the language of speech (float32 [n] at 16 kHz; its first 15 s are heard)."""
        if not self._model.model.is_multilingual:
            return Language("en", 1.0)
        excerpt = samples[: int(_LANGUAGE_EXCERPT_S * SAMPLE_RATE_HZ)]
        encoded = self._encoded([excerpt])
        token, probability = self._model.model.detect_language(encoded)[0][0]
        return Language(token[2:-2], round(float(probability), 3))

    def transcribe(
        self,
        chunks: Sequence[NDArray[np.float32]],
        language: str,
        names: KnownNames | None = None,
    ) -> list[tuple[Word, ...]]:
        """Return the words of each chunk (float32 [n] at 16 kHz), in times of the chunk.

        With `names` every chunk is read a second time for them.
        """
        tokenizer = self._tokenizer(language)
        encoded = self._encoded(chunks)
        decoded = self._decoded(encoded, tokenizer, len(chunks), beam_size=1)
        for index, decoding in enumerate(decoded):
            if decoding.poor:
                decoded[index] = self._decoded_with_care(chunks[index], tokenizer, decoding)
        spoken = [[] if each.invented else each.tokens for each in decoded]
        if names and any(spoken):
            spoken = self._with_names(tokenizer, encoded, spoken, names)
        return self._words(tokenizer, encoded, spoken, chunks)

    def _with_names(
        self, tokenizer: Any, encoded: Any, spoken: list[list[int]], names: KnownNames
    ) -> list[list[int]]:
        """Read the chunks again, told the names that they may hold, and write those in."""
        heard = [tokenizer.decode(tokens).split() for tokens in spoken]
        told = self._told(tokenizer, names.likeliest(heard))
        again = self._decoded(encoded, tokenizer, len(spoken), beam_size=1, told=told)
        written = [
            names.written(words, [] if second.loops else second.text.split())
            for words, second in zip(heard, again, strict=True)
        ]
        return [
            tokens if words == first else tokenizer.encode(" " + " ".join(words))
            for tokens, first, words in zip(spoken, heard, written, strict=True)
        ]

    def _told(self, tokenizer: Any, likeliest: Sequence[str]) -> list[int]:
        """Return the likeliest names as the text before the chunk, the likeliest nearest to it."""
        told: list[int] = []
        for name in likeliest:
            tokens = tokenizer.encode(f" {name},")
            if len(told) + len(tokens) > _TOLD_TOKENS:
                break
            told = [*tokens, *told]
        return [tokenizer.sot_prev, *told]

    def _decoded_with_care(
        self, chunk: NDArray[np.float32], tokenizer: Any, first: _Decoding
    ) -> _Decoding:
        careful = self._decoded(self._encoded([chunk]), tokenizer, 1, beam_size=_CAREFUL_BEAM)[0]
        if careful.loops and not first.loops:
            return first
        if careful.loops:
            return _without_loop(careful, tokenizer)
        return careful if first.loops or careful.avg_logprob > first.avg_logprob else first

    def _encoded(self, chunks: Sequence[NDArray[np.float32]]) -> Any:
        """Encode one chunk at a time (batched encoding is half as fast: cache), then stack."""
        import ctranslate2

        extractor = self._model.feature_extractor
        tailed = max(len(chunk) for chunk in chunks) + int(_TAIL_S * SAMPLE_RATE_HZ)
        longest = max(tailed, int(_SHORTEST_WINDOW_S * SAMPLE_RATE_HZ))
        if self._full_window:
            longest = 30 * SAMPLE_RATE_HZ
        outputs = []
        for chunk in chunks:
            features = extractor(np.pad(chunk, (0, longest - len(chunk))), padding=0)
            even = features[..., : features.shape[-1] // 2 * 2]
            view = ctranslate2.StorageView.from_array(np.ascontiguousarray(even[np.newaxis]))
            outputs.append(self._model.model.encode(view, to_cpu=True))
        if len(outputs) == 1:
            return outputs[0]
        return ctranslate2.StorageView.from_array(
            np.concatenate([np.asarray(output) for output in outputs])
        )

    def _decoded(
        self,
        encoded: Any,
        tokenizer: Any,
        count: int,
        *,
        beam_size: int,
        told: Sequence[int] = (),
    ) -> list[_Decoding]:
        from faster_whisper.transcribe import get_suppressed_tokens

        prompt = [*told, *tokenizer.sot_sequence, tokenizer.no_timestamps]
        results = self._model.model.generate(
            encoded,
            [prompt] * count,
            beam_size=beam_size,
            max_length=self._model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )
        return [
            _Decoding(
                tokens=list(result.sequences_ids[0]),
                text=tokenizer.decode(result.sequences_ids[0]),
                avg_logprob=result.scores[0]
                * len(result.sequences_ids[0])
                / (len(result.sequences_ids[0]) + 1),
                no_speech=result.no_speech_prob,
            )
            for result in results
        ]

    def _words(
        self,
        tokenizer: Any,
        encoded: Any,
        spoken: list[list[int]],
        chunks: Sequence[NDArray[np.float32]],
    ) -> list[tuple[Word, ...]]:
        from faster_whisper.transcribe import merge_punctuations

        text_tokens = [[token for token in each if token < tokenizer.eot] for each in spoken]
        if not any(text_tokens):
            return [() for _ in spoken]
        frames = max(len(chunk) for chunk in chunks) // 160
        aligned = self._model.find_alignment(tokenizer, text_tokens, encoded, frames)
        for alignment in aligned:
            merge_punctuations(alignment, _APOSTROPHES_AND_OPENERS, _CLOSERS)
        return [_whole_words(alignment) for alignment in aligned]

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        multilingual = self._model.model.is_multilingual
        return Tokenizer(
            self._model.hf_tokenizer, multilingual, task="transcribe", language=language
        )


def _whole_words(alignment: list[dict[str, Any]]) -> tuple[Word, ...]:
    """Join parts that continue a word ("high", "-end"): those that begin without a space."""
    words: list[Word] = []
    for each in alignment:
        text = each["word"]
        if not text.strip():
            continue
        start_s, end_s = float(each["start"]), float(each["end"])
        probability = round(float(each["probability"]), 3)
        if words and not text.startswith(" "):
            last = words[-1]
            words[-1] = Word(
                last.text + text.strip(), last.start_s, end_s, min(last.probability, probability)
            )
        else:
            words.append(Word(text.strip(), start_s, end_s, probability))
    return tuple(words)


def _without_loop(decoding: _Decoding, tokenizer: Any) -> _Decoding:
    """Keep a phrase that is repeated three times or more only once."""
    tokens = decoding.tokens
    for size in range(1, len(tokens) // 3 + 1):
        at = 0
        kept: list[int] = []
        while at < len(tokens):
            unit = tokens[at : at + size]
            run = 1
            while tokens[at + run * size : at + (run + 1) * size] == unit:
                run += 1
            if run >= 3 and len(unit) == size:
                kept.extend(unit)
                at += run * size
            else:
                kept.append(tokens[at])
                at += 1
        tokens = kept
    return _Decoding(tokens, tokenizer.decode(tokens), decoding.avg_logprob, decoding.no_speech)
