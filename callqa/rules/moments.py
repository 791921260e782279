"""Moments of a call that ask for something, and what was said after each."""

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from callqa.domain.measures import PhraseHit
from callqa.rules.case import Case


class Moment(Struct, frozen=True):
    """Hits that belong together because the agent took no turn between them."""

    triggers: tuple[PhraseHit, ...]

    @property
    def start_s(self) -> float:
        """Start of the first trigger in seconds."""
        return self.triggers[0].start_s

    @property
    def end_s(self) -> float:
        """End of the last trigger in seconds."""
        return self.triggers[-1].end_s


def find_moments(case: Case, categories: tuple[str, ...]) -> tuple[Moment, ...]:
    """Return the moments at which words of `categories` were said (never suggested hits).

    Cues with no agent turn between them are one moment, as for empathy
    (docs/measures.md section 7).
    """
    heard = case.heard(categories)
    if not heard:
        return ()
    moments: dict[int, list[PhraseHit]] = {}
    for hit in heard:
        moments.setdefault(_turns_begun(case, hit.start_s), []).append(hit)
    return tuple(Moment(tuple(hits)) for hits in moments.values())


def said_after(
    case: Case,
    moment: Moment,
    hits: Iterable[PhraseHit],
    *,
    within_s: float | None = None,
    within_turns: int | None = None,
) -> tuple[PhraseHit, ...]:
    """Return the `hits` that follow `moment` closely enough.

    A hit is close enough when it starts at most `within_s` seconds after the moment's end or
    lies in one of the next `within_turns` agent turns; with neither limit, any later hit is.
    Continuers are no turns, and a turn goes on after a pause in which nobody else speaks.
    """
    later = [hit for hit in hits if hit.start_s > moment.start_s]
    if within_s is None and within_turns is None:
        return tuple(later)
    next_turns = case.agent_turns[_turns_begun(case, moment.start_s) :]
    reached = {
        turn.id for turn in next_turns if turn.order < next_turns[0].order + (within_turns or 0)
    }
    latest_s = moment.end_s + (within_s or 0.0)
    return tuple(
        hit
        for hit in later
        if hit.turn in reached or (within_s is not None and hit.start_s <= latest_s)
    )


def said_before(
    case: Case,
    moment: Moment,
    hits: Iterable[PhraseHit],
    *,
    within_s: float | None = None,
    within_turns: int | None = None,
) -> tuple[PhraseHit, ...]:
    """Return the `hits` that come before `moment` closely enough.

    A hit is close enough when it ends at most `within_s` seconds before the moment's start or
    lies in one of the last `within_turns` agent turns begun by then, the one in which the agent
    may bring the moment about among them; with neither limit, any earlier hit is.
    """
    earlier = [hit for hit in hits if hit.start_s < moment.start_s]
    if within_s is None and within_turns is None:
        return tuple(earlier)
    begun = case.agent_turns[: _turns_begun(case, moment.start_s)]
    reached = {turn.id for turn in begun if turn.order > begun[-1].order - (within_turns or 0)}
    earliest_s = moment.start_s - (within_s or 0.0)
    return tuple(
        hit
        for hit in earlier
        if hit.turn in reached or (within_s is not None and hit.end_s >= earliest_s)
    )


def _turns_begun(case: Case, time_s: float) -> int:
    return bisect_right(case.agent_turn_starts_s, time_s)
