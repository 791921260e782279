import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callqa.service.local_zone import MachineZone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def machine_in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[MachineZone]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a running program cannot be set here")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield MachineZone()
    time.tzset()


@pytest.mark.parametrize(
    "change", [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
)
def test_the_machines_time_is_right_around_a_change_of_the_clocks(
    machine_in_berlin: MachineZone, change: datetime
) -> None:
    for minutes in range(-180, 181, 15):
        moment = change + timedelta(minutes=minutes)
        shown, known = moment.astimezone(machine_in_berlin), moment.astimezone(BERLIN)

        assert shown.replace(tzinfo=None) == known.replace(tzinfo=None)
        assert (shown.fold, shown.utcoffset()) == (known.fold, known.utcoffset())
        assert shown.astimezone(UTC) == moment
