"""What the adding process is told, and what it answers.

`IntakeFile` and `IntakePace` (`callqa.domain.intake`) are answers too: the one in bundles, the
other as it is.
"""

from dataclasses import dataclass, field
from pathlib import Path

from callqa.domain.intake import IntakeFile, IntakePace
from callqa.errors import CallQAError
from callqa.jobs.watching import Shape as Shape


@dataclass(frozen=True, slots=True)
class IntakePlan:
    """What the process begins with: the place of the store (``None``: the person's own)."""

    place: str | None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """Take recordings, and folders of them at any depth; also one that failed before."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Begin no more; what is being heard is heard to its end."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Drop files that wait, and stop those that are being heard."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """Take each new recording that comes into a folder, and those in it now.

    passed_over : files that are not taken as long as they are so
    """

    folder: Path
    passed_over: dict[Path, Shape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Watch a folder no more; what was taken from it stays."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """End; what is being stored is stored."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files that are new or have changed, as they stand now."""

    files: tuple[IntakeFile, ...]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of a watched folder that cannot be heard or is not wanted, as long as it is so."""

    path: Path
    shape: Shape


@dataclass(frozen=True, slots=True)
class Taken:
    """What an `Add` named is in the list."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no matter of one file.

    error : such as a folder without recordings, or a store that cannot be written
    halts : whether nothing more begins until `Resume`
    """

    error: CallQAError
    halts: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """The process ended without having been told to."""

    exit_code: int | None


Order = Add | Pause | Resume | Cancel | Watch | Unwatch | Stop
Answer = Files | IntakePace | PassedOver | Taken | Refused | Lost
