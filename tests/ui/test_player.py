"""The player, on a real recording and without an audio device."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from callqa.domain.span import Span
from ui.player import Player
from ui.silent_clock import SilentClock

SAMPLES = Path(__file__).parents[2] / "sample_calls"
CALL = SAMPLES / "01_missed_engineer_handled_well.wav"
CALL_S = 81.483
OTHER_CALL = SAMPLES / "09_card_payment.wav"
OTHER_S = 48.658


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player()
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(50)


@pytest.fixture
def opened(player: Player) -> Player:
    player.open(CALL, CALL_S)
    return player


def test_it_opens_paused_at_the_start(opened: Player) -> None:
    assert (opened.state, opened.position_s, opened.duration_s) == ("paused", 0.0, CALL_S)


def test_the_position_moves_while_it_plays_and_holds_while_it_is_paused(
    opened: Player, qtbot: QtBot
) -> None:
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 0.3)
    opened.pause()
    held_s = opened.position_s

    qtbot.wait(150)

    assert opened.position_s == held_s
    assert not opened.is_playing


def test_it_plays_on_from_where_it_was_sought(opened: Player, qtbot: QtBot) -> None:
    opened.seek(40.0)
    assert opened.position_s == 40.0

    opened.play()

    qtbot.waitUntil(lambda: opened.position_s > 40.3)
    assert opened.position_s < 42.0


def test_the_position_never_goes_back_while_it_plays(opened: Player, qtbot: QtBot) -> None:
    shown_s: list[float] = []
    opened.moved.connect(shown_s.append)

    opened.play()

    qtbot.waitUntil(lambda: opened.position_s > 1.0)
    assert shown_s == sorted(shown_s)
    assert len(shown_s) > 10


def test_a_stretch_of_evidence_pauses_exactly_at_its_end(opened: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.state_changed, check_params_cb=lambda state: state == "paused"):
        opened.play_span(13.5, 13.9)

    assert opened.position_s == 13.9


def test_a_loop_goes_back_to_its_start_until_sought_elsewhere(opened: Player, qtbot: QtBot) -> None:
    opened.loop(Span(20.0, 20.3))
    assert opened.position_s == 20.0
    opened.play()
    shown_s: list[float] = []
    opened.moved.connect(shown_s.append)

    qtbot.waitUntil(lambda: shown_s.count(20.0) >= 2)
    with qtbot.waitSignal(opened.looped, check_params_cb=lambda span: span is None):
        opened.seek(50.0)

    qtbot.waitUntil(lambda: opened.position_s > 50.5)


def test_long_silences_are_skipped_and_short_ones_are_heard(opened: Player, qtbot: QtBot) -> None:
    opened.skip((Span(10.0, 10.6), Span(11.0, 30.0)))
    opened.seek(9.9)
    shown_s: list[float] = []
    opened.moved.connect(shown_s.append)

    opened.play()

    qtbot.waitUntil(lambda: opened.position_s > 30.0)
    assert any(10.1 < each < 10.5 for each in shown_s)
    assert not any(11.4 < each < 29.7 for each in shown_s)


def test_a_silence_that_is_evidence_is_heard(opened: Player, qtbot: QtBot) -> None:
    opened.skip((Span(11.0, 30.0),))

    opened.play_span(11.5, 12.5)

    qtbot.waitUntil(lambda: opened.position_s > 12.0)
    assert opened.position_s <= 12.5


def test_it_pauses_at_the_end_and_plays_again_from_the_start(opened: Player, qtbot: QtBot) -> None:
    opened.seek(CALL_S - 0.3)
    with qtbot.waitSignal(opened.state_changed, check_params_cb=lambda state: state == "paused"):
        opened.play()
    assert opened.position_s == CALL_S

    opened.play()

    qtbot.waitUntil(lambda: 0.1 < opened.position_s < 5.0)


def test_another_call_starts_afresh(opened: Player, qtbot: QtBot) -> None:
    opened.loop(Span(20.0, 20.3))
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 20.1)

    opened.open(OTHER_CALL, OTHER_S)

    assert (opened.state, opened.position_s) == ("paused", 0.0)
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 0.5)
    assert opened.position_s < 5.0


def test_calls_can_be_opened_faster_than_they_load(player: Player, qtbot: QtBot) -> None:
    for _ in range(10):
        player.open(CALL, CALL_S)
        player.seek(60.0)
        player.play()
        player.open(OTHER_CALL, OTHER_S)
    player.seek(10.0)
    player.play()

    qtbot.waitUntil(lambda: player.position_s > 10.3)
    assert player.position_s < 15.0


def test_one_party_alone_plays_on_at_the_same_place(opened: Player, qtbot: QtBot) -> None:
    opened.seek(30.0)
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 30.2)

    opened.solo(OTHER_CALL)

    assert 30.2 < opened.position_s < 32.0
    qtbot.waitUntil(lambda: opened.position_s > 30.8)
    opened.solo(None)
    assert opened.is_playing


@pytest.mark.parametrize("make_path", [lambda folder: None, lambda folder: folder / "gone.wav"])
def test_without_the_file_the_transcript_can_still_be_followed(
    player: Player, qtbot: QtBot, tmp_path: Path, make_path: object
) -> None:
    assert callable(make_path)
    with qtbot.waitSignal(player.lost, check_params_cb=lambda reason: reason == "no_recording"):
        player.open(make_path(tmp_path), 60.0)
    player.seek(5.0)

    player.play()

    qtbot.waitUntil(lambda: player.position_s > 5.2)
    assert player.lost_reason == "no_recording"


def test_a_file_that_is_no_sound_is_followed_silently(
    player: Player, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"this is no sound" * 100)
    with qtbot.waitSignal(player.lost, check_params_cb=lambda reason: reason == "unplayable"):
        player.open(broken, 60.0)
        player.seek(5.0)
        player.play()

    qtbot.waitUntil(lambda: player.position_s > 5.2)
    assert player.is_playing


def test_a_missing_output_is_told_once_and_not_for_each_call(player: Player, qtbot: QtBot) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    if QMediaDevices.audioOutputs():
        pytest.skip("this machine has an audio output")
    told: list[str] = []
    player.lost.connect(told.append)

    player.open(CALL, CALL_S)
    player.open(OTHER_CALL, OTHER_S)

    assert told == ["no_device"]
    assert player.lost_reason == "no_device"


def test_an_output_that_goes_in_mid_call_does_not_stop_it(opened: Player, qtbot: QtBot) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    from ui.media_sound import the_sound

    opened.seek(30.0)
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 30.2)

    the_sound().findChild(QMediaDevices).audioOutputsChanged.emit()

    qtbot.waitUntil(lambda: opened.position_s > 30.8)
    assert opened.is_playing


def test_nothing_plays_where_nothing_is_open(player: Player) -> None:
    player.toggle()
    player.step(5.0)

    assert (player.state, player.position_s) == ("empty", 0.0)


def test_speed_stays_between_half_and_double(opened: Player) -> None:
    opened.set_rate(9.0)
    assert opened.rate == 2.0

    opened.set_rate(0.1)

    assert opened.rate == 0.5


def test_forward_plays_and_again_plays_faster(opened: Player) -> None:
    opened.forward()
    assert (opened.is_playing, opened.rate) == (True, 1.0)

    opened.forward()
    opened.forward()

    assert opened.rate == 1.5


def test_a_recording_opened_at_double_speed_moves_faster_than_time(
    opened: Player, qtbot: QtBot
) -> None:
    wall = SilentClock(3600.0)
    opened.set_rate(2.0)
    opened.play()
    qtbot.waitUntil(lambda: opened.position_s > 0.2)
    from_s = opened.position_s
    wall.play()

    qtbot.waitUntil(lambda: wall.position_s > 1.0)

    assert opened.position_s - from_s == pytest.approx(2.0, abs=0.6)


def test_the_silent_clock_keeps_its_place_through_changes_of_speed() -> None:
    wall_s = [100.0]
    clock = SilentClock(60.0, now_s=lambda: wall_s[0])
    clock.play()
    wall_s[0] += 3.0
    clock.set_rate(2.0)
    wall_s[0] += 3.0

    assert clock.position_s == 9.0
    clock.pause()
    wall_s[0] += 3.0
    assert clock.position_s == 9.0
    clock.play()
    wall_s[0] += 60.0
    assert (clock.position_s, clock.has_ended) == (60.0, True)


def test_without_a_sound_library_it_is_told_and_followed_silently() -> None:
    script = f"""
import sys
sys.modules["PySide6.QtMultimedia"] = None
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from ui.player import Player
player = Player()
player.lost.connect(print)
player.open(Path({str(CALL)!r}), 60.0)
player.moved.connect(lambda at_s: at_s > 0.2 and app.quit())
player.play()
app.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout) == (0, "no_sound_library\n"), done.stderr
