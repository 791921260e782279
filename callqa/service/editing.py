"""People correct a call: the edit is logged, and the call is judged anew at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy import Connection

from callqa.corrections.checks import check_change
from callqa.corrections.describe import before_after
from callqa.corrections.hearing_changes import corrected
from callqa.corrections.log import check_undo, standing, standing_changes
from callqa.domain.edits import Change, DismissFlag, Edit, SetDetail, Undo
from callqa.domain.hearing import Hearing
from callqa.errors import EditRefused
from callqa.service.blindness import require_sight
from callqa.service.call_facts import facts_of
from callqa.service.context import Context
from callqa.service.found_call import answers_to, points_of
from callqa.service.judging import Judging
from callqa.service.known_names import near_names
from callqa.service.review_steps import require_own
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.edits import append_edit, edits_of, has_edit, next_sequence
from callqa.store.judged import JudgedCall
from callqa.store.listing import find_call
from callqa.store.loading import StoredCall, earlier_voices, load_call, load_hearing
from callqa.store.names import agent_names
from callqa.store.people import find_agent
from callqa.store.saving import save_facts, save_judged


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit, and the score before and after it."""

    edit: Edit
    score_before: float | None
    score_after: float | None


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
        return _make(opened, change, edit_id or uuid4().hex)


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
    present = judging.judge(opened.heard, standing_changes(opened.log), voices)
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
    judged = _judged_with(opened, present, (*opened.log, edit), judging)
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
    if recording != present.hearing.recording:
        save_facts(connection, stored.row, facts_of(context, connection, recording))
        stored = load_call(connection, stored.row)
    return judging.judge(opened.heard, changes, earlier_voices(connection, stored))


def _own_last(opened: _Open) -> str:
    login = opened.context.user.login
    own = [each.id for each in standing(opened.log) if each.who == login]
    if not own:
        raise EditRefused(
            "has no edit of yours that could be undone.",
            subject=opened.stored.call_id,
            remedy="Name the edit: 'callqa review log' shows all.",
        )
    return own[-1]


def _named(opened: _Open, start: str) -> str:
    found = [each.id for each in opened.log if start and each.id.startswith(start)]
    if len(found) == 1 or start in found:
        return start if start in found else found[0]
    several = f"several begin so: {', '.join(found)}." if found else "is no edit of this call."
    raise EditRefused(several, subject=start, remedy="See 'callqa review log'.")


def _as_written(connection: Connection, stored: StoredCall, edit_id: str) -> Edited:
    for edit in edits_of(connection, stored.row):
        if edit.id == edit_id:
            return Edited(edit, stored.score, stored.score)
    raise EditRefused("is the id of an edit of another call.", subject=edit_id)
