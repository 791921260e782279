"""The flags of calls, with where each was raised."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from callqa.domain.judgement import Severity
from callqa.store.tables import flags


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag of a call; `start_s` in seconds, ``None`` where it is about the whole call."""

    code: str
    severity: Severity
    start_s: float | None


def raised_flags(connection: Connection, calls: Sequence[int]) -> dict[int, tuple[RaisedFlag, ...]]:
    """Return the flags of calls by their row, each in the order in which they were raised."""
    rows = connection.execute(
        select(flags.c.call, flags.c.code, flags.c.severity, flags.c.start_s)
        .where(flags.c.call.in_(calls))
        .order_by(flags.c.call, flags.c.id)
    )
    found: dict[int, tuple[RaisedFlag, ...]] = {}
    for row in rows:
        flag = RaisedFlag(row.code, row.severity, row.start_s)
        found[row.call] = (*found.get(row.call, ()), flag)
    return found
