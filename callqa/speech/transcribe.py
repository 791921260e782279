"""Speech to timed words, with the chunks of all channels decoded side by side."""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass

import numpy as np

from callqa.audio.decode import Audio
from callqa.domain.recording import Language
from callqa.domain.span import Span, merged, subtracted, total_s
from callqa.domain.speech import Word
from callqa.settings import HearingSettings
from callqa.speech.backends.whisper import WhisperRecogniser
from callqa.speech.known_names import KnownNames
from callqa.speech.packing import Chunk, cut, pack, placed

# A language heard with less than this is heard again with more speech.
_SURE_OF_LANGUAGE = 0.6
_LANGUAGE_CHUNKS = 3
# Speech this long without a word is heard again; its words count when they are this likely.
_SKIPPED_S = 1.0
_SURE_OF_WORDS = 0.5
_PUNCTUATION = ".,;:!?"
_SPELLED = re.compile(r"\w(?:-\w)+")


@dataclass(frozen=True, slots=True)
class ChannelSpeech:
    """The detected speech of one channel; `channel` counts from 0."""

    channel: int
    speech: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """Words by channel (from 0), each sorted by time, and the language they are in."""

    language: Language
    words: dict[int, tuple[Word, ...]]


class Transcriber:
    """Recognises speech, batches side by side on `pool`; `names` are those a site gave."""

    def __init__(
        self,
        recogniser: WhisperRecogniser,
        pool: Executor,
        settings: HearingSettings,
        names: KnownNames | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._pool = pool
        self._settings = settings
        self._names = names

    def transcribe(
        self,
        audio: Audio,
        channels: Sequence[ChannelSpeech],
        on_progress: Callable[[float, float], None],
    ) -> Transcript:
        """Return the words of the detected speech; `on_progress` gets (done_s, total_s)."""
        chunks = [
            chunk for each in channels for chunk in self._packed(audio, each.channel, each.speech)
        ]
        language = self._language(audio, chunks)
        words: dict[int, list[Word]] = {each.channel: [] for each in channels}
        total_speech_s = sum(total_s(each.speech) for each in channels)
        done_s = 0.0
        for chunk, found in self._recognised(audio, chunks, language.code):
            words[chunk.channel].extend(found)
            done_s += chunk.speech_s
            on_progress(min(done_s, total_speech_s), total_speech_s)
        for each in channels:
            skipped = _without_words(each.speech, words[each.channel])
            again = self.hear_again(audio, each.channel, skipped, language.code)
            words[each.channel].extend(_not_spelled_before(again, words[each.channel]))
        return Transcript(
            language,
            {
                channel: tuple(sorted(found, key=lambda word: word.start_s))
                for channel, found in words.items()
            },
        )

    def hear_again(
        self, audio: Audio, channel: int, stretches: Sequence[Span], language: str
    ) -> tuple[Word, ...]:
        """Return the words of stretches that have none yet, each heard on its own.

        Among several sentences in a chunk the recogniser now and then passes one over; on its
        own it is recognised. Words that are not likely are left out: this is where a recogniser
        invents them.
        """
        chunks = [
            chunk
            for span in stretches
            if span.duration_s >= _SKIPPED_S
            for chunk in self._packed(audio, channel, [span])
        ]
        likely: list[Word] = []
        for _, found in self._recognised(audio, chunks, language):
            if sum(word.probability for word in found) >= _SURE_OF_WORDS * len(found):
                likely.extend(found)
        return tuple(likely)

    def _packed(self, audio: Audio, channel: int, speech: Sequence[Span]) -> tuple[Chunk, ...]:
        return pack(
            speech,
            lambda start_s, end_s: audio.channel(channel, start_s, end_s),
            channel=channel,
            chunk_s=self._settings.chunk_s,
            duration_s=audio.duration_s,
        )

    def _recognised(
        self, audio: Audio, chunks: Sequence[Chunk], language: str
    ) -> Iterator[tuple[Chunk, tuple[Word, ...]]]:
        """Yield each chunk with its words, in times of the recording, as they are done."""
        waiting = {
            self._pool.submit(self._recognise, audio, batch, language): batch
            for batch in self._batches(chunks)
        }
        for finished in as_completed(waiting):
            yield from zip(waiting[finished], finished.result(), strict=True)

    def _batches(self, chunks: Sequence[Chunk]) -> list[Sequence[Chunk]]:
        """Group chunks of like length, since a batch is as long as its longest.

        Groups depend on the call alone: the same call has the same words on any machine.
        """
        ordered = sorted(chunks, key=lambda chunk: chunk.duration_s, reverse=True)
        size = self._settings.batch_size
        return [ordered[first : first + size] for first in range(0, len(ordered), size)]

    def _recognise(
        self, audio: Audio, batch: Sequence[Chunk], language: str
    ) -> list[tuple[Word, ...]]:
        sounds = [_sound(audio, chunk) for chunk in batch]
        found = self._recogniser.transcribe(sounds, language, self._names)
        return [placed(words, chunk) for words, chunk in zip(found, batch, strict=True)]

    def _language(self, audio: Audio, chunks: Sequence[Chunk]) -> Language:
        """Listen to the longest chunks until one is sure; without speech, English at 0."""
        if self._settings.language != "auto":
            self._recogniser.check_language(self._settings.language)
            return Language(self._settings.language, 1.0)
        heard = [Language("en", 0.0)]
        for chunk in sorted(chunks, key=lambda each: -each.speech_s)[:_LANGUAGE_CHUNKS]:
            heard.append(self._recogniser.detect_language(_sound(audio, chunk)))
            if heard[-1].probability >= _SURE_OF_LANGUAGE:
                break
        return max(heard, key=lambda each: each.probability)


def _without_words(speech: Sequence[Span], words: Sequence[Word]) -> tuple[Span, ...]:
    spoken = merged((Span(word.start_s, word.end_s) for word in words), bridge_s=_SKIPPED_S / 2)
    return subtracted(speech, spoken)


def _not_spelled_before(again: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """Drop letters that are the rest of a word spelled out just before.

    ``S-I-L-L-E`` with pauses between its letters is one word, held in its first stretch; the
    stretches after it then seem to be without words.
    """
    kept = []
    for word in again:
        before = max(
            (each for each in words if each.start_s < word.start_s),
            key=lambda each: each.start_s,
            default=None,
        )
        rest = word.text.strip(_PUNCTUATION)
        spelled = before is not None and _SPELLED.fullmatch(before.text.strip(_PUNCTUATION))
        if not (spelled and spelled[0].lower().endswith(rest.lower())):
            kept.append(word)
    return kept


def _sound(audio: Audio, chunk: Chunk) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return cut(chunk, lambda start_s, end_s: audio.channel(chunk.channel, start_s, end_s))
