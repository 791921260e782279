from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from callqa.domain.intake import IntakeFile
from ui.itemmodels.intake_files import COLUMNS, IntakeFiles

WAITING = tuple(IntakeFile(Path(f"/calls/{number}.wav")) for number in range(5))


@pytest.fixture
def files(qtmodeltester: ModelTester) -> IntakeFiles:
    model = IntakeFiles()
    qtmodeltester.check(model)
    model.show_files(WAITING)
    return model


def names(files: IntakeFiles) -> list[str]:
    column = COLUMNS.index("file")
    return [str(files.index(row, column).data()) for row in range(files.rowCount())]


def said(files: IntakeFiles, row: int, column: str) -> str:
    return str(files.index(row, [str(each) for each in COLUMNS].index(column)).data())


def test_many_changes_are_shown_at_once(files: IntakeFiles, qtbot: QtBot) -> None:
    shown: list[tuple[int, int]] = []
    files.dataChanged.connect(lambda first, last: shown.append((first.row(), last.row())))

    for share in (0.1, 0.2, 0.3):
        for file in WAITING[1:3]:
            files.put(replace(file, state="running", stage="recognising", share=share))
    assert shown == []
    qtbot.waitUntil(lambda: shown != [])

    assert shown == [(1, 2)]
    assert said(files, 1, "details") == "Recognising words · 30 %"


def test_a_chosen_state_shows_its_files_as_they_come_and_go(files: IntakeFiles) -> None:
    files.choose_states(frozenset({"running"}))
    assert names(files) == []

    for file in WAITING[1:4]:
        files.put(replace(file, state="running"))
    files.flush()
    assert names(files) == ["1.wav", "2.wav", "3.wav"]

    files.put(replace(WAITING[2], state="done", call_id="c2"))
    files.flush()
    assert names(files) == ["1.wav", "3.wav"]
    files.choose_states(frozenset())
    assert len(names(files)) == 5


def test_many_files_that_leave_a_state_together_leave_the_list(files: IntakeFiles) -> None:
    many = [IntakeFile(Path(f"/calls/many/{number}.wav")) for number in range(300)]
    files.show_files(many)
    files.choose_states(frozenset({"queued"}))

    for file in many[:200]:
        files.put(replace(file, state="known", call_id="c"))
    files.flush()

    assert names(files) == [each.path.name for each in many[200:]]


def test_files_are_counted_by_state(files: IntakeFiles, qtbot: QtBot) -> None:
    with qtbot.waitSignal(files.counted):
        files.put(replace(WAITING[0], state="failed", reason="is damaged.", remedy="Copy it."))

    assert (files.counts["queued"], files.counts["failed"]) == (4, 1)
    assert files.paths_in("failed") == (WAITING[0].path,)


def test_what_is_not_known_is_a_dash_and_a_reason_stands_as_a_sentence(files: IntakeFiles) -> None:
    files.put(replace(WAITING[0], state="failed", reason="is damaged.", remedy="Copy it again."))
    files.put(replace(WAITING[1], duration_s=61.4))
    files.flush()

    assert [said(files, row, "length") for row in (0, 1)] == ["–", "1:01"]
    assert said(files, 0, "details") == "Is damaged. Copy it again."
    assert files.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == str(WAITING[0].path)
    assert files.rowCount(files.index(0, 0)) == files.columnCount(files.index(0, 0)) == 0
    assert files.rowCount(QModelIndex()) == 5
