"""Agents and their teams, the people who use a store, and the log of what they did."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from callqa.domain.people import Agent
from callqa.domain.review import StoreRole, User
from callqa.errors import UsageError
from callqa.service.agent_list import AgentUpdate, ListedAgent, agent_updates, read_agent_list
from callqa.service.context import Context
from callqa.store.access_log import Access as Access
from callqa.store.access_log import accesses
from callqa.store.people import (
    all_agents,
    call_counts,
    drop_alias,
    find_agent,
    merge_agents,
    put_agent,
)
from callqa.store.users import admins_held, all_users, find_user, put_user, remove_user


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """An agent and how many calls of the store are the agent's."""

    agent: Agent
    calls: int


@dataclass(frozen=True, slots=True)
class People:
    """Agents and users of a store."""

    context: Context

    def agents(self) -> tuple[KnownAgent, ...]:
        """Return every agent by name.

        Raises
        ------
        NotAllowed
            The person may not see calls.
        """
        self.context.require("see_calls")
        with self.context.store.reading() as connection:
            counts = call_counts(connection)
            return tuple(
                KnownAgent(agent, counts.get(row, 0))
                for row, agent in all_agents(connection).items()
            )

    def import_agents(self, path: Path, *, dry_run: bool = False) -> tuple[AgentUpdate, ...]:
        """Take agents and teams from a CSV file, and return what it makes of each agent in it.

        Agents that the file does not name stay as they are; with `dry_run` all do. Importing a
        file again changes nothing.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        UsageError
            The file has a mistake; the error names file and line, and nothing was changed.
        """
        self.context.require("manage_people")
        listed = read_agent_list(path)
        if dry_run:
            with self.context.store.reading() as connection:
                return _updates(connection, listed, path)
        with self.context.store.writing() as connection:
            updates = _updates(connection, listed, path)
            changes = [each for each in updates if each.is_change]
            for each in changes:
                for alias, _ in each.moved:
                    drop_alias(connection, alias)
            for each in changes:
                put_agent(connection, each.after, each.row)
            if changes:
                self.context.log(connection, "import agents")
        return updates

    def merge(self, name: str, into: str) -> int:
        """Make one agent another name of a second, and return how many calls moved.

        Aliases, calls, coaching and login move along. Time in teams stays as the second agent
        has it, and is not lost unseen: what the first has besides is refused.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        UsageError
            There is no such agent, both are one, or the first was in a team of its own.
        """
        self.context.require("manage_people")
        with self.context.store.writing() as connection:
            merged, kept = (_known_agent(connection, each) for each in (name, into))
            stored = all_agents(connection)
            if merged == kept:
                raise UsageError(f"is {stored[kept].name} already.", subject=name)
            if extra := set(stored[merged].teams) - set(stored[kept].teams):
                teams = ", ".join(sorted({each.team for each in extra}))
                raise UsageError(
                    f"was in {teams}, which a merge would lose.",
                    subject=name,
                    remedy=f"Import {into} with these teams and {name} with none, then merge.",
                )
            moved = merge_agents(connection, merged, kept)
            self.context.log(connection, "merge agents")
        return moved

    def users(self) -> tuple[User, ...]:
        """Return everybody who may use the store, by login.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        """
        self.context.require("manage_people")
        with self.context.store.reading() as connection:
            return all_users(connection)

    def reviewers(self) -> tuple[str, ...]:
        """Return the logins of those who may review, to whom a call can be given.

        Raises
        ------
        NotAllowed
            The person may not give calls to others.
        """
        self.context.require("assign")
        with self.context.store.reading() as connection:
            return tuple(each.login for each in all_users(connection) if each.role != "agent")

    def allow(self, login: str, role: StoreRole, agent: str | None = None) -> User:
        """Let a person use the store in a role, or change the role.

        Parameters
        ----------
        login
            At the operating system, or of the database with PostgreSQL.
        agent
            Name of the agent that this person is; an agent needs one, others may have one.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        UsageError
            An agent without a name, an agent the store does not know, or the last admin.
        """
        self.context.require("manage_people")
        login = login.strip()
        if not login:
            raise UsageError("a login is needed.", subject="login")
        if role == "agent" and agent is None:
            raise UsageError(
                "an agent sees the own calls, so it must be known which agent this is.",
                subject=login,
                remedy="Name the agent: --agent NAME.",
            )
        with self.context.store.writing() as connection:
            row = _known_agent(connection, agent) if agent is not None else None
            if role != "admin":
                _keep_an_admin(connection, login)
            put_user(connection, login, role, row)
            self.context.log(connection, "allow person")
            user = find_user(connection, login)
        if user is None:
            raise UsageError("was taken out at the same time.", subject=login, remedy="Try again.")
        return user

    def remove(self, login: str) -> None:
        """Take a person out of the store; what the person did stays on record.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        UsageError
            The store does not know the login, or it is that of the last admin.
        """
        self.context.require("manage_people")
        with self.context.store.writing() as connection:
            _keep_an_admin(connection, login)
            if not remove_user(connection, login):
                raise UsageError(
                    "is not known to this store.", subject=login, remedy="See 'callqa people list'."
                )
            self.context.log(connection, "remove person")

    def log(
        self, *, call_id: str | None = None, who: str | None = None, limit: int = 100
    ) -> tuple[Access, ...]:
        """Return who did what, the newest first; of one call or one login where given.

        Raises
        ------
        NotAllowed
            The person does not manage people.
        """
        self.context.require("manage_people")
        with self.context.store.reading() as connection:
            return accesses(connection, call_id=call_id, who=who, limit=limit)


def _updates(
    connection: Connection, listed: tuple[ListedAgent, ...], path: Path
) -> tuple[AgentUpdate, ...]:
    return agent_updates(listed, all_agents(connection), str(path))


def _known_agent(connection: Connection, name: str) -> int:
    row = find_agent(connection, name)
    if row is None:
        raise UsageError(
            "is no agent of this store.", subject=name, remedy="See 'callqa people list'."
        )
    return row


def _keep_an_admin(connection: Connection, login: str) -> None:
    """Refuse that the only admin stops being one; two who do it at once wait for each other."""
    if admins_held(connection) == (login,):
        raise UsageError(
            "is the last admin, and nobody could manage the store.",
            subject=login,
            remedy="Make somebody else an admin first: callqa people allow LOGIN admin.",
        )
