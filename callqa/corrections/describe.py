"""What a change finds and what it leaves, in a few words for the log."""

from collections.abc import Mapping, Sequence

from callqa.corrections.event_changes import event_in
from callqa.corrections.event_types import EVENT_TYPES
from callqa.corrections.hearing_changes import corrected
from callqa.corrections.lookup import speaker_in_call, turn_in_call, word_in_turn
from callqa.domain.edits import (
    AddEvent,
    AddNote,
    Change,
    DismissEvent,
    DismissFlag,
    Edit,
    EventChange,
    FixWord,
    HearingChange,
    MergeTurns,
    NameSpeaker,
    OverridePoints,
    ReassignTurn,
    ReclassEvent,
    SetDetail,
    SetRole,
    SplitTurn,
    SwapRoles,
    Undo,
)
from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures

NOTHING = "none"


def before_after(
    change: Change,
    hearing: Hearing,
    measures: Measures,
    answers: Mapping[str, float | None],
    log: Sequence[Edit],
    left: Mapping[str, float | None],
) -> tuple[str, str]:
    """Return what `change` finds and what it leaves.

    Parameters
    ----------
    change
        One that `check_change`, or for an undo `check_undo`, lets pass.
    hearing, measures
        The call as it stands, before the change.
    answers
        The points of each question as they stand, on its own scale, by id; ``None``: it does not
        apply.
    log
        The edits of the call so far; an undo turns round what its edit says.
    left
        The points of each question as they will stand after the change: where an override is
        undone, another may hold.

    Raises
    ------
    EditRefused
        What the change is about is not in the call.
    """
    if isinstance(change, HearingChange):
        return _of_hearing(change, hearing)
    if isinstance(change, EventChange):
        return _of_event(change, measures)
    match change:
        case OverridePoints():
            return _points(answers.get(change.question)), _points(change.points)
        case DismissFlag():
            return change.code, "dismissed"
        case AddNote():
            return "", change.text.strip()
        case Undo():
            undone = next(each for each in log if each.id == change.edit)
            meant = _meant(undone, log)
            if isinstance(meant, OverridePoints):
                return _points(answers.get(meant.question)), _points(left.get(meant.question))
            return undone.after, undone.before


def _meant(edit: Edit, log: Sequence[Edit]) -> Change:
    """Return the change that an edit makes or, through undos, takes back or brings back."""
    while isinstance(edit.change, Undo):
        undone = edit.change.edit
        edit = next(each for each in log if each.id == undone)
    return edit.change


def _of_hearing(change: HearingChange, hearing: Hearing) -> tuple[str, str]:
    match change:
        case SwapRoles():
            return _roles(hearing), _roles(corrected(hearing, [change]))
        case SetRole():
            return speaker_in_call(hearing, change.speaker).role, change.role
        case NameSpeaker():
            named = speaker_in_call(hearing, change.speaker).name
            return named or NOTHING, change.name.strip() or NOTHING
        case ReassignTurn():
            return turn_in_call(hearing, change.turn).speaker, change.speaker
        case SplitTurn():
            return f"turn {change.turn}", f"turns {change.turn} and {_newest(change, hearing)}"
        case MergeTurns():
            first, second = sorted((change.first, change.second))
            return f"turns {first} and {second}", f"turn {_kept(change, hearing)}"
        case FixWord():
            word = word_in_turn(turn_in_call(hearing, change.turn), change.word)
            return word.text, " ".join(change.text.split()) or NOTHING
        case SetDetail():
            was: str | None = getattr(hearing.recording, change.field)
            return was or NOTHING, (change.value or "").strip() or NOTHING


def _of_event(change: EventChange, measures: Measures) -> tuple[str, str]:
    if isinstance(change, AddEvent):
        return NOTHING, change.class_
    found = EVENT_TYPES[change.event.kind].class_of(event_in(measures, change.event))
    match change:
        case ReclassEvent():
            return found, change.to
        case DismissEvent():
            return found, NOTHING


def _roles(hearing: Hearing) -> str:
    return ", ".join(each.role for each in hearing.speakers)


def _newest(change: SplitTurn, hearing: Hearing) -> int:
    return max(each.id for each in corrected(hearing, [change]).turns)


def _kept(change: MergeTurns, hearing: Hearing) -> int:
    left = {each.id for each in corrected(hearing, [change]).turns}
    return change.first if change.first in left else change.second


def _points(points: float | None) -> str:
    return "does not apply" if points is None else f"{points:g}"
