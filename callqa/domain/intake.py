"""Recordings on their way into the store: what state each file is in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

IntakeState = Literal["queued", "running", "done", "empty", "known", "failed", "cancelled"]

OPEN_STATES: frozenset[IntakeState] = frozenset({"queued", "running"})
"""States from which a file still moves on by itself."""


@dataclass(frozen=True, slots=True)
class IntakeFile:
    """One recording as it stands now.

    stage : what a running file is in, as `callqa.speech.progress` names it; empty otherwise
    share : of its work that is done, 0 to 1
    duration_s : what its header states, 0 where that is not known yet
    call_id : of the call in the store, once it is there
    reason, remedy : why it failed and what to do about it; empty otherwise
    """

    path: Path
    state: IntakeState = "queued"
    stage: str = ""
    share: float = 0.0
    duration_s: float = 0.0
    call_id: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class IntakePace:
    """How the run as a whole goes.

    done_s, total_s : seconds of sound of the files that were to be heard since the queue was
        last empty
    speed : seconds of sound heard in a second, ``None`` until some was
    left_s : time left at that speed, ``None`` until it is known or while paused
    """

    done_s: float
    total_s: float
    elapsed_s: float
    speed: float | None
    left_s: float | None
    paused: bool
