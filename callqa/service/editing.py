"""People correct a call: the edit is logged, and the call is judged anew at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy import Connection

from callqa.corrections.checks import check_change
from callqa.corrections.describe import before_after
from callqa.corrections.hearing_changes import corrected
from callqa.corrections.log import check_undo, redone_next, standing_changes, undone_next
from callqa.domain.edits import (
    AddNote,
    Change,
    DismissFlag,
    Edit,
    EventChange,
    SetDetail,
    Undo,
    VerdictChange,
)
from callqa.domain.hearing import Hearing
from callqa.errors import EditRefused
from callqa.service.blindness import require_sight
from callqa.service.call_facts import facts_of
from callqa.service.context import Context
from callqa.service.found_call import answers_to, found_call, points_of
from callqa.service.judging import Judging, Measured
from callqa.service.known_names import near_names
from callqa.service.review_steps import begin_own, require_own
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.edits import append_edit, edits_of, has_edit, next_sequence
from callqa.store.judged import JudgedCall
from callqa.store.listing import find_call
from callqa.store.loading import StoredCall, earlier_voices, load_call, load_hearing
from callqa.store.names import agent_names
from callqa.store.people import find_agent
from callqa.store.saving import save_facts, save_judged, save_verdicts, verdict_rows


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit, the score before and after it, and whether the review began with it."""

    edit: Edit
    score_before: float | None
    score_after: float | None
    began: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """A call that is being edited: nobody else changes it until the transaction ends."""

    context: Context
    connection: Connection
    stored: StoredCall
    heard: Hearing
    log: tuple[Edit, ...]


def edit_call(
    context: Context,
    call: str,
    change: Change,
    *,
    edit_id: str | None = None,
    new_agent: bool = False,
    begins: bool = False,
) -> Edited:
    """Change something about a call and judge it anew, in one piece.

    Parameters
    ----------
    context, call
        The store, and the call's id or the beginning of it.
    change
        What to change; `Undo` takes an earlier edit back.
    edit_id
        The id of the edit where the caller may send it twice; a new one by default.
    new_agent
        Whether the change may name an agent whom the store does not know yet, and enter them.
    begins
        Whether a judgement begins the review of a call that nobody else has; a name or a word that
        is set right does not.

    Raises
    ------
    EditRefused
        The change does not fit the call as it is, or a person has signed the call.
    ReviewRefused
        Another reviewer has the call, or the person scores it blind at present.
    NotAllowed
        The person may not review.
    """
    context.require("review")
    with context.store.writing() as connection:
        stored = load_call(connection, find_call(connection, call), to_change=True)
        if edit_id is not None and has_edit(connection, edit_id):
            return _as_written(connection, stored, edit_id)
        opened = _open(context, connection, stored)
        if not new_agent:
            _check_known(connection, change)
        edited = _make(opened, change, edit_id or uuid4().hex)
        if begins and isinstance(change, EventChange | VerdictChange | AddNote):
            return replace(edited, began=begin_own(context, connection, stored))
        return edited


def undo(context: Context, call: str, edit: str | None = None) -> Edited:
    """Take an edit back: the person's own last one that holds, or the one whose id begins so.

    An undo has an id as well; undoing it brings back what it took.

    Raises
    ------
    EditRefused
        There is none, or several begin so; and whatever `edit_call` raises.
    """
    context.require("review")
    with context.store.writing() as connection:
        stored = load_call(connection, find_call(connection, call), to_change=True)
        opened = _open(context, connection, stored)
        wanted = _own_last(opened) if edit is None else _named(opened, edit)
        return _make(opened, Undo(wanted), uuid4().hex)


def redo(context: Context, call: str) -> Edited:
    """Bring back the edit that the person undid last.

    Raises
    ------
    EditRefused
        There is none, or the person made another edit since; and whatever `edit_call` raises.
    """
    context.require("review")
    with context.store.writing() as connection:
        stored = load_call(connection, find_call(connection, call), to_change=True)
        opened = _open(context, connection, stored)
        undone = redone_next(opened.log, context.user.login)
        if undone is None:
            raise EditRefused("has nothing that you undid last.", subject=stored.call_id)
        return _make(opened, Undo(undone.id), uuid4().hex)


def _open(context: Context, connection: Connection, stored: StoredCall) -> _Open:
    if stored.is_signed:
        raise EditRefused(
            "has a signed review, which no edit changes.",
            subject=stored.call_id,
            remedy="Open it again first: 'callqa review reopen'.",
        )
    if stored.status == "empty":
        raise EditRefused("holds no speech, so there is nothing to edit.", subject=stored.call_id)
    require_own(context, stored)
    require_sight(context, connection, stored)
    return _Open(
        context,
        connection,
        stored,
        load_hearing(connection, stored.row),
        edits_of(connection, stored.row),
    )


def _make(opened: _Open, change: Change, edit_id: str) -> Edited:
    """Append the edit to the log, and judge and write the call as it is with it."""
    context, connection, stored = opened.context, opened.connection, opened.stored
    rubric, judging = judging_in_force(connection, context, held=True)
    voices = earlier_voices(connection, stored)
    present = judging.judge(
        opened.heard, standing_changes(opened.log), voices, _measured(opened, judging)
    )
    _check(opened, change, present, judging)
    edit = Edit(
        edit_id,
        stored.call_id,
        next_sequence(connection, stored.row),
        context.user.login,
        context.now(),
        change,
        before="",
        after="",
    )
    before, after = _before_after(opened, edit, present, judging)
    edit = replace(edit, before=before, after=after)
    append_edit(connection, stored.row, edit)
    is_note = isinstance(change, AddNote)
    judged = present if is_note else _judged_with(opened, present, (*opened.log, edit), judging)
    if judged.findings is present.findings and _is_current(opened, judging):
        verdict = verdict_rows(judged.judgement, judged.machine)
        save_verdicts(connection, rubric, [(stored.row, verdict)])
    else:
        save_judged(connection, stored.row, rubric, judging.rows(judged))
    context.log(connection, "edit", stored.call_id)
    return Edited(edit, present.judgement.scorecard.total, judged.judgement.scorecard.total)


def _check(opened: _Open, change: Change, present: JudgedCall, judging: Judging) -> None:
    if isinstance(change, Undo):
        check_undo(opened.log, change, opened.heard)
        return
    points = {each.id: each.points for each in judging.rubric.questions}
    check_change(change, present.hearing, present.findings.measures, points)
    raised = [each.code for each in present.judgement.flags]
    if isinstance(change, DismissFlag) and change.code not in raised:
        raise EditRefused(
            "the call has no such flag.",
            subject=f"flag {change.code}",
            remedy=f"Its flags are {', '.join(raised) or 'none'}.",
        )


def _check_known(connection: Connection, change: Change) -> None:
    """Refuse an agent whom the store does not know: a mistyped name would begin a new one."""
    if not (isinstance(change, SetDetail) and change.field == "agent"):
        return
    name = (change.value or "").strip()
    if name and find_agent(connection, name) is None:
        near = near_names(name, agent_names(connection))
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise EditRefused(
            "is no agent of this store.",
            subject=name,
            remedy=f"{meant}For a new agent use 'callqa review detail' with --new.",
        )


def _before_after(
    opened: _Open, edit: Edit, present: JudgedCall, judging: Judging
) -> tuple[str, str]:
    def points(log: Sequence[Edit]) -> Mapping[str, float | None]:
        given = judging.given(standing_changes(log))
        answers = answers_to(judging.rubric, present.findings, judging.settings, given)
        return points_of(answers, judging.rubric)

    return before_after(
        edit.change,
        present.hearing,
        present.findings.measures,
        points(opened.log),
        opened.log,
        points((*opened.log, edit)),
    )


def _judged_with(
    opened: _Open, present: JudgedCall, log: Sequence[Edit], judging: Judging
) -> JudgedCall:
    """Judge the call with its new log; another agent or time of the call is written first.

    Both decide which earlier calls its voices are compared with.
    """
    context, connection, stored = opened.context, opened.connection, opened.stored
    changes = standing_changes(log)
    recording = corrected(opened.heard, changes).recording
    measured: Measured | None = Measured(
        standing_changes(opened.log), present.findings, present.machine_findings
    )
    if recording != present.hearing.recording:
        save_facts(connection, stored.row, facts_of(context, connection, recording))
        stored = load_call(connection, stored.row)
        measured = None
    return judging.judge(opened.heard, changes, earlier_voices(connection, stored), measured)


def _measured(opened: _Open, judging: Judging) -> Measured | None:
    """Return what is stored of a call where the phrases and thresholds are still the same."""
    if not _is_current(opened, judging):
        return None
    found = found_call(opened.connection, opened.stored.row)
    return Measured(standing_changes(opened.log), found.findings, found.machine)


def _is_current(opened: _Open, judging: Judging) -> bool:
    return opened.stored.judged_with == judging.made_with(opened.heard.language.code)


def _own_last(opened: _Open) -> str:
    own = undone_next(opened.log, opened.context.user.login)
    if own is None:
        raise EditRefused(
            "has no edit of yours that could be undone.",
            subject=opened.stored.call_id,
            remedy="Name the edit: 'callqa review log' shows all.",
        )
    return own.id


def _named(opened: _Open, start: str) -> str:
    found = [each.id for each in opened.log if start and each.id.startswith(start)]
    if len(found) == 1 or start in found:
        return start if start in found else found[0]
    several = f"several begin so: {', '.join(found)}." if found else "is no edit of this call."
    raise EditRefused(several, subject=start, remedy="See 'callqa review log'.")


def _as_written(connection: Connection, stored: StoredCall, edit_id: str) -> Edited:
    for each in edits_of(connection, stored.row):
        if each.id == edit_id:
            return Edited(each, stored.score, stored.score)
    raise EditRefused("is the id of an edit of another call.", subject=edit_id)
