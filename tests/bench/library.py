"""Times lists and searches over a library of made-up calls.

    python -m tests.bench.library FILE_OR_URL [--calls 100000] [--repeats 15] [--json]

The store is made at FILE_OR_URL when there is none (6 to 12 minutes for 100,000 calls, 1.5 GB); an
empty PostgreSQL database must exist. Each figure is the time of one whole request through the
functions that the service calls, on a warm connection: a page of 50 calls with its total, or a page
of 20 found calls with the times of their hits.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median, quantiles

from sqlalchemy import Connection, func, inspect, select

from callqa.domain.listing import CallFilter, Sort
from callqa.store.engine import Store, engine_for
from callqa.store.listing import find_call, list_calls
from callqa.store.search import search_calls
from callqa.store.search_index import create_search
from callqa.store.tables import SORTABLE, calls, metadata
from tests.bench.made_calls import ESCALATION, GREETING, RARE, write_library

LIST_LIMIT_MS = 50.0
SEARCH_LIMIT_MS = 100.0
LAST_HALF_YEAR = datetime(2026, 5, 1, tzinfo=UTC)
LAST_WEEK = datetime(2026, 10, 24, tzinfo=UTC)

FILTERS = {
    "agent": CallFilter(agents=("Agent 037",)),
    "team": CallFilter(team="Team 03", zone=UTC),
    "queue": CallFilter(queues=("billing",)),
    "last half year": CallFilter(started_from=LAST_HALF_YEAR),
    "last week, queue": CallFilter(started_from=LAST_WEEK, queues=("claims", "moves")),
    "score under 60": CallFilter(score=(None, 60.0)),
    "poor health, score over 95": CallFilter(health=("poor",), score=(95.0, None)),
    "flag": CallFilter(flags=("interruptions",)),
    "urgent flag, new": CallFilter(severity="urgent", review_states=("new",)),
    "situation, dead air 10-60 s": CallFilter(
        situations=("service_failure",), measures={"dead_air_s": (10.0, 60.0)}
    ),
    "four measures": CallFilter(
        measures={
            "agent_ratio": (0.5, None),
            "interruptions_agent": (1, None),
            "raised_customer": (1, None),
            "wpm_agent": (150.0, None),
        }
    ),
    "assigned": CallFilter(assigned_to="reviewer3"),
    "English (nine of ten)": CallFilter(languages=("en",)),
}
SORTS = (Sort(), Sort("score", descending=False), Sort("agent", descending=False), Sort("customer"))
QUERIES = {
    "rare word": RARE,
    "most common word": "the",
    "two common words": "you for",
    "phrase in four of five calls": f'"{GREETING}"',
    "phrase in one of 50 calls": f'"{ESCALATION}"',
    "phrase of the most common words": '"of the"',
    "prefix": "bran*",
    "short prefix": "ba*",
    "either": f"{RARE} OR manager",
    "without": "manager -the",
}
SEARCH_FILTERS = ("agent", "queue", "last half year", "score under 60", "flag")
DEEP = 90_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one request, over its repeats; `rows` is what it found.

    cpu_ms : median of this process's own work, which other programs on the machine do not change;
        with SQLite that is all the work there is
    """

    what: str
    limit_ms: float
    cpu_ms: float
    median_ms: float
    p95_ms: float
    max_ms: float
    rows: int | None


def main() -> None:
    """Make the library where there is none, time every request and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("store")
    words.add_argument("--calls", type=int, default=100_000)
    words.add_argument("--repeats", type=int, default=15)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    store = Store(engine_for(given.store))
    made_in_s = _make(store, given.calls)
    with store.reading() as connection:
        timings = [
            _timed(what, limit_ms, request, given.repeats)
            for what, limit_ms, request in _requests(connection)
        ]
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if given.json:
        report = {
            "dialect": store.engine.dialect.name,
            "calls": given.calls,
            "made_in_s": made_in_s,
            "peak_mb": round(peak_mb, 1),
            "timings": [asdict(each) for each in timings],
        }
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        _print(timings, peak_mb)


def _make(store: Store, count: int) -> float | None:
    if inspect(store.engine).has_table("calls"):
        return None
    started = time.perf_counter()
    with store.writing() as connection:
        metadata.create_all(connection)
        create_search(connection)
    write_library(store, count)
    if not store.is_file:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return round(time.perf_counter() - started, 1)


def _requests(
    connection: Connection,
) -> Iterator[tuple[str, float, Callable[[], int | None]]]:
    every = CallFilter()
    for column in SORTABLE:
        for down in (True, False):
            sort = Sort(column, descending=down)
            yield f"first page by {_said(sort)}", LIST_LIMIT_MS, _listed(connection, every, sort)
    for column in ("started_at", "score", "agent", "health"):
        sort = Sort(column)
        deep = _listed(connection, every, sort, DEEP)
        yield f"page at {DEEP:,} by {_said(sort)}", LIST_LIMIT_MS, deep
    for name, where in FILTERS.items():
        for sort in SORTS:
            what = f"{name}; by {_said(sort)}"
            yield what, LIST_LIMIT_MS, _listed(connection, where, sort)
    for sort in SORTS:
        wide = _listed(connection, FILTERS["English (nine of ten)"], sort, DEEP // 2)
        yield f"English, page at {DEEP // 2:,} by {_said(sort)}", LIST_LIMIT_MS, wide
    start = connection.execute(select(func.max(calls.c.call_id))).scalar_one()[:10]
    yield "call by the beginning of its id", LIST_LIMIT_MS, lambda: find_call(connection, start)
    for name, query in QUERIES.items():
        yield f"search {name}: {query}", SEARCH_LIMIT_MS, _found(connection, query, every)
    for query in ("the", f'"{ESCALATION}"', RARE):
        as_agent = _found(connection, query, every, "agent")
        yield f"search by the agent: {query}", SEARCH_LIMIT_MS, as_agent
        for name in SEARCH_FILTERS:
            yield (
                f"search {query}; {name}",
                SEARCH_LIMIT_MS,
                _found(connection, query, FILTERS[name]),
            )


def _said(sort: Sort) -> str:
    return f"{sort.column} {'down' if sort.descending else 'up'}"


def _listed(
    connection: Connection, where: CallFilter, sort: Sort, offset: int = 0
) -> Callable[[], int | None]:
    return lambda: list_calls(connection, where, sort, limit=PAGE, offset=offset).total


def _found(
    connection: Connection, query: str, where: CallFilter, role: str | None = None
) -> Callable[[], int | None]:
    return lambda: search_calls(connection, query, where, role=role).total  # type: ignore[arg-type]


def _timed(what: str, limit_ms: float, request: Callable[[], int | None], repeats: int) -> Timing:
    rows = request()
    taken: list[float] = []
    worked: list[float] = []
    for _ in range(repeats):
        started, worked_before = time.perf_counter(), time.process_time()
        request()
        worked.append((time.process_time() - worked_before) * 1000)
        taken.append((time.perf_counter() - started) * 1000)
    p95 = quantiles(taken, n=20)[-1] if repeats > 1 else taken[0]
    return Timing(
        what,
        limit_ms,
        cpu_ms=round(median(worked), 1),
        median_ms=round(median(taken), 1),
        p95_ms=round(min(p95, max(taken)), 1),
        max_ms=round(max(taken), 1),
        rows=rows,
    )


def _print(timings: list[Timing], peak_mb: float) -> None:
    lines = [f"{'request':<52} {'rows':>7} {'cpu':>7} {'median':>7} {'p95':>7} {'max':>7}  ms"]
    for each in timings:
        rows = "many" if each.rows is None else str(each.rows)
        over = " over its limit" if each.median_ms > each.limit_ms else ""
        lines.append(
            f"{each.what:<52} {rows:>7} {each.cpu_ms:7.1f} {each.median_ms:7.1f} {each.p95_ms:7.1f}"
            f" {each.max_ms:7.1f}{over}"
        )
    lines.append(f"peak memory of this process: {peak_mb:.0f} MB")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
