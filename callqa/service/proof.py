"""Which questions have shown in calibration that the machine answers them as people do.

A question that has not is provisional wherever its answer is shown: `proven_questions` once for a
store, then `provisional_questions` for a scorecard, `provisional_counts` for a list of calls.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from callqa.corrections.log import standing_changes
from callqa.corrections.verdict_changes import overrides
from callqa.domain.judgement import Scorecard
from callqa.domain.sentence import Sentence
from callqa.errors import RecordUnreadable
from callqa.figures.agreement import Agreement as Agreement
from callqa.figures.agreement import measure_agreement, measure_machine_agreement
from callqa.figures.proof import Bar, ProofCount, shortfalls
from callqa.figures.ratings import Points, Rating, Scale
from callqa.rules.answer import NOT_MEASURABLE
from callqa.rules.findings import decode_findings
from callqa.rules.rubric import Question, Rubric
from callqa.service.context import Context
from callqa.service.found_call import answers_to, points_of
from callqa.service.judging import Judging
from callqa.service.rubric_in_force import judging_in_force, rubric_of
from callqa.settings import CalibrationSettings
from callqa.store.calibrations import GivenAnswer, all_calibrations, answers_of
from callqa.store.edits import edits_by_call
from callqa.store.loading import answer_shares_of, findings_data
from callqa.store.rubrics import rubric_at, rubric_in_force


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the machine may answer a question.

    human : a person answers it, so there is nothing to prove
    agreement : of the machine with people over all closed sessions, ``None`` where `human`
    missing : what of the centre's bar is not met
    """

    question: str
    human: bool
    agreement: Agreement | None
    missing: tuple[Sentence, ...]

    @property
    def proven(self) -> bool:
        """Whether the machine's answers meet the centre's bar."""
        return self.agreement is not None and not self.missing


def count_proofs(proofs: Mapping[str, Proof]) -> ProofCount:
    """Return how many questions of the rubric in force are proven, and how many are not."""
    human = sum(each.human for each in proofs.values())
    proven = sum(each.proven for each in proofs.values())
    return ProofCount(proven, len(proofs) - human - proven, human)


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How far people agree on a question, and the machine with them.

    machine : ``None`` where a person answers the question
    """

    question: str
    text: str
    points: float
    people: Agreement
    machine: Agreement | None


def proven_questions(connection: Connection, context: Context) -> dict[str, Proof]:
    """Return for each question of the rubric in force whether it is proven, and why not.

    What counts are the closed sessions under any version of this rubric in which the question, and
    when it applies, was the same: a new pass mark takes no proof away. Where a reviewer answered
    the same call in several sessions, the latest answer counts.

    A store that adopted no rubric yet has proven nothing; nothing is written.
    """
    if rubric_in_force(connection) is None:
        return {}
    judging = judging_in_force(connection, context)[1]
    rubric = judging.rubric
    closed = [each for each in all_calibrations(connection) if each.closed_at is not None]
    same = {each.id: _unchanged(connection, each.rubric, rubric) for each in closed}
    answers = [
        each
        for each in answers_of(connection, [each.id for each in closed])
        if each.question in same[each.calibration]
    ]
    rows = {row: call_id for each in closed if same[each.id] for row, call_id in each.calls.items()}
    measured = agreements(connection, judging, rows, answers)
    bar = bar_of(judging.settings.calibration)
    return {
        each.question: Proof(
            question=each.question,
            human=each.machine is None,
            agreement=each.machine,
            missing=() if each.machine is None else shortfalls(each.machine, bar),
        )
        for each in measured
    }


def provisional_questions(
    card: Scorecard, proofs: Mapping[str, Proof], given: Collection[str]
) -> tuple[str, ...]:
    """Return the questions of a scorecard whose answer is the machine's and not proven, in order.

    `given` are those that a person answered on this call. A question that the rubric in force no
    longer asks is not proven.
    """
    return tuple(
        question.id
        for section in card.sections
        for question in section.questions
        if not question.not_applicable
        and question.id not in given
        and not (question.id in proofs and proofs[question.id].proven)
    )


def provisional_counts(
    connection: Connection, rows: Sequence[int], proofs: Mapping[str, Proof]
) -> dict[int, int]:
    """Return how many answers of stored calls are provisional, by row.

    `proofs` are those of `proven_questions`: asked for once, they serve for any number of calls.
    """
    logs = edits_by_call(connection, rows)
    proven = {each for each, proof in proofs.items() if proof.proven}
    counts: dict[int, int] = {}
    for row, shares in answer_shares_of(connection, rows):
        given = overrides(standing_changes(logs.get(row, ())))
        asked = {each for each, share in shares.items() if share is not None}
        counts[row] = len(asked - proven - given.keys())
    return counts


def bar_of(settings: CalibrationSettings) -> Bar:
    """Return what the centre asks of a question."""
    return Bar(
        min_calls=settings.min_calls,
        min_within_tolerance=settings.min_agreement,
        min_alpha=settings.min_alpha,
    )


def agreements(
    connection: Connection,
    judging: Judging,
    rows: Mapping[int, str],
    answers: Sequence[GivenAnswer],
) -> tuple[QuestionAgreement, ...]:
    """Return the agreement on each question of a rubric.

    Parameters
    ----------
    judging
        The rubric whose questions were asked, and the thresholds in force.
    rows
        Call id by row of the calls that were scored.
    answers
        Of people, in order of time.
    """
    machine = _machine_points(connection, judging, rows)
    ratings = _ratings(answers)
    return tuple(
        _agreement(
            question,
            ratings.get(question.id, ()),
            None if question.human else machine.get(question.id, {}),
            judging.settings.calibration.tolerance_share * question.points,
        )
        for question in judging.rubric.questions
    )


def _agreement(
    question: Question,
    ratings: Sequence[Rating],
    machine: Mapping[str, Points] | None,
    tolerance: float,
) -> QuestionAgreement:
    given = [each.points for each in ratings]
    scale = _scale(question.points, [*given, *(machine or {}).values()])
    return QuestionAgreement(
        question=question.id,
        text=question.text,
        points=question.points,
        people=measure_agreement(ratings, scale, tolerance),
        machine=None
        if machine is None
        else measure_machine_agreement(ratings, machine, scale, tolerance),
    )


def _scale(most: float, points: Iterable[Points]) -> Scale:
    """Return ``nominal`` where answers are all or nothing: "does not apply" then counts as well."""
    return "nominal" if set(points) <= {0.0, most, None} else "interval"


def _ratings(answers: Iterable[GivenAnswer]) -> dict[str, tuple[Rating, ...]]:
    latest = {(each.question, each.call_id, each.login): each for each in answers}
    found: dict[str, list[Rating]] = {}
    for (question, call_id, login), each in latest.items():
        found.setdefault(question, []).append(Rating(call_id, login, each.points, each.at))
    return {question: tuple(ratings) for question, ratings in found.items()}


def _machine_points(
    connection: Connection, judging: Judging, rows: Mapping[int, str]
) -> dict[str, dict[str, Points]]:
    """Return the machine's points by question and call, without what it could not measure.

    A call whose findings were lost or damaged has none.
    """
    found: dict[str, dict[str, Points]] = {}
    for row, call_id in rows.items():
        try:
            machine = decode_findings(findings_data(connection, row)[1])
        except RecordUnreadable:
            continue
        answers = answers_to(judging.rubric, machine, judging.settings)
        for question, points in points_of(answers, judging.rubric).items():
            if answers[question].text != NOT_MEASURABLE:
                found.setdefault(question, {})[call_id] = points
    return found


def _unchanged(connection: Connection, row: int, rubric: Rubric) -> frozenset[str]:
    """Return the questions that the rubric of `row` asks in the same way as `rubric`."""
    other = rubric_of(rubric_at(connection, row))
    if other.id != rubric.id:
        return frozenset()
    asked = (each.id for each in rubric.questions)
    return frozenset(
        each for each in asked if _definition(each, other) == _definition(each, rubric)
    )


def _definition(question: str, rubric: Rubric) -> object:
    for section in rubric.sections:
        for each in section.questions:
            if each.id == question:
                names = (section.applies_when, each.applies_when)
                return each, [rubric.conditions[name] if name else None for name in names]
    return None
