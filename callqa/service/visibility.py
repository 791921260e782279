"""Which calls a person may see: an agent only the own ones that were shown to the agent."""

from dataclasses import replace

from sqlalchemy import Connection, func, select

from callqa.domain.listing import CallFilter
from callqa.domain.review import ReviewState
from callqa.errors import UnknownCall
from callqa.service.context import Context
from callqa.store.listing import find_call
from callqa.store.loading import StoredCall, load_call
from callqa.store.tables import agents, calls

SHOWN_TO_AGENT: tuple[ReviewState, ...] = (
    "agent_informed",
    "acknowledged",
    "disputed",
    "closed",
)
"""States in which an agent sees the review of an own call."""


def require_calls(context: Context) -> None:
    """Refuse a person who may see no calls, not even the own ones.

    Raises
    ------
    NotAllowed
        The person's role includes neither.
    """
    if not context.may("see_calls"):
        context.require("see_own_calls")


def shown_own_only(context: Context, where: CallFilter) -> CallFilter:
    """Narrow a filter to the own calls that were shown to the person."""
    asked = where.review_states or SHOWN_TO_AGENT
    shown = tuple(each for each in SHOWN_TO_AGENT if each in asked)
    # No agent has an empty name, so that it stands for no call.
    agent = (context.user.agent or "") if shown else ""
    return replace(where, agents=(agent,), review_states=shown)


def visible_call(
    context: Context, connection: Connection, call: str, *, to_change: bool = False
) -> StoredCall:
    """Return a call that the person may see, by its id or the beginning of it.

    Raises
    ------
    UnknownCall
        There is no such call, or none that the person may see: which of the two is not told to
        somebody who may see own calls only.
    NotAllowed
        The person may see no calls.
    """
    if context.may("see_calls"):
        return load_call(connection, find_call(connection, call), to_change=to_change)
    context.require("see_own_calls")
    row = _own_call(context, connection, call.strip())
    stored = None if row is None else load_call(connection, row, to_change=to_change)
    if stored is None or stored.review_state not in SHOWN_TO_AGENT:
        raise UnknownCall("there is no such call among yours.", subject=call)
    return stored


def _own_call(context: Context, connection: Connection, start: str) -> int | None:
    """Return the one own call that is shown and begins so; calls of others do not count."""
    query = (
        select(calls.c.id)
        .join_from(calls, agents)
        .where(
            agents.c.name == context.user.agent,
            calls.c.review_state.in_(SHOWN_TO_AGENT),
            func.substr(calls.c.call_id, 1, len(start)) == start,
        )
        .limit(2)
    )
    found = connection.execute(query).scalars().all() if start else []
    return found[0] if len(found) == 1 else None
