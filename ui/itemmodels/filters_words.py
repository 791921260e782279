"""What the parts of a filter are called on a chip."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType

from callqa.domain.judgement import Severity
from callqa.domain.listing import MEASURES
from ui import formats
from ui.i18n import text
from ui.itemmodels.call_columns import COLUMNS, PLACES, coded, flag_name, situation_name
from ui.itemmodels.filters import ListFilter, Part

SHARES = ("agent_ratio", "eased_share")
"""Measures that are shares of 1 and shown in percent."""

FLAGS: Mapping[Severity, tuple[str, ...]] = MappingProxyType(
    {
        "urgent": (
            "auto_fail",
            "critical",
            "unanswered_threat",
            "unanswered_escalation",
            "dismissive_in_distress",
        ),
        "coach": (
            "missed_empathy",
            "policy_wall",
            "blame",
            "interruptions",
            "dead_air",
            "talk_ratio",
            "low_score",
        ),
        "praise": ("situation_handled", "acknowledge_apologise_act", "customer_relieved"),
    }
)
"""Codes of the flags, by severity."""

SITUATIONS = (
    "aggressive_customer",
    "service_failure",
    "policy_restriction",
    "high_stress",
    "unreasonable_demand",
    "language_barrier",
    "technical_issue",
    "unmet_expectation",
    "negative_review",
    "dispute",
)
"""Codes of the difficult situations."""


def measure_title(name: str) -> str:
    """Return what a measure, or the score, is called."""
    key = "raised_customer" if name == "raised_customer" else name
    if key in PLACES:
        return COLUMNS[PLACES[key]].long_title
    return text(f"library.measure_{key}")


def value_name(name: str, value: str) -> str:
    """Return what one value of a field is called."""
    if name == "flags":
        return flag_name(value)
    if name == "situations":
        return situation_name(value)
    kind = {"severity": "severity", "review_states": "state", "health": "health"}.get(name)
    if kind or name == "status":
        return coded(kind or "status", value)
    return value


def part_title(of: ListFilter, part: Part, zone: tzinfo | None) -> str:
    """Return the words of the chip for one part."""
    if part.name == "period":
        return _period(of, zone)
    if part.name == "score":
        return _limits(COLUMNS[PLACES["score"]].title, of.where.score or (None, None))
    if part.name in MEASURES:
        factor = 100 if part.name in SHARES else 1
        low, high = of.where.measures[part.name]
        unit = " %" if part.name in SHARES else " s" if part.name.endswith("_s") else ""
        limits = tuple(None if each is None else each * factor for each in (low, high))
        return _limits(measure_title(part.name), limits, unit)
    value = part.value or str(getattr(of.where, part.name))
    named = value_name(part.name, value)
    if part.name in ("severity", "flags", "situations", "status"):
        return named
    return text("library.part", field=text(f"library.field_{part.name}"), value=named)


def _period(of: ListFilter, zone: tzinfo | None) -> str:
    if of.period:
        return text(f"library.period_{of.period}")
    since, until = of.days(zone)
    if since is not None and since == until:
        return formats.day(since)
    if until is None:
        return text("library.period_since", day=formats.day(since))
    if since is None:
        return text("library.period_until", day=formats.day(until))
    return text("library.period_between", since=formats.day(since), until=formats.day(until))


def _limits(title: str, limits: Sequence[float | None], unit: str = "") -> str:
    low, high = (None if each is None else _plain(each) for each in limits)
    if low is not None and low == high:
        return f"{title} = {low}{unit}"
    if high is None:
        return f"{title} ≥ {low}{unit}"
    if low is None:
        return f"{title} ≤ {high}{unit}"
    return f"{title} {low} – {high}{unit}"


def _plain(value: float) -> str:
    return formats.number(value, 0 if round(value, 6) == int(value) else 1)
