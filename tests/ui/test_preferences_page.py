from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from callqa.domain.edits import SetDetail
from callqa.domain.listing import CallFilter, Sort
from callqa.service.preferences import CENTRE_GROUPS, Preferences
from callqa.service.workspace import Workspace
from callqa.settings import Scalar, options
from ui import dialogs, i18n
from ui.pages.preferences import PreferencesPage
from ui.pages.preferences_first_run import FirstRunPage
from ui.pages.preferences_machine import DeviceSection, ModelsSection
from ui.pages.preferences_people import PeopleSection
from ui.pages.preferences_privacy import PrivacySection
from ui.pages.preferences_recordings import RecordingsSection
from ui.pages.preferences_store import StoreSection
from ui.pages.preferences_thresholds import ThresholdsSection
from ui.session import Session
from ui.widgets.rubric_number import NumberEdit
from ui.widgets.setting_help import help_of
from ui.widgets.setting_row import SettingRow

SORT = Sort()
PATTERN = r"^(?P<queue>\d+)_(?P<agent>[a-z]+)"


@pytest.fixture
def own(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.toml")


@pytest.fixture
def page(session: Session, own: Preferences, qtbot: QtBot) -> Iterator[PreferencesPage]:
    made = PreferencesPage(session, preferences=own)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: made._list.currentRow() >= 0)
    yield made
    qtbot.waitUntil(lambda: session.bridge.is_idle, timeout=60_000)


def rows(page: PreferencesPage) -> dict[str, SettingRow]:
    found: dict[str, SettingRow] = {}
    for row in range(page._list.count()):
        page._list.setCurrentRow(row)
    for section in page._sections.values():
        found.update(section.rows)
    thresholds = page.section("thresholds")
    assert isinstance(thresholds, ThresholdsSection)
    return found | thresholds.thresholds


def give(row: SettingRow) -> Scalar:
    """Give a row another value as a person does, and return it."""
    control, option = row.control, row.option
    if isinstance(control, QCheckBox):
        control.click()
        return control.isChecked()
    if isinstance(control, QComboBox):
        other = next(each for each in option.choices if each != option.default)
        control.setCurrentIndex(control.findData(other))
        control.activated.emit(control.currentIndex())
        return other
    assert isinstance(control, QLineEdit)
    value: Scalar = "some text"
    if isinstance(control, NumberEdit):
        assert option.high is not None
        value = type(option.default)(option.high)  # type: ignore[call-overload]
        control.setText(f"{option.high:g}")
    else:
        control.setText("some text")
    control.editingFinished.emit()
    return value


def test_every_setting_is_shown_once_in_both_languages(page: PreferencesPage) -> None:
    shown = rows(page)

    assert set(shown) == {each.key for each in options()}
    i18n.use_language("de")
    assert all(help_of(each) != each.help for each in options())


def test_every_setting_of_the_person_is_saved_as_soon_as_it_is_given(
    page: PreferencesPage, own: Preferences, qtbot: QtBot
) -> None:
    given = {
        key: give(row)
        for key, row in rows(page).items()
        if key.partition(".")[0] not in CENTRE_GROUPS
    }

    qtbot.waitUntil(lambda: page.session.bridge.is_idle, timeout=20_000)
    assert own.stated() == given
    context = page.session.workspace.context
    assert context.settings.hearing == own.read().hearing
    assert context.settings.intake == own.read().intake


def test_the_last_change_can_be_taken_back(
    page: PreferencesPage, own: Preferences, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.desk.changed):
        page.desk.save("hearing.language", "en")
    with qtbot.waitSignal(page.desk.changed):
        page.desk.save("hearing.language", "de")

    with qtbot.waitSignal(page.desk.changed):
        page._undo.trigger()

    assert own.stated() == {"hearing.language": "en"}
    assert not page.desk.can_undo


def test_a_value_out_of_range_is_told_at_its_row_and_not_saved(
    page: PreferencesPage, own: Preferences, qtbot: QtBot
) -> None:
    row = page.section("recordings").rows["hearing.min_role_confidence"]
    assert isinstance(row.control, NumberEdit)

    row.control.setText("7")
    row.control.editingFinished.emit()

    assert row.mistake == "Must lie in 0.5 – 1."
    assert not own.path.exists()


def test_a_damaged_settings_file_is_told_and_not_written_over(
    page: PreferencesPage, own: Preferences, qtbot: QtBot
) -> None:
    own.path.write_text("[hearing\n", encoding="utf-8")
    page.entered()
    qtbot.waitUntil(lambda: "cannot be read" in page.banner.message)

    with qtbot.waitSignal(page.desk.refused):
        page.desk.save("hearing.language", "en")

    assert own.path.read_text(encoding="utf-8") == "[hearing\n"
    assert not page.section("recognition").rows["hearing.language"].isEnabled()
    own.path.write_text('[hearing]\nlanguage = "en"\n', encoding="utf-8")
    page.entered()
    qtbot.waitUntil(lambda: page.banner.message == "")
    assert page.section("recognition").rows["hearing.language"].value == "en"


def test_a_pattern_is_tried_on_the_names_of_the_library(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    section = page.section("recordings")
    assert isinstance(section, RecordingsSection)
    qtbot.waitUntil(lambda: section.trial.name != "")
    name = "02_damaged_table_handled_badly.wav"
    assert name in [section.trial._names.itemText(i) for i in range(section.trial._names.count())]

    with qtbot.waitSignal(page.desk.changed):
        page.desk.save("intake.filename_pattern", PATTERN)
    section.trial._names.setCurrentText(name)

    assert "Queue: <b>02</b>" in section.trial.words
    assert "Agent: <b>damaged</b>" in section.trial.words
    section.trial._names.setCurrentText("x.wav")
    assert "does not fit" in section.trial.words
    with qtbot.waitSignal(page.desk.changed):
        page.desk.save("intake.filename_pattern", "(")
    assert "no regular expression" in section.trial.words


def test_thresholds_change_for_everybody_when_they_are_adopted(
    page: PreferencesPage, own: Preferences, workspace: Workspace, qtbot: QtBot
) -> None:
    section = page.section("thresholds")
    assert isinstance(section, ThresholdsSection)
    row = section.thresholds["silence.dead_air_s"]
    qtbot.waitUntil(lambda: row.value == 10.0)

    assert isinstance(row.control, NumberEdit)
    row.control.setText("4")
    row.control.editingFinished.emit()
    qtbot.waitUntil(lambda: "10 s → 4 s" in section.changes.text())
    assert workspace.rubrics.thresholds()["silence.dead_air_s"] == 10.0
    with qtbot.waitSignal(section.adopting.ended, timeout=60_000):
        section.adopt()

    assert workspace.rubrics.thresholds()["silence.dead_air_s"] == 4.0
    qtbot.waitUntil(lambda: section.changes.text() == "As in force.")
    assert not own.path.exists()


def test_the_store_is_shown_copied_and_checked(
    page: PreferencesPage, tmp_path: Path, qtbot: QtBot
) -> None:
    section = page.section("store")
    assert isinstance(section, StoreSection)
    qtbot.waitUntil(lambda: section._facts["calls"].text() == "9")
    assert section._facts["place"].text() == page.session.workspace.context.store.name

    section.back_up(tmp_path / "copy.db")
    qtbot.waitUntil(lambda: "Copied to" in section._said.text(), timeout=20_000)
    assert Workspace.open(str(tmp_path / "copy.db")).calls.list(CallFilter(), SORT).total == 9
    section._check.click()
    qtbot.waitUntil(lambda: "is whole" in section._said.text(), timeout=20_000)


def test_models_are_shown_and_verified(page: PreferencesPage, qtbot: QtBot) -> None:
    section = page.section("models")
    assert isinstance(section, ModelsSection)
    table = section.list.models
    qtbot.waitUntil(lambda: table.rowCount() > 5)

    section.verify()

    def states() -> list[object]:
        last = table.columnCount() - 1
        return [table.index(row, last).data() for row in range(table.rowCount())]

    qtbot.waitUntil(lambda: "✓ verified" in states(), timeout=60_000)
    assert "! damaged" not in states()


@pytest.mark.models
def test_the_self_test_tells_the_device_and_why(page: PreferencesPage, qtbot: QtBot) -> None:
    section = page.section("device")
    assert isinstance(section, DeviceSection)

    section.run()
    qtbot.waitUntil(lambda: not section._is_running, timeout=120_000)

    assert section._said.text()
    assert section.checks.layout().count() > 10


def test_a_customer_is_looked_up_before_being_forgotten(
    page: PreferencesPage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = page.section("privacy")
    assert isinstance(section, PrivacySection)
    summary = workspace.calls.list(CallFilter(), SORT).rows[0]
    workspace.reviews.start(summary.call_id)
    workspace.reviews.edit(summary.call_id, SetDetail("customer", "Zoe Quill"))
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirmed", lambda *said: asked.append(said[1]) is None)

    section.customer.setText("zoe quill")
    section.look_customer()
    qtbot.waitUntil(lambda: "1 call would be removed" in section.found.text())
    with qtbot.waitSignal(page.session.calls_changed):
        section._forget.click()

    assert asked == ["Forget zoe quill?"]
    assert workspace.calls.list(CallFilter(), SORT).total == 8


def test_what_is_due_is_told_and_nothing_is_removed_by_looking(
    page: PreferencesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    section = page.section("privacy")
    assert isinstance(section, PrivacySection)

    section._look_due()
    assert section._due.text() == "Every age is 0: never."
    with qtbot.waitSignal(page.desk.changed):
        page.desk.save("privacy.everything_days", 30)
    section._look_due()

    qtbot.waitUntil(lambda: section._due.text() != "Every age is 0: never.")
    assert workspace.calls.list(CallFilter(), SORT).total == 9


def test_people_are_let_in_and_agents_imported(
    page: PreferencesPage, workspace: Workspace, qtbot: QtBot, sample_calls: Path
) -> None:
    section = page.section("people")
    assert isinstance(section, PeopleSection)
    qtbot.waitUntil(lambda: section.users.rowCount() == 1)

    section.login.setText("rita")
    section.allow()
    qtbot.waitUntil(lambda: section.users.rowCount() == 2)
    section.look_at(sample_calls / "agents.csv")

    qtbot.waitUntil(lambda: section._said.text() == "The list changes nothing.")
    assert {each.login: each.role for each in workspace.people.users()}["rita"] == "reviewer"


def test_the_look_is_kept_and_taken_up(page: PreferencesPage, qtbot: QtBot) -> None:
    section = page.section("appearance")
    scheme = section.scheme  # type: ignore[attr-defined]

    with qtbot.waitSignal(page.session.look_changed):
        scheme.setCurrentIndex(scheme.findData("dark"))
        scheme.activated.emit(scheme.currentIndex())

    assert page.session.kept.get("scheme") == "dark"


def test_the_first_start_offers_a_pattern_before_recordings_are_added(
    empty_session: Session, own: Preferences, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[Path] = []
    monkeypatch.setattr(empty_session.intake, "add", lambda paths: added.extend(paths))
    first = FirstRunPage(empty_session, None, own)
    qtbot.addWidget(first)
    assert FirstRunPage.is_due(empty_session)
    names = ("20260302-141500_anna.wav", "20260302-151500_ben.wav", "20260303-141500_anna.wav")
    paths = [Path(each) for each in names]

    first.begin_with(paths)
    qtbot.waitUntil(lambda: bool(first.card.offered))
    assert (first.card.offered, added) == (r"^(?P<started_at>\d{8}-\d{6})_(?P<agent>[^\W\d_]+)", [])
    with qtbot.waitSignal(first.done):
        first.card.pattern_taken.emit(first.card.offered)

    assert added == paths
    assert own.read().intake.filename_pattern == first.card.offered
    assert not FirstRunPage.is_due(empty_session)
    assert empty_session.workspace.context.settings.intake.filename_pattern == first.card.offered
