"""What a reviewer may change about a call, one type a change, and the log that keeps them.

A change names what it is about by the ids and times of the call as it stood when it was made; the
changes of a call are applied in the order of their log.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from callqa.domain.speech import Role

EventKind = Literal[
    "interruptions",
    "raised_volume",
    "silences",
    "phrases",
    "empathy",
    "deescalation",
    "situations",
]
Detail = Literal["agent", "customer", "queue", "direction", "started_at"]
DIRECTIONS = ("inbound", "outbound", "internal")
"""What a reviewer may say of a call's direction."""


@dataclass(frozen=True, slots=True)
class SwapRoles:
    """Agent and customer change places."""


@dataclass(frozen=True, slots=True)
class SetRole:
    """A voice is the agent's, the customer's or another's."""

    speaker: str
    role: Role


@dataclass(frozen=True, slots=True)
class NameSpeaker:
    """A voice gets a person's name; an empty one takes it away."""

    speaker: str
    name: str


@dataclass(frozen=True, slots=True)
class ReassignTurn:
    """Another speaker said this turn."""

    turn: int
    speaker: str


@dataclass(frozen=True, slots=True)
class SplitTurn:
    """A turn becomes two; `word` (from 1) is the index of the first word of the second.

    The second gets the next free turn id.
    """

    turn: int
    word: int


@dataclass(frozen=True, slots=True)
class MergeTurns:
    """Two turns of one speaker become one, with the id of the earlier."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class FixWord:
    """A word was something else: one or more words, or none where `text` is empty."""

    turn: int
    word: int
    text: str


@dataclass(frozen=True, slots=True)
class SetDetail:
    """A fact about the call is another; ``None`` where it is not known."""

    field: Detail
    value: str | None


@dataclass(frozen=True, slots=True)
class EventRef:
    """One finding of a call.

    `of` tells findings apart that start together: the role that interrupts, the speaker of a
    raised volume, the category of a phrase, the code of a situation; empty for the others.
    """

    kind: EventKind
    start_s: float
    of: str = ""


@dataclass(frozen=True, slots=True)
class ReclassEvent:
    """A finding is of another class: kind of interruption or silence, level, outcome, category."""

    event: EventRef
    to: str


@dataclass(frozen=True, slots=True)
class DismissEvent:
    """A finding is none."""

    event: EventRef


@dataclass(frozen=True, slots=True)
class AddEvent:
    """A finding that the machine missed.

    `of` as in `EventRef`; `class_` as in `ReclassEvent`.
    """

    kind: EventKind
    start_s: float
    end_s: float
    of: str
    class_: str


@dataclass(frozen=True, slots=True)
class OverridePoints:
    """A person gives the points of a question, on its own scale; ``None``: it does not apply."""

    question: str
    points: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class DismissFlag:
    """A flag is not one."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddNote:
    """A remark, at a time of the recording or about the whole call."""

    text: str
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier edit, by its id, no longer holds; undoing an undo brings it back."""

    edit: str


HearingChange = (
    SwapRoles | SetRole | NameSpeaker | ReassignTurn | SplitTurn | MergeTurns | FixWord | SetDetail
)
EventChange = ReclassEvent | DismissEvent | AddEvent
VerdictChange = OverridePoints | DismissFlag
Change = HearingChange | EventChange | VerdictChange | AddNote | Undo

CHANGES: dict[str, type[Change]] = {
    "swap_roles": SwapRoles,
    "set_role": SetRole,
    "name_speaker": NameSpeaker,
    "reassign_turn": ReassignTurn,
    "split_turn": SplitTurn,
    "merge_turns": MergeTurns,
    "fix_word": FixWord,
    "set_detail": SetDetail,
    "reclass_event": ReclassEvent,
    "dismiss_event": DismissEvent,
    "add_event": AddEvent,
    "override_points": OverridePoints,
    "dismiss_flag": DismissFlag,
    "add_note": AddNote,
    "undo": Undo,
}
"""Every change by the name that the log and the command line use for it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry in the log of a call, never altered once written.

    id : unique for ever, chosen by who makes the edit, so that sending it twice makes it once
    sequence : place in the log of the call, from 1
    before, after : what the change found and what it left, in words or numbers
    """

    id: str
    call_id: str
    sequence: int
    who: str
    at: datetime
    change: Change
    before: str
    after: str
