"""What people did to a call, as entries to read: who, when, what, and what was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callqa.domain.edits import (
    AddEvent,
    AddNote,
    Change,
    DismissEvent,
    DismissFlag,
    Edit,
    EventKind,
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
from callqa.domain.review import ReviewStep
from callqa.domain.sentence import Sentence
from ui import formats
from ui.i18n import named, sentence, text
from ui.itemmodels.moments import class_name

_NOTHING = "none"
_NOT_APPLICABLE = "does not apply"
"""What the log writes for these, in every language."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry.

    before, after : what was and what is, empty where `what` says it all
    why : the reason or comment that was given
    edit : the id of the edit that can be undone; ``None`` for a step of the review
    is_undone : a later undo took it back
    """

    at: datetime
    who: str
    what: str
    before: str
    after: str
    why: str
    edit: str | None
    is_undone: bool = False


def entries_of(
    edits: Sequence[Edit], steps: Sequence[ReviewStep], questions: Mapping[str, str]
) -> tuple[LogEntry, ...]:
    """Return the log, newest first.

    Parameters
    ----------
    edits, steps
        All that was done to the call.
    questions
        The text of each question by its id.
    """
    undone = _undone(edits)
    by_id = {each.id: each for each in edits}
    entries = [_step(each) for each in steps]
    for edit in edits:
        meant = _meant(edit, by_id)
        before, after = _values(meant, edit.before, edit.after)
        what = _what(meant, questions)
        is_undo = isinstance(edit.change, Undo)
        entries.append(
            LogEntry(
                at=edit.at,
                who=edit.who,
                what=text("notes.history_undo", what=what) if is_undo else what,
                before=before,
                after=after,
                why=_why(edit.change),
                edit=edit.id,
                is_undone=edit.id in undone,
            )
        )
    return tuple(sorted(entries, key=lambda each: each.at, reverse=True))


def _undone(edits: Sequence[Edit]) -> set[str]:
    """Return the ids of edits that an undo, itself not undone, took back."""
    undone: set[str] = set()
    for each in sorted(edits, key=lambda edit: edit.sequence, reverse=True):
        if isinstance(each.change, Undo) and each.id not in undone:
            undone.add(each.change.edit)
    return undone


def _meant(edit: Edit, by_id: Mapping[str, Edit]) -> Change:
    """Return the change that an edit makes or, through undos, takes back or brings back."""
    change = edit.change
    while isinstance(change, Undo):
        change = by_id[change.edit].change
    return change


def _step(step: ReviewStep) -> LogEntry:
    return LogEntry(
        at=step.at,
        who=step.who,
        what=text("notes.history_step"),
        before=text(f"notes.state_{step.before}"),
        after=text(f"notes.state_{step.after}"),
        why=step.comment,
        edit=None,
    )


def _why(change: Change) -> str:
    return change.reason if isinstance(change, OverridePoints | DismissFlag) else ""


def _what(change: Change, questions: Mapping[str, str]) -> str:
    match change:
        case OverridePoints():
            question = questions.get(change.question, change.question)
            return text("notes.history_points", question=question)
        case DismissFlag():
            title = sentence(Sentence(f"flag.{change.code}_title"))
            return text("notes.history_flag", flag=title)
        case ReclassEvent():
            return _event("reclass", change.event.kind, change.event.start_s)
        case DismissEvent():
            return _event("dismiss", change.event.kind, change.event.start_s)
        case AddEvent():
            return _event("add", change.kind, change.start_s)
        case AddNote(at_s=None):
            return text("notes.history_note")
        case AddNote():
            return text("notes.history_note_at", time=formats.clock_time(change.at_s))
        case Undo():
            raise AssertionError(change)
    return _of_hearing(change)


def _of_hearing(change: HearingChange) -> str:
    match change:
        case SwapRoles():
            return text("notes.history_swap")
        case SetRole():
            return text("notes.history_role", voice=change.speaker)
        case NameSpeaker():
            return text("notes.history_name", voice=change.speaker)
        case ReassignTurn():
            return text("notes.history_reassign", turn=change.turn)
        case SplitTurn():
            return text("notes.history_split", turn=change.turn)
        case MergeTurns():
            return text("notes.history_merge", first=change.first, second=change.second)
        case FixWord():
            return text("notes.history_word")
        case SetDetail():
            return text(f"notes.history_{change.field}")


def _event(act: str, kind: EventKind, start_s: float) -> str:
    what = text(f"notes.kind_{kind}")
    return text(f"notes.history_{act}", what=what, time=formats.clock_time(start_s))


def _values(change: Change, before: str, after: str) -> tuple[str, str]:
    match change:
        case ReclassEvent() | DismissEvent():
            kind = change.event.kind
            return _class(kind, before), _class(kind, after)
        case AddEvent():
            return _class(change.kind, before), _class(change.kind, after)
        case OverridePoints():
            return _points(before), _points(after)
        case SetRole():
            return named("role", before), named("role", after)
        case SwapRoles() | DismissFlag() | SplitTurn() | MergeTurns():
            return "", ""
    return _plain(before), _plain(after)


def _class(kind: EventKind, code: str) -> str:
    return formats.DASH if code == _NOTHING else class_name(kind, code)


def _points(points: str) -> str:
    return text("scorecard.does_not_apply") if points == _NOT_APPLICABLE else points


def _plain(words: str) -> str:
    return formats.DASH if words == _NOTHING else words
