"""Interruptions at known places and those of a result."""

from dataclasses import dataclass

from callqa.domain.measures import Interruption
from callqa.domain.speech import Role
from callqa.report.document import Analysis

MATCH_S = 0.6
"""How far the start of a found event may be off (the definition of interruptions says so)."""


@dataclass(frozen=True, slots=True)
class Event:
    """Where a party starts while the other speaks."""

    by: Role
    start_s: float


def is_same_event(true: Event, found: Interruption) -> bool:
    """Tell whether an event was found: by the same party, at about the same start."""
    return true.by == found.by and abs(true.start_s - found.start_s) <= MATCH_S


def found_events(result: Analysis) -> tuple[Interruption, ...]:
    """Return every start of one party in the other's speech that the result names."""
    return result.measures.interruptions if result.measures else ()


def found_interruptions(result: Analysis) -> list[Interruption]:
    """Return what the result calls an interruption."""
    return [each for each in found_events(result) if each.kind == "interruption"]
