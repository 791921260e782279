"""When a section or a question applies to a call."""

from callqa.domain.sentence import Sentence
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.behaviours import answer_behaviour
from callqa.rules.case import Case
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Band, Check, Condition


def why_not(condition: Condition, case: Case) -> Answer | None:
    """Return why `condition` does not hold as an answer without a share, ``None`` where it does.

    A condition that could hold, but rests on something not measurable, makes the question not
    measurable too.
    """
    unknown: Sentence | None = None
    results = []
    for check in condition.any_of or condition.all_of:
        holds, reason = _holds(check, case)
        results.append(holds)
        unknown = unknown or reason
    if any(results) if condition.any_of else all(results):
        return None
    decided = condition.all_of and False in results
    if unknown is not None and not decided:
        return not_measurable(unknown)
    return not_applicable(Sentence("rubric.not_needed", reason=condition.otherwise))


def _holds(check: Check, case: Case) -> tuple[bool | None, Sentence | None]:
    if check.measure is None:
        answer = answer_behaviour(check, case)
        if case.words_missing:
            return None, answer.explanation
        return answer.share == 1.0, None
    reading = QUANTITIES[check.measure].read(case)
    if not reading.measurable:
        return None, reading.explanation
    band = Band(points=0.0, from_=check.from_, to=check.to)
    return reading.value is not None and band.holds(reading.value), None
