"""Full-text search: calls in which words were said, the newest first, with the time of each hit.

Newest first by the time of the call, and not by how well it fits: a reviewer looks for what was
said, and a word is said or not. How the newest are found depends on how common the words are, since
either way alone takes seconds for some query at 100,000 calls (``tests/bench/library.py``):

- SQLite reads the matches of the index. Up to `MOST_COUNTED` they are sorted and counted; more are
  not counted, and the calls are gone through from the newest on.
- PostgreSQL tries the newest calls that the filter lets through first, which is enough for common
  words; for others it reads the matches of the index, sorts and counts them. A query that few calls
  fit although each of its words is in nearly every call (``"to the of"``, ``the -of``) takes it 2
  to 3 s: its index knows neither the order of words nor what is not there. In a larger store it is
  ended after `MOST_S`, and a rarer word asked for.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.exc import OperationalError

from callqa.domain.hearing import Hearing
from callqa.domain.listing import CallFilter, FoundCall, FoundPage
from callqa.domain.speech import Role
from callqa.errors import UsageError
from callqa.store.call_filter import Condition, conditions
from callqa.store.index_hint import hinted
from callqa.store.locating import find_places, hit_at
from callqa.store.search_index import INDEX
from callqa.store.search_query import Query, read_query
from callqa.store.spoken import SpokenTurn, indexed_text, pack_turns, spoken_turns, unpack_turns
from callqa.store.summaries import summaries
from callqa.store.tables import calls, transcripts

MOST_COUNTED = 2000
"""Matches that are counted; a number beyond it helps nobody, and counting takes 100 ms."""

MOST_S = 5.0
"""How long PostgreSQL may look for calls: the slowest query at 100,000 calls takes it 3 s."""

_TOO_LONG = "57014"
"""PostgreSQL's code for a statement that ran into its time limit."""

SHOWN_HITS = 5
"""Hits shown of a call; the others are counted."""

_NEWEST_TRIED = 200
_BY_TIME = (calls.c.started_at.desc().nulls_last(), calls.c.id.desc())


@dataclass(frozen=True, slots=True)
class _Found:
    """Ids of the calls from the first one asked for on, one more than asked for if there is."""

    ids: Sequence[int]
    total: int | None


def transcript_columns(hearing: Hearing) -> dict[str, object]:
    """Return the row of `transcripts` for a call: what each role said, and when."""
    turns = spoken_turns(hearing)
    return {
        "agent": indexed_text(turns, "agent"),
        "customer": indexed_text(turns, "customer"),
        "other": indexed_text(turns, "other"),
        "turns": pack_turns(turns),
    }


def search_calls(
    connection: Connection,
    query: str,
    where: CallFilter,
    *,
    role: Role | None = None,
    limit: int = 20,
    offset: int = 0,
) -> FoundPage:
    """Return the calls in which `query` was said, by anybody or in `role` alone.

    The words of a query may be said by different people; with a role, that role said them all (and
    did not say those that are unwanted). `callqa.store.search_query` has the language.

    Raises
    ------
    UsageError
        `query` has no word to look for, too many, or too short a beginning of a word; or PostgreSQL
        does not come to an end, because its words are in nearly every call.
    """
    asked = read_query(query)
    holds = conditions(connection, where)
    if connection.dialect.name == "sqlite":
        matching = _fts5(asked.for_sqlite(role))
        found = _found_in_sqlite(connection, matching, holds, limit, offset)
    else:
        matches = _tsquery(asked.for_postgresql(role))
        with _time_limit(connection, query):
            found = _found_in_postgresql(connection, matches, holds, limit, offset)
    return FoundPage(
        rows=_rows(connection, found.ids[:limit], asked, role),
        total=found.total,
        offset=offset,
        has_more=len(found.ids) > limit,
    )


def _fts5(expression: str) -> Select[int]:
    words = table(INDEX, column("rowid"))
    return select(words.c.rowid).where(literal_column(INDEX).op("MATCH")(expression))


def _tsquery(expression: str) -> ColumnElement[bool]:
    asked = func.to_tsquery(literal_column("'simple'"), expression)
    return literal_column(f"transcripts.{INDEX}").bool_op("@@")(asked)


def _found_in_sqlite(
    connection: Connection,
    matching: Select[int],
    holds: Sequence[Condition],
    limit: int,
    offset: int,
) -> _Found:
    first = connection.execute(matching.limit(MOST_COUNTED + 1)).scalars().all()
    if len(first) <= MOST_COUNTED:
        query = select(calls.c.id).where(calls.c.id.in_(first), *holds).order_by(*_BY_TIME)
        ids = connection.execute(query).scalars().all()
        return _Found(ids[offset : offset + limit + 1], len(ids))
    query = select(calls.c.id).where(calls.c.id.in_(matching), *holds).order_by(*_BY_TIME)
    newest = hinted(query.limit(limit + 1).offset(offset), calls, "ix_calls_listed")
    ids = connection.execute(newest).scalars().all()
    return _Found(ids, None)


@contextmanager
def _time_limit(connection: Connection, query: str) -> Iterator[None]:
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {MOST_S * 1000:.0f}")
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _TOO_LONG:
            raise
        raise UsageError(
            f"its words are in so many calls that the search was ended after {MOST_S:g} s.",
            subject=query,
            remedy="Add a rarer word.",
        ) from error
    connection.exec_driver_sql("SET LOCAL statement_timeout TO DEFAULT")


def _found_in_postgresql(
    connection: Connection,
    matches: ColumnElement[bool],
    holds: Sequence[Condition],
    limit: int,
    offset: int,
) -> _Found:
    needed = offset + limit + 1
    newest = (
        select(calls.c.id, calls.c.started_at)
        .where(calls.c.started_at.is_not(None), *holds)
        .order_by(calls.c.started_at.desc(), calls.c.id.desc())
        .limit(max(_NEWEST_TRIED, 2 * needed))
        .subquery()
    )
    tried = (
        select(newest.c.id)
        .join_from(newest, transcripts, transcripts.c.call == newest.c.id)
        .where(matches)
        .order_by(newest.c.started_at.desc(), newest.c.id.desc())
    )
    ids = connection.execute(tried.limit(needed)).scalars().all()
    if len(ids) == needed:
        return _Found(ids[offset:], None)
    every = (
        select(calls.c.id, func.count().over())
        .join_from(calls, transcripts, transcripts.c.call == calls.c.id)
        .where(matches, *holds)
        .order_by(*_BY_TIME)
    )
    # To the planner a look at a row's words costs nothing, though they lie outside the row: it
    # would rather look at every call than read a long list of matches (measured: 2.5 s).
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = connection.execute(every.limit(needed)).all()
    connection.exec_driver_sql("SET LOCAL enable_seqscan TO DEFAULT")
    return _Found([each[0] for each in rows[offset:]], rows[0][1] if rows else 0)


def _rows(
    connection: Connection, ids: Sequence[int], query: Query, role: Role | None
) -> tuple[FoundCall, ...]:
    stored = connection.execute(
        select(transcripts.c.call, transcripts.c.turns).where(transcripts.c.call.in_(ids))
    )
    turns: dict[int, tuple[SpokenTurn, ...]] = {
        each.call: unpack_turns(each.turns) for each in stored
    }
    rows = []
    for call in summaries(connection, ids):
        places = find_places(turns[call.id], query, role)
        hits = tuple(hit_at(each) for each in places[:SHOWN_HITS])
        rows.append(FoundCall(call, hits, len(places)))
    return tuple(rows)
