"""Calibration sessions: which calls, which reviewers, and what each answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from callqa.store.tables import (
    calibration_answers,
    calibration_calls,
    calibration_reviewers,
    calibrations,
    calls,
)


@dataclass(frozen=True, slots=True)
class StoredCalibration:
    """A session.

    rubric : the row of the rubric whose questions are asked
    closed_at : ``None`` while reviewers answer
    reviewers : logins, sorted
    calls : call id by row
    """

    id: int
    title: str
    at: datetime
    who: str
    rubric: int
    closed_at: datetime | None
    reviewers: tuple[str, ...]
    calls: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A reviewer's points for one question, ``None`` where it does not apply."""

    calibration: int
    call_id: str
    login: str
    question: str
    points: float | None
    at: datetime


def put_calibration(  # noqa: PLR0913 - a session is that much
    connection: Connection,
    title: str,
    *,
    rubric: int,
    chosen: Sequence[int],
    reviewers: Sequence[str],
    at: datetime,
    who: str,
) -> int:
    """Write a new session of the calls `chosen`, by row, and return its number."""
    added = (
        insert(calibrations)
        .values(title=title, at=at, who=who, rubric=rubric)
        .returning(calibrations.c.id)
    )
    session = int(connection.execute(added).scalar_one())
    rows = [{"calibration": session, "call": call} for call in chosen]
    connection.execute(insert(calibration_calls), rows)
    logins = [{"calibration": session, "login": login} for login in reviewers]
    connection.execute(insert(calibration_reviewers), logins)
    return session


def hold_calibration(connection: Connection, session: int, *, to_close: bool = False) -> None:
    """Keep a session open until the transaction ends, or everybody away from it `to_close` it."""
    query = select(calibrations.c.id).where(calibrations.c.id == session)
    connection.execute(query.with_for_update(read=not to_close)).first()


def calibration_at(connection: Connection, session: int) -> StoredCalibration | None:
    """Return the session with this number, ``None`` where there is none."""
    return next(iter(_sessions(connection, [session])), None)


def all_calibrations(connection: Connection) -> tuple[StoredCalibration, ...]:
    """Return every session, the latest first."""
    numbers = connection.execute(select(calibrations.c.id)).scalars().all()
    return tuple(reversed(_sessions(connection, numbers)))


def put_answers(
    connection: Connection,
    by: tuple[int, int, str],
    answers: Mapping[str, float | None],
    at: datetime,
) -> None:
    """Write answers by question; `by` is session, row of the call and login.

    An earlier answer of the same reviewer to the same question gives way.
    """
    session, call, login = by
    table = calibration_answers
    _hold_reviewer(connection, session, login)
    connection.execute(
        delete(table).where(
            table.c.calibration == session,
            table.c.call == call,
            table.c.login == login,
            table.c.question.in_(list(answers)),
        )
    )
    connection.execute(
        insert(table),
        [
            {
                "calibration": session,
                "call": call,
                "login": login,
                "question": question,
                "points": points,
                "at": at,
            }
            for question, points in answers.items()
        ],
    )


def _hold_reviewer(connection: Connection, session: int, login: str) -> None:
    """Keep the same reviewer at another place waiting until the transaction ends."""
    own = calibration_reviewers.c
    held = select(own.login).where(own.calibration == session, own.login == login)
    connection.execute(held.with_for_update()).first()


def answers_of(
    connection: Connection, sessions: Sequence[int], login: str | None = None
) -> tuple[GivenAnswer, ...]:
    """Return the answers of sessions in order of time, of one reviewer where `login` is given."""
    table = calibration_answers
    query = (
        select(
            table.c.calibration,
            calls.c.call_id,
            table.c.login,
            table.c.question,
            table.c.points,
            table.c.at,
        )
        .join_from(table, calls)
        .where(table.c.calibration.in_(list(sessions)))
        .order_by(table.c.at, table.c.calibration, calls.c.call_id, table.c.login, table.c.question)
    )
    if login is not None:
        query = query.where(table.c.login == login)
    return tuple(GivenAnswer(**row._asdict()) for row in connection.execute(query))


def answer_counts(connection: Connection, session: int) -> dict[str, int]:
    """Return how many answers each reviewer has given in a session."""
    query = (
        select(calibration_answers.c.login, func.count().label("answers"))
        .where(calibration_answers.c.calibration == session)
        .group_by(calibration_answers.c.login)
    )
    return {row.login: row.answers for row in connection.execute(query)}


def close_calibration(connection: Connection, session: int, at: datetime) -> None:
    """Write that a session is closed."""
    closing = update(calibrations).where(calibrations.c.id == session).values(closed_at=at)
    connection.execute(closing)


def blind_calls(connection: Connection, login: str) -> dict[int, str]:
    """Return the calls, by row, that a person scores blind at present, with the session's title."""
    query = (
        select(calibration_calls.c.call, calibrations.c.title)
        .join_from(calibrations, calibration_calls)
        .join(calibration_reviewers, calibration_reviewers.c.calibration == calibrations.c.id)
        .where(calibration_reviewers.c.login == login, calibrations.c.closed_at.is_(None))
        .order_by(calibrations.c.id)
    )
    return {row.call: row.title for row in connection.execute(query)}


def blind_call_ids(connection: Connection, login: str) -> frozenset[str]:
    """Return the ids of the calls that a person scores blind at present."""
    rows = list(blind_calls(connection, login))
    query = select(calls.c.call_id).where(calls.c.id.in_(rows))
    return frozenset(connection.execute(query).scalars()) if rows else frozenset()


def _sessions(connection: Connection, numbers: Sequence[int]) -> tuple[StoredCalibration, ...]:
    asked = connection.execute(
        select(calibrations).where(calibrations.c.id.in_(numbers)).order_by(calibrations.c.id)
    ).all()
    chosen: dict[int, dict[int, str]] = {}
    for session, call, call_id in connection.execute(
        select(calibration_calls.c.calibration, calls.c.id, calls.c.call_id)
        .join_from(calibration_calls, calls)
        .where(calibration_calls.c.calibration.in_(numbers))
        .order_by(calls.c.id)
    ):
        chosen.setdefault(session, {})[call] = call_id
    taking_part: dict[int, list[str]] = {}
    for session, login in connection.execute(
        select(calibration_reviewers.c.calibration, calibration_reviewers.c.login)
        .where(calibration_reviewers.c.calibration.in_(numbers))
        .order_by(calibration_reviewers.c.login)
    ):
        taking_part.setdefault(session, []).append(login)
    return tuple(
        StoredCalibration(
            **row._asdict(),
            calls=chosen.get(row.id, {}),
            reviewers=tuple(taking_part.get(row.id, ())),
        )
        for row in asked
    )
