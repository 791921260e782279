"""Several people at one store."""

from collections.abc import Callable

from sqlalchemy import select

from callqa.domain.review import StoreRole, User
from callqa.errors import CallQAError, NotAllowed
from callqa.service.context import Context
from callqa.settings import Settings
from callqa.store.engine import Store
from callqa.store.people import agent_of
from callqa.store.tables import agents
from callqa.store.users import put_user

ROLES: tuple[StoreRole, ...] = ("agent", "reviewer", "leader", "admin")


def as_user(store: Store, role: StoreRole, agent: str | None = None) -> Context:
    """Return what a person works with whose login is the role."""
    with store.writing() as connection:
        row = agent_of(connection, agent) if agent else None
        put_user(connection, role, role, row)
        name = connection.execute(select(agents.c.name).where(agents.c.id == row)).scalar()
    return Context(store, Settings(), User(role, role, name))


def is_refused(act: Callable[[], object]) -> bool:
    """Do something, and tell whether the person's role does not allow it."""
    try:
        act()
    except NotAllowed:
        return True
    except CallQAError:
        return False
    return False
