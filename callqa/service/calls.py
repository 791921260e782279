"""The library of calls: adding, listing, searching, showing, linking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, update

from callqa.corrections.log import standing
from callqa.domain.edits import AddNote, Change, Edit, EventChange
from callqa.domain.judgement import Judgement
from callqa.domain.listing import CallFilter, CallSummary, FoundPage, Page, Sort
from callqa.domain.speech import Role
from callqa.errors import HearingRemoved, UsageError
from callqa.report.document import Analysis, analysis
from callqa.service.blindness import blind_in, kept_blind, without_verdict
from callqa.service.context import Context
from callqa.service.visibility import require_calls, shown_own_only, visible_call
from callqa.store.calibrations import blind_calls
from callqa.store.listing import find_call, get_summary, list_calls
from callqa.store.loading import StoredCall, load_call, load_hearing
from callqa.store.reviews import signed_verdict
from callqa.store.search import search_calls
from callqa.store.tables import calls

if TYPE_CHECKING:
    from callqa.jobs.call_details import DetailsSource
    from callqa.service.adding import AlreadyThere, LookingUp, Step
    from callqa.service.found_call import FoundCall
    from callqa.service.hearing_run import NotAnalyzed
    from callqa.service.judging import Judging


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call as it is now.

    document : the result of the call, with what people changed; where a person has signed, the
        verdict that was signed; ``None`` where the words were removed
    judgement : that verdict, ``None`` for a call without speech
    machine : the verdict of the machine alone, by the same rubric
    blind : title of the calibration in which this person scores the call; verdicts are left out
    lost : corrections that count no more (see `callqa.store.judged.JudgedCall`)
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


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of a store."""

    context: Context

    def add(self, paths: Iterable[Path], details: "DetailsSource") -> "Iterator[Step]":
        """Hear recordings and store them; see `callqa.service.adding.add_recordings`."""
        from callqa.service.adding import add_recordings

        return add_recordings(self.context, paths, details)

    def relink(self, paths: Iterable[Path]) -> "Iterator[AlreadyThere | NotAnalyzed | LookingUp]":
        """Find the calls of recordings that were moved; see `callqa.service.adding.relink`."""
        from callqa.service.adding import relink

        return relink(self.context, paths)

    def list(self, where: CallFilter, sort: Sort, *, limit: int = 50, offset: int = 0) -> Page:
        """Return a page of calls that the person may see.

        Calls that the person scores blind are without verdict, and in no list that is filtered or
        sorted by one (`callqa.service.blindness`).
        """
        with self.context.store.reading() as connection:
            own = kept_blind(self.context, connection, self._own(where), sort)
            page = list_calls(connection, own, sort, limit=limit, offset=offset)
            blind = blind_calls(connection, self.context.user.login)
        rows = (without_verdict(each) if each.id in blind else each for each in page.rows)
        return replace(page, rows=tuple(rows)) if blind else page

    def search(
        self,
        words: str,
        where: CallFilter,
        *,
        role: Role | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> FoundPage:
        """Return a page of calls in which `words` were said, with the times."""
        with self.context.store.reading() as connection:
            own = kept_blind(self.context, connection, self._own(where))
            page = search_calls(connection, words, own, role=role, limit=limit, offset=offset)
            blind = blind_calls(connection, self.context.user.login)
        rows = (
            replace(each, call=without_verdict(each.call)) if each.call.id in blind else each
            for each in page.rows
        )
        return replace(page, rows=tuple(rows)) if blind else page

    def show(self, call: str) -> ShownCall:
        """Return one call with everything known about it; the access log names who looked.

        Who scores the call blind in a calibration at present sees what was said, and no verdict.
        """
        from callqa.service.found_call import found_call
        from callqa.service.proof import proven_questions, provisional_questions
        from callqa.service.rubric_in_force import judging_of

        with self.context.store.writing() as connection:
            stored = visible_call(self.context, connection, call)
            self.context.log(connection, "see", stored.call_id)
        with self.context.store.reading() as connection:
            summary = get_summary(connection, stored.row)
            if stored.status == "empty":
                return ShownCall(summary, _document(connection, stored, (), None), None, None)
            judging = judging_of(connection, self.context, stored)
            found = found_call(connection, stored.row)
            judgement, machine = found.verdicts(judging)
            verdict = signed_verdict(connection, stored.row) if stored.is_signed else None
            document = _document(connection, stored, found.changes, verdict or judgement)
            blind = blind_in(self.context, connection, stored.row)
            if blind is not None:
                return _without_verdicts(summary, document, blind)
            lost = () if verdict or not document else _lost(connection, stored, found, judging)
            unproven = provisional_questions(
                (verdict or judgement).scorecard,
                proven_questions(connection, self.context),
                judging.given(found.changes),
            )
        notes = tuple(each for each in found.changes if isinstance(each, AddNote))
        return ShownCall(summary, document, verdict or judgement, machine, unproven, notes, lost)

    def link(self, legs: Sequence[str]) -> str:
        """Mark calls as the legs of one conversation, a transfer for example; return its name.

        Raises
        ------
        UsageError
            Fewer than two calls are given.
        """
        self.context.require("review")
        with self.context.store.writing() as connection:
            rows = sorted({find_call(connection, leg) for leg in legs})
            if len(rows) < 2:
                raise UsageError("takes two different calls or more.", subject="link")
            for row in rows:
                held = load_call(connection, row, to_change=True)
                self.context.log(connection, "link", held.call_id)
            found = [get_summary(connection, row) for row in rows]
            known = {each.interaction for each in found if each.interaction}
            name = min(known) if known else uuid4().hex[:12]
            connection.execute(
                update(calls)
                .where(calls.c.id.in_(rows) | calls.c.interaction.in_(known))
                .values(interaction=name)
            )
        return name

    def unlink(self, call: str) -> str:
        """Take a call out of the conversation that it was linked into; return its call id."""
        self.context.require("review")
        with self.context.store.writing() as connection:
            stored = load_call(connection, find_call(connection, call), to_change=True)
            connection.execute(
                update(calls).where(calls.c.id == stored.row).values(interaction=None)
            )
            self.context.log(connection, "unlink", stored.call_id)
        return stored.call_id

    def _own(self, where: CallFilter) -> CallFilter:
        """Narrow a filter to what the person may see."""
        require_calls(self.context)
        where = replace(where, zone=self.context.zone())
        if self.context.may("see_calls"):
            return where
        return shown_own_only(self.context, where)


def _lost(
    connection: Connection, stored: StoredCall, found: "FoundCall", judging: "Judging"
) -> tuple[Edit, ...]:
    """Return the edits that hold and count no more."""
    lost: tuple[Change, ...] = judging.unasked(found.changes)
    if any(isinstance(each, EventChange) for each in found.changes):
        # Only what is measured anew tells which findings are still there.
        from callqa.service.stored_judgement import stored_judgement

        lost = stored_judgement(connection, stored, judging).lost
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
