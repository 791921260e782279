"""Which days figures are about, and the calls of these days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from sqlalchemy import Connection

from callqa.domain.listing import MEASURES, CallFilter
from callqa.domain.scale import Unit
from callqa.errors import UsageError
from callqa.figures.facts import CallFacts
from callqa.figures.intervals import NOT_NEGATIVE, SCORE, SHARE, Bounds
from callqa.figures.periods import Period, days, local_day, month_of
from callqa.report.measure_names import measure_name
from callqa.service.context import Context
from callqa.service.local_zone import centre_zone
from callqa.service.visibility import shown_own_only
from callqa.store.calibrations import blind_call_ids
from callqa.store.call_facts import call_facts, latest_start, undated_count

DEFAULT_WEEKS = 4
"""Calendar weeks that figures are about where no days are given; the last has the latest call."""

WEEKS_BY_WEEK = 12
"""The same for figures of each week: a quarter of a year."""

_DAY = timedelta(days=1)
_BOUNDS_OF: Mapping[Unit, Bounds] = {"share": SHARE, "points": SCORE}


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days of the centre's calendar, both included; ``None`` leaves the choice to the figures."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """The calls of a period, and those of the period before it, in order of time.

    undated : calls in no period, because it is not known when they began
    blind : ids of the calls that the person scores blind; figures count them, and what names
        calls leaves them out
    """

    period: Period
    zone: tzinfo
    calls: tuple[CallFacts, ...]
    before: tuple[CallFacts, ...]
    undated: int
    blind: frozenset[str] = frozenset()

    @property
    def named(self) -> tuple[CallFacts, ...]:
        """The calls of the period whose answers the person may see one by one."""
        return tuple(each for each in self.calls if each.call_id not in self.blind)

    @property
    def bounds(self) -> dict[str, Bounds]:
        """The range of each measure of the calls; scores of sections apart are 0 to 100."""
        names = {name for each in (*self.calls, *self.before) for name in each.measures}
        return {name: _bounds_of(name) for name in names}


def period_facts(
    context: Context,
    connection: Connection,
    where: CallFilter,
    chosen: DayRange,
    *,
    by_week: bool = False,
) -> PeriodFacts:
    """Return the calls of the days that were chosen, and of as many days or the month before.

    Without days it is the last `DEFAULT_WEEKS` calendar weeks up to the latest call.

    Parameters
    ----------
    where
        Which of the calls of these days; it gives no days itself.
    by_week
        Begin on a Monday and end on a Sunday; without days it is the last `WEEKS_BY_WEEK`.

    Raises
    ------
    UsageError
        The last day is before the first, or `where` gives days.
    """
    if where.started_from or where.started_to:
        raise UsageError(
            "the days of figures are no filter.", subject="where", remedy="Use --from and --to."
        )
    zone = centre_zone(context)
    where = replace(where, zone=zone)
    latest = latest_start(connection) or context.now()
    default = WEEKS_BY_WEEK if by_week else DEFAULT_WEEKS
    period = _period(chosen, local_day(latest, zone), default, zone)
    if by_week:
        period = _in_weeks(period.first, period.after - _DAY)
    start, end = period.bounds_utc(zone)
    earliest = period.previous().bounds_utc(zone)[0]
    found = call_facts(
        connection,
        replace(where, started_from=earliest, started_to=end),
        with_agent_volume=context.settings.scoring.agent_volume_counts,
    )
    return PeriodFacts(
        period,
        zone,
        calls=tuple(each for each in found if each.started_at >= start),
        before=tuple(each for each in found if each.started_at < start),
        undated=undated_count(connection, where),
        blind=blind_call_ids(connection, context.user.login),
    )


def with_own_only(context: Context, where: CallFilter) -> CallFilter:
    """Narrow a filter to the calls whose figures the person may see.

    An agent's are the own calls that were shown to the agent.

    Raises
    ------
    NotAllowed
        The person may see no figures.
    """
    if context.may("see_figures"):
        return where
    if not context.may("see_own_calls"):
        context.require("see_figures")
    return shown_own_only(context, where)


def _period(chosen: DayRange, latest: date, weeks: int, zone: tzinfo) -> Period:
    first, last = chosen.first, chosen.last
    if first is None and last is None:
        return _in_weeks(latest - timedelta(weeks=weeks - 1), latest)
    if last is None:
        last = max(first or latest, latest)
    if first is None:
        first = last - timedelta(weeks=weeks) + _DAY
    if last < first:
        raise UsageError(f"{last} is before {first}.", subject="to")
    asked = days(first, last)
    month = month_of(asked.bounds_utc(zone)[0], zone)
    is_month = (month.first, month.after) == (asked.first, asked.after)
    return month if is_month else asked


def _in_weeks(first: date, last: date) -> Period:
    monday = first - timedelta(days=first.weekday())
    return days(monday, last + timedelta(days=6 - last.weekday()))


def _bounds_of(measure: str) -> Bounds:
    if measure not in MEASURES:
        return SCORE
    return _BOUNDS_OF.get(measure_name(measure).unit, NOT_NEGATIVE)
