"""What a list of calls is narrowed to: a filter whose period moves with the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Any, Literal, get_args

from callqa.domain.judgement import Severity
from callqa.domain.listing import MEASURES, CallFilter, Range
from callqa.domain.recording import Grade
from callqa.domain.review import ReviewState
from ui.kept import Json

Period = Literal["today", "days_7", "days_30", "quarter"]

PERIODS: tuple[Period, ...] = get_args(Period)
SEVERAL = ("agents", "queues", "flags", "situations", "review_states", "health", "languages")
"""Fields of a filter of which a call has one of the values given."""

ONE = ("severity", "team", "customer", "assigned_to", "interaction", "status")
"""Fields of a filter that take one value."""

_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "severity": get_args(Severity),
        "review_states": get_args(ReviewState),
        "health": get_args(Grade),
        "status": ("done", "empty"),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a list is narrowed by.

    name : the field of the filter, ``score``, the name of a measure, or ``period``
    value : for a field that takes several, the one value that is meant
    """

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of calls.

    where : all of it but a moving period
    period : counted back from today; ``None`` where `where` says the days, or none
    """

    where: CallFilter = field(default_factory=CallFilter)
    period: Period | None = None

    def at(self, today: date, zone: tzinfo | None) -> CallFilter:
        """Return the filter as it is on a day of the centre's `zone` (``None``: this machine's)."""
        if self.period is None:
            return self.where
        return replace(
            self.where, started_from=midnight(first_day(self.period, today), zone), started_to=None
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything that it narrows by."""
        found = [Part(name) for name in ONE if getattr(self.where, name) is not None]
        for name in SEVERAL:
            found += [Part(name, value) for value in getattr(self.where, name)]
        if self.where.score is not None:
            found.append(Part("score"))
        found += [Part(name) for name in MEASURES if name in self.where.measures]
        if self.period or self.where.started_from or self.where.started_to:
            found.append(Part("period"))
        return tuple(found)

    def without(self, part: Part) -> "ListFilter":
        """Return it without one of its parts."""
        if part.name == "period":
            return self.in_period(None)
        if part.name in MEASURES or part.name == "score":
            return self.in_range(part.name, None)
        if part.name in SEVERAL:
            kept = tuple(v for v in getattr(self.where, part.name) if v != part.value)
            return self.given(part.name, kept)
        return self.given(part.name, None)

    def given(self, name: str, value: object) -> "ListFilter":
        """Return it with another value of a field."""
        changed: dict[str, Any] = {name: value}
        return replace(self, where=replace(self.where, **changed))

    def toggled(self, name: str, value: str) -> "ListFilter":
        """Return it with one of several values put in or taken out, or the one value changed."""
        before = getattr(self.where, name)
        if name in ONE:
            return self.given(name, None if before == value else value)
        if value in before:
            return self.given(name, tuple(each for each in before if each != value))
        return self.given(name, (*before, value))

    def joined(self, where: CallFilter) -> "ListFilter":
        """Return it narrowed by all that `where` asks for as well."""
        joined = self
        for name in ONE:
            if getattr(where, name) is not None:
                joined = joined.given(name, getattr(where, name))
        for name in SEVERAL:
            values = dict.fromkeys((*getattr(joined.where, name), *getattr(where, name)))
            joined = joined.given(name, tuple(values))
        ranges = {**where.measures, **({"score": where.score} if where.score else {})}
        for name, limits in ranges.items():
            joined = joined.in_range(name, limits)
        if where.started_from or where.started_to:
            days = (where.started_from, where.started_to)
            joined = joined.in_period(None)
            joined = joined.given("started_from", days[0]).given("started_to", days[1])
        return joined

    def in_range(self, name: str, limits: Range | None) -> "ListFilter":
        """Return it with other limits of the score or a measure; ``None`` takes them away."""
        if name == "score":
            return self.given("score", limits)
        measures = {key: value for key, value in self.where.measures.items() if key != name}
        if limits is not None:
            measures[name] = limits
        return self.given("measures", measures)

    def in_period(self, period: Period | None) -> "ListFilter":
        """Return it with a moving period, or with no period at all."""
        return ListFilter(replace(self.where, started_from=None, started_to=None), period)

    def in_days(self, since: date | None, until: date | None, zone: tzinfo | None) -> "ListFilter":
        """Return it with the days `since` to `until`, both included."""
        start = midnight(since, zone) if since else None
        end = midnight(until + timedelta(days=1), zone) if until else None
        return ListFilter(replace(self.where, started_from=start, started_to=end))

    def days(self, zone: tzinfo | None) -> tuple[date | None, date | None]:
        """Return the first and last day of a period that does not move."""
        start, end = self.where.started_from, self.where.started_to
        last = end - timedelta(microseconds=1) if end else None
        return (
            start.astimezone(zone).date() if start else None,
            last.astimezone(zone).date() if last else None,
        )


def first_day(period: Period, today: date) -> date:
    """Return the day that a period begins with; a quarter is that of the year."""
    if period == "quarter":
        return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return today - timedelta(days={"today": 0, "days_7": 6, "days_30": 29}[period])


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """Return the moment at which a day begins in `zone`, ``None`` for this machine's."""
    start = datetime.combine(day, time())
    local = start.replace(tzinfo=zone) if zone else start.astimezone()
    return local.astimezone(UTC)


def kept_filter(of: ListFilter) -> dict[str, Json]:
    """Return a filter as JSON values."""
    where = of.where
    kept: dict[str, Json] = {name: getattr(where, name) for name in ONE if getattr(where, name)}
    kept |= {name: list(getattr(where, name)) for name in SEVERAL if getattr(where, name)}
    kept |= {
        name: moment.isoformat()
        for name in ("started_from", "started_to")
        if (moment := getattr(where, name)) is not None
    }
    ranges = {**where.measures, **({"score": where.score} if where.score else {})}
    if ranges:
        kept["ranges"] = {name: list(limits) for name, limits in ranges.items()}
    if of.period:
        kept["period"] = of.period
    return kept


def filter_from(kept: object) -> ListFilter:
    """Return a filter from its JSON values; what is not understood is left out."""
    if not isinstance(kept, Mapping):
        return ListFilter()
    chosen: dict[str, Any] = {}
    for name in ONE:
        if _is_known(name, kept.get(name)):
            chosen[name] = kept[name]
    for name in SEVERAL:
        values = kept.get(name)
        if isinstance(values, list):
            chosen[name] = tuple(each for each in values if _is_known(name, each))
    for name in ("started_from", "started_to"):
        chosen[name] = _moment(kept.get(name))
    ranges = _ranges(kept.get("ranges"))
    score = ranges.pop("score", None)
    period = next((each for each in PERIODS if each == kept.get("period")), None)
    return ListFilter(CallFilter(**chosen, score=score, measures=ranges), period)


def list_filter(where: CallFilter) -> ListFilter:
    """Return a filter that came from elsewhere, without what only the store may ask for."""
    asked = {each.name: getattr(where, each.name) for each in fields(CallFilter)}
    return ListFilter(CallFilter(**{**asked, "zone": None, "left_out": ()}))


def _is_known(name: str, value: object) -> bool:
    return isinstance(value, str) and (name not in _CODES or value in _CODES[name])


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _ranges(kept: object) -> dict[str, Range]:
    if not isinstance(kept, Mapping):
        return {}
    return {
        name: (_limit(ends[0]), _limit(ends[1]))
        for name, ends in kept.items()
        if name in (*MEASURES, "score") and isinstance(ends, list) and len(ends) == 2
    }


def _limit(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
