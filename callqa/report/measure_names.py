"""What the figures call each measure, how its values are written, and which way is better."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from callqa.domain.scale import Unit

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class MeasureName:
    """One measure. `entry` is its name in the catalogue, empty for one that it does not know."""

    entry: str
    unit: Unit
    better: Better


def _name(entry: str, unit: Unit, better: Better = "neither") -> MeasureName:
    return MeasureName(f"measured_{entry}", unit, better)


# "neither" where more is not better by itself: a talk share has a band, silence a reason, and the
# customer's voice is no merit or fault of the agent (docs/measures.md sections 0, 3 and 5).
MEASURE_NAMES: Mapping[str, MeasureName] = MappingProxyType(
    {
        "agent_ratio": _name("agent_ratio", "share"),
        "interruption_rate": _name("interruption_rate", "rate", "lower"),
        "interruptions_agent": _name("interruptions_agent", "count", "lower"),
        "interruptions_customer": _name("interruptions_customer", "count"),
        "empathy_score": _name("empathy_score", "points", "higher"),
        "eased_share": _name("eased_share", "share", "higher"),
        "dead_air_s": _name("dead_air_s", "seconds", "lower"),
        "hold_s": _name("hold_s", "seconds"),
        "silence_s": _name("silence_s", "seconds"),
        "overlap_s": _name("overlap_s", "seconds"),
        "latency_agent_s": _name("latency_agent_s", "seconds"),
        "wpm_agent": _name("wpm_agent", "count"),
        "open_questions": _name("open_questions", "count"),
        "raised_customer": _name("raised_customer", "count"),
        "raised_agent": _name("raised_agent", "count"),
        "opportunities": _name("opportunities", "count"),
        "hold_courtesy": _name("hold_courtesy", "share", "higher"),
        "duration_s": _name("duration_s", "seconds"),
    }
)
"""By the name that the store gives the measure, in the order of reports."""

_AS_A_RUBRIC_SAYS: Mapping[str, str] = MappingProxyType(
    {
        "talk.agent_ratio": "agent_ratio",
        "talk.agent_latency_s": "latency_agent_s",
        "talk.agent_wpm": "wpm_agent",
        "talk.agent_open_questions": "open_questions",
        "silence.dead_air_s": "dead_air_s",
        "silence.hold_courtesy": "hold_courtesy",
        "interruptions.agent_count": "interruptions_agent",
        "interruptions.agent_rate": "interruption_rate",
        "interruptions.customer_count": "interruptions_customer",
        "raised_volume.agent_count": "raised_agent",
        "raised_volume.customer_count": "raised_customer",
        "empathy.score": "empathy_score",
        "empathy.opportunities": "opportunities",
        "deescalation.eased_share": "eased_share",
    }
)


def measure_name(key: str) -> MeasureName:
    """Return the name of a measure, by the name of the store or of a rubric."""
    plain = _AS_A_RUBRIC_SAYS.get(key, key)
    return MEASURE_NAMES.get(plain, MeasureName("", "rate", "neither"))


def in_report_order(keys: Mapping[str, object]) -> list[str]:
    """Return `keys` in the order of reports; those that are not known come last, by name."""
    order = list(MEASURE_NAMES)

    def place(key: str) -> tuple[int, str]:
        plain = _AS_A_RUBRIC_SAYS.get(key, key)
        return (order.index(plain) if plain in order else len(order)), key

    return sorted(keys, key=place)
