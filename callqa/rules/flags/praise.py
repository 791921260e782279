"""Flags for calls that are worth sharing (docs/measures.md section 8)."""

from collections.abc import Callable, Iterator

from callqa.domain.judgement import Flag
from callqa.domain.span import Evidence, clock
from callqa.rules.flags.cues import distress_in_words
from callqa.rules.flags.docket import Docket, make_flag


def praise_flags(docket: Docket) -> Iterator[Flag]:
    """Yield the praise that a call has earned."""
    if docket.case.words_missing:
        return
    for find in _FINDERS:
        flag = find(docket)
        if flag is not None:
            yield flag


def _situation_handled(docket: Docket) -> Flag | None:
    measures = docket.case.measures
    opportunities = measures.empathy.proven
    is_met = (
        measures.empathy.basis != "unreliable"
        and bool(opportunities)
        and all(each.outcome != "missed" for each in opportunities)
    )
    is_eased = bool(measures.deescalation) and all(
        each.outcome == "eased" for each in measures.deescalation
    )
    is_enabled = docket.limits.situation_handled.enabled
    if not (is_enabled and measures.situations and is_met and is_eased):
        return None
    situation = max(measures.situations, key=lambda each: each.confidence)
    return make_flag(
        "praise",
        "situation_handled",
        (
            *situation.evidence,
            *(piece for each in measures.deescalation for piece in each.evidence),
        ),
        opportunities=len(opportunities),
        stretches=len(measures.deescalation),
    )


def _acknowledge_apologise_act(docket: Docket) -> Flag | None:
    empathy = docket.case.measures.empathy
    complete = [
        each.response
        for each in empathy.opportunities
        if each.response is not None
        and each.outcome != "missed"
        and each.response.acknowledge
        and each.response.apologise
        and each.response.act
    ]
    is_enabled = docket.limits.acknowledge_apologise_act.enabled
    if not is_enabled or empathy.basis == "unreliable" or not complete:
        return None
    turns = {turn.id: turn for turn in docket.case.findings.turns}
    said = [(turns[each.turn], each.text) for each in complete]
    return make_flag(
        "praise",
        "acknowledge_apologise_act",
        (Evidence(turn.start_s, turn.end_s, turn.speaker, text) for turn, text in said),
        count=len(said),
        at=clock(said[0][0].start_s),
    )


def _customer_relieved(docket: Docket) -> Flag | None:
    case = docket.case
    heard = case.heard(("relief",))
    if not docket.limits.customer_relieved.enabled or not heard:
        return None
    cues = distress_in_words(case)
    relief = [hit for hit in heard if cues and hit.start_s > cues[-1].end_s]
    if not relief:
        return None
    return make_flag(
        "praise",
        "customer_relieved",
        (cues[0], *case.evidence(relief)),
        from_at=clock(cues[0].start_s),
        from_quote=cues[0].text,
        at=clock(relief[0].start_s),
        quote=relief[0].text,
    )


_FINDERS: tuple[Callable[[Docket], Flag | None], ...] = (
    _situation_handled,
    _acknowledge_apologise_act,
    _customer_relieved,
)
