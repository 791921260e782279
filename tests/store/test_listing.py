from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert

from callqa.domain.listing import MEASURES, CallFilter, CallSummary, Sort
from callqa.errors import UnknownCall, UsageError
from callqa.store.engine import Store
from callqa.store.listing import find_call, get_summary, list_calls
from callqa.store.tables import FILTERABLE, SORTABLE, agent_aliases, calls, memberships
from tests.store.rows import NOON, add_agent, add_call

EVERY = CallFilter()


def listed(
    connection: Connection,
    where: CallFilter = EVERY,
    column: str = "started_at",
    down: bool = False,
) -> list[int]:
    page = list_calls(connection, where, Sort(column, descending=down))
    assert page.total == len(page.rows)
    return [each.id for each in page.rows]


@pytest.mark.parametrize(
    ("where", "matching", "other"),
    [
        (CallFilter(queues=("billing", "moves")), {"queue": "moves"}, {"queue": "orders"}),
        (CallFilter(queues=("billing",)), {"queue": "billing"}, {}),
        (CallFilter(customer="C1"), {"customer": "C1"}, {"customer": "C2"}),
        (CallFilter(score=(70.0, 80.0)), {"score": 70.0}, {"score": 69.9}),
        (CallFilter(score=(70.0, 80.0)), {"score": 80.0}, {"score": 80.1}),
        (CallFilter(score=(None, None)), {"score": 0.0}, {"score": None}),
        (CallFilter(score=(None, 50.0)), {"score": 50.0}, {"score": None}),
        (CallFilter(flags=("rude",)), {"flags": [("coach", "rude")]}, {"flags": [("coach", "x")]}),
        (CallFilter(flags=("a", "b")), {"flags": [("coach", "b")]}, {}),
        (
            CallFilter(severity="urgent"),
            {"flags": [("coach", "x"), ("urgent", "y")]},
            {"flags": [("coach", "y")]},
        ),
        (CallFilter(situations=("dispute",)), {"situations": ["dispute"]}, {"situations": ["z"]}),
        (
            CallFilter(review_states=("disputed", "closed")),
            {"review_state": "disputed"},
            {"review_state": "new"},
        ),
        (CallFilter(assigned_to="ann"), {"assigned_to": "ann"}, {"assigned_to": "bob"}),
        (CallFilter(health=("fair", "poor")), {"health": "poor"}, {"health": "good"}),
        (CallFilter(interaction="I7"), {"interaction": "I7"}, {"interaction": "I8"}),
        (CallFilter(languages=("de",)), {"language": "de"}, {"language": "en"}),
        (CallFilter(status="empty"), {"status": "empty"}, {"status": "done"}),
        (
            CallFilter(started_from=NOON, started_to=NOON + timedelta(hours=1)),
            {"started_at": NOON},
            {"started_at": NOON + timedelta(hours=1)},
        ),
        (CallFilter(started_from=NOON), {"started_at": NOON}, {"started_at": None}),
    ],
)
def test_a_filter_lets_through_what_it_names(
    store: Store, where: CallFilter, matching: dict[str, object], other: dict[str, object]
) -> None:
    with store.writing() as connection:
        wanted = add_call(connection, **matching)
        add_call(connection, **other)

    with store.reading() as connection:
        assert listed(connection, where) == [wanted]


@pytest.mark.parametrize("column", MEASURES)
def test_a_measure_is_filtered_by_a_range_that_leaves_out_what_is_not_measurable(
    store: Store, column: str
) -> None:
    with store.writing() as connection:
        inside = [add_call(connection, **{column: value}) for value in (2, 5)]
        for value in (1, 6):
            add_call(connection, **{column: value})
        if column != "duration_s":
            add_call(connection, **{column: None})

    with store.reading() as connection:
        assert sorted(listed(connection, CallFilter(measures={column: (2, 5)}))) == inside


def test_a_range_of_a_column_that_is_no_measure_is_refused() -> None:
    with pytest.raises(UsageError, match=r"sha256.*agent_ratio"):
        CallFilter(measures={"sha256": (0, 1)})


def test_all_that_a_filter_gives_must_hold(store: Store) -> None:
    where = CallFilter(queues=("billing",), health=("poor",), score=(None, 50.0), flags=("rude",))
    facts: dict[str, object] = {
        "queue": "billing",
        "health": "poor",
        "score": 40.0,
        "flags": [("coach", "rude")],
    }
    with store.writing() as connection:
        wanted = add_call(connection, **facts)
        for name, value in (("queue", "x"), ("health", "good"), ("score", 51.0), ("flags", ())):
            add_call(connection, **{**facts, name: value})

    with store.reading() as connection:
        assert listed(connection, where) == [wanted]


def test_an_agent_is_found_by_any_of_the_names(store: Store) -> None:
    with store.writing() as connection:
        ann, bob = add_agent(connection, "Ann"), add_agent(connection, "Bob")
        connection.execute(insert(agent_aliases).values(alias="annie", agent=ann))
        of_ann, of_bob = add_call(connection, agent=ann), add_call(connection, agent=bob)
        add_call(connection)

    with store.reading() as connection:
        assert listed(connection, CallFilter(agents=("annie",))) == [of_ann]
        assert listed(connection, CallFilter(agents=("Ann", "Bob"))) == [of_ann, of_bob]
        assert listed(connection, CallFilter(agents=("Nobody",))) == []


def test_a_call_belongs_to_the_team_of_its_agent_on_that_day(store: Store) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    with store.writing() as connection:
        ann, bob = add_agent(connection, "Ann"), add_agent(connection, "Bob")
        rows = [
            {"agent": ann, "team": "North", "since": date(2026, 3, 1), "until": date(2026, 3, 31)},
            {"agent": ann, "team": "South", "since": date(2026, 4, 1), "until": None},
            {"agent": bob, "team": "North", "since": None, "until": None},
        ]
        connection.execute(insert(memberships), rows)
        first_minute = datetime(2026, 2, 28, 23, 1, tzinfo=UTC)
        last_minute = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
        early = add_call(connection, agent=ann, started_at=first_minute - timedelta(minutes=2))
        first = add_call(connection, agent=ann, started_at=first_minute)
        last = add_call(connection, agent=ann, started_at=last_minute)
        after = add_call(connection, agent=ann, started_at=last_minute + timedelta(minutes=2))
        add_call(connection, agent=ann, started_at=None)
        undated = add_call(connection, agent=bob, started_at=None)

    with store.reading() as connection:
        north, south = (CallFilter(team=each, zone=berlin) for each in ("North", "South"))
        assert listed(connection, north) == [first, last, undated]
        assert listed(connection, south) == [after]
        assert listed(connection, CallFilter(team="West")) == []
        assert early not in listed(connection, north)


@pytest.mark.parametrize("column", ["score", "agent_ratio", "empathy_score", "raised_customer"])
def test_calls_without_a_value_stand_last_either_way(store: Store, column: str) -> None:
    with store.writing() as connection:
        none, high, low, none_either = (
            add_call(connection, **{column: value}) for value in (None, 9, 1, None)
        )

    with store.reading() as connection:
        assert listed(connection, column=column) == [low, high, none, none_either]
        assert listed(connection, column=column, down=True) == [high, low, none_either, none]


def test_agents_are_sorted_by_name_and_not_by_the_order_they_came_in(store: Store) -> None:
    with store.writing() as connection:
        of = {
            name: add_call(connection, agent=add_agent(connection, name))
            for name in ("Zoe", "bob", "Ann")
        }
        unknown = add_call(connection)

    with store.reading() as connection:
        by_name = [of["Ann"], of["bob"], of["Zoe"]]
        assert listed(connection, column="agent") == [*by_name, unknown]
        assert listed(connection, column="agent", down=True) == [*by_name[::-1], unknown]


def test_health_and_review_states_are_sorted_by_their_meaning(store: Store) -> None:
    with store.writing() as connection:
        poor = add_call(connection, health="poor", review_state="closed")
        good = add_call(connection, health="good", review_state="in_review")
        fair = add_call(connection, health="fair", review_state="assigned")

    with store.reading() as connection:
        assert listed(connection, column="health") == [good, fair, poor]
        assert listed(connection, column="health", down=True) == [poor, fair, good]
        assert listed(connection, column="review_state") == [fair, good, poor]


def test_an_unknown_column_to_sort_by_is_refused_with_the_known_ones(store: Store) -> None:
    with store.reading() as connection, pytest.raises(UsageError, match=r"path.*started_at"):
        list_calls(connection, EVERY, Sort("path"))


@pytest.fixture
def mixed(store: Store) -> Store:
    """Ninety calls with many equal values and many unknown ones."""
    with store.writing() as connection:
        known = [add_agent(connection, name) for name in ("Dee", "Ann", "Cy")]
        for n in range(90):
            add_call(
                connection,
                started_at=None if n % 11 == 0 else NOON + timedelta(hours=n % 7),
                agent=None if n % 5 == 0 else known[n % 3],
                score=None if n % 4 == 0 else float(n % 6),
                health=("good", "fair", "poor")[n * 7 % 3],
                review_state=("new", "closed", "assigned")[n * 5 % 3],
                queue=None if n % 9 == 0 else "abc"[n % 3],
                assigned_to=None if n % 2 else "xy"[n // 2 % 2],
                severity=n % 4,
                dead_air_s=None if n % 6 == 0 else float(n % 8),
            )
    return store


@pytest.mark.parametrize("column", SORTABLE)
def test_pages_hold_every_call_once_in_one_order(mixed: Store, column: str) -> None:
    with mixed.reading() as connection:
        for where in (EVERY, CallFilter(health=("good", "poor")), CallFilter(score=(1, 4))):
            for down in (False, True):
                assert_whole(connection, where, Sort(column, descending=down))


def assert_whole(connection: Connection, where: CallFilter, sort: Sort) -> None:
    whole = list_calls(connection, where, sort, limit=1000)
    pages = [
        list_calls(connection, where, sort, limit=7, offset=offset)
        for offset in range(0, whole.total + 7, 7)
    ]

    assert len({each.id for each in whole.rows}) == whole.total
    assert [each for page in pages for each in page.rows] == list(whole.rows)
    assert {page.total for page in pages} == {whole.total}
    assert [each.id for each in whole.rows] == [each.id for each in sorted_here(whole.rows, sort)]


RANKS = {
    "health": ("good", "fair", "poor"),
    "review_state": ("new", "assigned", "closed"),
}


def sorted_here(rows: tuple[CallSummary, ...], sort: Sort) -> list[CallSummary]:
    """Sort as the documentation says, with nothing but Python."""

    def key(row: CallSummary) -> tuple[object, int]:
        value = getattr(row, sort.column)
        ranks = RANKS.get(sort.column)
        return (ranks.index(value) if ranks else value), row.id

    known = [each for each in rows if getattr(each, sort.column) is not None]
    unknown = [each for each in rows if getattr(each, sort.column) is None]
    return [
        *sorted(known, key=key, reverse=sort.descending),
        *sorted(unknown, key=lambda row: row.id, reverse=sort.descending),
    ]


def test_a_page_after_the_end_is_empty_and_knows_the_total(mixed: Store) -> None:
    with mixed.reading() as connection:
        page = list_calls(connection, EVERY, Sort(), limit=50, offset=500)

    assert (page.rows, page.total, page.offset) == ((), 90, 500)


def test_a_row_shows_the_call_with_agent_flags_and_situations(store: Store) -> None:
    with store.writing() as connection:
        row = add_call(
            connection,
            agent=add_agent(connection, "Ann"),
            started_at=NOON,
            score=81.5,
            passed=True,
            open_questions=3,
            flags=[("urgent", "threat"), ("coach", "blame"), ("coach", "blame")],
            situations=["dispute"],
        )

    with store.reading() as connection:
        shown = get_summary(connection, row)

    assert (shown.agent, shown.started_at, shown.score, shown.passed) == ("Ann", NOON, 81.5, True)
    assert (shown.open_questions, shown.wpm_agent) == (3, None)
    assert (shown.flags, shown.situations) == (("blame", "threat"), ("dispute",))


def test_an_unknown_row_is_an_unknown_call(store: Store) -> None:
    with store.reading() as connection, pytest.raises(UnknownCall):
        get_summary(connection, 77)


def test_the_index_of_the_list_holds_every_column_that_is_filtered_or_sorted_by() -> None:
    narrow = {each.name for each in fields(CallFilter)} & set(calls.c.keys())
    needed = {*MEASURES, *SORTABLE, *narrow, "score", "language", "review_state", "queue"}

    assert needed <= {*FILTERABLE, "started_at"}


def test_a_call_is_found_by_its_whole_id_or_a_beginning_no_other_has(store: Store) -> None:
    with store.writing() as connection:
        first = add_call(connection, call_id="abc1" + "0" * 60)
        second = add_call(connection, call_id="abc2" + "0" * 60)
        short = add_call(connection, call_id="abc")

    with store.reading() as connection:
        assert find_call(connection, "abc1") == first
        assert find_call(connection, " abc2" + "0" * 60) == second
        assert find_call(connection, "abc") == short


@pytest.mark.parametrize("text", ["", "ffff", "%", "abc_", "a' OR 1=1"])
def test_an_id_that_no_call_has_is_unknown(store: Store, text: str) -> None:
    with store.writing() as connection:
        add_call(connection, call_id="abc1" + "0" * 60)

    with store.reading() as connection, pytest.raises(UnknownCall, match="no call"):
        find_call(connection, text)


def test_a_beginning_that_several_calls_have_is_answered_with_their_ids(store: Store) -> None:
    with store.writing() as connection:
        for digit in "12":
            add_call(connection, call_id=f"abc{digit}" + "0" * 60)

    with store.reading() as connection, pytest.raises(UnknownCall, match=r"abc1.*abc2.*more"):
        find_call(connection, "abc")
