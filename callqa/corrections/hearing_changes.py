"""What reviewers change about what was heard."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from callqa.corrections.passages import that_still_hold
from callqa.corrections.role_changes import name_speaker, set_role, swap_roles
from callqa.corrections.turn_changes import merge_turns, reassign_turn, split_turn
from callqa.corrections.word_changes import fix_word
from callqa.domain.edits import (
    Change,
    FixWord,
    HearingChange,
    MergeTurns,
    NameSpeaker,
    ReassignTurn,
    SetDetail,
    SetRole,
    SplitTurn,
    SwapRoles,
)
from callqa.domain.hearing import Hearing
from callqa.errors import EditRefused


def corrected(hearing: Hearing, changes: Iterable[Change]) -> Hearing:
    """Return `hearing` as reviewers left it.

    Times, ids and indices fit together afterwards as they do when a call was heard. A passage
    keeps its meaning while no more than one in five of its words is another than was heard
    (a word that was taken out does not count), and loses it where a split goes through it.

    Parameters
    ----------
    hearing
        The call as it was heard.
    changes
        What changed, in order; those about findings and verdicts are passed over.

    Raises
    ------
    EditRefused
        A change is about something that is not there, or cannot be.
    """
    wanted = [each for each in changes if isinstance(each, HearingChange)]
    changed = hearing
    for each in wanted:
        changed = with_change(changed, each)
    if any(isinstance(each, FixWord) for each in wanted):
        passages = that_still_hold(changed.passages, hearing, changed)
        changed = replace(changed, passages=passages)
    return changed


def with_change(hearing: Hearing, change: HearingChange) -> Hearing:
    """Return `hearing` after one change, whatever its passages mean then.

    Raises
    ------
    EditRefused
        See `corrected`.
    """
    match change:
        case SwapRoles():
            return swap_roles(hearing)
        case SetRole():
            return set_role(hearing, change)
        case NameSpeaker():
            return name_speaker(hearing, change)
        case ReassignTurn():
            return reassign_turn(hearing, change)
        case SplitTurn():
            return split_turn(hearing, change)
        case MergeTurns():
            return merge_turns(hearing, change)
        case FixWord():
            return fix_word(hearing, change)
        case SetDetail():
            return set_detail(hearing, change)


def set_detail(hearing: Hearing, change: SetDetail) -> Hearing:
    """Set a fact about the call; blank is not known.

    Raises
    ------
    EditRefused
        A start that is no time as ISO 8601 writes it.
    """
    value = (change.value or "").strip() or None
    if value is not None and change.field == "started_at":
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            raise EditRefused(
                f"{value!r} is no date and time.",
                subject="started_at",
                remedy="Write it as 2026-03-31T14:05:00+02:00.",
            ) from error
    fact: dict[str, Any] = {change.field: value}
    return replace(hearing, recording=replace(hearing.recording, **fact))
