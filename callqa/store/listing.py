"""Lists of calls, and single calls by the beginning of their id."""

from sqlalchemy import Connection, func, select

from callqa.domain.listing import CallFilter, CallSummary, Page, Sort
from callqa.errors import UnknownCall, UsageError
from callqa.store.call_filter import conditions, index_for
from callqa.store.paging import page_ids
from callqa.store.summaries import summaries
from callqa.store.tables import SORTABLE, calls

_SHOWN_CANDIDATES = 5
_SHOWN_DIGITS = 12
# Call ids are hexadecimal, so this ends the stretch of an index that holds a beginning, in any
# collation.
_AFTER_ANY_DIGIT = "zz"


def list_calls(
    connection: Connection, where: CallFilter, sort: Sort, *, limit: int = 50, offset: int = 0
) -> Page:
    """Return `limit` calls of a filtered and sorted list, from `offset` on, and its total.

    Calls with equal values are in the order in which they came into the store, the other way round
    where the sort is descending.

    Raises
    ------
    UsageError
        The calls cannot be sorted by this column.
    """
    if sort.column not in SORTABLE:
        raise UsageError(
            "is no column that calls can be sorted by.",
            subject=sort.column,
            remedy=f"Give one of {', '.join(SORTABLE)}.",
        )
    holds = conditions(connection, where)
    ids, total = page_ids(
        connection, holds, sort, limit=limit, offset=offset, index=index_for(where)
    )
    return Page(summaries(connection, ids), total, offset)


def get_summary(connection: Connection, call: int) -> CallSummary:
    """Return the row of one call, by its internal id.

    Raises
    ------
    UnknownCall
        There is no such call.
    """
    found = summaries(connection, [call])
    if not found:
        raise _unknown(str(call))
    return found[0]


def find_call(connection: Connection, text: str) -> int:
    """Return the internal id of the call whose call id is `text`, or alone begins with it.

    Raises
    ------
    UnknownCall
        No call id begins so, or several do.
    """
    start = text.strip()
    exact = connection.execute(select(calls.c.id).where(calls.c.call_id == start)).scalar()
    if exact is not None:
        return int(exact)
    found = connection.execute(
        select(calls.c.id, calls.c.call_id)
        .where(
            calls.c.call_id.between(start, start + _AFTER_ANY_DIGIT),
            func.substr(calls.c.call_id, 1, len(start)) == start,
        )
        .order_by(calls.c.call_id)
        .limit(_SHOWN_CANDIDATES)
    ).all()
    if not start or not found:
        raise _unknown(text)
    if len(found) > 1:
        longer = max(_SHOWN_DIGITS, len(start) + 4)
        raise UnknownCall(
            f"several calls begin so: {', '.join(each.call_id[:longer] for each in found)} …",
            subject=text,
            remedy="Give more of the call id.",
        )
    return int(found[0].id)


def _unknown(text: str) -> UnknownCall:
    return UnknownCall(
        "no call of the store has this id.",
        subject=text,
        remedy="List them with: callqa calls list",
    )
