from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from callqa.catalogue import say
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import User
from callqa.service.period_facts import DayRange
from callqa.service.workspace import Workspace
from callqa.store.users import put_user
from tests.store.rows import add_agent, add_call
from ui.bridge import Bridge
from ui.i18n import use_language
from ui.intake import Intake
from ui.itemmodels.team import COLUMNS
from ui.kept import Kept
from ui.pages.agents import AgentsPage
from ui.pages.agents_agreement import read_calibration
from ui.pages.agents_facts import monday_of
from ui.pages.agents_headlines import did_well, needs_help
from ui.player import Player
from ui.session import Session
from ui.widgets.calibration_sheet import CalibrationSheet

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
WEEKS_HEARD = (0, 1, 2, 3, 4, 6, 7)
"""Ann has calls in these weeks: in the sixth there are none."""


def write_calls(workspace: Workspace) -> None:
    """Write calls of two agents over eight weeks: Ann's are many and good, Ben's few."""
    with workspace.context.store.writing() as connection:
        ann, ben = add_agent(connection, "Ann"), add_agent(connection, "Ben")
        for week in WEEKS_HEARD:
            for number in range(6):
                add_call(
                    connection,
                    agent=ann,
                    started_at=FIRST + timedelta(weeks=week, hours=number),
                    score=70.0 + 3 * number + week,
                    passed=True,
                    agent_ratio=0.5,
                    flags=(("praise", "customer_relieved"),) if number == 0 else (),
                )
        for number in range(3):
            add_call(
                connection,
                agent=ben,
                started_at=FIRST + timedelta(weeks=7, hours=number),
                score=40.0 + number if number else None,
                passed=False,
                flags=(("urgent", "auto_fail"), ("coach", "dead_air")),
            )


@pytest.fixture
def weeks_session(empty_workspace: Workspace, player: Player, tmp_path: Path) -> Iterator[Session]:
    write_calls(empty_workspace)
    kept = Kept(tmp_path / "window.json")
    intake = Intake(empty_workspace.context.store.name, kept)
    bridge = Bridge()
    yield Session(empty_workspace, bridge, kept, player, intake)
    intake.close()
    bridge.close()


def shown(page: AgentsPage, qtbot: QtBot) -> AgentsPage:
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.entered()
    settle(page, qtbot)
    return page


def settle(page: AgentsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.session.bridge.is_idle)


def count(workspace: Workspace, where: CallFilter) -> int:
    return workspace.calls.list(where, Sort(), limit=1).total


def test_the_table_has_the_figures_of_the_service(weeks_session: Session, qtbot: QtBot) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)

    found = weeks_session.workspace.figures.team("agent")
    rows = {row.name: row for row in page.team_view.model.rows()}
    assert set(rows) == {"Ann", "Ben"}
    for group in found.figures.groups:
        row = rows[group.key]
        estimate = group.figures.score
        assert (row.calls, row.score.n) == (group.figures.n, estimate.n)
        assert (row.score.value, row.score.low, row.score.high) == (
            estimate.mean,
            estimate.low,
            estimate.high,
        )
        assert row.change.significant == group.change.score.significant
    assert rows["Ben"].standing is None
    assert rows["Ben"].score.few


def test_a_click_on_a_figure_asks_for_the_calls_that_make_it(
    weeks_session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)
    model = page.team_view.model

    for name, column, n in (
        ("Ann", "score", 18),
        ("Ben", "score", 2),
        ("Ann", "agent_ratio", 18),
        ("Ben", "calls", 3),
        ("Ann", "praise", 3),
        ("Ben", "urgent", 3),
    ):
        place = next(index for index, row in enumerate(model.rows()) if row.name == name)
        with qtbot.waitSignal(weeks_session.list_wanted) as wanted:
            page.team_view.open_cell(model.index(place, COLUMNS.index(column)))
        assert count(weeks_session.workspace, wanted.args[0]) == n


def test_enter_on_a_name_opens_the_agent_with_a_point_for_each_week(
    weeks_session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)
    page.team_view.table.setCurrentIndex(page.team_view.model.index(0, 0))

    qtbot.keyClick(page.team_view.table, Qt.Key.Key_Return)
    settle(page, qtbot)

    agent = page.agent_view
    assert page.view == "agent"
    assert agent.facts is not None
    assert agent.facts.name == "Ann"
    days = DayRange(date(2026, 1, 5), date(2026, 3, 1))
    weeks = weeks_session.workspace.figures.weeks(CallFilter(agents=("Ann",)), days)
    expected = [monday_of(each.key) for each in weeks.figures.groups if each.key]
    assert [each.monday for each in agent.trend.points] == expected
    assert len(expected) == len(WEEKS_HEARD)
    assert agent.trend.runs == ((0, 1, 2, 3, 4), (5, 6))
    assert sum(bar.count for bar in agent.spread.bars) == 18


def test_a_week_and_a_bar_open_their_calls(weeks_session: Session, qtbot: QtBot) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)
    page.open_agent("Ann")
    settle(page, qtbot)

    with qtbot.waitSignal(weeks_session.list_wanted) as wanted:
        page.agent_view.trend.mark_chosen.emit(0)
    assert count(weeks_session.workspace, wanted.args[0]) == 6

    bar = page.agent_view.spread.bars[0]
    with qtbot.waitSignal(weeks_session.list_wanted) as wanted:
        page.agent_view.spread.mark_chosen.emit(0)
    assert count(weeks_session.workspace, wanted.args[0]) == bar.count


def test_praise_weighs_as_much_as_faults(weeks_session: Session, qtbot: QtBot) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)
    page.open_agent("Ann")
    settle(page, qtbot)

    view = page.agent_view
    assert [(week.monday, week.total) for week in view.praise_weeks.weeks] == [
        ((FIRST + timedelta(weeks=week)).date(), 1) for week in WEEKS_HEARD
    ]
    assert view.praise_weeks.height() == view.fault_weeks.height()


def test_another_period_is_read_and_the_earlier_one_dropped(
    weeks_session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)

    page.head.period.choose("quarter")
    page.refresh()
    page.head.period.choose("own", date(2026, 1, 5), date(2026, 1, 11))
    page.refresh()
    settle(page, qtbot)

    found = page.team_view.found
    assert found is not None
    assert (found.period.first, found.figures.overall.n) == (date(2026, 1, 5), 6)


def test_who_needs_help_stands_first_and_who_did_well_beside(
    weeks_session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)

    rows = page.team_view.model.rows()
    assert [each.name for each in needs_help(rows)] == ["Ben"]
    assert [each.name for each in did_well(rows)] == ["Ann"]


def test_sorting_puts_unknown_values_last_either_way(weeks_session: Session, qtbot: QtBot) -> None:
    page = shown(AgentsPage(weeks_session), qtbot)
    model, column = page.team_view.model, COLUMNS.index("agent_ratio")

    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        model.sort(column, order)
        assert [row.name for row in model.rows()] == ["Ann", "Ben"]


def coached_call(session: Session) -> tuple[str, str]:
    """Return a call of the samples and a flag of it to coach."""
    workspace = session.workspace
    page = workspace.calls.list(CallFilter(severity="urgent"), Sort())
    call = page.rows[0].call_id
    flag = next(each.flag for each in workspace.coaching.suggest(call) if each.kind == "improve")
    return call, flag


def test_an_item_is_agreed_on_and_closed_in_the_coaching_view(
    session: Session, qtbot: QtBot
) -> None:
    call, flag = coached_call(session)
    item = session.workspace.coaching.add(call, flag)
    page = shown(AgentsPage(session), qtbot)
    page.show_view("coaching")
    settle(page, qtbot)

    coaching = page.coaching
    coaching.panel.commitment.setText("Say back what happened")
    qtbot.mouseClick(coaching.panel.agree_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert session.workspace.coaching.items()[0].state == "agreed"

    qtbot.mouseClick(coaching.panel.done_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: coaching.table.current is not None)
    assert session.workspace.coaching.items()[0].state == "done"
    held = coaching.table.current
    assert held is not None
    assert (held.item.id, held.item.state) == (item.id, "done")


def test_a_theme_leads_to_the_moment_where_the_situation_is_heard(
    session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(session), qtbot)
    page.show_view("themes")
    settle(page, qtbot)

    themes = page.themes
    assert themes.model.rowCount() == len(session.workspace.figures.themes().themes)
    qtbot.waitUntil(lambda: themes.moments.found.rowCount() > 0)
    moment = themes.moments.found.moments()[0]
    with qtbot.waitSignal(session.call_wanted) as wanted:
        themes.moments.clicked.emit(themes.moments.found.index(0))
    assert wanted.args == [moment.call_id, moment.at_s]
    assert moment.at_s is not None


def test_the_agents_flags_become_moments_to_share_and_to_coach(
    session: Session, qtbot: QtBot
) -> None:
    call, flag = coached_call(session)
    (agent,) = {
        each.agent
        for each in session.workspace.calls.list(CallFilter(), Sort()).rows
        if each.call_id == call
    }
    looks = looks_of(session)
    page = shown(AgentsPage(session), qtbot)
    page.open_agent(agent or "")
    settle(page, qtbot)
    card = page.agent_view.suggested
    assert looks_of(session) == looks, "nobody has looked into a call yet"

    row = next(n for n, each in enumerate(card.rows.found.moments()) if each.flag == flag)
    card.rows.setCurrentIndex(card.rows.found.index(row))
    settle(page, qtbot)
    why = {each.flag: say(each.reason) for each in session.workspace.coaching.suggest(call)}
    assert card.why.text().startswith(why[flag])
    assert looks_of(session) == [("see", call)] * 2 + looks

    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: page.agent_view.coaching.rows.rowCount() == 1)
    (item,) = session.workspace.coaching.items()
    assert (item.call_id, item.origin) == (call, flag)
    held = card.rows.moment
    assert held is not None
    assert held.item == item.id

    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.view == "coaching"
    panel = page.coaching.panel
    assert panel.row is not None
    assert panel.row.item.id == item.id
    with qtbot.waitSignal(panel.agent_wanted):
        panel.show_agent()
    assert page.view == "agent"


def looks_of(session: Session) -> list[tuple[str, str | None]]:
    return [(each.action, each.call_id) for each in session.workspace.people.log()]


def test_a_click_beside_the_time_of_a_moment_takes_it_in_hand_and_one_on_it_opens_the_call(
    session: Session, qtbot: QtBot
) -> None:
    call, _ = coached_call(session)
    page = shown(AgentsPage(session), qtbot)
    page.open_agent(session.workspace.calls.named([call])[call].agent or "")
    settle(page, qtbot)
    rows = page.agent_view.suggested.rows
    rect = rows.visualRect(rows.found.index(0))
    wanted: list[str] = []
    session.call_wanted.connect(lambda call_id, _at_s: wanted.append(call_id))

    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(rows.viewport(), left, pos=rect.center())
    assert (wanted, rows.moment) == ([], rows.found.moments()[0])
    qtbot.mouseClick(rows.viewport(), left, pos=rect.topLeft() + QPoint(12, 12))
    assert wanted == [call]


def test_in_german_no_moment_and_no_item_is_in_english(session: Session, qtbot: QtBot) -> None:
    use_language("de")
    call, flag = coached_call(session)
    page = shown(AgentsPage(session), qtbot)
    page.open_agent(session.workspace.calls.named([call])[call].agent or "")
    settle(page, qtbot)
    card = page.agent_view.suggested
    row = next(n for n, each in enumerate(card.rows.found.moments()) if each.flag == flag)
    card.rows.setCurrentIndex(card.rows.found.index(row))
    settle(page, qtbot)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)

    (suggested,) = (each for each in session.workspace.coaching.suggest(call) if each.flag == flag)
    assert card.why.text() == f"{say(suggested.reason, 'de')} {say(suggested.tip, 'de')}"
    (item,) = session.workspace.coaching.items()
    assert (item.title, item.tip) == (say(suggested.title, "de"), say(suggested.tip, "de"))


def test_a_leader_who_manages_nobody_is_offered_the_logins_of_reviewers(
    session: Session, qtbot: QtBot
) -> None:
    context = session.workspace.context
    with context.store.writing() as connection:
        put_user(connection, "maria", "reviewer", None)
        put_user(connection, "lea", "leader", None)
    session.workspace = Workspace(replace(context, user=User("lea", "leader", None)))
    page = shown(AgentsPage(session), qtbot)

    assert "maria" in read_calibration(session.workspace).reviewers
    page.sampling.ask(page.scope)
    settle(page, qtbot)
    dialog = page.sampling.dialog
    assert dialog is not None
    dialog.reviewers.set_logins(["maria"])
    qtbot.mouseClick(dialog.draw_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert "maria" in dialog.calls.item(0).text()
    dialog.close()


def drawn_sheet(
    page: AgentsPage, workspace: Workspace, calls: int, qtbot: QtBot
) -> CalibrationSheet:
    """Return the sheet of a calibration of two people that was drawn on the page."""
    with workspace.context.store.writing() as connection:
        put_user(connection, "maria", "reviewer", None)
    page.show_view("calibration")
    settle(page, qtbot)
    page.calibration.draw("March", (workspace.context.user.login, "maria"), calls)
    settle(page, qtbot)
    sheet = page.calibration.sheet
    qtbot.waitUntil(lambda: sheet.calls.count() == calls)
    return sheet


def test_what_a_reviewer_scored_is_written_when_the_next_call_is_taken_in_hand(
    session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(session), qtbot)
    sheet = drawn_sheet(page, session.workspace, 2, qtbot)
    sheet.set_points("closes", 5.0)
    sheet.set_points("greets", None)
    scored = sheet.call
    sheet.calls.setCurrentRow(1)
    settle(page, qtbot)

    (sitting,) = session.workspace.calibrations.list()
    given = session.workspace.calibrations.sheet(sitting.id).answers[scored]
    assert given == {"closes": 5.0, "greets": None}


def test_a_sample_is_drawn_and_shown(session: Session, qtbot: QtBot) -> None:
    page = shown(AgentsPage(session), qtbot)
    page.sampling.ask(page.scope)
    settle(page, qtbot)
    dialog = page.sampling.dialog
    assert dialog is not None

    dialog.count.setValue(3)
    qtbot.mouseClick(dialog.draw_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)

    assert dialog.calls.count() == 3
    assert len(session.workspace.samples.log()) == 1
    dialog.close()


def test_reports_and_the_table_are_written(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    page = shown(AgentsPage(session), qtbot)
    found = page.team_view.found
    assert found is not None
    agent = next(each.key for each in found.figures.groups if each.key)

    page.files.write_figures(tmp_path / "figures.csv", found)
    page.files.write_agent_report(tmp_path / "agent.html", agent, page.scope)
    page.files.write_team_report(tmp_path / "team.html", "North", page.scope)
    settle(page, qtbot)

    assert {each.name for each in tmp_path.glob("*.*ml")} == {"agent.html", "team.html"}
    assert (tmp_path / "figures.csv").stat().st_size > 1000
    assert "team.html" in page.files.banner.message


def test_an_empty_store_says_what_to_do(empty_session: Session, qtbot: QtBot) -> None:
    page = AgentsPage(empty_session)
    shown(page, qtbot)

    assert page.team_view.model.rowCount() == 0
    for view in ("agent", "themes", "coaching", "calibration", "team"):
        page.show_view(view)
        settle(page, qtbot)
        assert not page.grab().isNull()


def test_an_agent_sees_the_own_figures_only(weeks_session: Session, qtbot: QtBot) -> None:
    context = weeks_session.workspace.context
    weeks_session.workspace = Workspace(replace(context, user=User("ann", "agent", "Ann")))
    page = shown(AgentsPage(weeks_session), qtbot)

    assert page.view == "agent"
    assert [page.agent_view.who.itemText(i) for i in range(page.agent_view.who.count())] == []
    assert page.agent_view.facts is not None
    assert page.agent_view.facts.found.figures.overall.n == 0


def test_points_that_were_typed_outlive_a_look_at_another_view(
    session: Session, qtbot: QtBot
) -> None:
    page = shown(AgentsPage(session), qtbot)
    sheet = drawn_sheet(page, session.workspace, 1, qtbot)
    sheet.set_points("greets", 4.0)

    page.show_view("team")
    settle(page, qtbot)

    (sitting,) = session.workspace.calibrations.list()
    given = session.workspace.calibrations.sheet(sitting.id).answers[sheet.call]
    assert given == {"greets": 4.0}
