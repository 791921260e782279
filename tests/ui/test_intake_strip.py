"""The recordings on their way, above the calls."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from callqa.domain.intake import IntakeFile, IntakePace
from ui.widgets.intake_strip import IntakeStrip


def test_a_paused_run_can_be_resumed_from_the_strip_and_says_so_no_longer(qtbot: QtBot) -> None:
    strip = IntakeStrip()
    qtbot.addWidget(strip)
    strip.show_files([IntakeFile(Path("/calls/one.wav"))])
    strip.show_pace(IntakePace(0, 60, 0, None, None, paused=True))
    (resume,) = (each for each in strip.findChildren(QToolButton) if each.text() == "Resume")
    assert resume.isVisible()

    with qtbot.waitSignal(strip.resume_wanted):
        resume.click()
    strip.show_pace(IntakePace(0, 60, 0, None, None, paused=False))

    assert not resume.isVisible()
    assert "Paused" not in [each.text() for each in strip.findChildren(QLabel)]
