from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from callqa.domain.edits import AddNote
from callqa.domain.listing import CallFilter, Sort
from callqa.errors import NotAllowed, RecordUnreadable, UnknownCall, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.service.adding import Added, add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.people import People
from callqa.service.reviewing import Reviews
from callqa.service.rubrics import Rubrics
from callqa.store.engine import Store
from callqa.store.tables import calls, findings
from tests.service.desk import RUBRIC, adopt, person, put
from tests.service.heard_calls import simple_call
from tests.service.people_at_work import as_user

ALL, BY_TIME = CallFilter(), Sort("started_at", descending=False)


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def ids(leader: Context) -> list[str]:
    """Store five calls, the first three of Anna, and return their ids."""
    return [
        add_heard(
            leader,
            simple_call(
                number,
                blames=number == 0,
                agent="Anna" if number < 3 else "Ben",
                started_at=f"2026-03-0{number + 1}T09:00:00+00:00",
            ),
        ).call_id
        for number in range(5)
    ]


def inform(context: Context, call: str) -> None:
    reviews = Reviews(context)
    reviews.start(call)
    reviews.sign(call)
    reviews.inform(call)


def test_a_list_is_filtered_sorted_and_paged(leader: Context, ids: list[str]) -> None:
    calls = Calls(leader)

    of_anna = calls.list(CallFilter(agents=("Anna",)), BY_TIME)
    second_page = calls.list(ALL, Sort("started_at", descending=True), limit=2, offset=2)

    assert [each.call_id for each in of_anna.rows] == ids[:3]
    assert [each.call_id for each in second_page.rows] == [ids[2], ids[1]]
    assert (second_page.total, second_page.offset) == (5, 2)


def test_a_search_gives_the_time_of_each_hit(leader: Context, ids: list[str]) -> None:
    found = Calls(leader).search('"should have read"', ALL, role="agent")

    (hit_call,) = found.rows
    (hit,) = hit_call.hits
    shown = Calls(leader).show(ids[0]).document
    turn = next(each for each in shown.turns if "should have read" in each.text)
    assert (hit_call.call.call_id, hit.role) == (ids[0], "agent")
    assert turn.start_s <= hit.start_s < turn.end_s
    assert Calls(leader).search('"should have read"', ALL, role="customer").rows == ()


def test_a_call_is_shown_with_its_verdict_and_who_looked(leader: Context, ids: list[str]) -> None:
    Reviews(leader).edit(ids[0], AddNote("Ask about the terms.", 3.0))

    shown = Calls(leader).show(ids[0][:10])

    assert shown.summary.call_id == ids[0]
    assert shown.document.scorecard is not None
    assert shown.document.scorecard.total == shown.summary.score
    assert [each.text for each in shown.notes] == ["Ask about the terms."]
    log = People(as_user(leader.store, "admin")).log(call_id=ids[0])
    assert ("leader", "see") in [(each.who, each.action) for each in log]


def test_legs_of_a_conversation_are_linked_and_found_together(
    leader: Context, ids: list[str]
) -> None:
    calls = Calls(leader)

    name = calls.link([ids[0], ids[3]])
    other = calls.link([ids[1], ids[2]])
    joined = calls.link([ids[3], ids[1]])
    calls.unlink(ids[2])

    assert name != other
    assert joined in (name, other)
    together = calls.list(CallFilter(interaction=joined), BY_TIME).rows
    assert [each.call_id for each in together] == [ids[0], ids[1], ids[3]]


def test_a_call_is_not_linked_with_itself(leader: Context, ids: list[str]) -> None:
    with pytest.raises(UsageError, match="different calls"):
        Calls(leader).link([ids[0], ids[0][:12]])


def test_an_agent_sees_the_own_calls_that_were_shown_and_no_other(
    leader: Context, ids: list[str]
) -> None:
    inform(leader, ids[0])
    inform(leader, ids[3])
    anna = Calls(as_user(leader.store, "agent", "Anna"))

    assert [each.call_id for each in anna.list(ALL, BY_TIME).rows] == [ids[0]]
    of_ben = anna.list(CallFilter(agents=("Ben",)), BY_TIME)
    assert [each.call_id for each in of_ben.rows] == [ids[0]]
    assert anna.list(CallFilter(review_states=("new",)), BY_TIME).total == 0
    assert anna.list(CallFilter(review_states=("new", "closed")), BY_TIME).total == 0
    assert [each.call.call_id for each in anna.search("order", ALL).rows] == [ids[0]]
    assert anna.show(ids[0]).summary.call_id == ids[0]
    for other in (ids[1], ids[3], "0" * 64):
        with pytest.raises(UnknownCall, match="among yours"):
            anna.show(other)


def test_an_agent_changes_nothing_about_calls(leader: Context, ids: list[str]) -> None:
    inform(leader, ids[0])
    anna = Calls(as_user(leader.store, "agent", "Anna"))
    acts: list[Callable[[], object]] = [
        lambda: anna.link(ids[:2]),
        lambda: anna.unlink(ids[0]),
        lambda: next(anna.add([], DetailsSource())),
        lambda: next(anna.relink([])),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_an_agent_who_is_nobody_sees_no_call(leader: Context, ids: list[str]) -> None:
    nobody = Calls(as_user(leader.store, "agent"))

    assert nobody.list(ALL, BY_TIME).total == 0
    assert nobody.search("order", ALL).total == 0


@pytest.mark.parametrize("call", ["", "zzz", " "])
def test_a_call_that_is_not_there_is_named(leader: Context, ids: list[str], call: str) -> None:
    with pytest.raises(UnknownCall):
        Calls(leader).show(call)


def test_a_call_whose_findings_were_lost_is_named_and_not_shown(
    leader: Context, ids: list[str]
) -> None:
    with leader.store.writing() as connection:
        lost = connection.execute(select(calls.c.id).where(calls.c.call_id == ids[0])).scalar_one()
        connection.execute(delete(findings).where(findings.c.call == lost))

    with pytest.raises(RecordUnreadable, match="missing"):
        Calls(leader).show(ids[0])
    with pytest.raises(RecordUnreadable, match="missing"):
        Reviews(leader).show(ids[0])


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-05:00"])
def test_a_start_at_the_end_of_the_calendar_is_not_known(leader: Context, text: str) -> None:
    added = add_heard(leader, simple_call(7, started_at=text))

    assert isinstance(added, Added)
    assert added.unread_start == text
    assert Calls(leader).show(added.call_id).summary.started_at is None


def test_a_signed_call_keeps_the_machines_own_verdict_by_the_rubric_it_was_signed_by(
    store: Store, tmp_path: Path
) -> None:
    adopt(store)
    lea = person(store, "lea", "leader")
    put(lea, "c1", greets=False)
    inform(lea, "c1")
    changed = RUBRIC.format(version="2", pass_mark=75, greets="Greets.").replace(
        "points = 4", "points = 3", 1
    )
    path = tmp_path / "changed.toml"
    path.write_text(changed, encoding="utf-8")
    list(Rubrics(lea).adopt(path))

    shown = Calls(lea).show("c1")

    assert shown.machine is not None
    assert shown.machine.scorecard.rubric.version == "1"
    assert shown.machine.scorecard.total == shown.summary.machine_score == 50.0
