"""The scorecard of one call: every question's answer, points and arithmetic.

Rounding: points are whole hundredths. The 100 points are shared out over the sections that
apply by weight, then a section's points over its questions that apply by theirs, each time by
largest remainder; so `max_points` of all questions sum to 100.00, and the total is the sum of the
points shown. What does not apply gives its weight to its neighbours in the section, a section
where nothing applies to the other sections.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from callqa.domain.judgement import QuestionScore, RubricRef, Scorecard, SectionScore
from callqa.domain.sentence import Sentence
from callqa.errors import UsageError
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.arithmetic import TOTAL_UNITS, as_points, as_units, shared_out
from callqa.rules.behaviours import answer_behaviour
from callqa.rules.case import Case
from callqa.rules.conditions import why_not
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Question, Rubric, Section


def score_case(
    rubric: Rubric, case: Case, *, given: Mapping[str, float] | None = None
) -> Scorecard:
    """Score one call.

    Parameters
    ----------
    rubric, case
        What to ask, and of what.
    given
        Points that a person gave, by question id, on the scale of the question's `points`; they
        replace the machine's answer.

    Returns
    -------
    Scorecard
        `total` is 0 to 100 in hundredths, ``None`` where no question could be answered. A
        question with ``auto_fail = "section"`` that earns nothing sets its section to 0, one with
        ``"call"`` the total; the points of the other questions stay visible but do not count.

    Raises
    ------
    UsageError
        `given` names an unknown question or lies outside its points.
    """
    given = given or {}
    _check_given(rubric, given)
    refusals = {name: why_not(each, case) for name, each in rubric.conditions.items()}
    answers = [
        [_answer(section, question, case, refusals, given) for question in section.questions]
        for section in rubric.sections
    ]
    applies = [any(each.share is not None for each in row) for row in answers]
    weights = [
        section.weight if applied else 0.0
        for section, applied in zip(rubric.sections, applies, strict=True)
    ]
    units = shared_out(TOTAL_UNITS, weights)
    scored = [
        _score_section(section, row, section_units)
        for section, row, section_units in zip(rubric.sections, answers, units, strict=True)
    ]
    sections = tuple(section for section, _ in scored)
    auto_fail = any(
        question.auto_fail == "call" for _, question, _ in failed_questions(rubric, sections)
    )
    total = None
    if any(applies):
        total = 0.0 if auto_fail else as_points(sum(counting for _, counting in scored))
    return Scorecard(
        rubric=RubricRef(rubric.id, rubric.version),
        total=total,
        passed=None if total is None else total >= rubric.pass_mark and not auto_fail,
        auto_fail=auto_fail,
        sections=sections,
    )


def failed_questions(
    rubric: Rubric, sections: Sequence[SectionScore]
) -> tuple[tuple[Section, Question, QuestionScore], ...]:
    """Return the questions that apply and earned nothing, in order."""
    return tuple(
        (section, question, result)
        for section, scored in zip(rubric.sections, sections, strict=True)
        for question, result in zip(section.questions, scored.questions, strict=True)
        if _earned_nothing(result)
    )


def _earned_nothing(result: QuestionScore) -> bool:
    return result.max_points > 0 and result.points == 0


def _check_given(rubric: Rubric, given: Mapping[str, float]) -> None:
    points = {each.id: each.points for section in rubric.sections for each in section.questions}
    for question, value in given.items():
        if question not in points:
            raise UsageError("is no question of the rubric.", subject=question)
        if not 0 <= value <= points[question]:
            raise UsageError(
                f"takes 0 to {points[question]:g} points, not {value:g}.", subject=question
            )


def _answer(
    section: Section,
    question: Question,
    case: Case,
    refusals: Mapping[str, Answer | None],
    given: Mapping[str, float],
) -> Answer:
    if question.id in given:
        points = given[question.id]
        sentence = Sentence("rubric.given", points=points, max_points=question.points)
        return Answer(points / question.points, f"{points:g}", sentence)
    for name in (section.applies_when, question.applies_when):
        if name is not None and (refusal := refusals[name]) is not None:
            return refusal
    if question.behaviour is not None:
        return answer_behaviour(question.behaviour, case)
    if question.measure is not None:
        return _answer_measure(question, question.measure, case)
    return Answer(None, "not answered", Sentence("rubric.for_a_person"))


def _answer_measure(question: Question, measure: str, case: Case) -> Answer:
    quantity = QUANTITIES[measure]
    reading = quantity.read(case)
    if reading.value is None:
        refuse = not_applicable if reading.measurable else not_measurable
        return refuse(reading.explanation)
    earned = next((band.points for band in question.bands if band.holds(reading.value)), 0.0)
    return Answer(
        share=earned / question.points,
        text=quantity.shown_as.format(reading.value),
        explanation=reading.explanation,
        evidence=reading.evidence,
    )


def _score_section(
    section: Section, answers: Sequence[Answer], units: int
) -> tuple[SectionScore, int]:
    weights = [
        0.0 if answer.share is None else question.points
        for question, answer in zip(section.questions, answers, strict=True)
    ]
    questions = tuple(
        _score_question(question, answer, max_units)
        for question, answer, max_units in zip(
            section.questions, answers, shared_out(units, weights), strict=True
        )
    )
    is_failed = any(
        question.auto_fail == "section" and _earned_nothing(result)
        for question, result in zip(section.questions, questions, strict=True)
    )
    counting = 0 if is_failed else sum(as_units(each.points) for each in questions)
    section_score = SectionScore(
        id=section.id,
        title=section.title,
        weight=section.weight,
        score=round(100.0 * counting / units, 2) if units else None,
        questions=questions,
    )
    return section_score, counting


def _score_question(question: Question, answer: Answer, max_units: int) -> QuestionScore:
    result = QuestionScore(
        id=question.id,
        text=question.text,
        answer=answer.text,
        points=as_points(round((answer.share or 0.0) * max_units)),
        max_points=as_points(max_units),
        not_applicable=answer.share is None,
        explanation=answer.explanation,
        evidence=answer.evidence,
    )
    if _earned_nothing(result) and question.auto_fail != "none":
        return replace(result, answer=f"{answer.text} (fails the {question.auto_fail})")
    return result
