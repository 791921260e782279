"""Stored calls are measured and scored again from what was heard, on all cores of this machine.

Each call is written whole, so that it can be stopped at any time and taken up again.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass

from callqa.corrections.log import standing_changes
from callqa.domain.edits import Change
from callqa.domain.speech import VoiceBaseline
from callqa.errors import CallError, HearingRemoved, RecordUnreadable, WorkerDied
from callqa.jobs.machine import usable_cores
from callqa.jobs.own_process import Processes
from callqa.rules.packed_hearing import unpack_hearing
from callqa.service.context import Context
from callqa.service.flips import Flip, flip_of
from callqa.service.judging import Judging
from callqa.service.rescore import NotRescored, Rescored
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.edits import edits_of
from callqa.store.loading import earlier_voices, find_row, hearing_data
from callqa.store.rescoring import held_verdicts
from callqa.store.saving import JudgedRows, save_judged


@dataclass(frozen=True, slots=True)
class _Task:
    row: int
    call_id: str
    revision: int
    data: bytes
    changes: tuple[Change, ...]
    earlier: tuple[VoiceBaseline, ...]


def measure_again(
    context: Context, by: tuple[int, Judging], stale: Sequence[Sequence[int]]
) -> Iterator[Rescored]:
    """Measure and score calls from what was heard.

    Parameters
    ----------
    context, by
        The store; the row of the rubric, and what calls are judged by. The run ends early when
        somebody adopts other thresholds.
    stale
        The rows of the calls; those of one list one after the other, since the voice in one is
        what the next is set against.

    Raises
    ------
    WorkerDied
        A process was ended from outside; what is done is kept.
    """
    total, done = sum(len(rows) for rows in stale), 0
    if not total:
        return
    waiting = deque(deque(rows) for rows in stale)
    running: dict[Future[JudgedRows | CallError], tuple[_Task, deque[int]]] = {}
    cores = min(usable_cores(), len(stale))
    try:
        with Processes(cores, _set_up, by[1]) as processes:
            while waiting or running:
                while waiting and len(running) < 2 * cores:
                    line = waiting.popleft()
                    task = _task(context, line.popleft())
                    if task is not None:
                        running[processes.submit(_measure, task)] = task, line
                        continue
                    done += 1
                    if line:
                        waiting.append(line)
                first = wait(running, return_when=FIRST_COMPLETED).done
                ended = [(*running.pop(each), each.result()) for each in first]
                step = _write(context, by, [(task, made) for task, _, made in ended])
                if step is None:
                    return
                waiting.extend(line for _, line, _ in ended if line)
                done += len(ended)
                yield Rescored(done, total, *step)
    except BrokenExecutor as error:
        raise WorkerDied(
            "A process that measured calls was ended from outside.",
            remedy="What is done is kept. If memory was short, close other programs; then run "
            "'callqa rescore' again.",
        ) from error


def _task(context: Context, row: int) -> _Task | None:
    """Return what a process needs of a call, ``None`` where the call or its words are gone."""
    with context.store.reading() as connection:
        call = find_row(connection, row)
        if call is None or call.is_signed:
            return None
        try:
            data = hearing_data(connection, row)
        except HearingRemoved:
            return None
        return _Task(
            row=row,
            call_id=call.call_id,
            revision=call.revision,
            data=data,
            changes=standing_changes(edits_of(connection, row)),
            earlier=earlier_voices(connection, call),
        )


# What a worker process judges by; set once when it starts.
_judging: list[Judging] = []


def _set_up(judging: Judging) -> None:
    _judging.append(judging)


def _measure(task: _Task) -> JudgedRows | CallError:
    judging = _judging[-1]
    try:
        heard = unpack_hearing(task.data)
    except RecordUnreadable as error:
        return error
    judged = judging.judge(heard, task.changes, task.earlier)
    return judging.rows(judged)


def _write(
    context: Context, by: tuple[int, Judging], ended: Sequence[tuple[_Task, JudgedRows | CallError]]
) -> tuple[tuple[Flip, ...], tuple[NotRescored, ...]] | None:
    """Write what was made of calls, unless somebody has changed them meanwhile.

    Such a call was measured anew by that change, with what is in force now. ``None`` where other
    thresholds are in force now.
    """
    failed = tuple(
        NotRescored(task.call_id, made) for task, made in ended if isinstance(made, CallError)
    )
    measured = {task.row: (task, made) for task, made in ended if isinstance(made, JudgedRows)}
    flips: list[Flip] = []
    rubric, judging = by
    with context.store.writing() as connection:
        now = judging_in_force(connection, context, held=True)[1]
        if now.settings != judging.settings:
            return None
        for before in held_verdicts(connection, list(measured)):
            task, made = measured[before.row]
            if before.revision == task.revision:
                save_judged(connection, before.row, rubric, made)
                flip = flip_of(before, made.verdict, judging.rubric)
                flips += [flip] if flip else []
    return tuple(flips), failed
