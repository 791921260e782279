from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.figures.periods import Period, days, month_of, week_of

BERLIN = ZoneInfo("Europe/Berlin")
# Santiago and Cairo change their clocks at midnight, Havana repeats it, Apia left out a whole day.
ZONES = ["Europe/Berlin", "America/Santiago", "Africa/Cairo", "America/Havana", "Pacific/Apia"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-01-04T22:59:59+00:00", "2026-W01"),
        ("2026-01-04T23:00:00+00:00", "2026-W02"),
        ("2026-03-29T21:59:59+00:00", "2026-W13"),
        ("2026-03-29T22:00:00+00:00", "2026-W14"),
        ("2027-01-01T12:00:00+00:00", "2026-W53"),
        ("2026-01-04T18:30:00-05:00", "2026-W02"),
    ],
)
def test_a_moment_lies_in_the_iso_week_of_the_centres_clock(moment: str, week: str) -> None:
    assert week_of(at(moment), BERLIN).label == week


@pytest.mark.parametrize(("moment", "hours"), [("2026-03-25", 167), ("2026-10-20", 169)])
def test_a_week_with_a_change_of_clocks_is_an_hour_off(moment: str, hours: int) -> None:
    start, end = week_of(at(f"{moment}T12:00:00+00:00"), BERLIN).bounds_utc(BERLIN)

    assert end - start == timedelta(hours=hours)


def test_the_week_before_the_first_is_in_the_year_before() -> None:
    assert week_of(at("2026-01-01T12:00:00+00:00"), BERLIN).previous().label == "2025-W52"


def test_the_month_before_january_is_december() -> None:
    month = month_of(at("2026-01-31T23:30:00+00:00"), BERLIN)

    assert month.label == "2026-02"
    assert month.previous().label == "2026-01"
    assert month.previous().previous() == Period("month", date(2025, 12, 1), date(2026, 1, 1))


def test_the_stretch_before_some_days_has_as_many_days() -> None:
    before = days(date(2026, 3, 2), date(2026, 3, 11)).previous()

    assert before.label == "2026-02-20/2026-03-01"


def test_days_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        days(date(2026, 3, 2), date(2026, 3, 1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        week_of(datetime(2026, 3, 2), BERLIN)


moments = st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(moments, st.sampled_from(ZONES))
def test_a_moment_lies_within_the_bounds_of_its_week_and_its_month(
    moment: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    for period in (week_of(moment, zone), month_of(moment, zone)):
        start, end = period.bounds_utc(zone)

        assert start <= moment < end


@given(moments, st.sampled_from(ZONES))
def test_a_period_begins_where_the_one_before_it_ends(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    for period in (week_of(moment, zone), month_of(moment, zone)):
        start, _ = period.bounds_utc(zone)

        assert period.previous().bounds_utc(zone)[1] == start
        assert period.previous().kind == period.kind
