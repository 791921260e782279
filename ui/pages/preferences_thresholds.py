"""Advanced: the thresholds of the store, adopted for everybody, and how finely is heard."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout

from callqa.service.preferences import CENTRE_GROUPS
from callqa.service.rubrics import ChangedThreshold
from callqa.settings import Scalar, Settings, with_values
from ui.i18n import counted, text
from ui.pages.preferences_desk import OPTIONS
from ui.pages.preferences_section import Section, button, soft
from ui.pages.rubric_adopting import Adopting, RescoreStrip
from ui.widgets.card import Card
from ui.widgets.setting_row import SettingRow

_SHOWN = 8


class ThresholdsSection(Section):
    """Every threshold; changes are gathered, shown, and adopted together."""

    def build(self) -> None:
        self._in_force: dict[str, Scalar] = {}
        self._wanted: dict[str, Scalar] = {}
        self.thresholds: dict[str, SettingRow] = {}
        may = self.session.workspace.context.may("change_rubric")
        about = text("preferences.thresholds_about")
        self.card = self.add_card(text("preferences.thresholds"), about)
        self.changes = soft(text("preferences.thresholds_same"))
        self._adopt = button(text("preferences.thresholds_adopt"), self.adopt)
        self._adopt.setProperty("primary", True)
        self._drop = button(text("preferences.thresholds_drop"), self._drop_changes)
        line = QHBoxLayout()
        line.addWidget(self._adopt)
        line.addWidget(self._drop)
        line.addStretch(1)
        self.strip = RescoreStrip()
        self.adopting = Adopting(self.session, self.strip)
        self.adopting.ended.connect(self._read)
        self.card.content.addWidget(self.changes)
        self.card.content.addLayout(line)
        self.card.content.addWidget(self.strip)
        keys = [each for each in OPTIONS if each.partition(".")[0] in CENTRE_GROUPS]
        for group, members in groupby(keys, key=lambda each: each.partition(".")[0]):
            card = self.add_card(text(f"preferences.group_of_{group}"))
            for key in members:
                self._add_threshold(card, key, may=may)
        self._show_changes(())

    def entered(self) -> None:
        super().entered()
        self._read()
        self.adopting.look()

    def adopt(self) -> None:
        """Put the changed thresholds in force and measure every unsigned call anew."""
        self._adopt.setEnabled(False)
        self.adopting.measure(self._settings())

    def _add_threshold(self, card: Card, key: str, *, may: bool) -> None:
        row = SettingRow(OPTIONS[key])
        row.setEnabled(may)
        row.changed.connect(self._take)
        self.thresholds[key] = row
        card.content.addWidget(row)

    def _read(self) -> None:
        rubrics = self.session.workspace.rubrics
        self.session.bridge.read(self, rubrics.thresholds, self._show)

    def _show(self, in_force: dict[str, Scalar]) -> None:
        self._in_force = in_force
        self._wanted = {
            key: value for key, value in self._wanted.items() if value != in_force.get(key)
        }
        for key, row in self.thresholds.items():
            row.set_value(self._wanted.get(key, in_force[key]))
        self._compare()

    def _take(self, key: str, value: Scalar | None) -> None:
        wanted = OPTIONS[key].default if value is None else value
        self._wanted[key] = wanted
        if wanted == self._in_force.get(key):
            del self._wanted[key]
        self.thresholds[key].set_value(wanted)
        self._compare()

    def _settings(self) -> Settings:
        values = {**self._in_force, **self._wanted}
        return with_values(self.desk.settings, values, source="thresholds")

    def _compare(self) -> None:
        rubrics, settings = self.session.workspace.rubrics, self._settings()
        self.session.bridge.read(
            self, lambda: rubrics.changed_thresholds(settings), self._show_changes
        )

    def _show_changes(self, changes: Sequence[ChangedThreshold]) -> None:
        may = self.session.workspace.context.may("change_rubric")
        self._adopt.setEnabled(may and bool(changes) and not self.adopting.is_running)
        self._drop.setEnabled(bool(changes))
        if not changes:
            self.changes.setText(text("preferences.thresholds_same"))
            return
        lines = [counted("preferences.thresholds_changed", len(changes))]
        for each in changes[:_SHOWN]:
            row = self.thresholds[each.name]
            lines.append(f"{each.name}: {row.shown(each.before)} → {row.shown(each.after)}")
        lines += ["…"] if len(changes) > _SHOWN else []
        self.changes.setText("\n".join(lines))

    def _drop_changes(self) -> None:
        self._wanted = {}
        self._show(self._in_force)


class HearingSection(Section):
    """How finely recordings are heard: for those who know why."""

    def build(self) -> None:
        self.lines.addWidget(soft(text("preferences.heard_anew")))
        shown = {"hearing.chunk_s", "hearing.batch_size", "hearing.turn_gap_s"}
        keys = [
            key
            for key in OPTIONS
            if key in shown or key.startswith(("hearing.speech_", "speakers.", "health."))
        ]
        for group, members in groupby(keys, key=lambda each: each.partition(".")[0]):
            card = self.add_card(text(f"preferences.group_of_{group}"))
            self.add_rows(card, tuple(members), titled=False)
