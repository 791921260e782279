"""Who holds the floor: the stretches of each party, and what overlaps what."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from callqa.domain.measures import PerParty
from callqa.domain.span import Span
from callqa.domain.speech import Word
from callqa.lexicon.conversation import ConversationWords, tokens
from callqa.measures.clause import ClauseReader, reader_of
from callqa.measures.timeline import Stretch, Timeline, stretches
from callqa.settings import InterruptionSettings

KEEPS_FLOOR_S = 1.0
"""Longest pause of a speaker round the other's listening signal (docs/measures.md section 5)."""

WORD_SLIP_S = 0.2
"""How far a recogniser's word times are off (measured on Whisper base against placed starts:
median 0.1 s early, at most 0.5 s)."""

DOUBTFUL = 0.3
"""Words of a lower probability are guesses: over another's speech, what is left of the words
before, or of a listening signal."""

SQUEEZED_S = 0.025
"""A word this short had no room where it stands: it was said elsewhere (shortest that is not:
0.03 s)."""


@dataclass(frozen=True, slots=True)
class Floor:
    """One party's hold on the floor.

    stretches : speech with gaps shorter than ``bridge_s`` bridged
    run : for each stretch, the number of the run it belongs to; a run goes on through pauses in
        which the speaker had not given up the floor
    run_start_s, run_last : for each run, when it starts and its last stretch
    words : the party's words, sorted by start
    reader : tells clause ends in them
    """

    stretches: tuple[Stretch, ...]
    starts_s: tuple[float, ...]
    run: tuple[int, ...]
    run_start_s: tuple[float, ...]
    run_last: tuple[int, ...]
    words: tuple[Word, ...]
    word_starts_s: tuple[float, ...]
    reader: ClauseReader

    def at(self, time_s: float) -> int | None:
        """Return the index of the last stretch that starts at or before `time_s`."""
        index = bisect_right(self.starts_s, time_s) - 1
        return index if index >= 0 else None

    def spoken_s(self, start_s: float, end_s: float) -> float:
        """Return the seconds of speech between two times."""
        index = self.at(start_s) or 0
        total_s = 0.0
        while index < len(self.stretches) and self.stretches[index].start_s < end_s:
            total_s += self.stretches[index].overlap_s(Span(start_s, end_s))
            index += 1
        return total_s

    def goes_on(self, time_s: float, at_least_s: float) -> bool:
        """Tell whether the party speaks that long after `time_s`, a second's pause allowed."""
        return self.spoken_s(time_s, time_s + at_least_s + KEEPS_FLOOR_S) >= at_least_s

    def keeps_floor(self, time_s: float, at_least_s: float) -> bool:
        """Tell whether the party speaks that long after `time_s`, and is not silent at it for long.

        Who had stopped and starts again a second later has taken a new turn.
        """
        index = self.at(time_s)
        following = self.stretches[0 if index is None else index + 1 :][:1]
        stopped_s = -math.inf if index is None else self.stretches[index].end_s
        back = stopped_s >= time_s or any(
            each.start_s - stopped_s < KEEPS_FLOOR_S for each in following
        )
        return back and self.goes_on(time_s, at_least_s)

    def holds(self, index: int, at_least_s: float, bridge_s: float) -> bool:
        """Tell whether speech from stretch `index` on lasts, shorter pauses bridged."""
        start_s = self.stretches[index].start_s
        end_s = self.stretches[index].end_s
        for following in islice(self.stretches, index + 1, None):
            if end_s - start_s >= at_least_s or following.start_s - end_s >= bridge_s:
                break
            end_s = following.end_s
        return end_s - start_s >= at_least_s

    def said_by(self, time_s: float) -> Sequence[Word]:
        """Return the last few words that started before `time_s`."""
        index = bisect_left(self.word_starts_s, time_s)
        return self.words[max(0, index - 3) : index]

    def next_words(self, time_s: float, count: int) -> Sequence[Word]:
        """Return the first `count` words that start at `time_s` or later."""
        index = bisect_left(self.word_starts_s, time_s)
        return self.words[index : index + count]

    def clause_ended(self, index: int) -> bool | None:
        """Tell whether stretch `index` ends at a clause end; ``None`` without words."""
        return _clause_ended(self.stretches[index], self.reader, self.words, self.word_starts_s)

    def breaks_off(self, index: int) -> bool:
        """Tell whether stretch `index` ends on a word that no clause ends on."""
        return self.reader.breaks_off(self.stretches[index].words)


def floors_of(timeline: Timeline, settings: InterruptionSettings) -> PerParty[Floor]:
    """Lay out the floor of both parties."""
    speech, words, language = timeline.speech, timeline.words, timeline.language
    agent_starts_s = [span.start_s for span in speech.agent]
    customer_starts_s = [span.start_s for span in speech.customer]
    return PerParty(
        floor_of(speech.agent, words.agent, customer_starts_s, language, settings),
        floor_of(speech.customer, words.customer, agent_starts_s, language, settings),
    )


def is_backchannel(by: Floor, of: Floor, index: int, settings: InterruptionSettings) -> bool:
    """Tell whether stretch `index` of `by` is a listening signal while `of` has the floor.

    It is nothing but continuers of at most ``backchannel_max_s``, or a sound of at most
    ``wordless_max_s`` that says nothing (see `_tells`); the other spoke
    within the second before it, speaks at least ``goes_on_s`` after it with no pause over a
    second first, and had not just asked.
    """
    stretch = by.stretches[index]
    told = _tells(by, index)
    longest_s = settings.backchannel_max_s if told else settings.wordless_max_s
    if stretch.duration_s > longest_s or (
        told and not by.reader.language.is_continuer(stretch.words)
    ):
        return False
    if of.spoken_s(stretch.start_s - KEEPS_FLOOR_S, stretch.start_s) == 0:
        return False
    if told and of.reader.asks(of.said_by(stretch.start_s - WORD_SLIP_S)):
        return False
    return of.goes_on(stretch.end_s, settings.goes_on_s)


def _tells(by: Floor, index: int) -> bool:
    """Tell whether stretch `index` says something.

    It does not without a word that the recogniser trusts and that has a length (see
    `SQUEEZED_S`), nor where a word without content ("it's"), or words that no clause ends on
    ("and the"), stand alone with a second of silence after them: that is what a recogniser makes
    of a signal that it cannot tell. A refusal ("no") says something.
    """
    words = by.stretches[index].words
    if not any(_is_heard(word) for word in words):
        return False
    end_s = by.stretches[index].end_s
    if by.spoken_s(end_s, end_s + KEEPS_FLOOR_S) > 0:
        return True
    language, said = by.reader.language, tokens(words)
    if len(said) == 1 and said[0] not in language.refusal:
        return bool(language.is_continuer(words) or language.content_stems(said[0]))
    return not language.never_last.issuperset(said)


def _is_heard(word: Word) -> bool:
    return word.probability >= DOUBTFUL and word.end_s - word.start_s > SQUEEZED_S


def floor_of(
    spans: Sequence[Span],
    words: tuple[Word, ...],
    other_starts_s: Sequence[float],
    language: ConversationWords,
    settings: InterruptionSettings,
) -> Floor:
    """Lay out the floor of one party; `other_starts_s` are the starts of the other's speech.

    A pause shorter than ``resume_s`` does not end a run, unless the party said nothing but a
    continuer after it, or had finished a clause (or said no word that tells) and the other
    started within the pause: then the floor had passed on. Where words were recognised before
    the pause and none after, what follows is the tail of the same words.
    """
    pieces = stretches(spans, words, settings.bridge_s)
    starts_s = tuple(word.start_s for word in words)
    reader = reader_of(words, language)
    run: list[int] = []
    run_start_s: list[float] = []
    run_last: list[int] = []
    for index, piece in enumerate(pieces):
        paused_s = piece.start_s - pieces[index - 1].end_s if index else math.inf
        before = pieces[index - 1] if index else piece
        held_s = KEEPS_FLOOR_S if reader.breaks_off(before.words) else settings.resume_s
        if paused_s < held_s and not language.is_continuer(piece.words):
            tail = bool(before.words) and not piece.words
            taken = _any_within(other_starts_s, before.end_s, piece.start_s)
            ended = taken and _clause_ended(before, reader, words, starts_s)
            if tail or ended is False:
                run.append(run[-1])
                run_last[-1] = index
                continue
        run_start_s.append(piece.start_s)
        run_last.append(index)
        run.append(len(run_start_s) - 1)
    return Floor(
        pieces,
        tuple(piece.start_s for piece in pieces),
        tuple(run),
        tuple(run_start_s),
        tuple(run_last),
        words,
        starts_s,
        reader,
    )


def _any_within(times_s: Sequence[float], start_s: float, end_s: float) -> bool:
    index = bisect_right(times_s, start_s)
    return index < len(times_s) and times_s[index] < end_s


def _clause_ended(
    stretch: Stretch, reader: ClauseReader, words: Sequence[Word], starts_s: Sequence[float]
) -> bool | None:
    if not stretch.words:
        return None
    index = bisect_right(starts_s, stretch.words[-1].start_s)
    return reader.ended(stretch.words, words[index] if index < len(words) else None)
