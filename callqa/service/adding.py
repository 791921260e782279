"""Recordings are heard and put into the store; what is there already is not heard again."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from callqa.domain.hearing import Hearing
from callqa.errors import CallError, CallQAError, RecordingUnreadable, StoreBusy, StoreError
from callqa.jobs.call_details import DetailsSource
from callqa.service.call_facts import facts_of
from callqa.service.context import Context
from callqa.service.hearing_run import Heard, NotAnalyzed, RunProgress, hear_calls
from callqa.service.judging import Judging
from callqa.service.rubric_in_force import judging_in_force
from callqa.speech.weights import sha256_of
from callqa.store.loading import earlier_voices, load_call
from callqa.store.saving import insert_call, save_judged
from callqa.store.tables import calls


@dataclass(frozen=True, slots=True)
class Added:
    """A call that was heard, judged and stored.

    unread_start : what was given as its start, where that is no time as ISO 8601 writes it; the
        call then has none
    """

    path: Path
    call_id: str
    unread_start: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """A recording of a call that the store has; `moved` where its link now points here."""

    path: Path
    call_id: str
    moved: bool


@dataclass(frozen=True, slots=True)
class LookingUp:
    """Which file is compared with the store now, and how many of how many were."""

    path: Path
    done: int
    total: int


Step = Added | AlreadyThere | NotAnalyzed | RunProgress | LookingUp


def add_recordings(
    context: Context, paths: Iterable[Path], details: DetailsSource
) -> Iterator[Step]:
    """Hear recordings and store each call as soon as it is judged.

    A file whose content is known is not heard again; if the recording had been moved, its link
    is set to the new place. A call that fails is told and the others go on.

    Raises
    ------
    NotAllowed
        The person may not add calls.
    UsageError
        The settings cannot work for any call.
    StoreError
        The store cannot be written any more; what was heard and not stored is told before.
    """
    context.require("add_calls")
    unknown: dict[str, Path] = {}
    copies: list[Path] = []
    for path, sha256, step in _looked_up(context, list(paths)):
        if step is not None:
            yield step
        elif sha256 in unknown:
            copies.append(path)
        else:
            unknown[sha256] = path
    for heard in hear_calls(unknown.values(), details, context.settings):
        if isinstance(heard, Heard):
            yield from _stored_or_told(context, heard)
        else:
            yield heard
    if copies:
        yield from add_recordings(context, copies, details)


def add_heard(context: Context, heard: Heard) -> Added | AlreadyThere:
    """Judge and store a call that was heard.

    Raises
    ------
    NotAllowed
        The person may not add calls.
    StoreError
        The store cannot be written.
    """
    context.require("add_calls")
    hearing = heard.hearing
    try:
        with context.store.writing() as connection:
            by = judging_in_force(connection, context, held=True)
            facts = facts_of(context, connection, hearing.recording)
            row = insert_call(connection, hearing, facts, context.now())
            if hearing.speech:
                _judge_new(connection, row, hearing, by)
            context.log(connection, "add", hearing.call_id)
    except IntegrityError:
        # Another file of the same sound was stored before, perhaps just now by somebody else.
        query = select(calls.c.id, calls.c.path).where(calls.c.call_id == hearing.call_id)
        with context.store.reading() as connection:
            there = connection.execute(query).one()
        return _linked(context, heard.path, there.id, hearing.call_id, there.path)
    given = hearing.recording.started_at
    return Added(heard.path, hearing.call_id, given if facts.started_at is None else None)


def relink(
    context: Context, paths: Iterable[Path]
) -> Iterator[AlreadyThere | NotAnalyzed | LookingUp]:
    """Set the links of stored calls to where their recordings are now, found by content."""
    context.require("add_calls")
    for _, _, step in _looked_up(context, list(paths), removed_too=True):
        if step is not None:
            yield step


def content_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a recording's content.

    Raises
    ------
    RecordingUnreadable
        There is no such file, or it cannot be read.
    """
    try:
        return sha256_of(path)
    except OSError as error:
        raise RecordingUnreadable(
            f"cannot be read: {error.strerror}.", subject=str(path), remedy="Check the file."
        ) from error


def _looked_up(
    context: Context, paths: Sequence[Path], *, removed_too: bool = False
) -> Iterator[tuple[Path, str, AlreadyThere | NotAnalyzed | LookingUp | None]]:
    """Yield each file with its digest: `LookingUp` before, then what is known, or ``None``."""
    for number, path in enumerate(paths):
        yield path, "", LookingUp(path, number, len(paths))
        try:
            sha256 = content_of(path)
        except RecordingUnreadable as error:
            yield path, "", NotAnalyzed(path, error)
            continue
        yield path, sha256, find_known(context, path, sha256, removed_too=removed_too)


def find_known(
    context: Context, path: Path, sha256: str, *, removed_too: bool = False
) -> AlreadyThere | None:
    """Return the call whose recording has this content, ``None`` where the store has none.

    If the recording had been moved, its link is set to `path`. A link that was removed because of
    its age is only set again with `removed_too`: the file may still lie in a watched folder.

    Raises
    ------
    StoreError
        The store cannot be read, or the new link cannot be written.
    """
    query = select(calls.c.id, calls.c.call_id, calls.c.path).where(calls.c.sha256 == sha256)
    with context.store.reading() as connection:
        found = connection.execute(query).first()
    if found is None:
        return None
    if found.path is None and not removed_too:
        return AlreadyThere(path, found.call_id, moved=False)
    return _linked(context, path, *found)


def _linked(
    context: Context, path: Path, row: int, call_id: str, linked: str | None
) -> AlreadyThere:
    moved = linked is None or not os.path.exists(linked)
    if moved:
        with context.store.writing() as connection:
            connection.execute(
                update(calls).where(calls.c.id == row).values(path=str(path.absolute()))
            )
            context.log(connection, "relink", call_id)
    return AlreadyThere(path, call_id, moved)


def not_stored(path: Path, error: CallQAError) -> CallError:
    """Return the error of a recording that was heard, and the store would not take the call."""
    return CallError(f"was heard but could not be stored: {error}", subject=str(path))


def _stored_or_told(context: Context, heard: Heard) -> Iterator[Added | AlreadyThere | NotAnalyzed]:
    try:
        yield add_heard(context, heard)
    except CallQAError as error:
        yield NotAnalyzed(heard.path, not_stored(heard.path, error))
        if isinstance(error, StoreError) and not isinstance(error, StoreBusy):
            raise


def _judge_new(connection: Connection, row: int, hearing: Hearing, by: tuple[int, Judging]) -> None:
    rubric, judging = by
    call = load_call(connection, row)
    judged = judging.judge(hearing, (), earlier_voices(connection, call))
    save_judged(connection, row, rubric, judging.rows(judged))
