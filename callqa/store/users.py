"""The people who use a store."""

from sqlalchemy import Connection, delete, func, insert, select, text, update

from callqa.domain.review import StoreRole, User
from callqa.store.tables import agents, users


def find_user(connection: Connection, login: str) -> User | None:
    """Return the person with this login, ``None`` where the store does not know one."""
    return next((each for each in all_users(connection) if each.login == login), None)


def server_login(connection: Connection) -> str:
    """Return the login that the PostgreSQL server has checked.

    A URL may name another one in more than one way, and a role may be taken on afterwards.
    """
    return str(connection.execute(text("SELECT session_user")).scalar_one())


def all_users(connection: Connection) -> tuple[User, ...]:
    """Return everybody by login."""
    query = (
        select(users.c.login, users.c.role, agents.c.name)
        .join_from(users, agents, isouter=True)
        .order_by(users.c.login)
    )
    return tuple(User(*row) for row in connection.execute(query))


def admins_held(connection: Connection) -> tuple[str, ...]:
    """Return the logins of the admins, and keep them as they are until the transaction ends."""
    query = select(users.c.login).where(users.c.role == "admin").order_by(users.c.login)
    return tuple(connection.execute(query.with_for_update()).scalars())


def hold_users(connection: Connection) -> None:
    """Keep others from entering people until the transaction ends.

    With SQLite the transaction is the one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))


def has_users(connection: Connection) -> bool:
    """Tell whether anybody was entered; the first person to open a store becomes its admin."""
    return bool(connection.execute(select(func.count()).select_from(users)).scalar_one())


def put_user(connection: Connection, login: str, role: StoreRole, agent: int | None = None) -> None:
    """Enter a person or change their role; `agent` is the row of the agent this person is."""
    values = {"role": role, "agent": agent}
    changed = connection.execute(update(users).where(users.c.login == login).values(values))
    if changed.rowcount == 0:
        connection.execute(insert(users).values(login=login, **values))


def remove_user(connection: Connection, login: str) -> bool:
    """Take a person out; tell whether there was one."""
    return connection.execute(delete(users).where(users.c.login == login)).rowcount > 0
