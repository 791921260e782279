"""A call's scorecard as a reviewer needs it: the machine's answers and those of people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from callqa.corrections.log import standing, standing_changes
from callqa.domain.edits import AddNote, DismissFlag, Edit, OverridePoints
from callqa.domain.judgement import Flag, Judgement, QuestionScore, RubricRef, Scorecard
from callqa.domain.listing import CallSummary
from callqa.domain.review import Dispute, ReviewStep
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.errors import ReviewRefused
from callqa.rules.rubric import Question
from callqa.service.blindness import without_verdict
from callqa.service.context import Context
from callqa.service.found_call import FoundCall, answers_to, points_of
from callqa.service.judging import Judging
from callqa.service.proof import provisional_questions
from callqa.service.seen_call import SeenCall, seen_call
from callqa.store.loading import StoredCall
from callqa.store.reviews import disputes_of, steps_of


@dataclass(frozen=True, slots=True)
class PersonsAnswer:
    """The points that a person gave, ``None`` where the question does not apply, and why."""

    points: float | None
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One question.

    most : its points, on its own scale, as are those of `machine` and `person`
    answer : of the machine, in a word or a number
    machine : the machine's points; ``None`` where the question does not apply, could not be
        measured or is a person's
    person : what a person answered instead, ``None`` where nobody did
    points, max_points : what counts, as shares of the total 100 or of a section apart
    explanation, evidence : what the machine's answer rests on
    provisional : the machine's answer counts, and calibration has not proven that it can
    open : a person is to answer and nobody has
    """

    section: str
    id: str
    text: str
    most: float
    answer: str
    machine: float | None
    person: PersonsAnswer | None
    points: float
    max_points: float
    explanation: Sentence
    evidence: tuple[Evidence, ...]
    provisional: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A call under review.

    blind : title of the calibration in which this person scores the call; answers, scores, flags
        and log are then left out
    machine_total : what the machine alone gives
    dismissed : flags that a person took off, by code
    """

    call: CallSummary
    blind: str | None
    rubric: RubricRef
    total: float | None
    machine_total: float | None
    passed: bool | None
    lines: tuple[CardLine, ...]
    flags: tuple[Flag, ...]
    dismissed: Mapping[str, str]
    notes: tuple[AddNote, ...]
    edits: tuple[Edit, ...]
    steps: tuple[ReviewStep, ...]
    disputes: tuple[Dispute, ...]


def review_card(context: Context, connection: Connection, stored: StoredCall) -> ReviewCard:
    """Return the scorecard of a call: as signed, or else as it stands.

    Raises
    ------
    ReviewRefused
        The recording holds no speech.
    """
    if stored.status == "empty":
        raise ReviewRefused(
            "holds no speech, so there is nothing to review.", subject=stored.call_id
        )
    return card_of(connection, seen_call(context, connection, stored))


def card_of(connection: Connection, seen: SeenCall) -> ReviewCard:
    """Return the scorecard of a call that was judged to be looked at."""
    found, row = seen.found, seen.stored.row
    card = seen.judgement.scorecard
    given = _given(found.log, seen.judging)
    provisional = provisional_questions(card, seen.proofs, given)
    full = ReviewCard(
        call=seen.summary,
        blind=seen.blind,
        rubric=card.rubric,
        total=card.total,
        machine_total=seen.machine.scorecard.total,
        passed=card.passed,
        lines=tuple(_lines(card, seen.machine, (found, seen.judging), given, provisional)),
        flags=seen.judgement.flags,
        dismissed=_dismissed(found.log),
        notes=tuple(each for each in found.changes if isinstance(each, AddNote)),
        edits=found.log,
        steps=steps_of(connection, row),
        disputes=disputes_of(connection, row),
    )
    return _without_answers(full) if full.blind else full


def _lines(
    card: Scorecard,
    machine: Judgement,
    by: tuple[FoundCall, Judging],
    given: Mapping[str, PersonsAnswer],
    provisional: Collection[str],
) -> Iterable[CardLine]:
    found, judging = by
    questions = {each.id: each for each in judging.rubric.questions}
    answers = answers_to(judging.rubric, found.machine, judging.settings)
    points = points_of(answers, judging.rubric)
    by_machine = {
        each.id: each for section in machine.scorecard.sections for each in section.questions
    }
    for section in card.sections:
        for counted in section.questions:
            question = questions[counted.id]
            yield _line(
                section.title,
                (question, counted, by_machine[counted.id]),
                points[counted.id],
                given.get(counted.id),
                provisional=counted.id in provisional,
            )


def _line(
    section: str,
    of: tuple[Question, QuestionScore, QuestionScore],
    machine: float | None,
    person: PersonsAnswer | None,
    *,
    provisional: bool,
) -> CardLine:
    question, counted, by_machine = of
    return CardLine(
        section=section,
        id=question.id,
        text=question.text,
        most=question.points,
        answer=by_machine.answer,
        machine=machine,
        person=person,
        points=counted.points,
        max_points=counted.max_points,
        explanation=by_machine.explanation,
        evidence=by_machine.evidence,
        provisional=provisional,
        open=question.human and person is None,
    )


def _given(log: Sequence[Edit], judging: Judging) -> dict[str, PersonsAnswer]:
    """Return what people answered, as far as the rubric still asks for it."""
    holds = judging.given(standing_changes(log))
    return {
        change.question: PersonsAnswer(change.points, change.reason, edit.who)
        for edit in standing(log)
        if isinstance(change := edit.change, OverridePoints) and change.question in holds
    }


def _dismissed(log: Sequence[Edit]) -> dict[str, str]:
    return {
        change.code: change.reason
        for edit in standing(log)
        if isinstance(change := edit.change, DismissFlag)
    }


def _without_answers(card: ReviewCard) -> ReviewCard:
    """Return what a person may see who scores the call blind: the questions alone."""
    hidden = Sentence("rubric.scored_blind")
    return replace(
        card,
        call=without_verdict(card.call),
        total=None,
        machine_total=None,
        passed=None,
        lines=tuple(
            replace(
                each,
                answer="",
                machine=None,
                person=None,
                points=0.0,
                max_points=0.0,
                explanation=hidden,
                evidence=(),
                provisional=False,
                open=False,
            )
            for each in card.lines
        ),
        flags=(),
        dismissed={},
        notes=(),
        edits=(),
        steps=(),
        disputes=(),
    )
