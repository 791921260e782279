"""Where a customer showed distress: in words, in a raised voice, or as an empathy opportunity."""

from callqa.domain.span import Evidence
from callqa.rules.case import Case
from callqa.rules.categories import DISTRESS_CUES


def distress_in_words(case: Case) -> tuple[Evidence, ...]:
    """Return the customer's cues of distress in words, and empathy opportunities, in order."""
    opportunities = tuple(
        Evidence(each.start_s, each.end_s, case.speaker_of("customer"), each.text)
        for each in case.measures.empathy.proven
        if case.measures.empathy.basis != "unreliable"
    )
    return _in_order(*case.evidence(case.heard(DISTRESS_CUES)), *opportunities)


def distress_cues(case: Case) -> tuple[Evidence, ...]:
    """Return the customer's cues of distress, a raised voice among them, in order."""
    raised = tuple(
        Evidence(each.start_s, each.end_s, each.speaker)
        for each in case.measures.raised_volume
        if each.role == "customer" and each.basis != "unreliable"
    )
    return _in_order(*distress_in_words(case), *raised)


def _in_order(*cues: Evidence) -> tuple[Evidence, ...]:
    return tuple(sorted(cues, key=lambda each: (each.start_s, each.end_s)))
