"""What a worker is asked, and what it answers.

One `HearCall` is answered by `Started`, any number of `Progress`, then exactly one of `Done`,
`Empty` or `Failed`. A worker that dies answers nothing; the engine then says `Failed` for it.
"""

from dataclasses import dataclass, field
from pathlib import Path

from callqa.domain.hearing import Hearing
from callqa.domain.recording import CallDetails
from callqa.errors import CallQAError
from callqa.speech.progress import Stage as Stage


@dataclass(frozen=True, slots=True)
class HearCall:
    """Hear one recording."""

    job_id: int
    path: Path
    details: CallDetails = field(default_factory=CallDetails)


@dataclass(frozen=True, slots=True)
class Started:
    """A worker has taken up a call."""

    job_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call is: the stage that moved, and the share of the whole call, 0 to 1."""

    job_id: int
    stage: Stage
    share: float


@dataclass(frozen=True, slots=True)
class Done:
    """The call was heard."""

    job_id: int
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Empty:
    """The recording holds no speech; there is nothing to judge."""

    job_id: int
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Failed:
    """The call could not be heard."""

    job_id: int
    error: CallQAError


Answer = Done | Empty | Failed
Message = Started | Progress | Done | Empty | Failed
