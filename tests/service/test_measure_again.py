import json
import multiprocessing
import os
import signal
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Table, select

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.errors import WorkerDied
from callqa.service.adding import add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.measure_again import measure_again
from callqa.service.reviewing import Reviews
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.rubrics import Rubrics
from callqa.settings import Settings, with_values
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.tables import calls, findings, transcripts
from tests.service.heard_calls import no_dead_air, simple_call
from tests.service.people_at_work import as_user

AFTER_8_S = with_values(Settings(), {"silence.dead_air_s": 8.0}, source="test")


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def air(leader: Context, tmp_path: Path) -> Path:
    """Put a rubric in force that asks for dead air alone."""
    path = no_dead_air(tmp_path)
    list(Rubrics(leader).adopt(path))
    return path


def listed(context: Context) -> dict[str, CallSummary]:
    rows = Calls(context).list(CallFilter(), Sort("duration_s")).rows
    return {each.call_id: each for each in rows}


def judged_with(context: Context) -> list[str]:
    with context.store.reading() as connection:
        query = select(calls.c.judged_with).order_by(calls.c.id)
        return list(connection.execute(query).scalars())


def row_of(context: Context, call_id: str) -> int:
    with context.store.reading() as connection:
        query = select(calls.c.id).where(calls.c.call_id == call_id)
        return int(connection.execute(query).scalar_one())


def rescore_and_die(place: str, login: str, after: int, note: str) -> None:
    """Begin to measure calls anew, and be killed after some of them."""
    store = open_store(place)
    context = as_user(store, "leader")
    steps = Rubrics(context).rescore(AFTER_8_S)
    for _ in range(after):
        next(steps)
    children = [each.pid for each in multiprocessing.active_children()]
    Path(note).write_text(json.dumps(children), encoding="utf-8")
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_run_leaves_whole_calls_and_is_taken_up_again(
    leader: Context, air: Path, store_place: str, tmp_path: Path
) -> None:
    ids = [add_heard(leader, simple_call(number, gap_s=9.0)).call_id for number in range(12)]
    (old,) = set(judged_with(leader))
    note = tmp_path / "children.json"
    spawn = multiprocessing.get_context("spawn")
    child = spawn.Process(target=rescore_and_die, args=(store_place, "leader", 3, str(note)))
    child.start()
    child.join()

    assert child.exitcode == -signal.SIGKILL
    states = {
        (with_ == old, row.score)
        for with_, row in zip(judged_with(leader), by_row(leader), strict=True)
    }
    assert states == {(True, 100.0), (False, 0.0)}
    pids = json.loads(note.read_text(encoding="utf-8"))
    assert pids
    orphans = [psutil.Process(each) for each in pids if psutil.pid_exists(each)]
    _, alive = psutil.wait_procs(orphans, timeout=30)
    assert alive == []
    done = sum(each != old for each in judged_with(leader))
    steps = list(Rubrics(leader).rescore())
    assert steps[-1].done == len(ids) - done
    assert {each.score for each in listed(leader).values()} == {0.0}


def by_row(context: Context) -> list[CallSummary]:
    return sorted(listed(context).values(), key=lambda each: each.id)


def test_a_worker_that_is_killed_ends_the_run_with_what_is_done(leader: Context, air: Path) -> None:
    for number in range(12):
        add_heard(leader, simple_call(number, gap_s=9.0))
    steps = Rubrics(leader).rescore(AFTER_8_S)
    next(steps)

    for each in multiprocessing.active_children():
        os.kill(each.pid or 0, signal.SIGKILL)
    with pytest.raises(WorkerDied, match="callqa rescore"):
        list(steps)

    list(Rubrics(leader).rescore())
    assert {each.score for each in listed(leader).values()} == {0.0}


def test_an_edit_made_meanwhile_is_not_written_over(leader: Context, air: Path) -> None:
    ids = [add_heard(leader, simple_call(number, gap_s=9.0)).call_id for number in range(12)]
    steps = Rubrics(leader).rescore(AFTER_8_S)
    next(steps)

    for call in ids:
        Reviews(leader).edit(call, OverridePoints("no_dead_air", 3.0, "Told so."))
    list(steps)

    assert {each.score for each in listed(leader).values()} == {60.0}
    assert {each.machine_score for each in listed(leader).values()} == {0.0}


def test_leaving_a_run_ends_its_processes(leader: Context, air: Path) -> None:
    for number in range(6):
        add_heard(leader, simple_call(number, gap_s=9.0))
    steps = Rubrics(leader).rescore(AFTER_8_S)
    next(steps)
    at_work = multiprocessing.active_children()

    steps.close()  # type: ignore[attr-defined]

    assert at_work
    assert not any(each.is_alive() for each in at_work)


def test_a_call_removed_meanwhile_is_passed_over(leader: Context, air: Path) -> None:
    ids = [add_heard(leader, simple_call(number, gap_s=9.0)).call_id for number in range(3)]
    rows = [row_of(leader, each) for each in ids]
    with leader.store.writing() as connection:
        by = judging_in_force(connection, leader)
        connection.execute(calls.delete().where(calls.c.id == rows[1]))

    steps = list(measure_again(leader, by, [rows]))

    assert steps[-1].done == 3
    assert len(listed(leader)) == 2


@pytest.mark.parametrize("lost", [findings, transcripts], ids=["findings", "words"])
def test_a_call_that_lost_what_was_found_in_it_is_measured_again(
    leader: Context, air: Path, lost: Table
) -> None:
    ids = [add_heard(leader, simple_call(number, gap_s=9.0)).call_id for number in range(3)]
    row = row_of(leader, ids[1])
    with leader.store.writing() as connection:
        kept = connection.execute(select(lost).where(lost.c.call == row)).one()
        connection.execute(lost.delete().where(lost.c.call == row))

    steps = list(Rubrics(leader).rescore())

    assert [each.done for each in steps] == [1]
    with leader.store.reading() as connection:
        assert connection.execute(select(lost).where(lost.c.call == row)).one() == kept
    assert list(Rubrics(leader).rescore()) == []
