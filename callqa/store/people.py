"""Agents: found by any of their names, made when a call names a new one, and merged."""

from sqlalchemy import Connection, Insert, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from callqa.domain.people import Agent, Membership, in_order, name_key
from callqa.store.tables import agent_aliases, agents, calls, coaching_items, memberships, users


def agent_of(connection: Connection, name: str) -> int:
    """Return the row of the agent with this name or alias; an unknown agent is made.

    Case and spaces do not count. The row is kept from a merge until the transaction ends.
    """
    shown = " ".join(name.split())
    while True:
        row = find_agent(connection, shown)
        if row is None:
            row = _added(connection, shown)
        if row is not None and _is_held(connection, row):
            return row


def find_agent(connection: Connection, name: str) -> int | None:
    """Return the row of the agent with this name or alias, ``None`` where there is none."""
    for query in (
        select(agents.c.id).where(agents.c.name == name),
        select(agent_aliases.c.agent).where(agent_aliases.c.alias == name),
    ):
        if row := connection.execute(query).scalar():
            return int(row)
    return rows_by_name(connection).get(name_key(name))


def rows_by_name(connection: Connection) -> dict[str, int]:
    """Return the row of each agent by the keys of the name and of every alias."""
    aliases = connection.execute(select(agent_aliases.c.alias, agent_aliases.c.agent))
    names = connection.execute(select(agents.c.name, agents.c.id))
    return {name_key(name): row for query in (aliases, names) for name, row in query}


def all_agents(connection: Connection) -> dict[int, Agent]:
    """Return every agent by row, in order of their names."""
    aliases: dict[int, list[str]] = {}
    teams: dict[int, list[Membership]] = {}
    for row, alias in connection.execute(select(agent_aliases.c.agent, agent_aliases.c.alias)):
        aliases.setdefault(row, []).append(alias)
    columns = (memberships.c.team, memberships.c.since, memberships.c.until)
    for row, *values in connection.execute(select(memberships.c.agent, *columns)):
        teams.setdefault(row, []).append(Membership(*values))
    names = connection.execute(select(agents.c.id, agents.c.name)).all()
    return {
        row: Agent(name, tuple(sorted(aliases.get(row, ()))), in_order(teams.get(row, ())))
        for row, name in sorted(names, key=lambda each: name_key(each[1]))
    }


def call_counts(connection: Connection) -> dict[int, int]:
    """Return how many calls each agent has, by row; one without calls is not among them."""
    query = (
        select(calls.c.agent, func.count())
        .where(calls.c.agent.is_not(None))
        .group_by(calls.c.agent)
    )
    return dict(connection.execute(query).all())


def put_agent(connection: Connection, agent: Agent, row: int | None = None) -> int:
    """Write an agent, over the one in `row` if there is one, and return the row.

    Aliases and memberships become those given; an alias must be no other agent's any more.
    """
    if row is None:
        row = agent_of(connection, agent.name)
    connection.execute(update(agents).where(agents.c.id == row).values(name=agent.name))
    for table in (agent_aliases, memberships):
        connection.execute(delete(table).where(table.c.agent == row))
    for alias in agent.aliases:
        connection.execute(insert(agent_aliases).values(alias=alias, agent=row))
    for each in agent.teams:
        values = {"team": each.team, "since": each.since, "until": each.until}
        connection.execute(insert(memberships).values(agent=row, **values))
    return row


def drop_alias(connection: Connection, alias: str) -> None:
    """Take an alias from its agent."""
    connection.execute(delete(agent_aliases).where(agent_aliases.c.alias == alias))


def merge_agents(connection: Connection, merged: int, into: int) -> int:
    """Make agent `merged` another name of agent `into`, and return how many calls moved.

    Aliases, calls, coaching and the person's login move along; memberships of `merged` go.
    """
    held = (
        select(agents.c.id, agents.c.name)
        .where(agents.c.id.in_((merged, into)))
        .order_by(agents.c.id)
        .with_for_update()
    )
    names = dict(connection.execute(held).all())
    moved = connection.execute(update(calls).where(calls.c.agent == merged).values(agent=into))
    for table in (agent_aliases, coaching_items, users):
        connection.execute(update(table).where(table.c.agent == merged).values(agent=into))
    connection.execute(delete(agents).where(agents.c.id == merged))
    connection.execute(insert(agent_aliases).values(alias=names[merged], agent=into))
    return moved.rowcount


def _added(connection: Connection, name: str) -> int | None:
    """Return the row of a new agent, ``None`` where another writer just made this agent."""
    query = _insert_into(connection, agents).values(name=name).returning(agents.c.id)
    row: int | None = connection.execute(query).scalar()
    return row


def _insert_into(connection: Connection, table: Table) -> Insert:
    """Return an insert that passes over a row that is there already."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def _is_held(connection: Connection, row: int) -> bool:
    """Keep an agent from being merged away; ``False`` where it just was."""
    query = select(agents.c.id).where(agents.c.id == row)
    held = connection.execute(query.with_for_update(read=True, key_share=True))
    return held.first() is not None
