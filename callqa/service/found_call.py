"""A stored call from what was found in it: its verdict, and the points of each question.

What was heard is not needed, so this works for a call whose words were removed, and it is what a
list of calls shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from callqa.corrections.log import standing_changes
from callqa.domain.edits import Change, Edit
from callqa.domain.judgement import Judgement
from callqa.rules.answer import Answer
from callqa.rules.case import Case
from callqa.rules.findings import Findings, decode_findings
from callqa.rules.rubric import Rubric
from callqa.rules.score import answer_questions
from callqa.service.judging import Judging
from callqa.settings import Settings
from callqa.store.edits import edits_of
from callqa.store.loading import findings_data


@dataclass(frozen=True, slots=True)
class FoundCall:
    """What was found in a call: with what people changed, by the machine alone, and the log."""

    findings: Findings
    machine: Findings
    log: tuple[Edit, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What people changed and still holds."""
        return standing_changes(self.log)

    def verdicts(self, judging: Judging) -> tuple[Judgement, Judgement]:
        """Return the verdict with what people changed, and the machine's own."""
        return judging.verdicts(self.findings, self.machine, self.changes)


def found_call(connection: Connection, row: int) -> FoundCall:
    """Return what was found in a call, which must hold speech."""
    data, machine = findings_data(connection, row)
    found = decode_findings(data)
    by_machine = found if machine is data else decode_findings(machine)
    return FoundCall(found, by_machine, edits_of(connection, row))


def answers_to(
    rubric: Rubric,
    findings: Findings,
    settings: Settings,
    given: Mapping[str, float | None] | None = None,
) -> dict[str, Answer]:
    """Return the answer to each question by id; `given` as in `callqa.rules.score.score_case`."""
    answers = answer_questions(rubric, Case(findings, settings), given=given)
    in_order = (answer for row in answers for answer in row)
    return {
        question.id: answer for question, answer in zip(rubric.questions, in_order, strict=True)
    }


def points_of(answers: Mapping[str, Answer], rubric: Rubric) -> dict[str, float | None]:
    """Return answers as points on each question's own scale; ``None`` where it does not apply.

    What is neither nothing nor all is in hundredths: the share of an answer may be a third.
    """
    most = {each.id: each.points for each in rubric.questions}
    return {question: _points(answer, most[question]) for question, answer in answers.items()}


def _points(answer: Answer, most: float) -> float | None:
    if answer.share is None or answer.share == 1.0:
        return None if answer.share is None else most
    return round(answer.share * most, 2)
