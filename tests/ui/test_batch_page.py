from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from callqa.domain.intake import IntakeFile, IntakePace
from ui.pages.batch import BatchPage
from ui.session import Session
from ui.widgets.drop_area import DropArea

WAIT_MS = 60_000


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> BatchPage:
    made = BatchPage(session)
    qtbot.addWidget(made)
    made.resize(1190, 760)
    made.show()
    return made


@pytest.fixture
def known(sample_calls: Path) -> Path:
    """Return a recording that the store has."""
    return sample_calls / "08_hotel_booking_agent_second_channel.mp3"


@pytest.fixture
def missing(tmp_path: Path) -> Path:
    """Return a path without a file: it fails before any worker is needed."""
    return tmp_path / "missing.wav"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.wav"
    path.write_text("no sound at all", encoding="utf-8")
    return path


def states(page: BatchPage) -> dict[str, str]:
    return {each.path.name: each.state for each in page.session.intake.files()}


def act(page: BatchPage, name: str) -> QAction:
    return next(each for each in page.actions() if each.objectName() == f"batch.{name}")


def pick(qtbot: QtBot, page: BatchPage, row: int) -> None:
    with qtbot.waitSignal(page.table.picked):
        page.table.selectRow(row)


def wait_for(qtbot: QtBot, page: BatchPage, rows: int, **wanted: int) -> None:
    """Wait until the table counts so many files in these states."""

    def is_so() -> bool:
        counts = page.files.counts
        has = all(counts.get(state) == n for state, n in wanted.items())  # type: ignore[call-overload]
        return has and page.files.rowCount() == rows

    qtbot.waitUntil(is_so, timeout=WAIT_MS)
    page.files.flush()


def test_files_that_were_dropped_are_followed_to_their_end(
    page: BatchPage, known: Path, broken: Path, qtbot: QtBot
) -> None:
    area = next(each for each in page.findChildren(DropArea) if each.isVisible())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (known, broken)])
    event = QDropEvent(
        QPointF(8, 8),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    area.dropEvent(event)
    wait_for(qtbot, page, 2, known=1, failed=1)

    assert states(page) == {known.name: "known", broken.name: "failed"}
    assert page.summary.words[0] == "2 of 2 files"
    assert page.chips.chip("failed").text() == "! Failed  1"
    assert not page.chips.chip("empty").isVisible()


def test_why_a_file_failed_can_be_read_in_full(page: BatchPage, broken: Path, qtbot: QtBot) -> None:
    page.add([broken])
    wait_for(qtbot, page, 1, failed=1)

    pick(qtbot, page, 0)

    assert page.details.words.startswith("Cannot be decoded: it is a text file")
    assert page.session.intake.files()[0].remedy in page.details.words


def test_enter_on_a_recording_opens_its_call(page: BatchPage, known: Path, qtbot: QtBot) -> None:
    page.add([known])
    wait_for(qtbot, page, 1, known=1)
    pick(qtbot, page, 0)

    with qtbot.waitSignal(page.session.call_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)

    assert wanted.args == [page.session.intake.files()[0].call_id, None]
    assert act(page, "open_call").isEnabled()


def test_a_chip_shows_the_files_of_one_state(
    page: BatchPage, known: Path, missing: Path, qtbot: QtBot
) -> None:
    page.add([known, missing])
    wait_for(qtbot, page, 2, known=1, failed=1)

    page.chips.chip("failed").click()

    assert page.files.rowCount() == 1
    assert page.files.file_at(0).path == missing


def test_a_run_is_paused_a_file_cancelled_and_the_rest_goes_on(
    page: BatchPage, known: Path, missing: Path, qtbot: QtBot
) -> None:
    assert not act(page, "pause").isEnabled()
    page.session.intake.pause()
    page.add([known, missing])
    wait_for(qtbot, page, 2, queued=2)
    assert page.summary.words[-1] == "Paused"

    pick(qtbot, page, 0)
    act(page, "cancel").trigger()
    wait_for(qtbot, page, 2, queued=1, cancelled=1)
    act(page, "resume").trigger()
    wait_for(qtbot, page, 2, failed=1, cancelled=1)

    assert states(page) == {known.name: "cancelled", missing.name: "failed"}
    assert page.summary.words[-1] == "Finished"


def test_what_is_selected_is_tried_again_and_without_a_selection_all_that_failed(
    page: BatchPage, known: Path, missing: Path, qtbot: QtBot
) -> None:
    other = missing.with_name("other.wav")
    page.add([missing, other])
    wait_for(qtbot, page, 2, failed=2)
    for path in (missing, other):
        path.write_bytes(known.read_bytes())

    pick(qtbot, page, 1)
    act(page, "retry").trigger()
    wait_for(qtbot, page, 2, failed=1, known=1)
    assert states(page) == {missing.name: "failed", other.name: "known"}

    page.table.clearSelection()
    act(page, "retry").trigger()
    wait_for(qtbot, page, 2, known=2)


def test_what_is_finished_is_cleared_away(page: BatchPage, missing: Path, qtbot: QtBot) -> None:
    page.add([missing])
    wait_for(qtbot, page, 1, failed=1)

    act(page, "clear").trigger()

    assert page.files.rowCount() == 0
    assert not page.table.isVisible()


def test_a_folder_is_watched_until_its_button_is_pressed(
    page: BatchPage, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    assert not page.folders.isVisible()

    page.session.intake.watch(folder)
    assert page.folders.isVisible()
    (button,) = page.folders.buttons()
    assert str(folder) in button.toolTip()
    button.click()

    assert not page.folders.isVisible()
    assert page.session.intake.folders() == ()


def test_the_summary_tells_how_fast_it_goes_and_what_is_left(page: BatchPage) -> None:
    page.files.show_files([IntakeFile(Path("/a.wav"), "done"), IntakeFile(Path("/b.wav"))])

    page.summary.show_pace(IntakePace(1800, 7200, 200, 9.04, 597, paused=False))
    assert page.summary.words == (
        "1 of 2 files",
        "30 min of 2.0 h of sound",
        "9.0× real time",
        "about 10 min left",
    )

    page.summary.show_pace(IntakePace(0, 0, 0, None, None, paused=False))
    assert page.summary.words[1:] == ("", "", "time left: –")


def test_the_page_says_how_to_begin_while_there_is_nothing_on_it(page: BatchPage) -> None:
    assert not page.table.isVisible()
    assert [each.text() for each in page.findChildren(QPushButton) if each.isVisible()] == [
        "Add files…",
        "Add folder…",
        "Watch folder…",
    ]
