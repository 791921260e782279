"""Who saw, changed or removed what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from callqa.store.tables import access_log


@dataclass(frozen=True, slots=True)
class Access:
    """One entry of the log; `call_id` is ``None`` where it was not about one call."""

    at: datetime
    who: str
    action: str
    call_id: str | None


def log_access(
    connection: Connection, at: datetime, who: str, action: str, call_id: str | None
) -> None:
    """Append an entry."""
    values = {"at": at, "who": who, "action": action, "call_id": call_id}
    connection.execute(insert(access_log).values(values))


def accesses(
    connection: Connection, *, call_id: str | None = None, who: str | None = None, limit: int = 100
) -> tuple[Access, ...]:
    """Return the newest entries first; `call_id` may be the beginning of one."""
    columns = (access_log.c.at, access_log.c.who, access_log.c.action, access_log.c.call_id)
    query = select(*columns).order_by(access_log.c.id.desc()).limit(limit)
    if call_id is not None:
        query = query.where(func.substr(access_log.c.call_id, 1, len(call_id)) == call_id)
    if who is not None:
        query = query.where(access_log.c.who == who)
    return tuple(Access(*row) for row in connection.execute(query))
