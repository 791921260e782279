"""What reviewers change about what was found."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from callqa.corrections.added_events import added
from callqa.corrections.derived import with_numbers
from callqa.corrections.event_types import (
    EVENT_TYPES,
    Event,
    events_of,
    reclassed,
    with_events,
)
from callqa.corrections.role_changes import OTHER_PARTY
from callqa.domain.edits import (
    AddEvent,
    Change,
    EventChange,
    EventKind,
    EventRef,
    ReclassEvent,
    SwapRoles,
)
from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures, Situation
from callqa.domain.span import clock
from callqa.domain.speech import PARTIES
from callqa.errors import EditRefused

SAME_START_S = 0.05
"""An edit is about the finding that starts this near to where it did: a finding is measured again
after other edits, and results carry times to 1 ms."""


def amended(measures: Measures, changes: Iterable[Change], hearing: Hearing) -> Measures:
    """Return `measures` as reviewers left them, with the numbers that follow.

    A change whose finding is no longer there, because thresholds, phrases or the words of the
    call are others now, is passed over; `lost_changes` names these.

    Parameters
    ----------
    measures
        As measured from `hearing`.
    changes
        All changes of the call in order, not of findings alone: an interruption is found by its
        party, which a later swap of roles turns round.
    hearing
        The call after its own corrections.
    """
    return _amend(measures, changes, hearing)[0]


def lost_changes(
    measures: Measures, changes: Iterable[Change], hearing: Hearing
) -> tuple[EventChange, ...]:
    """Return the changes that `amended` passes over, as they were made; parameters as there."""
    return _amend(measures, changes, hearing)[1]


def with_event_change(measures: Measures, change: EventChange, hearing: Hearing) -> Measures:
    """Return `measures` with findings as one change leaves them, and numbers as they were.

    Raises
    ------
    EditRefused
        There is no such finding or class, or it cannot be at that time.
    """
    if isinstance(change, AddEvent):
        return _with_added(measures, change, hearing)
    kind = change.event.kind
    event = event_in(measures, change.event)
    rest = [each for each in events_of(measures, kind) if each is not event]
    if isinstance(change, ReclassEvent):
        _check_class(kind, change.to, hearing)
        rest.append(reclassed(event, change.to, hearing))
    return with_events(measures, kind, rest)


def event_in(measures: Measures, ref: EventRef) -> Event:
    """Return the finding that `ref` names: the nearest start within `SAME_START_S`.

    A situation has no start: its code names it.

    Raises
    ------
    EditRefused
        There is none.
    """
    found = _same(measures, ref)
    if found is None:
        about = f" ({ref.of})" if ref.of else ""
        raise EditRefused(
            f"no {EVENT_TYPES[ref.kind].name}{about} was found there.",
            subject=clock(ref.start_s),
            remedy="Look at the findings of the call as they are now.",
        )
    return found


def event_meant(measures: Measures, kind: EventKind, time_s: float, of: str = "") -> EventRef:
    """Return the finding that a person means by a time.

    Times are shown to the second, so a whole number means any start within that second. `of` may
    be left out where only one finding starts there.

    Raises
    ------
    EditRefused
        No finding starts there, or several do.
    """
    rules = EVENT_TYPES[kind]
    meant = [
        EventRef(kind, _start_s(each, time_s), rules.of(each))
        for each in events_of(measures, kind)
        if of in ("", rules.of(each)) and _is_meant(_start_s(each, time_s), time_s)
    ]
    if len(meant) == 1:
        return meant[0]
    how_many = f"{len(meant)} of the kind {rules.name}" if meant else f"no {rules.name}"
    raise EditRefused(
        f"{how_many} found there.",
        subject=clock(time_s),
        remedy="'callqa review show --findings' has their exact times.",
    )


def _is_meant(start_s: float, time_s: float) -> bool:
    if abs(start_s - time_s) <= SAME_START_S:
        return True
    return time_s == int(time_s) and int(start_s) == int(time_s)


def _start_s(event: Event, otherwise_s: float) -> float:
    return otherwise_s if isinstance(event, Situation) else event.start_s


def _amend(
    measures: Measures, changes: Iterable[Change], hearing: Hearing
) -> tuple[Measures, tuple[EventChange, ...]]:
    now = measures
    lost: list[EventChange] = []
    for made, change in _with_parties_of_now(tuple(changes)):
        try:
            now = with_event_change(now, change, hearing)
        except EditRefused:
            lost.append(made)
    return with_numbers(measures, now, hearing), tuple(lost)


def _with_parties_of_now(
    changes: tuple[Change, ...],
) -> Iterator[tuple[EventChange, EventChange]]:
    """Yield each change of a finding as it was made, and as it reads after later swaps of roles."""
    swaps = sum(isinstance(each, SwapRoles) for each in changes)
    for change in changes:
        if isinstance(change, SwapRoles):
            swaps -= 1
        elif isinstance(change, EventChange):
            yield change, _turned_round(change) if swaps % 2 else change


def _turned_round(change: EventChange) -> EventChange:
    if isinstance(change, AddEvent):
        return replace(change, of=_other_party(change.kind, change.of))
    return replace(
        change, event=replace(change.event, of=_other_party(change.event.kind, change.event.of))
    )


def _other_party(kind: EventKind, of: str) -> str:
    if kind != "interruptions":
        return of
    return next((OTHER_PARTY[role] for role in PARTIES if role == of), of)


def _with_added(measures: Measures, change: AddEvent, hearing: Hearing) -> Measures:
    """Add a finding; one that the machine found there as well gives way to it."""
    end_s = hearing.recording.duration_s
    if not (
        0.0 <= change.start_s < change.end_s
        and change.start_s < end_s
        and change.end_s <= end_s + SAME_START_S
    ):
        raise EditRefused(
            f"a finding from {change.start_s:g} s to {change.end_s:g} s cannot be in it.",
            subject=f"recording of {end_s:g} s",
            remedy="Give a start before the end, both inside the recording.",
        )
    _check_class(change.kind, change.class_, hearing)
    event = added(change, hearing)
    of = EVENT_TYPES[change.kind].of(event)
    same = _same(measures, EventRef(change.kind, change.start_s, of))
    rest = [each for each in events_of(measures, change.kind) if each is not same]
    return with_events(measures, change.kind, [*rest, event])


def _same(measures: Measures, ref: EventRef) -> Event | None:
    rules = EVENT_TYPES[ref.kind]
    near = [
        (_distance_s(each, ref), place)
        for place, each in enumerate(events_of(measures, ref.kind))
        if rules.of(each) == ref.of and _distance_s(each, ref) <= SAME_START_S
    ]
    return events_of(measures, ref.kind)[min(near)[1]] if near else None


def _distance_s(event: Event, ref: EventRef) -> float:
    return abs(_start_s(event, ref.start_s) - ref.start_s)


def _check_class(kind: EventKind, name: str, hearing: Hearing) -> None:
    classes = EVENT_TYPES[kind].classes(hearing)
    if name not in classes:
        raise EditRefused(
            f"no {EVENT_TYPES[kind].name} is of this class.",
            subject=name or "(blank)",
            remedy=f"Choose one of: {', '.join(classes) or 'none in this language'}.",
        )
