"""Several reviewers score the same calls blind, and are compared with each other and the machine.

While a session is open nobody sees another's answers, and those who take part see neither the
machine's nor what others changed on its calls (`callqa.service.blindness`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from callqa.domain.listing import CallFilter
from callqa.domain.review import ReviewState
from callqa.errors import NotAllowed, ReviewRefused, UsageError
from callqa.figures.sampling import draw_random
from callqa.service.calibration_session import (
    AskedQuestion,
    Progress,
    Session,
    Sheet,
    check_points,
    known_session,
    require_calibrator,
    require_open,
    rubric_of_session,
    session_of,
)
from callqa.service.context import Context
from callqa.service.judging import Judging
from callqa.service.proof import Proof, QuestionAgreement, agreements, proven_questions
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.thresholds import judging_settings
from callqa.store.calibrations import (
    StoredCalibration,
    all_calibrations,
    answers_of,
    close_calibration,
    hold_calibration,
    put_answers,
    put_calibration,
)
from callqa.store.listing import find_call
from callqa.store.loading import load_call
from callqa.store.samples import candidates
from callqa.store.users import find_user

NOT_BEGUN: tuple[ReviewState, ...] = ("new", "assigned")
"""States of calls that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What a closed session has shown, question by question."""

    session: Session
    questions: tuple[QuestionAgreement, ...]


@dataclass(frozen=True, slots=True)
class Calibrations:
    """The calibrations of a store."""

    context: Context

    def new(self, title: str, reviewers: Sequence[str], calls: Sequence[str]) -> Session:
        """Open a session on calls that are named.

        Raises
        ------
        NotAllowed
            The person may not lead a calibration.
        UsageError
            There are fewer than two reviewers, one may not calibrate, or a call holds no speech.
        """
        self.context.require("lead_calibration")
        with self.context.store.writing() as connection:
            rows = [find_call(connection, each) for each in calls]
            return self._new(connection, title, reviewers, rows)

    def draw(
        self,
        title: str,
        reviewers: Sequence[str],
        where: CallFilter,
        n: int,
        seed: int = 0,
    ) -> Session:
        """Open a session on `n` calls drawn at random from those that nobody has looked at.

        These are calls whose review has not begun, and that were in no session before. A filter by
        the state of the review may say which of the two states before it.

        Raises
        ------
        UsageError
            The filter asks for calls whose review has begun, or leaves no such call; and whatever
            `new` raises.
        """
        self.context.require("lead_calibration")
        if n < 1:
            raise UsageError("takes at least one call.", subject="calibration")
        if begun := sorted(set(where.review_states).difference(NOT_BEGUN)):
            raise UsageError(
                "takes no calls that somebody has looked at.",
                subject=f"state={begun[0]}",
                remedy="Leave the state out, or ask for state=new or state=assigned.",
            )
        states = where.review_states or NOT_BEGUN
        where = replace(where, zone=self.context.zone(), review_states=states)
        with self.context.store.writing() as connection:
            used = {call for each in all_calibrations(connection) for call in each.calls}
            found = candidates(connection, where)
            frame = {each.call_id: each.row for each in found if each.row not in used}
            rows = [frame[each.call_id] for each in draw_random(frame, n, seed)]
            return self._new(connection, title, reviewers, rows)

    def list(self) -> tuple[Session, ...]:
        """Return every session, the latest first."""
        self.context.require("calibrate")
        with self.context.store.reading() as connection:
            return tuple(session_of(connection, each) for each in all_calibrations(connection))

    def status(self, session: int) -> Session:
        """Return how far the reviewers of a session are; no answer is told.

        Raises
        ------
        UsageError
            There is no such session.
        """
        self.context.require("calibrate")
        with self.context.store.reading() as connection:
            return session_of(connection, known_session(connection, session))

    def sheet(self, session: int) -> Sheet:
        """Return what the person is to score in a session, with the own answers so far.

        Raises
        ------
        NotAllowed
            The person does not take part.
        """
        self.context.require("calibrate")
        with self.context.store.reading() as connection:
            stored = self._own(known_session(connection, session))
            answers: dict[str, dict[str, float | None]] = {
                each: {} for each in stored.calls.values()
            }
            for each in answers_of(connection, [session], self.context.user.login):
                answers[each.call_id][each.question] = each.points
            rubric = rubric_of_session(connection, stored)
        asked = tuple(AskedQuestion(each.id, each.text, each.points) for each in rubric.questions)
        return Sheet(stored.id, stored.title, asked, answers)

    def score(self, session: int, call: str, answers: Mapping[str, float | None]) -> Progress:
        """Write the person's answers on a call: points on each question's own scale.

        ``None`` says that a question does not apply. An answer may be given anew until the
        session is closed.

        Raises
        ------
        NotAllowed
            The person does not take part.
        ReviewRefused
            The session is closed.
        UsageError
            The call or a question is not part of it, or the points are not on the scale.
        """
        self.context.require("calibrate")
        login = self.context.user.login
        with self.context.store.writing() as connection:
            hold_calibration(connection, session)
            stored = self._own(known_session(connection, session))
            require_open(stored)
            row = find_call(connection, call)
            if row not in stored.calls:
                raise UsageError(
                    "is no call of this session.",
                    subject=call,
                    remedy=f"See 'callqa calibrate status {session}'.",
                )
            check_points(rubric_of_session(connection, stored), answers)
            put_answers(connection, (session, row, login), answers, self.context.now())
            self.context.log(connection, "calibrate", stored.calls[row])
            progress = session_of(connection, stored).reviewers
        return next(each for each in progress if each.login == login)

    def close(self, session: int, *, early: bool = False) -> Session:
        """End a session, after which its answers are shown and none can be given.

        Raises
        ------
        NotAllowed
            The person may not lead a calibration.
        ReviewRefused
            It is closed already, or not `early` and somebody has answers left to give.
        """
        self.context.require("lead_calibration")
        with self.context.store.writing() as connection:
            hold_calibration(connection, session, to_close=True)
            stored = known_session(connection, session)
            require_open(stored)
            late = session_of(connection, stored).late
            if late and not early:
                left = ", ".join(f"{each.login} {each.answered} of {each.asked}" for each in late)
                raise ReviewRefused(
                    f"has answers missing: {left}.",
                    subject=f"calibration {session}",
                    remedy="Wait for them, or close it early: --early.",
                )
            close_calibration(connection, session, self.context.now())
            self.context.log(connection, "close calibration")
            return session_of(connection, known_session(connection, session))

    def report(self, session: int) -> CalibrationReport:
        """Return how far reviewers agreed, and the machine with them.

        The machine's answers are those to what it finds in the calls at present, without what
        people changed.

        Raises
        ------
        ReviewRefused
            The session is open: nobody sees an answer yet.
        """
        self.context.require("calibrate")
        with self.context.store.reading() as connection:
            stored = known_session(connection, session)
            if stored.closed_at is None:
                raise ReviewRefused(
                    "is open, and nobody sees its answers yet.",
                    subject=f"calibration {session}",
                    remedy=f"A leader closes it: 'callqa calibrate close {session}'.",
                )
            answers = answers_of(connection, [session])
            settings = judging_settings(connection, self.context.settings)
            judging = Judging(rubric_of_session(connection, stored), settings)
            questions = agreements(connection, judging, stored.calls, answers)
            return CalibrationReport(session_of(connection, stored), questions)

    def proven(self) -> dict[str, Proof]:
        """Return for each question of the rubric in force whether it is proven, and why not."""
        self.context.require("calibrate")
        with self.context.store.writing() as connection:
            judging_in_force(connection, self.context)
            return proven_questions(connection, self.context)

    def _new(
        self, connection: Connection, title: str, reviewers: Sequence[str], rows: Sequence[int]
    ) -> Session:
        logins = sorted(set(reviewers))
        if len(logins) < 2:
            raise UsageError("takes two reviewers or more.", subject="calibration")
        for login in logins:
            require_calibrator(find_user(connection, login), login)
        if not title.strip():
            raise UsageError("needs a title.", subject="calibration")
        if not rows:
            raise UsageError("has no calls.", subject=title, remedy="Name calls, or draw some.")
        for row in rows:
            call = load_call(connection, row)
            if call.status == "empty":
                raise UsageError("holds no speech to score.", subject=call.call_id)
        session = put_calibration(
            connection,
            title.strip(),
            rubric=judging_in_force(connection, self.context)[0],
            chosen=sorted(set(rows)),
            reviewers=logins,
            at=self.context.now(),
            who=self.context.user.login,
        )
        self.context.log(connection, "new calibration")
        return session_of(connection, known_session(connection, session))

    def _own(self, stored: StoredCalibration) -> StoredCalibration:
        if self.context.user.login not in stored.reviewers:
            raise NotAllowed(
                f"you do not take part in the calibration {stored.title!r}.",
                subject=self.context.user.login,
                remedy="A leader opens sessions, with those who are to score.",
            )
        return stored
