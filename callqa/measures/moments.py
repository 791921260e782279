"""The customer's cues in order, and the agent's turns that answer them."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from callqa.domain.measures import PhraseHit, PhraseSource, RaisedVolume
from callqa.domain.speech import Turn
from callqa.measures.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Cue:
    """One sign from the customer; `turns` are the ids of the turns it was said in."""

    start_s: float
    end_s: float
    kind: str
    text: str
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An agent's turn after a cue.

    `order` counts from 0 and goes up when the customer has spoken in between; `first` marks the
    first turn of each.
    """

    turn: Turn
    order: int
    first: bool


class Exchange:
    """The turns of both parties, without those that are nothing but continuers."""

    def __init__(self, timeline: Timeline) -> None:
        self._turns = [
            turn for turn in timeline.turns if not timeline.language.is_continuer(turn.words)
        ]
        self._is_agent = [timeline.roles[turn.speaker] == "agent" for turn in self._turns]
        agents = zip(self._turns, self._is_agent, strict=True)
        self._agent_starts_s = [turn.start_s for turn, is_agent in agents if is_agent]
        self._agent_at = [index for index, is_agent in enumerate(self._is_agent) if is_agent]

    def together(self, cues: Iterable[Cue]) -> list[tuple[Cue, ...]]:
        """Group cues that no agent turn starts between, in order of time."""
        ordered = sorted(cues, key=lambda cue: cue.start_s)
        return [tuple(group) for _, group in groupby(ordered, key=self._turns_before)]

    def answers(self, cue: Cue, orders: int) -> list[Answer]:
        """Return the agent's turns after the start of `cue`, up to the given order."""
        position = self._turns_before(cue)
        found: list[Answer] = []
        order = 0
        first = True
        for index in range(
            self._agent_at[position] if position < len(self._agent_at) else len(self._turns),
            len(self._turns),
        ):
            if self._is_agent[index]:
                found.append(Answer(self._turns[index], order, first))
                first = False
            elif not first:
                order, first = order + 1, True
                if order >= orders:
                    break
        return found

    def _turns_before(self, cue: Cue) -> int:
        return bisect_right(self._agent_starts_s, cue.start_s)


def cues_in_words(
    phrases: Sequence[PhraseHit],
    categories: Collection[str],
    kind: str,
    source: PhraseSource = "phrase",
) -> list[Cue]:
    """Return the customer's hits of these categories and this source as cues of `kind`."""
    return [
        Cue(hit.start_s, hit.end_s, kind, hit.text, (hit.turn,))
        for hit in phrases
        if hit.role == "customer" and hit.source == source and hit.category in categories
    ]


def of_customer(raised: Iterable[RaisedVolume]) -> list[RaisedVolume]:
    """Return the customer's events."""
    return [event for event in raised if event.role == "customer"]
