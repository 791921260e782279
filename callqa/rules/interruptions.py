"""The interruptions that count against somebody, and whether they can be counted at all."""

from collections.abc import Iterable

from callqa.domain.measures import Interruption
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role
from callqa.rules.case import Case


def interruptions_unsure(case: Case) -> Sentence | None:
    """Return why interruptions cannot be counted in this call, ``None`` where they can.

    What tells an interruption from a listening sound or an answer are the words.
    """
    talk = case.measures.talk
    if reason := case.words_missing:
        return reason
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


def interruption_evidence(case: Case, events: Iterable[Interruption]) -> tuple[Evidence, ...]:
    """Return where interruptions can be played, with the interrupting words."""
    return tuple(
        Evidence(each.start_s, each.end_s, case.speaker_of(each.by), each.text_by)
        for each in events
    )
