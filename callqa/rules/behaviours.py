"""Questions answered from words heard, or not heard, in a part of the call."""

from collections.abc import Sequence

from callqa.domain.measures import PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import clock
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.case import Case
from callqa.rules.moments import Moment, find_moments, said_after, said_before
from callqa.rules.rubric import Behaviour


def answer_behaviour(behaviour: Behaviour, case: Case) -> Answer:
    """Tell how far `behaviour` is met in the call.

    With `after` or `before`, the share is that of the moments at which it is met, and without
    such a moment the question does not apply; otherwise the share is 0 or 1. Where the language's
    pack lacks a category, `any` is still met by the others, and what is not met so is not
    measurable.
    """
    if reason := _unreadable(behaviour, case):
        return not_measurable(reason)
    if behaviour.moments:
        answer = _answer_at_moments(behaviour, case)
    else:
        answer = _answer_in_window(behaviour, case)
    if answer.share != 0:
        return answer
    reason = case.cannot_read(behaviour.any)
    return not_measurable(reason) if reason else answer


def is_met(behaviour: Behaviour, case: Case) -> bool:
    """Tell whether `answer_behaviour` gives a share of 1, without putting it into words."""
    if _unreadable(behaviour, case):
        return False
    if not behaviour.moments:
        return _is_enough(behaviour, case.distinct(_in_window(behaviour, case)))
    said = [hits for _, hits in _at_moments(behaviour, case)]
    return bool(said) and all(_is_enough(behaviour, case.distinct(hits)) for hits in said)


def _unreadable(behaviour: Behaviour, case: Case) -> Sentence | None:
    return case.cannot_read((*(behaviour.all or behaviour.none), *behaviour.moments))


def _heard(behaviour: Behaviour, case: Case) -> tuple[PhraseHit, ...]:
    return case.heard(behaviour.categories, with_suggested=not behaviour.none)


def _in_window(behaviour: Behaviour, case: Case) -> tuple[PhraseHit, ...]:
    hits = _heard(behaviour, case)
    if not hits:
        return ()
    call = case.call
    earliest_s = call.start_s if behaviour.last_s is None else call.end_s - behaviour.last_s
    latest_s = call.end_s if behaviour.first_s is None else call.start_s + behaviour.first_s
    return tuple([hit for hit in hits if hit.end_s >= earliest_s and hit.start_s <= latest_s])


def _at_moments(
    behaviour: Behaviour, case: Case
) -> tuple[tuple[Moment, tuple[PhraseHit, ...]], ...]:
    """Return each moment that asks for the behaviour, with the hits near enough to it."""
    moments = find_moments(case, behaviour.moments)
    if not moments:
        return ()
    hits = _heard(behaviour, case)
    said_near = said_after if behaviour.after else said_before
    within_s, within_turns = behaviour.within_s, behaviour.within_turns
    return tuple(
        (moment, said_near(case, moment, hits, within_s=within_s, within_turns=within_turns))
        for moment in moments
    )


def _is_enough(behaviour: Behaviour, hits: Sequence[PhraseHit]) -> bool:
    if behaviour.none:
        return len(hits) <= (behaviour.at_most or 0)
    if behaviour.all:
        return {hit.category for hit in hits} >= set(behaviour.all)
    return len(hits) >= (behaviour.at_least or 1)


def _answer_in_window(behaviour: Behaviour, case: Case) -> Answer:
    hits = _in_window(behaviour, case)
    counted = case.distinct(hits)
    is_enough = _is_enough(behaviour, counted)
    explanation = (
        _explain_absence(behaviour, counted)
        if behaviour.none
        else _explain_presence(behaviour, counted, len(hits) - len(counted))
    )
    return Answer(
        share=float(is_enough),
        text="yes" if is_enough else "no",
        explanation=explanation,
        evidence=case.evidence(hits),
    )


def _explain_absence(behaviour: Behaviour, hits: Sequence[PhraseHit]) -> Sentence:
    if not hits:
        return Sentence("rubric.none_heard")
    return Sentence(
        "rubric.heard_against",
        count=len(hits),
        allowed=behaviour.at_most or 0,
        at=clock(hits[0].start_s),
        quote=hits[0].text,
    )


def _explain_presence(behaviour: Behaviour, hits: Sequence[PhraseHit], repeats: int) -> Sentence:
    if not hits:
        if behaviour.first_s is not None:
            return Sentence("rubric.not_heard_first", seconds=behaviour.first_s)
        if behaviour.last_s is not None:
            return Sentence("rubric.not_heard_last", seconds=behaviour.last_s)
        return Sentence("rubric.not_heard")
    found = len({hit.category for hit in hits}) if behaviour.all else len(hits)
    needed = len(set(behaviour.all)) if behaviour.all else behaviour.at_least or 1
    code = "rubric.kinds_heard" if behaviour.all else "rubric.heard"
    at, quote = clock(hits[0].start_s), hits[0].text
    if repeats:
        code = "rubric.kinds_heard_repeated" if behaviour.all else "rubric.heard_repeated"
        return Sentence(code, found=found, needed=needed, at=at, quote=quote, repeats=repeats)
    return Sentence(code, found=found, needed=needed, at=at, quote=quote)


def _answer_at_moments(behaviour: Behaviour, case: Case) -> Answer:
    said = _at_moments(behaviour, case)
    if not said:
        return not_applicable(Sentence("rubric.no_moment"))
    met = [_is_enough(behaviour, case.distinct(hits)) for _, hits in said]
    return Answer(
        share=sum(met) / len(said),
        text=f"{sum(met)} of {len(said)}",
        explanation=_explain_moments(behaviour, [moment for moment, _ in said], met),
        evidence=case.evidence(
            each
            for moment, hits in said
            for each in (
                (*moment.triggers, *hits) if behaviour.after else (*hits, *moment.triggers)
            )
        ),
    )


def _explain_moments(
    behaviour: Behaviour, moments: Sequence[Moment], met: Sequence[bool]
) -> Sentence:
    total = len(moments)
    if all(met):
        return Sentence("rubric.moments_met", total=total)
    trigger = moments[met.index(False)].triggers[0]
    return Sentence(
        "rubric.moments_unmet" if behaviour.after else "rubric.moments_unmet_before",
        met=sum(met),
        total=total,
        at=clock(trigger.start_s),
        quote=trigger.text,
    )
