"""A call with its review and all that stands beside it: what the window opens."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from callqa.corrections.log import redone_next, undone_next
from callqa.domain.coaching import CoachingItem
from callqa.domain.edits import Edit
from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.service.blindness import sees_item, without_verdict
from callqa.service.coaching_items import agent_asked
from callqa.service.context import Context
from callqa.service.review_card import ReviewCard, card_of
from callqa.service.seen_call import seen_call
from callqa.service.shown_call import ShownCall, shown_call, shown_empty
from callqa.service.visibility import shown_own_only
from callqa.store.calibrations import blind_calls
from callqa.store.coaching import list_items
from callqa.store.listing import list_calls
from callqa.store.loading import StoredCall

_MOST_LEGS = 20


@dataclass(frozen=True, slots=True)
class OpenedCall:
    """A call under review.

    shown : the call; which corrections are lost is left open (see `callqa.service.calls.Calls`)
    card : ``None`` for a call without speech, which there is nothing to review of
    legs : the calls of the same conversation in order of time, this one among them; empty where
        it stands alone
    coaching : what of it is to be talked over, as far as the person may see it
    recording : where the sound is, ``None`` where it is not there any more
    undone_next : what the person's next undo takes back
    redone_next : the undo that the person's next redo takes back
    """

    shown: ShownCall
    card: ReviewCard | None
    legs: tuple[CallSummary, ...]
    coaching: tuple[CoachingItem, ...]
    recording: Path | None
    undone_next: Edit | None = None
    redone_next: Edit | None = None

    @property
    def call_id(self) -> str:
        """The id of the call."""
        return self.shown.summary.call_id


def opened_call(context: Context, connection: Connection, stored: StoredCall) -> OpenedCall:
    """Return a call that the person may see, judged once for all of it."""
    card: ReviewCard | None = None
    if stored.status == "empty":
        shown = shown_empty(connection, stored)
    else:
        seen = seen_call(context, connection, stored)
        shown, card = shown_call(connection, seen), card_of(connection, seen)
    log = card.edits if card else ()
    is_there = stored.path is not None and os.path.isfile(stored.path)
    return OpenedCall(
        shown=shown,
        card=card,
        legs=_legs(context, connection, shown.summary),
        coaching=_coaching(context, connection, stored),
        recording=Path(stored.path) if stored.path and is_there else None,
        undone_next=undone_next(log, context.user.login),
        redone_next=redone_next(log, context.user.login),
    )


def _legs(
    context: Context, connection: Connection, summary: CallSummary
) -> tuple[CallSummary, ...]:
    if summary.interaction is None:
        return ()
    where = CallFilter(interaction=summary.interaction)
    if not context.may("see_calls"):
        where = shown_own_only(context, where)
    by_time = Sort("started_at", descending=False)
    page = list_calls(connection, where, by_time, limit=_MOST_LEGS, offset=0)
    blind = blind_calls(connection, context.user.login)
    return tuple(without_verdict(each) if each.id in blind else each for each in page.rows)


def _coaching(
    context: Context, connection: Connection, stored: StoredCall
) -> tuple[CoachingItem, ...]:
    if not (context.may("coach") or context.may("see_own_calls")):
        return ()
    blind = blind_calls(connection, context.user.login)
    hidden = (stored.call_id,) if stored.row in blind else ()
    whose = agent_asked(context, connection, None)
    items = list_items(connection, agent=whose, call=stored.row)
    return tuple(each for each in items if sees_item(hidden, context, each))
