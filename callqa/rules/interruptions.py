"""The interruptions that count against somebody, and whether they can be counted at all."""

from collections.abc import Iterable

from callqa.domain.measures import Interruption
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role
from callqa.rules.case import Case

TEN_MINUTES_S = 600.0


def interruptions_unsure(case: Case) -> Sentence | None:
    """Return why interruptions cannot be counted in this call, ``None`` where they can."""
    talk = case.measures.talk
    if case.parties_unsure:
        return case.parties_unsure
    if talk.interruptions_per_10min.agent is None:
        return talk.basis_reason or Sentence("rubric.not_measured")
    return None


def counted_interruptions(case: Case, by: Role) -> tuple[Interruption, ...]:
    """Return the interruptions by one party that are sure enough to count.

    Back-channels, terminal overlaps and supportive talk are none; how sure is the setting
    ``scoring.interruption_confidence``.
    """
    if interruptions_unsure(case):
        return ()
    return tuple(
        each
        for each in case.measures.interruptions
        if each.by == by
        and each.kind == "interruption"
        and each.basis != "unreliable"
        and each.confidence >= case.settings.scoring.interruption_confidence
    )


def rate_per_10min(case: Case, count: int) -> float:
    """Return `count` per 10 minutes of call; a shorter call counts as 10 minutes.

    Otherwise one slip in a call of two minutes would read as five.
    """
    return count / max(1.0, case.call.duration_s / TEN_MINUTES_S)


def interruption_evidence(case: Case, events: Iterable[Interruption]) -> tuple[Evidence, ...]:
    """Return where interruptions can be played, with the interrupting words."""
    speaker_of = {each.role: each.id for each in reversed(case.hearing.speakers)}
    return tuple(
        Evidence(each.start_s, each.end_s, speaker_of.get(each.by), each.text_by) for each in events
    )
