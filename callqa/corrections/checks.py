"""Whether a new change can be made, before it goes into the log."""

import math
from collections.abc import Mapping

from callqa.corrections.event_changes import with_event_change
from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import (
    DIRECTIONS,
    AddNote,
    Change,
    DismissFlag,
    EventChange,
    HearingChange,
    OverridePoints,
    SetDetail,
)
from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures
from callqa.errors import EditRefused


def check_change(
    change: Change, hearing: Hearing, measures: Measures, question_points: Mapping[str, float]
) -> None:
    """Refuse a change that cannot be made to the call as it stands.

    An undo is about the log, not the call: see `callqa.corrections.log.check_undo`.

    Parameters
    ----------
    change
        What somebody wants to change.
    hearing, measures
        The call as it stands: after the edits that hold.
    question_points
        The most points of each question of the rubric, on the question's own scale, by id.

    Raises
    ------
    EditRefused
        What it is about is not there, what it asks for cannot be, or a reason is missing.
    """
    if isinstance(change, HearingChange):
        corrected(hearing, [change])
        if isinstance(change, SetDetail) and change.field == "direction":
            _check_direction((change.value or "").strip())
    elif isinstance(change, EventChange):
        with_event_change(measures, change, hearing)
    elif isinstance(change, OverridePoints):
        _check_points(change, question_points)
    elif isinstance(change, DismissFlag):
        _check_reason(change.reason, f"flag {change.code}")
    elif isinstance(change, AddNote):
        _check_note(change, hearing.recording.duration_s)


def _check_direction(direction: str) -> None:
    # What was heard and what was corrected earlier may hold any text, so that only a new change
    # is held to this.
    if direction and direction not in DIRECTIONS:
        raise EditRefused(
            f"{direction!r} is no direction of a call.",
            subject="direction",
            remedy=f"Use one of {', '.join(DIRECTIONS)}, or leave it empty.",
        )


def _check_points(change: OverridePoints, question_points: Mapping[str, float]) -> None:
    subject = f"question {change.question}"
    if change.question not in question_points:
        raise EditRefused(
            "the rubric has no such question.",
            subject=subject,
            remedy=f"Its questions are {', '.join(question_points) or 'none'}.",
        )
    most = question_points[change.question]
    points = change.points
    if points is not None and not (math.isfinite(points) and 0.0 <= points <= most):
        raise EditRefused(
            f"{points:g} points cannot be given: its scale is 0 to {most:g}.",
            subject=subject,
            remedy=f"Give 0 to {most:g} points, or say that it does not apply.",
        )
    _check_reason(change.reason, subject)


def _check_reason(reason: str, subject: str) -> None:
    if not reason.strip():
        raise EditRefused(
            "it cannot be changed without a reason.",
            subject=subject,
            remedy="Say in a few words why the machine is wrong.",
        )


def _check_note(change: AddNote, duration_s: float) -> None:
    if not change.text.strip():
        raise EditRefused("there is nothing in it.", subject="note", remedy="Write something.")
    if change.at_s is not None and not 0.0 <= change.at_s <= duration_s:
        raise EditRefused(
            f"{change.at_s:g} s is not in the recording of {duration_s:g} s.",
            subject="note",
            remedy="Give a time inside the recording, or none for the whole call.",
        )
