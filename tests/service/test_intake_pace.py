from pathlib import Path

import pytest

from callqa.service.intake_pace import PaceMeter
from tests.clock import Clock

FIRST, SECOND, THIRD = (Path(f"{name}.wav") for name in ("first", "second", "third"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> PaceMeter:
    made = PaceMeter(clock)
    for path in (FIRST, SECOND, THIRD):
        made.expect(path, 100.0)
    made.run(True)
    return made


def test_time_left_comes_from_the_sound_heard_so_far(meter: PaceMeter, clock: Clock) -> None:
    clock.now_s = 20.0
    meter.finish(FIRST)
    meter.move(SECOND, 0.5)

    pace = meter.pace(paused=False)

    assert (pace.done_s, pace.total_s, pace.elapsed_s) == (150.0, 300.0, 20.0)
    assert (pace.speed, pace.left_s) == (7.5, 20.0)


def test_time_in_which_nothing_is_heard_does_not_count(meter: PaceMeter, clock: Clock) -> None:
    clock.now_s = 20.0
    meter.finish(FIRST)
    meter.run(False)
    clock.now_s = 500.0

    pace = meter.pace(paused=True)

    assert (pace.elapsed_s, pace.speed, pace.left_s) == (20.0, 5.0, None)


def test_a_file_that_need_not_be_heard_is_no_sound_to_hear(meter: PaceMeter, clock: Clock) -> None:
    clock.now_s = 20.0
    meter.finish(FIRST)
    meter.move(SECOND, 0.5)
    meter.drop(SECOND)

    pace = meter.pace(paused=False)

    assert (pace.done_s, pace.total_s) == (100.0, 200.0)


def test_no_speed_is_told_while_models_are_still_loaded(meter: PaceMeter, clock: Clock) -> None:
    clock.now_s = 3.0
    meter.move(FIRST, 0.01)

    pace = meter.pace(paused=False)

    assert (pace.speed, pace.left_s) == (None, None)
