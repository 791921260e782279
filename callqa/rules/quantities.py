"""The numbers a rubric can ask for, by the name it uses for them.

Each is read from the Measures with its evidence, or refused with the reason: a number that
cannot be trusted is not measurable, never 0 (docs/measures.md section 0).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msgspec import Struct

from callqa.domain.measures import (
    CLOSED_QUESTION,
    OPEN_QUESTION,
    EmpathyOpportunity,
    Silence,
    per_10min,
)
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role
from callqa.rules.case import Case
from callqa.rules.interruptions import (
    counted_interruptions,
    interruption_evidence,
    interruptions_unsure,
)


class Reading(Struct, frozen=True):
    """A value with the sentence that states it, or ``None`` with the reason in `explanation`.

    `measurable` tells a number that does not exist in this call (no hold, no distress) from one
    that the recording does not give.
    """

    value: float | None
    explanation: Sentence
    evidence: tuple[Evidence, ...] = ()
    measurable: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: how to read it from a call, and the format of its value with its unit."""

    read: Callable[[Case], Reading]
    shown_as: str


def _unmeasurable(reason: Sentence | None) -> Reading:
    return Reading(None, reason or Sentence("rubric.not_measured"), measurable=False)


def _talk(code: str, value_of: Callable[[Case], float | None]) -> Callable[[Case], Reading]:
    def read(case: Case) -> Reading:
        talk = case.measures.talk
        value = value_of(case)
        if case.parties_unsure or talk.basis == "unreliable" or value is None:
            return _unmeasurable(case.parties_unsure or talk.basis_reason)
        return Reading(value, Sentence(code, value=value))

    return read


def _both_talk_s(case: Case) -> float | None:
    talk = case.measures.talk
    if talk.agent_s is None or talk.customer_s is None:
        return None
    return talk.agent_s + talk.customer_s


def _open_questions(case: Case) -> Reading:
    asked = case.measures.talk.questions.agent
    unread = case.cannot_read((OPEN_QUESTION, CLOSED_QUESTION))
    if unread or asked is None:
        return _unmeasurable(unread)
    sentence = Sentence("rubric.open_questions", value=asked.open, total=asked.open + asked.closed)
    return Reading(asked.open, sentence)


def _questions(case: Case) -> Reading:
    asked = case.measures.talk.questions.agent
    unread = case.cannot_read((OPEN_QUESTION, CLOSED_QUESTION))
    if unread or asked is None:
        return _unmeasurable(unread)
    total = asked.open + asked.closed
    return Reading(total, Sentence("rubric.questions", value=total))


def _silence_evidence(silences: Iterable[Silence]) -> tuple[Evidence, ...]:
    return tuple(Evidence(each.start_s, each.end_s) for each in silences)


def _dead_air(case: Case) -> Reading:
    """Without words a hold that was announced cannot be told from dead air."""
    if reason := case.words_missing:
        return _unmeasurable(reason)
    silences = [each for each in case.measures.silences if each.kind == "dead_air"]
    total_s = sum(each.end_s - each.start_s for each in silences)
    sentence = Sentence("rubric.dead_air", value=total_s, count=len(silences))
    return Reading(total_s, sentence, _silence_evidence(silences))


def _hold_courtesy(case: Case) -> Reading:
    if reason := case.words_missing:
        return _unmeasurable(reason)
    holds = [each for each in case.measures.silences if each.kind == "hold"]
    if not holds:
        return Reading(None, Sentence("rubric.no_hold"))
    complete = sum(each.announced and bool(each.courtesy_complete) for each in holds)
    sentence = Sentence("rubric.hold_courtesy", complete=complete, count=len(holds))
    return Reading(complete / len(holds), sentence, _silence_evidence(holds))


def _interruptions(by: Role) -> Callable[[Case], Reading]:
    def read(case: Case) -> Reading:
        if reason := interruptions_unsure(case):
            return _unmeasurable(reason)
        events = counted_interruptions(case, by)
        sentence = Sentence(f"rubric.interruptions_{by}", value=len(events))
        return Reading(len(events), sentence, interruption_evidence(case, events))

    return read


def _interruption_rate(case: Case) -> Reading:
    if reason := interruptions_unsure(case):
        return _unmeasurable(reason)
    events = counted_interruptions(case, "agent")
    rate = per_10min(events, case.call.duration_s) or 0.0
    minutes = case.call.duration_s / 60.0
    sentence = Sentence("rubric.interruption_rate", value=rate, count=len(events), minutes=minutes)
    return Reading(rate, sentence, interruption_evidence(case, events))


def _raised_volume(role: Role) -> Callable[[Case], Reading]:
    def read(case: Case) -> Reading:
        if case.parties_unsure:
            return _unmeasurable(case.parties_unsure)
        if role == "agent" and not case.settings.scoring.agent_volume_counts:
            return Reading(None, Sentence("rubric.agent_volume_off"))
        events = [
            each
            for each in case.measures.raised_volume
            if each.role == role and each.basis != "unreliable"
        ]
        evidence = tuple(Evidence(each.start_s, each.end_s, each.speaker) for each in events)
        return Reading(
            len(events), Sentence(f"rubric.raised_volume_{role}", value=len(events)), evidence
        )

    return read


def _opportunity_evidence(
    case: Case, opportunities: Iterable[EmpathyOpportunity]
) -> tuple[Evidence, ...]:
    speaker = case.speaker_of("customer")
    return tuple(Evidence(each.start_s, each.end_s, speaker, each.text) for each in opportunities)


def _empathy_unsure(case: Case) -> Reading | None:
    if reason := case.words_missing:
        return _unmeasurable(reason)
    return _unmeasurable(None) if case.measures.empathy.basis == "unreliable" else None


def _empathy_score(case: Case) -> Reading:
    empathy = case.measures.empathy
    if refusal := _empathy_unsure(case):
        return refusal
    if empathy.score is None:
        return Reading(None, Sentence("rubric.no_opportunity"))
    outcomes = [each.outcome for each in empathy.proven]
    sentence = Sentence(
        "rubric.empathy_score",
        value=empathy.score,
        given=outcomes.count("given"),
        late=outcomes.count("late"),
        missed=outcomes.count("missed"),
        count=len(outcomes),
    )
    return Reading(empathy.score, sentence, _opportunity_evidence(case, empathy.proven))


def _opportunities(case: Case) -> Reading:
    if refusal := _empathy_unsure(case):
        return refusal
    found = case.measures.empathy.proven
    sentence = Sentence("rubric.opportunities", value=len(found))
    return Reading(len(found), sentence, _opportunity_evidence(case, found))


def _eased_share(case: Case) -> Reading:
    if case.parties_unsure:
        return _unmeasurable(case.parties_unsure)
    stretches = case.measures.deescalation
    if not stretches:
        return Reading(None, Sentence("rubric.nothing_to_ease"))
    eased = sum(each.outcome == "eased" for each in stretches)
    rose = sum(each.outcome == "rose" for each in stretches)
    sentence = Sentence("rubric.eased", eased=eased, rose=rose, count=len(stretches))
    evidence = tuple(piece for each in stretches for piece in each.evidence)
    return Reading(eased / len(stretches), sentence, evidence)


def _situations(case: Case) -> Reading:
    if reason := case.words_missing:
        return _unmeasurable(reason)
    found = case.measures.situations
    evidence = tuple(piece for each in found for piece in each.evidence)
    return Reading(len(found), Sentence("rubric.situations", value=len(found)), evidence)


QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "talk.agent_ratio": Quantity(
            _talk("rubric.agent_ratio", lambda case: case.measures.talk.agent_ratio), "{:.0%}"
        ),
        "talk.total_s": Quantity(_talk("rubric.talk_total", _both_talk_s), "{:.0f} s"),
        "talk.agent_latency_s": Quantity(
            _talk("rubric.agent_latency", lambda case: case.measures.talk.latency.agent.median_s),
            "{:.1f} s",
        ),
        "talk.agent_wpm": Quantity(
            _talk("rubric.agent_wpm", lambda case: case.measures.talk.wpm.agent),
            "{:.0f} words per minute",
        ),
        "talk.agent_open_questions": Quantity(_open_questions, "{:.0f}"),
        "talk.agent_questions": Quantity(_questions, "{:.0f}"),
        "silence.dead_air_s": Quantity(_dead_air, "{:.0f} s"),
        "silence.hold_courtesy": Quantity(_hold_courtesy, "{:.0%}"),
        "interruptions.agent_count": Quantity(_interruptions("agent"), "{:.0f}"),
        "interruptions.agent_rate": Quantity(_interruption_rate, "{:.1f} per 10 minutes"),
        "interruptions.customer_count": Quantity(_interruptions("customer"), "{:.0f}"),
        "raised_volume.agent_count": Quantity(_raised_volume("agent"), "{:.0f}"),
        "raised_volume.customer_count": Quantity(_raised_volume("customer"), "{:.0f}"),
        "empathy.score": Quantity(_empathy_score, "{:.0f}"),
        "empathy.opportunities": Quantity(_opportunities, "{:.0f}"),
        "deescalation.eased_share": Quantity(_eased_share, "{:.0%}"),
        "situations.count": Quantity(_situations, "{:.0f}"),
    }
)
