"""A moment of a call that a reviewer may look at, hear, correct or step to."""

from dataclasses import dataclass
from typing import Literal

from callqa.domain.edits import EventRef
from callqa.domain.speech import Role

MomentKind = Literal[
    "interruption",
    "raised",
    "silence",
    "hold",
    "empathy",
    "deescalation",
    "phrase",
    "situation",
    "flag",
    "note",
]

KINDS: tuple[MomentKind, ...] = (
    "interruption",
    "raised",
    "silence",
    "hold",
    "empathy",
    "deescalation",
    "phrase",
    "situation",
    "flag",
)
"""The kinds in the order of the keys 1 to 9 that show and hide them; notes are always shown."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One finding, flag or note on the time line.

    class_ : what it is within its kind, as `callqa.domain.edits.ReclassEvent` names it: an
        interruption or a back-channel, a pause or dead air, given or missed
    speaker, role : whose it is, ``None`` where it is nobody's (a mutual silence)
    title : what it is, in a few words
    detail : why, in a sentence with the numbers
    ref : the finding that an edit would name, ``None`` for flags and notes
    code : of a flag; empty otherwise
    """

    kind: MomentKind
    start_s: float
    end_s: float
    class_: str
    speaker: str | None
    role: Role | None
    title: str
    detail: str
    ref: EventRef | None = None
    code: str = ""
