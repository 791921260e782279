"""The library of calls: adding, listing, searching, showing, linking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import update

from callqa.domain.edits import Edit
from callqa.domain.listing import CallFilter, CallSummary, FoundPage, Page, Sort
from callqa.domain.speech import Role
from callqa.errors import UsageError
from callqa.service.blindness import kept_blind, without_verdict
from callqa.service.context import Context
from callqa.service.visibility import require_calls, shown_own_only, visible_call
from callqa.store.calibrations import blind_calls
from callqa.store.listing import find_call, get_summary, list_calls
from callqa.store.loading import StoredCall, load_call
from callqa.store.search import search_calls
from callqa.store.summaries import call_rows
from callqa.store.tables import calls

if TYPE_CHECKING:
    from callqa.jobs.call_details import DetailsSource
    from callqa.service.adding import AlreadyThere, LookingUp, Step
    from callqa.service.hearing_run import NotAnalyzed
    from callqa.service.opened_call import OpenedCall
    from callqa.service.shown_call import ShownCall


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

    def named(self, call_ids: Sequence[str]) -> dict[str, CallSummary]:
        """Return the rows of calls by call id; those that the person may not see are left out."""
        with self.context.store.reading() as connection:
            rows = call_rows(connection, call_ids)
        if not rows:
            return {}
        page = self.list(CallFilter(only=rows), Sort(), limit=len(rows))
        return {each.call_id: each for each in page.rows}

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

    def show(self, call: str) -> "ShownCall":
        """Return one call with everything known about it; the access log names who looked.

        Who scores the call blind in a calibration at present sees what was said, and no verdict.
        """
        from callqa.service.seen_call import seen_call
        from callqa.service.shown_call import lost_edits, shown_call, shown_empty

        stored = self._looked_at(call)
        with self.context.store.reading() as connection:
            if stored.status == "empty":
                return shown_empty(connection, stored)
            seen = seen_call(self.context, connection, stored)
            return replace(shown_call(connection, seen), lost=lost_edits(connection, seen))

    def open(self, call: str) -> "OpenedCall":
        """Return one call with its review and what stands beside it; else as `show`.

        Which corrections are lost may take longer: `lost` tells.
        """
        from callqa.service.opened_call import opened_call

        stored = self._looked_at(call)
        with self.context.store.reading() as connection:
            return opened_call(self.context, connection, stored)

    def prepare(self) -> None:
        """Load what the first opening and the first edit of a process would wait for."""
        from callqa.service.warm_up import warm_up

        warm_up(self.context)

    def lost(self, call: str) -> tuple[Edit, ...]:
        """Return the corrections of a call that count no more; see `Judging.lost`."""
        from callqa.service.seen_call import seen_call
        from callqa.service.shown_call import lost_edits

        with self.context.store.reading() as connection:
            stored = visible_call(self.context, connection, call)
            if stored.status == "empty":
                return ()
            return lost_edits(connection, seen_call(self.context, connection, stored))

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

    def _looked_at(self, call: str) -> StoredCall:
        with self.context.store.writing() as connection:
            stored = visible_call(self.context, connection, call)
            self.context.log(connection, "see", stored.call_id)
        return stored

    def _own(self, where: CallFilter) -> CallFilter:
        """Narrow a filter to what the person may see."""
        require_calls(self.context)
        where = replace(where, zone=self.context.zone())
        if self.context.may("see_calls"):
            return where
        return shown_own_only(self.context, where)
