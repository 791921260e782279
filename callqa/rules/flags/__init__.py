"""Flags: calls worth a person's time, for fault and for praise alike."""

from callqa.domain.judgement import Flag
from callqa.rules.flags.coach import coach_flags
from callqa.rules.flags.docket import Docket
from callqa.rules.flags.praise import praise_flags
from callqa.rules.flags.urgent import urgent_flags

__all__ = ["Docket", "find_flags"]


def find_flags(docket: Docket) -> tuple[Flag, ...]:
    """Return the flags of a call: urgent ones, then coaching, then praise.

    What is not measurable raises none. A call with an urgent flag is not praised as a difficult
    situation handled well; praise for a single good moment stands beside any fault.
    """
    urgent = tuple(urgent_flags(docket))
    praise = tuple(
        flag for flag in praise_flags(docket) if not urgent or flag.code != "situation_handled"
    )
    return (*urgent, *coach_flags(docket), *praise)
