"""Weeks, months and stretches of days in the centre's own time zone.

A period is a range of local days. Its length in hours may differ by a change of the clocks; a
call belongs to the day that the centre's clock showed when it began.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

PeriodKind = Literal["week", "month", "days"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` up to, and without, `after`.

    A week is an ISO week, Monday to Sunday; a month is a calendar month.
    """

    kind: PeriodKind
    first: date
    after: date

    @property
    def label(self) -> str:
        """``2026-W03``, ``2026-03`` or ``2026-03-02/2026-03-08`` (both days included)."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year:04d}-W{week:02d}"
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first.isoformat()}/{(self.after - _DAY).isoformat()}"

    def previous(self) -> "Period":
        """Return the period before this one: last week, last month, or as many days."""
        if self.kind == "month":
            return _month_with(self.first - _DAY)
        return Period(self.kind, self.first - (self.after - self.first), self.first)

    def bounds_utc(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return the moment it begins and the moment after its end, in UTC."""
        return _midnight_utc(self.first, zone), _midnight_utc(self.after, zone)


def week_of(moment: datetime, zone: tzinfo) -> Period:
    """Return the ISO week in which an aware `moment` lies in `zone`."""
    day = local_day(moment, zone)
    monday = day - timedelta(days=day.weekday())
    return Period("week", monday, monday + 7 * _DAY)


def month_of(moment: datetime, zone: tzinfo) -> Period:
    """Return the calendar month in which an aware `moment` lies in `zone`."""
    return _month_with(local_day(moment, zone))


def days(first: date, last: date) -> Period:
    """Return the days from `first` to `last`, both included.

    Raises
    ------
    ValueError
        `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    return Period("days", first, last + _DAY)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the date that clocks in `zone` show at an aware `moment`.

    Raises
    ------
    ValueError
        `moment` has no time zone: which day it lies in cannot be known.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(zone).date()


def _month_with(day: date) -> Period:
    first = day.replace(day=1)
    return Period("month", first, (first + timedelta(days=31)).replace(day=1))


def _midnight_utc(day: date, zone: tzinfo) -> datetime:
    # Where clocks skip midnight, fold=0 gives the moment of the change, at which the day begins.
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
