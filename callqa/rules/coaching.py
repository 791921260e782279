"""What to play with the agent after a call, from the call's own moment."""

from collections.abc import Sequence

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
    playable = [turn for turn in lines if len(turn.words) >= LINE_MIN_WORDS]
    if not playable:
        return None
    time_s = flag.evidence[0].start_s if flag.evidence else 0.0
    earlier = [turn for turn in playable if turn.start_s <= time_s]
    line = earlier[-1] if earlier else playable[0]
    return Sentence(
        f"tip.{flag.code}_role_play", quote=_shortened(line.text), at=clock(line.start_s)
    )


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= QUOTE_MAX_WORDS:
        return text
    return " ".join(words[:QUOTE_MAX_WORDS]) + " …"
