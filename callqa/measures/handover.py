"""Whether the floor passed on cleanly where diarization hears two voices at once.

On one channel the times of overlap are uncertain by 0.3 to 0.5 s, and a label that goes on under
the other's whole turn, or starts before it, looks like an interruption. The words say otherwise.
"""

from bisect import bisect_left
from collections.abc import Sequence

from callqa.domain.speech import Word
from callqa.measures.floor import KEEPS_FLOOR_S, WORD_SLIP_S, Floor
from callqa.measures.timeline import Stretch
from callqa.settings import InterruptionSettings

NEXT_WORD_S = 0.5
"""The word that the other starts with lies this near to the start (largest slip measured)."""

LABEL_SLIP_S = 0.25
"""A label ends this much later than the speech (measured on placed calls: 0.25 s is best, 0 and
0.5 s lose two interruptions in 37)."""

OVERLAP_TAIL_S = 0.1
"""A labelled overlap is longer than the true one by this much, where words say that the first
sentence was over (measured: 0.1 s undoes two false interruptions of 6, 0.15 s loses a true one)."""

HIDDEN_SHARE = 0.7
"""A signal lies in the other's speech at least so far (measured: 0.5 to 0.9 are alike)."""

MIN_SOUND_S = 0.25
"""Speech without words is at least this long; shorter labels are slips of the diarizer (measured:
0.03 to 0.2 s)."""


def is_unspoken(stretch: Stretch, settings: InterruptionSettings) -> bool:
    """Tell whether `stretch` is a label without a word, too short to be a turn.

    Where both speak at once on one channel, a turn of theirs still leaves words of its own.
    """
    return not stretch.words and stretch.duration_s <= settings.wordless_max_s + LABEL_SLIP_S


def is_signal(by: Floor, of: Floor, index: int, settings: InterruptionSettings) -> bool:
    """Tell whether stretch `index` of `by` is as short as a signal and lies in speech of `of`.

    Where both speak at once on one channel, the words are those of the louder, whoever they are
    given to: they do not tell what the other said.
    """
    stretch = by.stretches[index]
    return (
        stretch.duration_s <= settings.wordless_max_s + LABEL_SLIP_S
        and by.spoken_s(stretch.end_s, stretch.end_s + KEEPS_FLOOR_S) == 0
        and of.spoken_s(stretch.start_s, stretch.end_s) >= HIDDEN_SHARE * stretch.duration_s
        and of.keeps_floor(stretch.end_s, settings.goes_on_s)
    )


def is_slip(stretch: Stretch) -> bool:
    """Tell whether `stretch` is too short for even a listening signal."""
    return not stretch.words and stretch.duration_s < MIN_SOUND_S


def passes_cleanly(by: Floor, of: Floor, start_s: float, settings: InterruptionSettings) -> bool:
    """Tell whether `of` had finished a sentence and fallen silent when `by` starts.

    So it is when the last word of `of` before that start ends a sentence, and no word of either
    follows for ``resume_s``. Who the next word is given to does not matter: where labels
    overlap, words are given to the wrong party.
    """
    before = of.said_by(start_s - WORD_SLIP_S)
    if not before or not of.reader.is_sentence_end(before[-1]):
        return False
    followers = (
        _next(by.words, by.word_starts_s, before[-1]),
        _next(of.words, of.word_starts_s, before[-1]),
    )
    starts_s = [word.start_s for word in followers if word is not None]
    if not starts_s:
        return False
    next_s = min(starts_s)
    silent = next_s - before[-1].end_s >= settings.resume_s
    return silent and abs(next_s - start_s) <= NEXT_WORD_S


def ends_sentence_near(by: Floor, of: Floor, time_s: float) -> bool:
    """Tell whether a word of either party ends a sentence within a word slip round `time_s`.

    Where labels overlap, a sentence's last word is given to either of them.
    """
    words = (*of.said_by(time_s + NEXT_WORD_S), *by.said_by(time_s + NEXT_WORD_S))
    near = (word for word in words if abs(word.end_s - time_s) <= NEXT_WORD_S)
    return any(of.reader.is_sentence_end(word) for word in near)


def _next(words: Sequence[Word], starts_s: Sequence[float], word: Word) -> Word | None:
    index = bisect_left(starts_s, word.start_s)
    while index < len(words) and words[index] is word:
        index += 1
    return words[index] if index < len(words) else None
