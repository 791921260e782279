"""The speech of both parties, laid out once and read by every measure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callqa.domain.hearing import Hearing
from callqa.domain.measures import PerParty
from callqa.domain.span import Span, merged
from callqa.domain.speech import Role, Turn, Word
from callqa.lexicon.conversation import ConversationWords

WORD_REACH_S = 0.5
"""A word further than this from any speech of its speaker belongs to none (measured: Whisper word
times lie within 0.4 s of the voice activity on the development calls)."""


@dataclass(frozen=True, slots=True)
class Stretch(Span):
    """Speech of one party without a gap, and the words said in it."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with spaces."""
        return " ".join(word.text.strip() for word in self.words)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Who speaks when, by party.

    speech : sorted, non-overlapping spans of each party, from voice activity
    sounding : time in which anyone speaks, recorded announcements (role ``other``) included
    words : the words of each party, sorted by start
    turns : the turns of agent and customer, sorted by start
    roles : role by speaker id
    start_s, end_s : first and last speech of the two parties; ringing lies outside
    language : what tells how an utterance works in the language of the call
    """

    speech: PerParty[tuple[Span, ...]]
    sounding: tuple[Span, ...]
    words: PerParty[tuple[Word, ...]]
    turns: tuple[Turn, ...]
    roles: Mapping[str, Role]
    start_s: float
    end_s: float
    language: ConversationWords

    @property
    def duration_s(self) -> float:
        """Seconds between the first and the last speech of the two parties."""
        return self.end_s - self.start_s


def lay_out(hearing: Hearing, language: ConversationWords) -> Timeline:
    """Return the timeline of `hearing`."""
    roles = {each.id: each.role for each in hearing.speakers}
    agent = merged(span for span in hearing.speech if roles[span.speaker] == "agent")
    customer = merged(span for span in hearing.speech if roles[span.speaker] == "customer")
    call = hearing.conversation()
    turns = sorted(hearing.turns, key=lambda turn: (turn.start_s, turn.id))
    return Timeline(
        speech=PerParty(agent, customer),
        sounding=merged(hearing.speech),
        words=PerParty(_words(turns, roles, "agent"), _words(turns, roles, "customer")),
        turns=tuple(turn for turn in turns if roles[turn.speaker] != "other"),
        roles=roles,
        start_s=call.start_s,
        end_s=call.end_s,
        language=language,
    )


def stretches(spans: Sequence[Span], words: Sequence[Word], bridge_s: float) -> tuple[Stretch, ...]:
    """Bridge gaps shorter than `bridge_s` seconds and give each word to the stretch it lies in.

    A word goes to the stretch it shares most time with, else to the nearest within 0.5 s, else
    to none. Both sequences are sorted by start.
    """
    joined = bridged(spans, bridge_s)
    held: list[list[Word]] = [[] for _ in joined]
    first = 0
    for word in words:
        while first + 1 < len(joined) and joined[first].end_s < word.start_s - WORD_REACH_S:
            first += 1
        home = _home(word, joined, first)
        if home is not None:
            held[home].append(word)
    return tuple(
        Stretch(span.start_s, span.end_s, tuple(said))
        for span, said in zip(joined, held, strict=True)
    )


def bridged(spans: Sequence[Span], gap_s: float) -> tuple[Span, ...]:
    """Join sorted spans whose gap is shorter than `gap_s` seconds; a gap as long stays."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s < gap_s:
            joined[-1] = Span(joined[-1].start_s, max(joined[-1].end_s, span.end_s))
        else:
            joined.append(Span(span.start_s, span.end_s))
    return tuple(joined)


def speaks(spans: Sequence[Span], start_s: float, end_s: float) -> bool:
    """Tell whether any of sorted, non-overlapping `spans` reaches between two times."""
    index = bisect_right(spans, start_s, key=lambda span: span.end_s)
    return index < len(spans) and spans[index].start_s < end_s


def _words(turns: Sequence[Turn], roles: Mapping[str, Role], role: Role) -> tuple[Word, ...]:
    said = (word for turn in turns if roles[turn.speaker] == role for word in turn.words)
    return tuple(sorted(said, key=lambda word: word.start_s))


def _home(word: Word, spans: Sequence[Span], first: int) -> int | None:
    best: int | None = None
    best_rank = (0.0, -WORD_REACH_S)
    for index in range(first, len(spans)):
        span = spans[index]
        if span.start_s > word.end_s + WORD_REACH_S:
            break
        shared_s = min(span.end_s, word.end_s) - max(span.start_s, word.start_s)
        rank = (max(0.0, shared_s), min(0.0, shared_s))
        if rank > best_rank:
            best, best_rank = index, rank
    return best
