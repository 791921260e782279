"""All calls that a filter lets through, for a file: more than a page, and never all at once."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from callqa.domain.listing import CallFilter, CallSummary
from callqa.store.call_filter import conditions
from callqa.store.summaries import summaries
from callqa.store.tables import calls

_AT_ONCE = 500


def matching_calls(connection: Connection, where: CallFilter) -> tuple[int, ...]:
    """Return the rows of all calls that a filter lets through, the latest first."""
    query = (
        select(calls.c.id)
        .where(*conditions(connection, where))
        .order_by(calls.c.started_at.desc().nulls_last(), calls.c.id.desc())
    )
    return tuple(connection.execute(query).scalars())


def each_summary(connection: Connection, rows: Sequence[int]) -> Iterator[CallSummary]:
    """Yield calls in the order of their rows, some hundred of them in memory at a time."""
    for start in range(0, len(rows), _AT_ONCE):
        yield from summaries(connection, rows[start : start + _AT_ONCE])
