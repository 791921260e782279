"""The library page: found, narrowed, saved as views, handed out, added to, exported."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from callqa.domain.edits import SetDetail
from callqa.domain.intake import IntakeFile
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import User
from callqa.errors import UsageError
from callqa.service.context import Context
from callqa.service.workspace import Workspace
from ui import dialogs
from ui.itemmodels.filters import ListFilter, Part, filter_from, kept_filter
from ui.pages import preferences_first_run
from ui.pages.library import LibraryPage
from ui.pages.library_query import read_typed
from ui.pages.preferences_first_run import FirstRunPage
from ui.session import Session
from ui.widgets.empty import EmptyState


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> LibraryPage:
    return opened(session, qtbot)


@pytest.fixture
def _quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the self-test of the first start, which loads every model."""
    monkeypatch.setattr(preferences_first_run, "self_test", lambda _place: ())


def opened(session: Session, qtbot: QtBot) -> LibraryPage:
    page = LibraryPage(session)
    qtbot.addWidget(page)
    page.resize(1180, 800)
    page.show()
    page.entered()
    settle(page, qtbot)
    return page


def settle(page: LibraryPage, qtbot: QtBot) -> None:
    bridge, model = page.session.bridge, page.model
    qtbot.waitUntil(lambda: bridge.is_idle and not model.is_asking and not model.is_refreshing)


def agents(page: LibraryPage) -> list[str | None]:
    calls = (page.model.summary(row) for row in range(page.model.rowCount()))
    return [each.agent if each else None for each in calls]


def test_chips_narrow_the_list_and_widen_it_again(page: LibraryPage, qtbot: QtBot) -> None:
    page.filters.narrowed.emit(ListFilter(CallFilter(severity="urgent")))
    settle(page, qtbot)
    urgent = agents(page)
    titles = page.chips.titles
    page.chips.taken_away.emit(Part("severity"))
    settle(page, qtbot)

    found = page.session.workspace.calls.list(CallFilter(severity="urgent"), Sort())
    assert urgent == [each.agent for each in found.rows]
    assert 0 < len(urgent) < 9
    assert titles == ("Urgent",)
    assert page.model.total == 9
    assert page.chips.titles == ()


def test_a_new_filter_selects_nothing_by_itself(page: LibraryPage, qtbot: QtBot) -> None:
    page.narrow(ListFilter(CallFilter(measures={"duration_s": (50.0, None)})))
    settle(page, qtbot)

    assert page.table.chosen_count == 0
    assert page.chips.titles == ("Length of the call ≥ 50 s",)


def test_a_filter_that_no_call_fits_offers_to_clear_it(page: LibraryPage, qtbot: QtBot) -> None:
    page.narrow(ListFilter(CallFilter(score=(200.0, None))))
    settle(page, qtbot)
    front = page.front
    page.findChild(QAction, "library.clear_all").trigger()
    settle(page, qtbot)

    assert isinstance(front, EmptyState)
    assert page.front is page.table
    assert page.model.total == 9


def test_a_saved_view_comes_back_after_a_restart(session: Session, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    page.narrow(ListFilter(CallFilter(health=("good",)), "days_30"))
    page.table.header.sort_wanted.emit(Sort("score", descending=False))
    page.table.header.show_column("queue", shown=True)
    page.tabs.save("Good ones")
    page.close()

    again = opened(session, qtbot)

    assert again.tabs.front.name == "Good ones"
    assert again.filter == ListFilter(CallFilter(health=("good",)), "days_30")
    assert again.model.order == Sort("score", descending=False)
    assert "queue" in again.table.header.layout_now.shown


def test_a_view_that_was_changed_is_as_it_was_when_it_is_chosen_again(
    page: LibraryPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    urgent = page.filter
    page.narrow(ListFilter(CallFilter(languages=("en",))))

    page.tabs.tabs.choose(1)

    assert urgent.where.severity == "urgent"
    assert page.filter == urgent


def test_a_hit_opens_the_call_at_the_moment_it_was_said(page: LibraryPage, qtbot: QtBot) -> None:
    page.search.field.typed.emit("engineer")
    settle(page, qtbot)
    index = page.search.model.index(1, 0)

    with qtbot.waitSignal(page.session.call_wanted) as wanted:
        page.search.results.clicked.emit(index)

    hit = page.search.model.line(1).hit
    assert hit is not None
    marked = [hit.text[start:end].casefold() for start, end in hit.marks]
    assert "engineer" in marked
    assert wanted.args == [page.search.model.line(1).call.call_id, hit.start_s]
    assert page.front is page.search.results


def test_a_typed_filter_becomes_a_chip_and_the_words_stay(page: LibraryPage, qtbot: QtBot) -> None:
    page.search.field.entered.emit("score<=60 table")
    settle(page, qtbot)

    assert page.search.field.line == "table"
    assert page.chips.titles == ("Score ≤ 60",)
    assert page.front is page.search.results


def test_a_wrong_filter_says_what_is_wrong_where_it_was_typed(page: LibraryPage) -> None:
    page.search.field.entered.emit("score<=many")

    assert "no number" in page.search.field.wrong
    assert page.chips.titles == ()


def test_words_and_filters_in_one_line_are_told_apart() -> None:
    typed = read_typed('refund agent="Ana Silva" "speak to" score<=60 x=y')

    assert typed.words == 'refund "speak to" x=y'
    assert typed.terms == ("agent=Ana Silva", "score<=60")


def test_selected_calls_are_assigned_and_stay_selected(page: LibraryPage, qtbot: QtBot) -> None:
    login = page.session.workspace.context.user.login
    page.table.selectAll()

    page.acts.assign_to(login)
    qtbot.waitUntil(lambda: states(page) == {"assigned"})

    assert page.table.chosen_count == 9


def states(page: LibraryPage) -> set[str]:
    calls = (page.model.summary(row) for row in range(page.model.rowCount()))
    return {each.review_state for each in calls if each is not None}


def test_a_refusal_is_shown_and_does_not_stop_the_others(page: LibraryPage, qtbot: QtBot) -> None:
    reviews = page.session.workspace.reviews
    first = page.model.summary(0)
    assert first is not None
    reviews.start(first.call_id)
    reviews.sign(first.call_id)
    page.table.selectAll()

    with qtbot.waitSignal(page.session.failed) as failed:
        page.acts.assign_to(page.session.workspace.context.user.login)
    qtbot.waitUntil(lambda: states(page) == {"assigned", "reviewed"})

    assert isinstance(failed.args[0], UsageError)


def test_dropped_files_go_to_the_intake_and_a_finished_one_becomes_a_row(
    page: LibraryPage, sample_calls: Path, qtbot: QtBot
) -> None:
    taken: list[IntakeFile] = []
    page.session.intake.file_changed.connect(taken.append)
    page.session.intake.pause()
    recording = sample_calls / "09_card_payment.wav"
    drop(page, recording)

    qtbot.waitUntil(lambda: any(each.path == recording for each in taken))
    qtbot.waitUntil(page.intake.strip.isVisible)

    assert taken[0].state == "queued"


def drop(page: LibraryPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def test_a_store_without_calls_says_how_to_begin(empty_session: Session, qtbot: QtBot) -> None:
    empty_session.kept.set("first_run_seen", True)
    page = opened(empty_session, qtbot)

    front = page.front
    assert isinstance(front, EmptyState)
    buttons = [each.text() for each in front.findChildren(QPushButton)]
    assert buttons == ["Add recordings …", "Start with the sample calls"]


def test_an_export_of_the_list_has_the_rows_that_are_shown(
    page: LibraryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "calls.csv"
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_words: path)
    page.narrow(ListFilter(CallFilter(severity="coach")))
    settle(page, qtbot)

    with qtbot.waitSignal(page.session.said, check_params_cb=lambda words: "written" in words):
        page.findChild(QAction, "library.export_list").trigger()

    assert agents_in(path) == agents(page)


def test_an_export_of_selected_calls_has_no_others(
    page: LibraryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "calls.csv"
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_words: path)
    page.table.selectRow(1)
    for row in (4, 6):
        index = page.model.index(row, 0)
        rows = page.table.selectionModel().SelectionFlag.Rows
        select = page.table.selectionModel().SelectionFlag.Select
        page.table.selectionModel().select(index, select | rows)

    with qtbot.waitSignal(page.session.said, check_params_cb=lambda words: "written" in words):
        page.findChild(QAction, "library.export_selected").trigger()

    assert agents_in(path) == [agents(page)[row] for row in (1, 4, 6)]


def agents_in(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return [each["Agent"] for each in csv.DictReader(source)]


@pytest.fixture
def reviewer_session(session: Session) -> Session:
    context = session.workspace.context
    own = Context(context.store, context.settings, User("rita", "reviewer"))
    session.workspace = Workspace(own)
    return session


def test_a_reviewer_is_offered_nothing_that_only_a_leader_may_do(
    reviewer_session: Session, qtbot: QtBot
) -> None:
    page = opened(reviewer_session, qtbot)

    names = {each.objectName() for each in page.acts.all}
    assert "library.start" in names
    assert names.isdisjoint({"library.assign", "library.export_selected", "library.reports"})


def test_a_filter_is_kept_whole_and_what_is_not_understood_is_left_out() -> None:
    whole = ListFilter(
        CallFilter(
            agents=("Ana",),
            score=(None, 60.0),
            measures={"dead_air_s": (10.0, None)},
            severity="coach",
        ),
        "quarter",
    )

    kept = kept_filter(whole)

    assert filter_from(kept) == whole
    assert filter_from({**kept, "severity": "dire", "ranges": 3}).where.severity is None


@pytest.mark.usefixtures("_quick_look")
def test_a_new_person_is_greeted_once_and_starts_with_named_sample_calls(
    empty_session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, sample_calls: Path
) -> None:
    added: list[Path] = []
    monkeypatch.setattr(empty_session.intake, "add", lambda paths: added.extend(paths))
    page = opened(empty_session, qtbot)
    greeting = page.front
    assert isinstance(greeting, FirstRunPage)

    greeting.card.samples_wanted.emit()
    qtbot.waitUntil(lambda: bool(added))

    assert added == [sample_calls]
    known = empty_session.workspace.people.agents()
    assert "Karen Wolf" in [each.agent.name for each in known]
    assert isinstance(page.front, EmptyState)
    assert isinstance(opened(empty_session, qtbot).front, EmptyState)
    qtbot.waitUntil(lambda: empty_session.bridge.is_idle)


@pytest.mark.usefixtures("_quick_look")
def test_recordings_dropped_at_the_first_start_are_added_when_their_names_say_nothing(
    empty_session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    added: list[Path] = []
    monkeypatch.setattr(empty_session.intake, "add", lambda paths: added.extend(paths))
    page = opened(empty_session, qtbot)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "call.wav"))])

    page.intake.take(dropped)
    qtbot.waitUntil(lambda: bool(added))

    assert added == [tmp_path / "call.wav"]
    assert isinstance(page.front, EmptyState)
    qtbot.waitUntil(lambda: empty_session.bridge.is_idle)


def test_an_agent_whose_first_call_comes_in_can_be_filtered_by(
    page: LibraryPage, qtbot: QtBot
) -> None:
    reviews = page.session.workspace.reviews
    call = page.model.summary(0)
    assert call is not None
    reviews.edit(call.call_id, SetDetail("agent", "Newcomer"), new_agent=True)

    page.session.calls_changed.emit(frozenset((call.call_id,)))
    settle(page, qtbot)

    assert "Newcomer" in page._choices.now.agents
