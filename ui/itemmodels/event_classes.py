"""What a person may make of a finding: its other classes, each with its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from callqa.domain.edits import DismissEvent, EventChange, EventKind, ReclassEvent
from callqa.domain.measures import (
    DeescalationOutcome,
    EmpathyOutcome,
    InterruptionKind,
    SilenceKind,
    VolumeLevel,
)
from ui.i18n import text
from ui.itemmodels.moment import Moment
from ui.itemmodels.moments import class_name

CLASSES: dict[EventKind, tuple[str, ...]] = {
    "interruptions": get_args(InterruptionKind),
    "raised_volume": get_args(VolumeLevel),
    "silences": get_args(SilenceKind),
    "empathy": get_args(EmpathyOutcome),
    "deescalation": get_args(DeescalationOutcome),
}
"""Classes by kind. What a phrase or a situation is hangs on the phrase pack: one that is wrong is
dismissed, not re-classed."""

DISMISS_KEY = "X"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to make of a finding.

    key : the letter that makes it so, in the window's language
    is_now : whether it is of this class already; choosing it confirms it
    """

    key: str
    name: str
    change: EventChange
    is_now: bool = False


def keys() -> frozenset[str]:
    """Return every letter that makes something of some finding."""
    letters = (text(f"events.key_{each}") for kind in CLASSES.values() for each in kind)
    return frozenset((*letters, DISMISS_KEY))


def choices_for(moment: Moment | None) -> tuple[Choice, ...]:
    """Return what can be made of a moment, nothing where it is no finding."""
    if moment is None or moment.ref is None:
        return ()
    ref = moment.ref
    classes: Sequence[str] = CLASSES.get(ref.kind, ())
    return (
        *(
            Choice(
                text(f"events.key_{each}"),
                class_name(ref.kind, each),
                ReclassEvent(ref, each),
                is_now=each == moment.class_,
            )
            for each in classes
        ),
        Choice(DISMISS_KEY, text("events.dismiss"), DismissEvent(ref)),
    )
