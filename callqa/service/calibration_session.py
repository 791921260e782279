"""A calibration session as those who take part see it, and what may be done in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from callqa.domain.review import User
from callqa.errors import ReviewRefused, UsageError
from callqa.rules.rubric import Rubric
from callqa.service.access import PERMISSIONS
from callqa.service.rubric_in_force import rubric_of
from callqa.store.calibrations import StoredCalibration, answer_counts, calibration_at
from callqa.store.rubrics import rubric_at


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the `asked` answers a reviewer has given."""

    login: str
    answered: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether every question on every call was answered."""
        return self.answered >= self.asked


@dataclass(frozen=True, slots=True)
class Session:
    """A calibration.

    rubric : id and version of the rubric whose questions are asked
    closed_at : ``None`` while reviewers answer
    calls : their ids
    """

    id: int
    title: str
    started_at: datetime
    started_by: str
    rubric: str
    closed_at: datetime | None
    calls: tuple[str, ...]
    reviewers: tuple[Progress, ...]

    @property
    def late(self) -> tuple[Progress, ...]:
        """Reviewers who have answers left to give."""
        return tuple(each for each in self.reviewers if not each.is_done)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a session, with the most points it gives."""

    id: str
    text: str
    points: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reviewer is to score.

    answers : points by question, ``None`` where it does not apply, for each call
    """

    session: int
    title: str
    questions: tuple[AskedQuestion, ...]
    answers: Mapping[str, Mapping[str, float | None]]


def known_session(connection: Connection, session: int) -> StoredCalibration:
    """Return the session with this number.

    Raises
    ------
    UsageError
        There is none.
    """
    stored = calibration_at(connection, session)
    if stored is None:
        raise UsageError(
            "there is no such session.",
            subject=f"calibration {session}",
            remedy="See 'callqa calibrate list'.",
        )
    return stored


def session_of(connection: Connection, stored: StoredCalibration) -> Session:
    """Return a session with how far its reviewers are."""
    rubric = rubric_of_session(connection, stored)
    asked = len(rubric.questions) * len(stored.calls)
    counts = answer_counts(connection, stored.id)
    return Session(
        id=stored.id,
        title=stored.title,
        started_at=stored.at,
        started_by=stored.who,
        rubric=f"{rubric.id} {rubric.version}",
        closed_at=stored.closed_at,
        calls=tuple(stored.calls.values()),
        reviewers=tuple(Progress(login, counts.get(login, 0), asked) for login in stored.reviewers),
    )


def rubric_of_session(connection: Connection, stored: StoredCalibration) -> Rubric:
    """Return the rubric whose questions a session asks."""
    return rubric_of(rubric_at(connection, stored.rubric))


def require_calibrator(user: User | None, login: str) -> None:
    """Refuse somebody who may not take part: unknown, or an agent."""
    if user is None or "calibrate" not in PERMISSIONS[user.role]:
        raise UsageError(
            "is no reviewer of this store.",
            subject=login,
            remedy="See 'callqa people list'; an admin may allow one.",
        )


def require_open(stored: StoredCalibration) -> None:
    """Refuse a session that is closed."""
    if stored.closed_at is not None:
        raise ReviewRefused("is closed.", subject=f"calibration {stored.id}")


def check_points(rubric: Rubric, answers: Mapping[str, float | None]) -> None:
    """Refuse answers to what is not asked, or off the scale of their question."""
    if not answers:
        raise UsageError("give at least one answer.", subject="calibration")
    most = {each.id: each.points for each in rubric.questions}
    for question, points in answers.items():
        if question not in most:
            raise UsageError(
                "is no question of this session.",
                subject=question,
                remedy=f"Use one of {', '.join(most)}.",
            )
        if points is not None and not 0.0 <= points <= most[question]:
            raise UsageError(
                f"takes 0 to {most[question]:g} points, or na where it does not apply.",
                subject=question,
            )
