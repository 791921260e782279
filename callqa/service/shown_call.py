"""A call as it is now, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from callqa.corrections.log import standing
from callqa.domain.edits import AddNote, Change, Edit, EventChange
from callqa.domain.judgement import Judgement
from callqa.domain.listing import CallSummary
from callqa.errors import HearingRemoved
from callqa.report.document import Analysis, analysis
from callqa.service.blindness import without_verdict
from callqa.service.proof import provisional_questions
from callqa.service.seen_call import SeenCall
from callqa.store.listing import get_summary
from callqa.store.loading import StoredCall, earlier_voices, load_hearing


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call as it is now.

    document : the result of the call, with what people changed; where a person has signed, the
        verdict that was signed; ``None`` where the words were removed
    judgement : that verdict, ``None`` for a call without speech
    machine : the verdict of the machine alone, by the same rubric
    blind : title of the calibration in which this person scores the call; verdicts are left out
    lost : corrections that count no more (see `callqa.service.judging.Judging.lost`)
    notes : remarks of reviewers, in order
    """

    summary: CallSummary
    document: Analysis | None
    judgement: Judgement | None
    machine: Judgement | None
    provisional: tuple[str, ...] = ()
    notes: tuple[AddNote, ...] = ()
    lost: tuple[Edit, ...] = ()
    blind: str | None = None


def shown_call(connection: Connection, seen: SeenCall) -> ShownCall:
    """Return a call with speech; which corrections are lost is left open."""
    changes = seen.found.changes
    document = _document(connection, seen.stored, changes, seen.judgement)
    if seen.blind is not None:
        return _without_verdicts(seen.summary, document, seen.blind)
    return ShownCall(
        summary=seen.summary,
        document=document,
        judgement=seen.judgement,
        machine=seen.machine,
        provisional=provisional_questions(
            seen.judgement.scorecard, seen.proofs, seen.judging.given(changes)
        ),
        notes=tuple(each for each in changes if isinstance(each, AddNote)),
    )


def shown_empty(connection: Connection, stored: StoredCall) -> ShownCall:
    """Return a call without speech: there is nothing to judge."""
    summary = get_summary(connection, stored.row)
    return ShownCall(summary, _document(connection, stored, (), None), None, None)


def lost_edits(connection: Connection, seen: SeenCall) -> tuple[Edit, ...]:
    """Return the edits that hold and count no more; none where signed, blind or without words."""
    if seen.signed or seen.blind is not None:
        return ()
    found, judging = seen.found, seen.judging
    lost: tuple[Change, ...] = judging.unasked(found.changes)
    if any(isinstance(each, EventChange) for each in found.changes):
        try:
            heard = load_hearing(connection, seen.stored.row)
        except HearingRemoved:
            return ()
        voices = earlier_voices(connection, seen.stored)
        lost = judging.lost(heard, found.changes, voices, found.machine)
    return tuple(each for each in standing(found.log) if each.change in lost)


def _document(
    connection: Connection,
    stored: StoredCall,
    changes: Sequence[Change],
    judgement: Judgement | None,
) -> Analysis | None:
    """Return the result of a call with the link to its recording as it is now."""
    from callqa.corrections.hearing_changes import corrected

    try:
        hearing = corrected(load_hearing(connection, stored.row), changes)
    except HearingRemoved:
        return None
    document = analysis(hearing, judgement)
    return replace(document, recording=replace(document.recording, path=stored.path or ""))


def _without_verdicts(summary: CallSummary, document: Analysis | None, blind: str) -> ShownCall:
    if document is not None:
        document = replace(document, measures=None, scorecard=None, flags=())
    return ShownCall(without_verdict(summary), document, None, None, blind=blind)
