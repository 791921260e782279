"""Models and device: what is here, whether it is right, and a self-test."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from callqa.errors import CallQAError
from callqa.service.machine import MachineCheck, ModelFacts, models, self_test, verify_model
from ui.formats import moment
from ui.i18n import text
from ui.kept import Json
from ui.pages.preferences_section import Section, button, soft
from ui.widgets.model_list import ModelList
from ui.widgets.preference_checks import CheckList

_KEPT = "self_test"


class ModelsSection(Section):
    """The speech models."""

    def build(self) -> None:
        card = self.add_card(text("preferences.models"), text("preferences.models_about"))
        self.list = ModelList()
        self.list.verify_wanted.connect(self.verify)
        card.content.addWidget(self.list)
        self._known: tuple[ModelFacts, ...] = ()

    def entered(self) -> None:
        super().entered()
        self.session.bridge.read(self, models, self._show)

    def verify(self) -> None:
        """Compare the files of every model that is here with their hashes."""
        here = [(each.role, each.name) for each in self._known if each.place is not None]

        def work() -> dict[tuple[str, str], MachineCheck]:
            return {key: verify_model(*key) for key in here}

        self.list.show_verifying(on=True)
        self.session.bridge.read(self, work, self._verified, self._refused)

    def _show(self, found: tuple[ModelFacts, ...]) -> None:
        self._known = found
        self.list.show_models(found)

    def _verified(self, checks: dict[tuple[str, str], MachineCheck]) -> None:
        self.list.show_verifying(on=False)
        self.list.show_checks(checks)

    def _refused(self, error: CallQAError) -> None:
        self.list.show_verifying(on=False)
        self.session.failed.emit(error)


class DeviceSection(Section):
    """Where models run and why, and a self-test in a process of its own."""

    def build(self) -> None:
        card = self.add_card(text("preferences.device"))
        self.add_rows(card, ("hearing.device",))
        test = self.add_card(text("preferences.self_test"), text("preferences.self_test_about"))
        self._run = button(text("preferences.self_test_run"), self.run)
        self._is_running = False
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("preferences.self_test_running"))
        self._bar.hide()
        self._said = soft("")
        self.checks = CheckList()
        test.content.addWidget(self._run, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._bar, self._said, self.checks):
            test.content.addWidget(each)
        self._said.hide()

    def run(self) -> None:
        """Run the self-test."""
        store = self.session.workspace.context.store
        place = store.name if store.is_file else None
        if self._is_running:
            return
        self._is_running = True
        self._bar.show()
        self._tell(text("preferences.self_test_running"))
        self.session.bridge.read(self, lambda: self_test(place), self._show, self._refused)

    def entered(self) -> None:
        super().entered()
        kept = self.session.kept.get(_KEPT)
        if isinstance(kept, dict) and not self._is_running:
            self._show_kept(kept)

    def _show(self, checks: Sequence[MachineCheck]) -> None:
        self._ended()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows: list[Json] = [asdict(each) for each in checks]
        self.session.kept.set(_KEPT, {"at": now, "checks": rows})
        self._show_checks(checks, now)

    def _show_kept(self, kept: dict[str, Json]) -> None:
        at, rows = kept.get("at"), kept.get("checks")
        with suppress(TypeError, ValueError):
            self._show_checks([MachineCheck(**row) for row in rows], str(at))  # type: ignore[arg-type, union-attr]

    def _show_checks(self, checks: Sequence[MachineCheck], at: str) -> None:
        wrong = sum(not each.ok for each in checks)
        said = text("preferences.self_test_wrong" if wrong else "preferences.self_test_right")
        when = text("preferences.self_test_at", at=moment(datetime.fromisoformat(at)))
        self._tell(f"{said} {when}")
        self.checks.show_checks(checks)

    def _refused(self, error: CallQAError) -> None:
        self._ended()
        self._tell(str(error))

    def _ended(self) -> None:
        self._is_running = False
        self._bar.hide()

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
