"""The controls of the player, on a real player and recording."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from callqa.domain.span import Span
from ui.i18n import use_language
from ui.player import Player
from ui.widgets.player_bar import PlayerBar

CALL_S = 81.483
EVENT = Span(20.0, 24.0)


@pytest.fixture
def player(qtbot: QtBot, sample_calls: Path) -> Iterator[Player]:
    made = Player()
    made.open(sample_calls / "01_missed_engineer_handled_well.wav", CALL_S)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(50)


@pytest.fixture
def bar(qtbot: QtBot, player: Player) -> PlayerBar:
    made = PlayerBar(player)
    qtbot.addWidget(made)
    made.resize(1000, 48)
    made.show()
    qtbot.waitExposed(made)
    return made


def button(bar: PlayerBar, name: str) -> QToolButton:
    found = bar.findChild(QToolButton, f"player.{name}")
    assert isinstance(found, QToolButton)
    return found


def click(qtbot: QtBot, bar: PlayerBar, name: str) -> None:
    qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)


def shown_time(bar: PlayerBar) -> str:
    return next(each.text() for each in bar.findChildren(QLabel) if "/" in each.text())


def test_play_becomes_pause_and_back(bar: PlayerBar, player: Player, qtbot: QtBot) -> None:
    play = button(bar, "play")

    click(qtbot, bar, "play")
    assert (player.is_playing, play.accessibleName()) == (True, "Pause")
    click(qtbot, bar, "play")

    assert (player.is_playing, play.accessibleName()) == (False, "Play")


def test_five_seconds_forth_and_back_stay_inside_the_call(
    bar: PlayerBar, player: Player, qtbot: QtBot
) -> None:
    click(qtbot, bar, "forward_5")
    click(qtbot, bar, "forward_5")
    assert shown_time(bar) == "0:10 / 1:21"

    for _ in range(3):
        click(qtbot, bar, "back_5")

    assert player.position_s == 0.0


def test_a_speed_is_chosen_and_others_are_shown(bar: PlayerBar, player: Player) -> None:
    rate = button(bar, "rate")
    offered = next(each for each in rate.menu().actions() if each.text() == "1.5×")

    offered.trigger()
    assert (player.rate, rate.text()) == (1.5, "1.5×")
    player.slower()

    assert rate.text() == "1.45×"


def test_an_event_can_be_repeated_once_one_is_chosen(
    bar: PlayerBar, player: Player, qtbot: QtBot
) -> None:
    loop = button(bar, "loop")
    assert not loop.isEnabled()
    assert "Choose an event" in loop.toolTip()

    bar.set_event(EVENT)
    click(qtbot, bar, "loop")
    assert player.position_s == EVENT.start_s
    player.seek(60.0)

    assert not loop.isChecked()


def test_the_loop_moves_on_to_the_next_event_chosen(
    bar: PlayerBar, player: Player, qtbot: QtBot
) -> None:
    bar.set_event(EVENT)
    click(qtbot, bar, "loop")

    bar.set_event(Span(40.0, 42.0))

    assert (player.position_s, button(bar, "loop").isChecked()) == (40.0, True)


def test_silences_are_skipped_in_the_next_call_too(
    bar: PlayerBar, player: Player, qtbot: QtBot, sample_calls: Path
) -> None:
    click(qtbot, bar, "skip_silence")
    player.open(sample_calls / "09_card_payment.wav", 48.658)

    bar.set_silences((Span(1.0, 30.0),))
    player.seek(1.1)
    player.play()

    qtbot.waitUntil(lambda: player.position_s > 29.5)


def test_a_party_is_heard_alone_only_where_channels_are_separate(
    bar: PlayerBar, qtbot: QtBot
) -> None:
    bar.set_parties(are_separate=True)
    with qtbot.waitSignal(bar.solo_wanted) as wanted:
        click(qtbot, bar, "listen_agent")
    assert wanted.args == ["agent"]

    bar.set_parties(are_separate=False)

    customer = button(bar, "listen_customer")
    assert not customer.isEnabled()
    assert "one channel" in customer.toolTip()
    assert button(bar, "listen_both").isChecked()


def test_another_call_is_heard_with_both_parties(
    bar: PlayerBar, player: Player, qtbot: QtBot, sample_calls: Path
) -> None:
    bar.set_parties(are_separate=True)
    click(qtbot, bar, "listen_agent")

    player.open(sample_calls / "09_card_payment.wav", 48.658)

    assert button(bar, "listen_both").isChecked()
    assert shown_time(bar) == "0:00 / 0:48"


def test_mute_keeps_the_volume_for_later(bar: PlayerBar, player: Player, qtbot: QtBot) -> None:
    slider = bar.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setValue(60)

    click(qtbot, bar, "volume")
    assert player.volume == 0.0
    click(qtbot, bar, "volume")

    assert (player.volume, slider.value()) == (0.6, 60)


def test_nothing_can_be_pressed_while_nothing_is_open(bar: PlayerBar, player: Player) -> None:
    player.close()

    assert not bar.isEnabled()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_control_says_what_it_does(player: Player, qtbot: QtBot, language: str) -> None:
    use_language(language)
    bar = PlayerBar(player)
    qtbot.addWidget(bar)

    for each in bar.findChildren(QToolButton):
        assert each.accessibleName()
        assert each.toolTip()


def test_little_room_leaves_the_controls_that_count(bar: PlayerBar, qtbot: QtBot) -> None:
    bar.resize(bar.minimumWidth(), 48)

    assert button(bar, "play").isVisible()
    assert bar.rect().contains(button(bar, "volume").geometry())


def test_the_bar_says_why_nothing_is_heard(
    bar: PlayerBar, player: Player, qtbot: QtBot, tmp_path: Path
) -> None:
    silent = tmp_path / "call.wav"
    silent.write_text("no sound", encoding="utf-8")

    player.open(silent, CALL_S)

    said = "Nothing is heard: the recording cannot be played here."
    qtbot.waitUntil(lambda: said in [each.text() for each in bar.findChildren(QLabel)])
