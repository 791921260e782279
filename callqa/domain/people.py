"""Agents and their teams."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent's time in a team; the days `since` and `until` are part of it, ``None`` is open."""

    team: str
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> str:
        """The team with its days, for a person to read."""
        days = [f"from {self.since}"] if self.since else []
        if self.until:
            days.append(f"until {self.until}")
        return " ".join([self.team, *days])

    def meets(self, other: "Membership") -> bool:
        """Tell whether the two have a day in common."""
        return _not_after(self.since, other.until) and _not_after(other.since, self.until)


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent, with the other names that recordings give the same person."""

    name: str
    aliases: tuple[str, ...] = ()
    teams: tuple[Membership, ...] = ()


def name_key(name: str) -> str:
    """Return what is the same for all ways to write a name that differ in case and spaces only."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def in_order(teams: Sequence[Membership]) -> tuple[Membership, ...]:
    """Return memberships from the earliest on."""
    return tuple(sorted(teams, key=lambda each: (each.since or date.min, each.team)))


def overlap_in(teams: Sequence[Membership]) -> tuple[Membership, Membership] | None:
    """Return two memberships that share a day, ``None`` where an agent is in one team at a time."""
    pairs = pairwise(in_order(teams))
    return next(((one, next_) for one, next_ in pairs if one.meets(next_)), None)


def _not_after(since: date | None, until: date | None) -> bool:
    return since is None or until is None or since <= until
