"""The table of calls: blocks of a long list, stale answers, changes while it is looked at."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callqa.domain.listing import CallFilter, CallSummary, Page, Sort
from callqa.service.workspace import Workspace
from ui.itemmodels.calls import BlockQuery, CallTable
from ui.itemmodels.calls_blocks import BLOCK
from ui.itemmodels.calls_changes import RowChange, changes_between
from ui.session import Session
from ui.widgets.call_table import CallTableView


class LongList:
    """A list of calls like a sample call, whose answers come when a test lets them."""

    def __init__(self, like: CallSummary, length: int) -> None:
        self.calls = [self.call(like, number) for number in range(length)]
        self.asked: list[BlockQuery] = []
        self._waiting: list[tuple[BlockQuery, Callable[[Page], None]]] = []
        self.like = like

    @staticmethod
    def call(like: CallSummary, number: int) -> CallSummary:
        return replace(like, id=number, call_id=f"call {number}", agent=f"Agent {number}")

    def fetch(
        self, query: BlockQuery, take: Callable[[Page], None], _drop: Callable[[], None]
    ) -> None:
        self.asked.append(query)
        self._waiting.append((query, take))

    def answer(self, which: int = 0) -> None:
        query, take = self._waiting.pop(which)
        rows = self.calls[query.offset : query.offset + query.limit]
        take(Page(tuple(rows), len(self.calls), query.offset))

    def answer_all(self) -> None:
        while self._waiting:
            self.answer()


@pytest.fixture
def sample(workspace: Workspace) -> CallSummary:
    return workspace.calls.list(CallFilter(), Sort(), limit=1).rows[0]


@pytest.fixture
def long_list(sample: CallSummary) -> LongList:
    return LongList(sample, 100_000)


@pytest.fixture
def model(long_list: LongList) -> CallTable:
    made = CallTable(long_list.fetch)
    made.ask(CallFilter(), Sort())
    long_list.answer()
    long_list.asked.clear()
    return made


@pytest.fixture
def view(model: CallTable, qtbot: QtBot) -> CallTableView:
    made = CallTableView(model)
    qtbot.addWidget(made)
    made.resize(1200, 500)
    made.show()
    return made


def ids(model: CallTable, rows: range) -> list[int | None]:
    calls = (model.summary(row) for row in rows)
    return [None if call is None else call.id for call in calls]


def refresh(model: CallTable, changed: frozenset[str], long_list: LongList, qtbot: QtBot) -> None:
    model.refresh(changed)
    qtbot.waitUntil(lambda: not model.is_refreshing)
    long_list.answer_all()


def scores(model: CallTable) -> list[float]:
    calls = (model.summary(row) for row in range(model.rowCount()))
    return [each.score for each in calls if each is not None and each.score is not None]


def test_a_jump_far_down_fetches_the_block_that_is_looked_at_and_no_other_on_the_way(
    model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    model.look_at(70_000, 70_030)

    qtbot.waitUntil(lambda: bool(long_list.asked))

    assert model.rowCount() == 100_000
    assert [each.offset for each in long_list.asked] == [70_000]
    assert model.summary(70_010) is None
    long_list.answer_all()
    assert ids(model, range(70_010, 70_012)) == [70_010, 70_011]


def test_neighbours_are_fetched_once_a_person_rests(
    model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    model.look_at(5_000, 5_030)

    qtbot.waitUntil(lambda: bool(long_list.asked))
    long_list.answer_all()
    qtbot.waitUntil(lambda: len(long_list.asked) == 2)
    long_list.answer_all()

    assert {each.offset for each in long_list.asked} == {5_000, 5_000 + BLOCK, 5_000 - BLOCK}


def test_an_answer_to_an_earlier_question_is_dropped(model: CallTable, long_list: LongList) -> None:
    model.ask(CallFilter(severity="urgent"), Sort())
    model.ask(CallFilter(severity="praise"), Sort())

    long_list.calls = long_list.calls[:5]
    long_list.answer(1)
    long_list.calls = long_list.calls[:2]
    long_list.answer(0)

    assert model.rowCount() == 5
    assert model.where.severity == "praise"


def test_rows_stay_until_the_answer_to_a_new_question_is_there(
    model: CallTable, long_list: LongList
) -> None:
    model.ask(CallFilter(), Sort("score"))

    assert model.is_asking
    assert ids(model, range(2)) == [0, 1]
    long_list.answer_all()
    assert not model.is_asking


def test_a_call_that_came_above_moves_neither_place_nor_selection(
    view: CallTableView, model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    view.verticalScrollBar().setValue(20 * view.rowHeight(0))
    view.selectRow(25)
    at_before = view.visualRect(model.index(25, 0)).top()

    long_list.calls.insert(0, long_list.call(long_list.like, 777_777))
    refresh(model, frozenset({"call 777777"}), long_list, qtbot)

    assert view.current_call == "call 25"
    assert [(each.first, each.last) for each in view.chosen_ranges] == [(26, 26)]
    assert view.visualRect(model.index(26, 0)).top() == at_before
    assert model.is_fresh("call 777777")
    assert model.rowCount() == 100_001


def test_a_call_that_changed_is_shown_as_it_is_now_and_stays_selected(
    view: CallTableView, model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    view.selectRow(3)

    long_list.calls[3] = replace(long_list.calls[3], review_state="closed")
    refresh(model, frozenset({"call 3"}), long_list, qtbot)

    changed = model.summary(3)
    assert changed is not None
    assert changed.review_state == "closed"
    assert view.current_call == "call 3"
    assert not model.is_fresh("call 3")


def test_a_selected_call_that_moves_in_the_list_is_selected_where_it_is_now(
    view: CallTableView, model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    view.selectRow(3)

    long_list.calls.insert(8, long_list.calls.pop(3))
    refresh(model, frozenset({"call 3"}), long_list, qtbot)

    assert [(each.first, each.last) for each in view.chosen_ranges] == [(8, 8)]
    assert model.rowCount() == 100_000


def test_a_call_that_fits_no_more_leaves_and_those_below_stay_selected(
    view: CallTableView, model: CallTable, long_list: LongList, qtbot: QtBot
) -> None:
    view.selectRow(9)

    del long_list.calls[4]
    refresh(model, frozenset({"call 4"}), long_list, qtbot)

    assert view.current_call == "call 9"
    assert view.chosen_count == 1
    assert model.rowCount() == 99_999


def test_rows_pushed_over_the_end_of_a_stretch_count_neither_as_gone_nor_as_new() -> None:
    pushed = changes_between([1, 2, 3, 4], [9, 1, 2, 3], growth=1)
    pulled = changes_between([1, 2, 3, 4], [1, 3, 4, 5], growth=-1)

    assert [each for each in pushed if each.removed or each.inserted] == [RowChange(0, 0, 1)]
    assert [each for each in pulled if each.removed or each.inserted] == [RowChange(1, 1, 0)]


def test_a_click_on_a_heading_sorts_in_the_store_and_a_second_turns_it_round(
    session: Session, qtbot: QtBot
) -> None:
    calls = session.workspace.calls

    def fetch(query: BlockQuery, take: Callable[[Page], None], _drop: Callable[[], None]) -> None:
        take(calls.list(query.where, query.sort, limit=query.limit, offset=query.offset))

    model = CallTable(fetch)
    view = CallTableView(model)
    qtbot.addWidget(view)
    model.ask(CallFilter(), Sort())
    place = view.header.logicalIndex(1)

    view.header.sectionClicked.emit(place)
    rising = scores(model)
    view.header.sectionClicked.emit(place)
    falling = scores(model)

    assert rising == sorted(rising)
    assert falling == rising[::-1]
    assert model.headerData(place, Qt.Orientation.Horizontal) == "↓ Score"


def test_columns_that_were_chosen_moved_and_widened_come_back(
    view: CallTableView, model: CallTable, qtbot: QtBot
) -> None:
    header = view.header
    header.show_column("queue", shown=True)
    header.show_column("health", shown=False)
    header.moveSection(header.visualIndex(2), 0)
    layout = header.layout_now

    again = CallTableView(model)
    qtbot.addWidget(again)
    again.header.arrange(layout)

    assert again.header.layout_now.shown == layout.shown
    assert layout.shown[0] == "agent"
    assert "queue" in layout.shown
    assert "health" not in layout.shown
