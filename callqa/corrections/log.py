"""The log of a call's edits: which of them hold."""

from collections.abc import Sequence
from dataclasses import replace

from callqa.corrections.hearing_changes import with_change
from callqa.corrections.lookup import turn_in_call, word_in_turn
from callqa.domain.edits import (
    Change,
    Edit,
    FixWord,
    HearingChange,
    MergeTurns,
    ReassignTurn,
    SplitTurn,
    Undo,
)
from callqa.domain.hearing import Hearing
from callqa.errors import EditRefused

_Aim = tuple[float, ...]


def standing(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that hold, in the order of their log.

    An edit that was undone does not hold; undoing the undo brings it back to its own place. An
    undo itself changes nothing about a call and is not among them.
    """
    hold = _holding(edits)
    return tuple(
        each
        for each in sorted(edits, key=_place)
        if each.id in hold and not isinstance(each.change, Undo)
    )


def standing_changes(edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Return what the edits that hold change, in the order of their log."""
    return tuple(each.change for each in standing(edits))


def undone_next(edits: Sequence[Edit], who: str) -> Edit | None:
    """Return what a person's next undo takes back: their last edit that holds."""
    own = [each for each in standing(edits) if each.who == who]
    return own[-1] if own else None


def redone_next(edits: Sequence[Edit], who: str) -> Edit | None:
    """Return the undo that a person's next redo takes back: their last one that holds.

    There is none once the person has made another edit after it.
    """
    by_id = {each.id: each for each in edits}
    hold = _holding(edits)
    for each in sorted(edits, key=_place, reverse=True):
        if each.who != who:
            continue
        if not isinstance(each.change, Undo):
            return None
        undone = by_id.get(each.change.edit)
        if each.id in hold and undone is not None and not isinstance(undone.change, Undo):
            return each
    return None


def check_undo(edits: Sequence[Edit], undo: Undo, hearing: Hearing) -> None:
    """Refuse an undo that cannot be made.

    Later edits count turns and words as earlier ones left them. Where one of them would become
    impossible, or be about another turn or word than it was made for, it must be undone first.

    Parameters
    ----------
    edits
        The log of the call so far.
    undo
        What is to be undone: an edit, or an undo, which brings back what it took.
    hearing
        The call as it was heard, without corrections.

    Raises
    ------
    EditRefused
        The edit is not in the log, is undone already, or later edits rest on it.
    """
    subject = f"edit {undo.edit}"
    if undo.edit not in {each.id for each in edits}:
        raise EditRefused(
            "the log of this call has no such edit.",
            subject=subject,
            remedy="Take the id from the log of the call.",
        )
    if undo.edit not in _holding(edits):
        raise EditRefused(
            "it is undone already.",
            subject=subject,
            remedy="To bring it back, undo the undo.",
        )
    last = max(edits, key=_place)
    left = standing([*edits, replace(last, id="", sequence=last.sequence + 1, change=undo)])
    then, now = _aims(left, hearing), _aims(standing(edits), hearing)
    for each in left:
        if each.id in now and then[each.id] != now[each.id]:
            raise EditRefused(
                f"a later edit rests on it: {each.id}, by {each.who}.",
                subject=subject,
                remedy="Undo the later edit first, then make it anew.",
            )
        is_back = each.id in then and each.id not in now
        if is_back and then[each.id] != _aim_when_made(each, edits, hearing):
            raise EditRefused(
                f"what it took back, {each.id} by {each.who}, no longer fits the call.",
                subject=subject,
                remedy="Make that change anew, or undo what changed since then first.",
            )


def _holding(edits: Sequence[Edit]) -> set[str]:
    """Return the ids of edits and undos that no undo that holds takes back."""
    undone: set[str] = set()
    for each in sorted(edits, key=_place, reverse=True):
        if isinstance(each.change, Undo) and each.id not in undone:
            undone.add(each.change.edit)
    return {each.id for each in edits} - undone


def _place(edit: Edit) -> int:
    return edit.sequence


def _aims(edits: Sequence[Edit], hearing: Hearing) -> dict[str, _Aim | None]:
    """Return the times that each edit of the hearing is about, ``None`` where it is impossible."""
    aims: dict[str, _Aim | None] = {}
    for each in edits:
        if isinstance(each.change, HearingChange):
            try:
                aims[each.id] = _aim(hearing, each.change)
                hearing = with_change(hearing, each.change)
            except EditRefused:
                aims[each.id] = None
    return aims


def _aim_when_made(edit: Edit, edits: Sequence[Edit], hearing: Hearing) -> _Aim | None:
    before = [each for each in edits if each.sequence < edit.sequence]
    return _aims([*standing(before), edit], hearing)[edit.id]


def _aim(hearing: Hearing, change: HearingChange) -> _Aim:
    match change:
        case FixWord() | SplitTurn():
            word = word_in_turn(turn_in_call(hearing, change.turn), change.word)
            return word.start_s, word.end_s
        case ReassignTurn():
            turns = [turn_in_call(hearing, change.turn)]
        case MergeTurns():
            turns = [turn_in_call(hearing, each) for each in (change.first, change.second)]
        case _:
            turns = []
    return tuple(time_s for turn in turns for time_s in (turn.start_s, turn.end_s))
