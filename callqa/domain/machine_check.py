"""What was found out about this machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MachineCheck:
    """One line: what was looked at, what was found, and what to do where it is not ok."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
