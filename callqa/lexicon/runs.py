"""Turns of one speaker put together, so that a phrase may run over two of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callqa.domain.speech import Turn, Word
from callqa.lexicon.compiling import marked
from callqa.lexicon.normalise import MARKS, STOP, TURN, without_stutter
from callqa.lexicon.pack import Pack
from callqa.lexicon.slips import Slips

MAX_PAUSE_S = 3.0
"""A phrase does not run on over a longer pause (docs/measures.md section 4: then it is a pause)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive turns of a speaker as tokens.

    text : the tokens, each followed by one space, with a space before the first; soft ones marked
    places : for each token, the index in `words` of the word it comes from
    starts : offsets in `text` at which a sentence or clause may start
    slipped : indices of the tokens that were read as another word
    turns : for each word, the turn it belongs to
    """

    speaker: str
    text: str
    tokens: tuple[str, ...]
    places: tuple[int, ...]
    starts: tuple[int, ...]
    slipped: frozenset[int]
    words: tuple[Word, ...]
    turns: tuple[Turn, ...]

    def token_at(self, offset: int) -> int:
        """Return the index of the token that starts at character `offset` of `text`."""
        return self.text.count(" ", 0, offset) - 1

    def sentence(self, token: int) -> tuple[int, int]:
        """Return the first token of the sentence around `token`, and its end mark or the end."""
        start = token
        while start and self.tokens[start - 1] not in (STOP, "?"):
            start -= 1
        end = token
        while end < len(self.tokens) - 1 and self.tokens[end] not in (STOP, "?"):
            end += 1
        return start, end


def runs(turns: Sequence[Turn], pack: Pack, slips: Slips) -> Iterator[Run]:
    """Yield the runs of `turns`; the other party's "mm-hm" in between does not end a run."""
    waiting: list[list[Turn]] = []
    for turn in sorted(turns, key=lambda each: each.start_s):
        if not turn.words:
            continue
        own = next((each for each in waiting if each[-1].speaker == turn.speaker), None)
        if own and turn.start_s - own[-1].end_s <= MAX_PAUSE_S:
            own.append(turn)
            continue
        if not pack.conversation.is_continuer(turn.words):
            yield from (_run(each, pack, slips) for each in waiting)
            waiting = []
        elif own:
            yield _run(own, pack, slips)
            waiting.remove(own)
        waiting.append([turn])
    yield from (_run(each, pack, slips) for each in waiting)


def _run(turns: Sequence[Turn], pack: Pack, slips: Slips) -> Run:
    words: list[Word] = []
    owners: list[Turn] = []
    raw: list[tuple[str, int]] = [(TURN, 0)]
    for turn in turns:
        for word in turn.words:
            raw.extend((token, len(words)) for token in pack.spelling.tokens(word.text))
            words.append(word)
            owners.append(turn)
        if raw[-1][0] == STOP:
            raw.pop()
        raw.append((TURN, len(words) - 1))
    pairs = without_stutter(raw)
    tokens = [token for token, _ in pairs]
    slipped = set()
    for index, token in enumerate(tokens):
        meant = slips.meant(token)
        if meant != token:
            tokens[index] = meant
            slipped.add(index)
    shown = marked(tokens, pack.soft_phrases)
    return Run(
        speaker=turns[0].speaker,
        text=f" {' '.join(shown)} ",
        tokens=tuple(tokens),
        places=tuple(place for _, place in pairs),
        starts=tuple(_starts(tokens, shown, pack)),
        slipped=frozenset(slipped),
        words=tuple(words),
        turns=tuple(owners),
    )


def _starts(tokens: Sequence[str], shown: Sequence[str], pack: Pack) -> Iterator[int]:
    offset = 1
    for token, as_shown in zip(tokens, shown, strict=True):
        offset += len(as_shown) + 1
        if token in MARKS or token in pack.opener_ends:
            yield offset
