from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, update

from callqa.domain.listing import CallFilter, FoundPage
from callqa.domain.speech import Role
from callqa.errors import UsageError
from callqa.store import search
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.search import MOST_COUNTED, SHOWN_HITS, search_calls, transcript_columns
from callqa.store.tables import calls, transcripts
from tests.measures.builders import hearing
from tests.postgresql import Server
from tests.store.rows import NOON, add_agent, add_call

EVERY = CallFilter()


def found(
    connection: Connection, query: str, where: CallFilter = EVERY, role: Role | None = None
) -> set[int]:
    page = search_calls(connection, query, where, role=role)
    assert page.total == len(page.rows)
    return {each.call.id for each in page.rows}


@pytest.fixture
def talk(store: Store) -> tuple[Store, int, int]:
    """Two calls about money, in other words and by other people."""
    with store.writing() as connection:
        refund = add_call(
            connection,
            started_at=NOON,
            lines=(
                ("A", 0.0, 4.0, "thank you for calling billing"),
                ("C", 5.0, 9.0, "I want my money"),
                ("A", 10.0, 12.0, "back then it was paid"),
                ("C", 13.0, 15.0, "I was refunded forty-two euros"),
            ),
        )
        manager = add_call(
            connection,
            started_at=NOON + timedelta(days=1),
            lines=(
                ("A", 0.0, 2.0, "the manager is out"),
                ("C", 3.0, 7.0, "give my money back to señor Müller, don't wait"),
            ),
        )
    return store, refund, manager


@pytest.mark.parametrize(
    ("query", "role", "wanted"),
    [
        ("money", None, "rm"),
        ("MONEY", None, "rm"),
        ("money", "agent", ""),
        ("manager", "agent", "m"),
        ("manager", "customer", ""),
        ("money manager", None, "m"),
        ("money manager", "customer", ""),
        ('"my money"', None, "rm"),
        ('"money back"', None, "m"),
        ('"money my"', None, ""),
        ('"billing back"', None, ""),
        ('"billing I want"', None, ""),
        ("refund*", None, "r"),
        ("refund", None, ""),
        ('"thank you for call*"', None, "r"),
        ('"thank you to call*"', None, ""),
        ("refunded OR manager", None, "rm"),
        ("refunded OR manager money", "customer", "r"),
        ("money -manager", None, "r"),
        ("money -manager", "customer", "rm"),
        ('money -"thank you"', None, "m"),
        ("senor", None, "m"),
        ("SEÑOR muller", None, "m"),
        ("dont", None, "m"),
        ("don\N{RIGHT SINGLE QUOTATION MARK}t", None, "m"),
        ("forty-two", None, "r"),
        ('"refunded forty two"', None, "r"),
        ("two", None, "r"),
        ("nothing", None, ""),
    ],
)
def test_a_query_finds_the_calls_in_which_that_was_said(
    talk: tuple[Store, int, int], query: str, role: Role | None, wanted: str
) -> None:
    store, refund, manager = talk
    rows = {"r": refund, "m": manager}

    with store.reading() as connection:
        assert found(connection, query, role=role) == {rows[each] for each in wanted}


def test_no_phrase_reaches_from_one_turn_or_role_into_the_next(store: Store) -> None:
    with store.writing() as connection:
        add_call(
            connection,
            lines=(("A", 0.0, 1.0, "one"), ("A", 2.0, 3.0, "two"), ("C", 4.0, 5.0, "three")),
        )

    with store.reading() as connection:
        assert found(connection, '"one two"') == set()
        assert found(connection, '"two three"') == set()
        assert len(found(connection, "one two three")) == 1


def test_a_hit_has_the_time_the_speaker_and_the_words_around_it(
    talk: tuple[Store, int, int],
) -> None:
    store, refund, _ = talk

    with store.reading() as connection:
        page = search_calls(connection, '"my money" -manager', EVERY)

    (row,) = page.rows
    (hit,) = row.hits
    assert (row.call.id, row.hit_count) == (refund, 1)
    assert (hit.role, hit.turn, hit.start_s, hit.end_s) == ("customer", 1, 7.0, 9.0)
    assert hit.text == "I want my money"
    assert [hit.text[a:b] for a, b in hit.marks] == ["my money"]


def test_words_far_apart_in_a_turn_are_hits_of_their_own_with_what_is_around_them(
    store: Store,
) -> None:
    filler = [f"w{n}" for n in range(40)]
    said = " ".join(["gold", "gold", *filler, "gold"])
    with store.writing() as connection:
        add_call(connection, lines=(("C", 0.0, 43.0, said),))

    with store.reading() as connection:
        (row,) = search_calls(connection, "gold", EVERY).rows

    first, second = row.hits
    assert (first.start_s, first.end_s, len(first.marks)) == (0.0, 2.0, 2)
    assert (second.start_s, second.end_s) == (42.0, 43.0)
    assert (first.text[:12], first.text[-4:]) == ("gold gold w0", "w6 …")
    assert (second.text[:6], second.text[-4:]) == ("… w33 ", "gold")


def test_only_the_first_hits_of_a_call_are_shown_and_all_are_counted(store: Store) -> None:
    lines = [("C", 10.0 * n, 10.0 * n + 1, "help") for n in range(SHOWN_HITS + 3)]
    with store.writing() as connection:
        add_call(connection, lines=lines)

    with store.reading() as connection:
        (row,) = search_calls(connection, "help", EVERY).rows

    assert [each.start_s for each in row.hits] == [10.0 * n for n in range(SHOWN_HITS)]
    assert row.hit_count == SHOWN_HITS + 3


def test_a_search_for_one_role_places_hits_in_what_that_role_said(store: Store) -> None:
    with store.writing() as connection:
        add_call(connection, lines=(("C", 0.0, 1.0, "invoice"), ("A", 2.0, 3.0, "invoice")))

    with store.reading() as connection:
        (row,) = search_calls(connection, "invoice", EVERY, role="agent").rows

    assert [(each.role, each.start_s) for each in row.hits] == [("agent", 2.0)]


def test_calls_come_newest_first_and_those_without_a_time_last(store: Store) -> None:
    with store.writing() as connection:
        old, undated, new = (
            add_call(connection, started_at=at, lines=(("A", 0.0, 1.0, "hello"),))
            for at in (NOON, None, NOON + timedelta(days=1))
        )

    with store.reading() as connection:
        rows = search_calls(connection, "hello", EVERY).rows

    assert [each.call.id for each in rows] == [new, old, undated]


def test_a_search_keeps_to_the_filter(store: Store) -> None:
    with store.writing() as connection:
        ann = add_agent(connection, "Ann")
        lines = (("A", 0.0, 1.0, "hello"),)
        wanted = add_call(connection, agent=ann, score=50.0, lines=lines)
        add_call(connection, agent=ann, score=90.0, lines=lines)
        add_call(connection, score=50.0, lines=lines)
        add_call(connection, agent=ann, score=50.0, lines=(("A", 0.0, 1.0, "bye"),))

    with store.reading() as connection:
        where = CallFilter(agents=("Ann",), score=(None, 60.0))
        assert found(connection, "hello", where) == {wanted}


def paged(connection: Connection, query: str, where: CallFilter = EVERY) -> list[FoundPage]:
    pages = [search_calls(connection, query, where, limit=7)]
    while pages[-1].has_more:
        offset = pages[-1].offset + 7
        pages.append(search_calls(connection, query, where, limit=7, offset=offset))
    return pages


def test_pages_of_a_search_hold_every_call_once(store: Store) -> None:
    with store.writing() as connection:
        rows = [
            add_call(
                connection,
                started_at=None if n % 5 == 0 else NOON + timedelta(hours=n % 4),
                lines=(("A", 0.0, 1.0, "hello"),),
            )
            for n in range(30)
        ]

    with store.reading() as connection:
        pages = paged(connection, "hello")

    got = [each.call.id for page in pages for each in page.rows]
    assert sorted(got) == rows
    assert [len(page.rows) for page in pages] == [7, 7, 7, 7, 2]


def test_a_word_in_more_calls_than_are_counted_is_found_the_same_way(store: Store) -> None:
    """Many calls are written as plain rows: the way through the index changes, not the answer."""
    many = MOST_COUNTED + 50
    with store.writing() as connection:
        last = add_call(connection, started_at=NOON - timedelta(days=1), lines=())
        first = add_call(
            connection, started_at=NOON + timedelta(days=1), queue="q", lines=(("A", 0, 1, "a b"),)
        )
        _copy(connection, first, many)
        connection.execute(
            update(transcripts)
            .where(transcripts.c.call == last)
            .values(**transcript_columns(hearing(("A", 0.0, 1.0, "b"))))
        )

    with store.reading() as connection:
        page = search_calls(connection, "b", EVERY, limit=5)
        filtered = search_calls(connection, "b", CallFilter(queues=("q",)))
        without = search_calls(connection, "b -a", EVERY)
        end = search_calls(connection, "b", EVERY, limit=5, offset=many - 1)

    assert (page.total, page.has_more, page.rows[0].call.id) == (None, True, first)
    assert [each.call.id for each in filtered.rows] == [first]
    assert [each.call.id for each in without.rows] == [last]
    assert (len(end.rows), end.has_more, end.rows[-1].call.id) == (3, False, last)


def _copy(connection: Connection, row: int, count: int) -> None:
    """Write copies of a call and its words, older than it."""
    call = dict(connection.execute(calls.select().where(calls.c.id == row)).mappings().one())
    words = dict(
        connection.execute(transcripts.select().where(transcripts.c.call == row)).mappings().one()
    )
    numbers = range(row + 1, row + 1 + count)
    fresh = {**call, "queue": None, "started_at": NOON}
    connection.execute(calls.insert(), [{**fresh, "id": n, "call_id": f"copy{n}"} for n in numbers])
    connection.execute(transcripts.insert(), [{**words, "call": n} for n in numbers])


def test_the_index_follows_what_is_changed_and_deleted(store: Store) -> None:
    with store.writing() as connection:
        kept, gone = (add_call(connection, lines=(("A", 0.0, 1.0, "before"),)) for _ in range(2))

    with store.writing() as connection:
        connection.execute(
            update(transcripts)
            .where(transcripts.c.call == kept)
            .values(**transcript_columns(hearing(("A", 0.0, 1.0, "after"))))
        )
        connection.execute(delete(calls).where(calls.c.id == gone))

    with store.reading() as connection:
        assert found(connection, "before") == set()
        assert found(connection, "after") == {kept}


@pytest.mark.parametrize("query", ["", "   ", '""', "-money", "OR", "*", "?!", "-", "a*", '"x y*"'])
def test_a_query_without_a_word_to_look_for_is_refused(store: Store, query: str) -> None:
    with store.reading() as connection, pytest.raises(UsageError):
        search_calls(connection, query, EVERY)


def test_a_pasted_text_is_refused(store: Store) -> None:
    with store.reading() as connection, pytest.raises(UsageError, match="fewer"):
        search_calls(connection, "word " * 40, EVERY)


@pytest.mark.parametrize(
    "query",
    [
        'unclosed "quote',
        "agent : money",
        "{agent} : (money)",
        "NEAR(a b, 5)",
        "money AND NOT OR",
        "money'); DROP TABLE calls; --",
        "a & b | !c <-> d:*A",
        "col:^x + y",
        "\\' \\ money",
        "money\x00back",
        "\ud800money",
        "%_[] money",
        "ﬁne Ⅳ ①",
        "हिन्दी",
        "-a -b money*",
        '"ab"*"cd"',
    ],
)
def test_signs_of_the_databases_mean_nothing_in_a_query(
    talk: tuple[Store, int, int], query: str
) -> None:
    with talk[0].reading() as connection:
        search_calls(connection, query, EVERY)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                ['"', "*", "-", "OR", "AND", "NOT", "money", "mo", "(", ")", ":", " ", "'"]
            ),
            max_size=12,
        ).map("".join),
    ),
    role=st.sampled_from([None, "agent", "customer"]),
)
def test_no_text_breaks_the_search(
    talk: tuple[Store, int, int], query: str, role: Role | None
) -> None:
    with talk[0].reading() as connection:
        try:
            page = search_calls(connection, query, EVERY, role=role)
        except UsageError:
            return
    assert all(row.hits for row in page.rows)


def test_a_search_that_takes_too_long_is_ended_and_a_rarer_word_asked_for(
    postgresql: Server, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_S", 0.05)
    with (
        closing(open_store(postgresql.url(postgresql.new_database(empty_database)))) as store,
        store.writing() as other,
    ):
        other.exec_driver_sql("LOCK TABLE transcripts IN ACCESS EXCLUSIVE MODE")

        with store.reading() as connection, pytest.raises(UsageError, match="rarer") as refused:
            search_calls(connection, '"to the of"', EVERY)

    assert refused.value.subject == '"to the of"'


def test_the_time_limit_holds_for_the_search_alone(postgresql: Server, empty_database: str) -> None:
    place = postgresql.url(postgresql.new_database(empty_database))
    with closing(open_store(place)) as store, store.reading() as connection:
        search_calls(connection, "money", EVERY)

        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"
