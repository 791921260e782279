"""Names that a store does not know, and those that were probably meant."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from sqlalchemy import Connection

from callqa.domain.listing import CallFilter
from callqa.domain.people import name_key
from callqa.store.names import agent_names, queue_names, team_names

Kind = Literal["agent", "team", "queue"]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a filter that stands for nothing in the store; `near` are names like it."""

    kind: Kind
    name: str
    near: tuple[str, ...]


def unknown_names(connection: Connection, where: CallFilter) -> tuple[UnknownName, ...]:
    """Return the agents, teams and queues of a filter that the store does not know."""
    teams = () if where.team is None else (where.team,)
    return (
        *_unknown("agent", where.agents, agent_names(connection) if where.agents else ()),
        *_unknown("team", teams, team_names(connection) if teams else ()),
        *_unknown("queue", where.queues, queue_names(connection) if where.queues else ()),
    )


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three names like `name`, the nearest first; case and spaces do not count."""
    by_key = {name_key(each): each for each in sorted(known)}
    return tuple(by_key[each] for each in get_close_matches(name_key(name), by_key))


def _unknown(kind: Kind, asked: Iterable[str], known: Collection[str]) -> Iterator[UnknownName]:
    for name in asked:
        if name not in known:
            yield UnknownName(kind, name, near_names(name, known))
