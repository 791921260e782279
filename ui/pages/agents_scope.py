"""Which calls the page is about: the days, a team, and how they are grouped."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from callqa.domain.listing import CallFilter
from callqa.service.context import Context
from callqa.service.figures import Grouping, Period
from callqa.service.local_zone import centre_zone
from callqa.service.period_facts import WEEKS_BY_WEEK, DayRange
from callqa.service.workspace import Workspace

Span = Literal["weeks", "quarter", "own"]

_DAY = timedelta(days=1)
_NO_CALL = CallFilter(agents=("",))
"""No agent has an empty name: only the period is asked for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was chosen above the views.

    span : the last four weeks, a quarter of a year, or `first` to `last`
    team : calls of agents who were in this team on the day of the call
    """

    span: Span = "weeks"
    first: date | None = None
    last: date | None = None
    by: Grouping = "agent"
    team: str | None = None

    @property
    def where(self) -> CallFilter:
        """The calls, without days."""
        return CallFilter(team=self.team)

    def days(self, workspace: Workspace) -> DayRange:
        """Return the days as the figures take them; read from the store for a quarter."""
        if self.span == "own":
            return DayRange(self.first, self.last)
        if self.span == "weeks":
            return DayRange()
        last = workspace.figures.team("agent", _NO_CALL).period.after - _DAY
        return DayRange(last - timedelta(weeks=WEEKS_BY_WEEK) + _DAY, last)


def calls_behind(context: Context, where: CallFilter, period: Period) -> CallFilter:
    """Return the filter of the calls that figures over a period count."""
    start, end = period.bounds_utc(centre_zone(context))
    return replace(where, started_from=start, started_to=end, status="done", zone=context.zone())


def of_group(where: CallFilter, by: Grouping, name: str) -> CallFilter:
    """Narrow a filter to one agent, team or queue."""
    if by == "agent":
        return replace(where, agents=(name,))
    return replace(where, team=name) if by == "team" else replace(where, queues=(name,))


def last_day(period: Period) -> date:
    """Return the last day that belongs to a period."""
    return period.after - _DAY
