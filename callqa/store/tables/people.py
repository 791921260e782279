"""Agents and teams, who may use a store, and the log of what they did."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from callqa.store.columns import UtcDateTime
from callqa.store.tables.schema import metadata

agents = Table(
    "agents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
)

agent_aliases = Table(
    "agent_aliases",
    metadata,
    Column("alias", String, primary_key=True),
    Column("agent", ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent", ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("team", String, nullable=False, index=True),
    Column("since", Date),
    Column("until", Date),
)

users = Table(
    "users",
    metadata,
    Column("login", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("agent", ForeignKey("agents.id", ondelete="SET NULL")),
)

access_log = Table(
    "access_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", String, nullable=False),
    Column("action", String, nullable=False),
    Column("call_id", String, index=True),
)
