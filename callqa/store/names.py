"""The names that calls of a store can be asked for by."""

from sqlalchemy import Connection, select, union

from callqa.store.tables import agent_aliases, agents, calls, memberships


def agent_names(connection: Connection) -> frozenset[str]:
    """Return the names of all agents, aliases with them."""
    query = union(select(agents.c.name), select(agent_aliases.c.alias))
    return frozenset(connection.execute(query).scalars())


def team_names(connection: Connection) -> frozenset[str]:
    """Return the names of all teams that anybody is or was in."""
    return frozenset(connection.execute(select(memberships.c.team).distinct()).scalars())


def queue_names(connection: Connection) -> frozenset[str]:
    """Return the names of all queues that calls came through."""
    query = select(calls.c.queue).where(calls.c.queue.is_not(None)).distinct()
    return frozenset(connection.execute(query).scalars())
