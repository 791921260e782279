"""When a section or a question applies to a call."""

from callqa.domain.sentence import Sentence
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.behaviours import is_met
from callqa.rules.case import Case
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Band, Check, Condition


def why_not(condition: Condition, case: Case) -> Answer | None:
    """Return why `condition` does not hold as an answer without a share, ``None`` where it does.

    A condition that could hold, but rests on something not measurable, makes the question not
    measurable too.
    """
    unknown: Sentence | None = None
    for check in condition.any_of or condition.all_of:
        holds, reason = _holds(check, case)
        if holds and condition.any_of:
            return None
        if holds is False and not condition.any_of:
            return _not_needed(condition)
        unknown = unknown or reason
    if unknown is not None:
        return not_measurable(unknown)
    return _not_needed(condition) if condition.any_of else None


def _not_needed(condition: Condition) -> Answer:
    return not_applicable(Sentence("rubric.not_needed", reason=condition.otherwise))


def _holds(check: Check, case: Case) -> tuple[bool | None, Sentence | None]:
    if check.measure is None:
        if case.words_missing:
            return None, case.words_missing
        return is_met(check, case), None
    reading = QUANTITIES[check.measure].read(case)
    if not reading.measurable:
        return None, reading.explanation
    band = Band(points=0.0, from_=check.from_, to=check.to)
    return reading.value is not None and band.holds(reading.value), None
