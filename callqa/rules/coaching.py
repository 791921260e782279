"""What to play with the agent after a call, from the call's own moment."""

from collections.abc import Sequence

from callqa.domain.coaching import CoachingKind
from callqa.domain.judgement import Flag
from callqa.domain.sentence import Sentence
from callqa.domain.span import clock
from callqa.domain.speech import Turn

QUOTE_MAX_WORDS = 25
"""About ten seconds of speech: what a player can say from memory."""

LINE_MIN_WORDS = 4
"""Shorter turns ("yes, please") give a role play nothing to start from."""


def role_play(flag: Flag, lines: Sequence[Turn]) -> Sentence | None:
    """Return what to play with the agent after `flag`; ``None`` where there is nothing to play.

    Parameters
    ----------
    flag
        One flag of the call.
    lines
        The customer's turns in order of time. The play starts from what the customer says at the
        flag's first evidence or last said before it, else from the customer's first line.
    """
    time_s = flag.evidence[0].start_s if flag.evidence else 0.0
    return _from_line(f"tip.{flag.code}_role_play", time_s, lines)


def role_play_by_hand(kind: CoachingKind, time_s: float, lines: Sequence[Turn]) -> Sentence | None:
    """Return what to play after a moment that a person chose; see `role_play`."""
    return _from_line(f"tip.by_hand_{kind}_role_play", time_s, lines)


def _from_line(code: str, time_s: float, lines: Sequence[Turn]) -> Sentence | None:
    playable = [turn for turn in lines if len(turn.words) >= LINE_MIN_WORDS]
    if not playable:
        return None
    earlier = [turn for turn in playable if turn.start_s <= time_s]
    line = earlier[-1] if earlier else playable[0]
    return Sentence(code, quote=_shortened(line.text), at=clock(line.start_s))


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= QUOTE_MAX_WORDS:
        return text
    return " ".join(words[:QUOTE_MAX_WORDS]) + " …"
