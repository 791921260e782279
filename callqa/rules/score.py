"""The scorecard of one call: every question's answer, points and arithmetic.

Rounding: points are whole hundredths. The 100 points are shared out over the sections that
apply by weight, then a section's points over its questions that apply by theirs, each time by
largest remainder; so `max_points` of all questions sum to 100.00, and the total is the sum of the
points shown. What does not apply gives its weight to its neighbours in the section, a section
where nothing applies to the other sections. A section that is apart has 100 points of its own,
shared out in the same way, and none of the total's.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from callqa.domain.judgement import QuestionScore, RubricRef, Scorecard, SectionScore
from callqa.domain.sentence import Sentence
from callqa.errors import UsageError
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.arithmetic import TOTAL_UNITS, as_points, shared_out
from callqa.rules.behaviours import answer_behaviour
from callqa.rules.case import Case
from callqa.rules.conditions import why_not
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Question, Rubric, Section


def score_case(
    rubric: Rubric, case: Case, *, given: Mapping[str, float | None] | None = None
) -> Scorecard:
    """Score one call.

    Parameters
    ----------
    rubric, case
        What to ask, and of what.
    given
        Points that a person gave, by question id, on the scale of the question's `points`, or
        ``None`` where the person says that the question does not apply; they replace the
        machine's answer.

    Returns
    -------
    Scorecard
        `total` is 0 to 100 in hundredths, ``None`` where no question of it could be answered. A
        question with ``auto_fail = "section"`` that earns nothing sets its section to 0, one with
        ``"call"`` the total, in a section apart too; the points of the other questions stay
        visible but do not count.

    Raises
    ------
    UsageError
        `given` names an unknown question or lies outside its points.
    """
    answers = answer_questions(rubric, case, given=given)
    weights = tuple(
        0.0 if section.apart or not _applies(row) else section.weight or 0.0
        for section, row in zip(rubric.sections, answers, strict=True)
    )
    units = _shares(TOTAL_UNITS, weights)
    scored = [
        _score_section(section, row, TOTAL_UNITS if section.apart else section_units)
        for section, row, section_units in zip(rubric.sections, answers, units, strict=True)
    ]
    sections = tuple(section for section, _ in scored)
    auto_fail = any(
        question.auto_fail == "call" for _, question, _ in failed_questions(rubric, sections)
    )
    total = None
    if auto_fail:
        total = 0.0
    elif any(weights):
        total = as_points(sum(counting for section, counting in scored if not section.apart))
    return Scorecard(
        rubric=RubricRef(rubric.id, rubric.version),
        total=total,
        passed=None if total is None else total >= rubric.pass_mark and not auto_fail,
        auto_fail=auto_fail,
        sections=sections,
    )


def answer_questions(
    rubric: Rubric, case: Case, *, given: Mapping[str, float | None] | None = None
) -> tuple[tuple[Answer, ...], ...]:
    """Return the answer to each question, by section, before any weight is given to it.

    Raises
    ------
    UsageError
        `given` names an unknown question or lies outside its points.
    """
    given = given or {}
    _check_given(rubric, given)
    refusals = {name: why_not(each, case) for name, each in rubric.conditions.items()}
    return tuple(
        tuple(_answer(section, question, case, refusals, given) for question in section.questions)
        for section in rubric.sections
    )


def failed_questions(
    rubric: Rubric, sections: Sequence[SectionScore]
) -> tuple[tuple[Section, Question, QuestionScore], ...]:
    """Return the questions that apply and earned nothing, in order."""
    return tuple(
        [
            (section, question, result)
            for section, scored in zip(rubric.sections, sections, strict=True)
            for question, result in zip(section.questions, scored.questions, strict=True)
            if _earned_nothing(result)
        ]
    )


def _earned_nothing(result: QuestionScore) -> bool:
    return result.max_points > 0 and result.points == 0


def _applies(answers: Sequence[Answer]) -> bool:
    return any(each.share is not None for each in answers)


def _check_given(rubric: Rubric, given: Mapping[str, float | None]) -> None:
    if not given:
        return
    points = {each.id: each.points for section in rubric.sections for each in section.questions}
    for question, value in given.items():
        if question not in points:
            raise UsageError("is no question of the rubric.", subject=question)
        if value is not None and not 0 <= value <= points[question]:
            raise UsageError(
                f"takes 0 to {points[question]:g} points, not {value:g}.", subject=question
            )


def _answer(
    section: Section,
    question: Question,
    case: Case,
    refusals: Mapping[str, Answer | None],
    given: Mapping[str, float | None],
) -> Answer:
    if question.id in given:
        points = given[question.id]
        if points is None:
            return not_applicable(Sentence("rubric.given_na"))
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
    most = _shares(units, tuple(weights))
    earned = [
        round((answer.share or 0.0) * each) for answer, each in zip(answers, most, strict=True)
    ]
    questions = tuple(map(_score_question, section.questions, answers, earned, most))
    is_failed = any(
        question.auto_fail == "section" and _earned_nothing(result)
        for question, result in zip(section.questions, questions, strict=True)
    )
    counting = 0 if is_failed else sum(earned)
    section_score = SectionScore(
        id=section.id,
        title=section.title,
        weight=section.weight or 0.0,
        score=round(100.0 * counting / units, 2) if units and _applies(answers) else None,
        questions=questions,
        apart=section.apart,
    )
    return section_score, counting


def _score_question(
    question: Question, answer: Answer, units: int, max_units: int
) -> QuestionScore:
    text = answer.text
    if question.auto_fail != "none" and max_units > 0 and units == 0:
        text = f"{text} (fails the {question.auto_fail})"
    return QuestionScore(
        id=question.id,
        text=question.text,
        answer=text,
        points=as_points(units),
        max_points=as_points(max_units),
        not_applicable=answer.share is None,
        explanation=answer.explanation,
        evidence=answer.evidence,
    )


@lru_cache(maxsize=4096)
def _shares(units: int, weights: tuple[float, ...]) -> tuple[int, ...]:
    """Return `shared_out`: a rubric has few patterns of what applies, over thousands of calls."""
    return shared_out(units, weights)
