"""What to practise after a call: per flag the advice, and a role play from its own moment."""

from dataclasses import dataclass

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Flag, Judgement
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Turn
from callqa.rules.case import clock

QUOTE_MAX_WORDS = 25
"""About ten seconds of speech: what a player can say from memory."""

LINE_MIN_WORDS = 4
"""Shorter turns ("yes, please") give a role play nothing to start from."""


@dataclass(frozen=True, slots=True)
class CoachingItem:
    """One thing to talk about; `role_play` is ``None`` where the customer said nothing to play."""

    flag: Flag
    advice: Sentence
    role_play: Sentence | None


def coaching_items(judgement: Judgement, hearing: Hearing) -> tuple[CoachingItem, ...]:
    """Return one item per flag of `judgement`, in its order."""
    return tuple(
        CoachingItem(flag, flag.tip, _role_play(flag, hearing)) for flag in judgement.flags
    )


def _role_play(flag: Flag, hearing: Hearing) -> Sentence | None:
    line = _customer_line(hearing, flag.evidence[0].start_s if flag.evidence else None)
    if line is None:
        return None
    return Sentence(
        f"tip.{flag.code}_role_play", quote=_shortened(line.text), at=clock(line.start_s)
    )


def _customer_line(hearing: Hearing, time_s: float | None) -> Turn | None:
    """Return what the customer says at `time_s` or last said before it.

    Without a time, or with nothing before it, the customer's first line.
    """
    lines = [
        turn
        for turn in hearing.turns
        if hearing.role_of(turn.speaker) == "customer" and len(turn.words) >= LINE_MIN_WORDS
    ]
    if not lines:
        return None
    earlier = [] if time_s is None else [turn for turn in lines if turn.start_s <= time_s]
    return earlier[-1] if earlier else lines[0]


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= QUOTE_MAX_WORDS:
        return text
    return " ".join(words[:QUOTE_MAX_WORDS]) + " …"
