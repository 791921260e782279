from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, update

from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.domain.review import User
from callqa.errors import NotAllowed, StoreFull
from callqa.jobs.call_details import DetailsSource
from callqa.service import adding
from callqa.service.adding import Added, AlreadyThere, LookingUp, add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.hearing_run import Heard, NotAnalyzed
from callqa.service.rubrics import Rubrics
from callqa.settings import Settings, with_values
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.rubrics import rubric_in_force
from callqa.store.tables import calls
from tests.service.heard_calls import simple_call, two_questions
from tests.service.people_at_work import as_user

SETTINGS_IN_BERLIN = with_values(Settings(), {"centre.time_zone": "Europe/Berlin"}, source="test")


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


def listed(context: Context) -> tuple[CallSummary, ...]:
    return Calls(context).list(CallFilter(), Sort("duration_s")).rows


def from_file(heard: Heard, path: Path, content: bytes) -> Heard:
    """Return a call whose recording is a real file, so that it can be found again."""
    path.write_bytes(content)
    recording = replace(heard.hearing.recording, path=str(path), sha256=sha256(content).hexdigest())
    return Heard(path, replace(heard.hearing, recording=recording))


def test_a_call_is_stored_with_its_verdict_and_what_is_known_of_it(
    leader: Context, tmp_path: Path
) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    berlin = replace(leader, settings=SETTINGS_IN_BERLIN)

    added = add_heard(
        berlin,
        simple_call(1, blames=True, agent="Anna", customer="Bo", started_at="2026-03-02T09:30:00"),
    )

    (row,) = listed(leader)
    assert isinstance(added, Added)
    assert added.unread_start is None
    assert (row.agent, row.customer, row.score, row.passed) == ("Anna", "Bo", 50.0, False)
    assert row.started_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def test_a_start_that_is_no_time_is_told(leader: Context) -> None:
    added = add_heard(leader, simple_call(1, started_at="last Monday"))

    assert isinstance(added, Added)
    assert added.unread_start == "last Monday"
    assert listed(leader)[0].started_at is None


def test_a_call_without_speech_is_kept_without_a_verdict(leader: Context) -> None:
    heard = simple_call(1)
    silent = replace(heard.hearing, speech=(), turns=(), passages=(), speakers=())

    add_heard(leader, replace(heard, hearing=silent))

    (row,) = listed(leader)
    assert (row.status, row.score) == ("empty", None)


def test_a_known_file_is_not_heard_again_and_its_link_follows_it(
    leader: Context, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.wav", tmp_path / "new.wav"
    add_heard(leader, from_file(simple_call(1), old, b"sound"))
    new.write_bytes(b"sound")

    steps = list(Calls(leader).add([old, new], DetailsSource()))
    old.unlink()
    moved = list(Calls(leader).add([new], DetailsSource()))

    known = [each for each in steps if isinstance(each, AlreadyThere)]
    assert [(each.path, each.moved) for each in known] == [(old, False), (new, False)]
    assert isinstance(moved[-1], AlreadyThere)
    assert moved[-1].moved
    assert listed(leader)[0].path == str(new)
    looked = [each for each in steps if isinstance(each, LookingUp)]
    assert [(each.path, each.done, each.total) for each in looked] == [(old, 0, 2), (new, 1, 2)]


def test_the_same_sound_in_another_file_is_the_same_call(leader: Context, tmp_path: Path) -> None:
    first = from_file(simple_call(1), tmp_path / "call.wav", b"sound")
    add_heard(leader, first)

    again = add_heard(leader, from_file(simple_call(1), tmp_path / "call.flac", b"packed"))

    assert again == AlreadyThere(tmp_path / "call.flac", first.hearing.call_id, moved=False)
    assert len(listed(leader)) == 1


def test_relink_finds_moved_recordings_by_content(leader: Context, tmp_path: Path) -> None:
    old, new = tmp_path / "old.wav", tmp_path / "archive.wav"
    add_heard(leader, from_file(simple_call(1), old, b"sound"))
    old.rename(new)
    other = tmp_path / "other.wav"
    other.write_bytes(b"another sound")

    steps = list(Calls(leader).relink([other, new, tmp_path / "missing.wav"]))

    told = [each for each in steps if not isinstance(each, LookingUp)]
    found, missing = told
    assert isinstance(found, AlreadyThere)
    assert (found.path, found.moved) == (new, True)
    assert isinstance(missing, NotAnalyzed)
    assert listed(leader)[0].path == str(new)


def test_a_link_that_was_removed_is_set_again_only_when_asked_for(
    leader: Context, tmp_path: Path
) -> None:
    recording = tmp_path / "call.wav"
    add_heard(leader, from_file(simple_call(1), recording, b"sound"))
    with leader.store.writing() as connection:
        connection.execute(update(calls).values(path=None))

    list(Calls(leader).add([recording], DetailsSource()))
    after_adding = listed(leader)[0].path
    list(Calls(leader).relink([recording]))

    assert after_adding is None
    assert listed(leader)[0].path == str(recording)


def test_two_people_who_add_a_recording_at_once_make_one_call(
    leader: Context, store_place: str
) -> None:
    heard = simple_call(1)
    list(Rubrics(leader).rescore())
    other = open_store(store_place)

    def add(store: Store) -> str:
        return type(add_heard(replace(leader, store=store), heard)).__name__

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(add, [leader.store, other]))
    other.close()

    assert sorted(made) == ["Added", "AlreadyThere"]
    assert len(listed(leader)) == 1


def test_the_first_two_people_in_a_new_store_adopt_one_rubric(
    leader: Context, store_place: str
) -> None:
    other = open_store(store_place)

    def add(job: tuple[Store, int]) -> object:
        return add_heard(replace(leader, store=job[0]), simple_call(job[1]))

    with ThreadPoolExecutor(2) as both:
        list(both.map(add, [(leader.store, 1), (other, 2)]))
    other.close()

    assert len(Rubrics(leader).adopted()) == 1
    assert len(listed(leader)) == 2


def test_calls_added_while_another_rubric_is_adopted_end_scored_by_it(
    leader: Context, store_place: str, tmp_path: Path
) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    heard = [simple_call(number) for number in range(8)]
    other = open_store(store_place)

    def add() -> None:
        for each in heard:
            add_heard(replace(leader, store=other), each)

    with ThreadPoolExecutor(1) as adder:
        adding_all = adder.submit(add)
        for version in "23456":
            list(Rubrics(leader).adopt(two_questions(tmp_path, version)))
        adding_all.result()
    other.close()

    with leader.store.reading() as connection:
        in_force = rubric_in_force(connection)
        assert in_force is not None
        assert in_force.version == "6"
        assert set(connection.execute(select(calls.c.rubric)).scalars()) == {in_force.row}


def test_a_full_disk_ends_the_run_after_the_lost_call_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path / "callqa.db"))
    leader = as_user(store, "leader")
    heard = [simple_call(number) for number in range(3)]
    monkeypatch.setattr(adding, "hear_calls", lambda *_: iter(heard))
    steps = Calls(leader).add([], DetailsSource())

    added = next(steps)
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    lost = next(steps)

    with pytest.raises(StoreFull):
        next(steps)
    assert len(listed(leader)) == 1
    store.close()
    assert isinstance(added, Added)
    assert isinstance(lost, NotAnalyzed)
    assert "was heard but could not be stored" in str(lost.error)


def test_an_agent_adds_and_relinks_nothing(store: Store, tmp_path: Path) -> None:
    agent = Calls(Context(store, Settings(), User("anna", "agent", "Anna")))

    for act in (agent.add([], DetailsSource()), agent.relink([tmp_path])):
        with pytest.raises(NotAllowed):
            next(act)
