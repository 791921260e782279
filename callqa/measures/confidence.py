"""How likely a start in the other's speech is what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.domain.hearing import Basis
from callqa.domain.measures import InterruptionKind
from callqa.settings import InterruptionSettings

SURE: Mapping[Basis, Mapping[InterruptionKind, tuple[float, float]]] = {
    "channel": {
        "interruption": (0.8, 0.95),
        "terminal_overlap": (0.95, 0.95),
        "backchannel": (0.95, 0.95),
        "supportive": (0.9, 0.9),
    },
    "diarized": {
        "interruption": (0.45, 0.9),
        "terminal_overlap": (0.9, 0.9),
        "backchannel": (0.5, 0.5),
        "supportive": (0.5, 0.5),
    },
    "unreliable": {
        "interruption": (0.3, 0.3),
        "terminal_overlap": (0.3, 0.3),
        "backchannel": (0.3, 0.3),
        "supportive": (0.3, 0.3),
    },
}
"""Share of events that are what they are called, at the least overlap of an interruption and at
twice that and more (measured on calls with placed overlaps, see docs/measures.md section 5)."""

TALKED_OVER = 0.4
"""... of an interruption that is over within ``floor_s`` while the other talks on: most are signals
whose words were misheard (measured: 0 of 4 right)."""

UNHEARD = 0.8
"""... of one without words on its own channel (assumed: too few were placed)."""


@dataclass(frozen=True, slots=True)
class Start:
    """What an event's confidence is read from.

    kind, overlap_s : its class, and the seconds in which both speak
    talked_over : it is over within ``floor_s``, and the other talks on
    worded : words were recognised in it
    """

    kind: InterruptionKind
    overlap_s: float
    talked_over: bool
    worded: bool


def confidence_of(start: Start, basis: Basis, settings: InterruptionSettings) -> float:
    """Return the share of events like `start` that are what they are called (see `SURE`)."""
    least, most = SURE[basis][start.kind]
    beyond_s = min(start.overlap_s - settings.min_overlap_s, settings.min_overlap_s)
    sure = least + (most - least) * max(0.0, beyond_s) / settings.min_overlap_s
    if start.kind == "interruption" and start.talked_over:
        sure *= TALKED_OVER
    elif start.kind == "interruption" and basis == "channel" and not start.worded:
        sure *= UNHEARD
    return round(sure, 3)
