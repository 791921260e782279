"""Privacy: what is taken out of words, how long things are kept, and forgetting a customer."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit

from callqa.service.people import Access
from callqa.service.privacy import NOWHERE, NamedElsewhere, OldCall, Removal
from ui import dialogs
from ui.formats import DASH, moment
from ui.i18n import counted, text
from ui.itemmodels.plain_rows import PlainRows
from ui.pages.preferences_section import Section, button, soft
from ui.widgets.preference_table import PreferenceTable

_DAYS = ("privacy.audio_days", "privacy.transcript_days", "privacy.everything_days")
_MOST_ENTRIES = 200
_SHOWN = 6


class PrivacySection(Section):
    """Redaction, retention, forgetting, and the access log."""

    def build(self) -> None:
        redaction = self.add_card(text("preferences.redaction"))
        self.add_rows(redaction, ("hearing.redact",))
        context = self.session.workspace.context
        if context.may("remove_calls"):
            self._build_retention()
            self._build_forgetting()
        if context.may("manage_people"):
            self._build_log()

    def _build_retention(self) -> None:
        card = self.add_card(text("preferences.retention"), text("preferences.retention_about"))
        self.add_rows(card, _DAYS)
        self._due = soft("")
        self._due.hide()
        line = QHBoxLayout()
        line.addWidget(button(text("preferences.due_look"), self._look_due))
        line.addWidget(button(text("preferences.due_remove"), self._ask_due))
        line.addStretch(1)
        card.content.addLayout(line)
        card.content.addWidget(self._due)

    def _build_forgetting(self) -> None:
        card = self.add_card(text("preferences.forget"), text("preferences.forget_about"))
        self.customer = QLineEdit()
        self.customer.setPlaceholderText(text("preferences.customer"))
        self.customer.setAccessibleName(text("preferences.customer"))
        self.customer.returnPressed.connect(self.look_customer)
        self.customer.textChanged.connect(self._customer_changed)
        self._forget = button(text("preferences.forget_act"), self._ask_forget)
        self._forget.setEnabled(False)
        line = QHBoxLayout()
        line.addWidget(self.customer, 1)
        line.addWidget(button(text("preferences.forget_look"), self.look_customer))
        line.addWidget(self._forget)
        card.content.addLayout(line)
        self.found = QLabel()
        self.found.setWordWrap(True)
        self.found.hide()
        card.content.addWidget(self.found)

    def _build_log(self) -> None:
        card = self.add_card(text("preferences.log"), text("preferences.log_about"))
        heads = [text(f"preferences.log_{each}") for each in ("action", "who", "call", "at")]
        self.log = PlainRows(heads, self)
        table = PreferenceTable(self.log, text("preferences.log"))
        card.content.addWidget(table)

    def entered(self) -> None:
        super().entered()
        workspace = self.session.workspace
        if workspace.context.may("manage_people"):
            people = workspace.people
            self.session.bridge.read(self, lambda: people.log(limit=_MOST_ENTRIES), self._show_log)

    def look_customer(self) -> None:
        """Show what forgetting the customer would remove."""
        customer, privacy = self.customer.text().strip(), self.session.workspace.privacy
        if not customer:
            return

        def work() -> tuple[tuple[OldCall, ...], NamedElsewhere]:
            return privacy.calls_of(customer), privacy.named_elsewhere(customer)

        self.session.bridge.read(self, work, self._show_customer)

    def _show_customer(self, found: tuple[tuple[OldCall, ...], NamedElsewhere]) -> None:
        some, elsewhere = found
        if not some and elsewhere == NOWHERE:
            self._tell_nobody()
            return
        lines = [counted("preferences.forget_calls", len(some))]
        lines += [_line(each) for each in some[:_SHOWN]]
        if len(some) > _SHOWN:
            lines.append("…")
        if elsewhere.calls:
            lines.append(counted("preferences.forget_elsewhere", len(elsewhere.calls)))
        if elsewhere.samples:
            lines.append(counted("preferences.forget_samples", len(elsewhere.samples)))
        self.found.setText("\n".join(lines))
        self.found.show()
        self._forget.setEnabled(True)

    def _tell_nobody(self) -> None:
        self.found.setText(text("preferences.forget_nobody"))
        self.found.show()

    def _customer_changed(self) -> None:
        self._forget.setEnabled(False)
        self.found.hide()

    def _ask_forget(self) -> None:
        customer, privacy = self.customer.text().strip(), self.session.workspace.privacy
        question = text("preferences.forget_question", customer=customer)
        happens = f"{self.found.text()}\n\n{text('preferences.cannot_undo')}"
        if dialogs.confirmed(self, question, happens, text("preferences.forget_act")):
            self.session.bridge.write(self, lambda: privacy.forget(customer), self._forgotten)

    def _forgotten(self, removal: Removal) -> None:
        self.customer.clear()
        self.found.setText("\n".join(_told(removal)))
        self.found.show()
        self.session.calls_changed.emit(frozenset())
        self.entered()

    def _retain(self, *, dry_run: bool) -> Removal:
        days = self.desk.settings.privacy
        return self.session.workspace.privacy.retain(
            audio_days=days.audio_days or None,
            transcript_days=days.transcript_days or None,
            everything_days=days.everything_days or None,
            dry_run=dry_run,
        )

    def _look_due(self) -> None:
        if self._has_days():
            self.session.bridge.read(self, lambda: self._retain(dry_run=True), self._show_due)

    def _ask_due(self) -> None:
        if self._has_days():
            self.session.bridge.read(self, lambda: self._retain(dry_run=True), self._confirm_due)

    def _has_days(self) -> bool:
        days = self.desk.settings.privacy
        has = any((days.audio_days, days.transcript_days, days.everything_days))
        if not has:
            self._tell_due(text("preferences.due_never"))
        return has

    def _show_due(self, removal: Removal) -> None:
        self._tell_due("\n".join(_told(removal)))

    def _confirm_due(self, removal: Removal) -> None:
        self._show_due(removal)
        if not (removal.audio or removal.transcripts or removal.everything):
            return
        happens = "\n".join((*_told(removal), "", text("preferences.cannot_undo")))
        act = text("preferences.due_act")
        if dialogs.confirmed(self, text("preferences.due_question"), happens, act):
            self.session.bridge.write(self, lambda: self._retain(dry_run=False), self._retained)

    def _retained(self, removal: Removal) -> None:
        self._show_due(removal)
        self.session.calls_changed.emit(frozenset())
        self.entered()

    def _tell_due(self, words: str) -> None:
        self._due.setText(words)
        self._due.show()

    def _show_log(self, entries: tuple[Access, ...]) -> None:
        self.log.show_rows(
            [
                (each.action, each.who, (each.call_id or DASH)[:12], moment(each.at))
                for each in entries
            ]
        )


def _line(call: OldCall) -> str:
    return "  ".join(filter(None, (moment(call.at), call.agent, call.queue, call.call_id[:12])))


def _told(removal: Removal) -> list[str]:
    done = "would" if removal.dry_run else "did"
    lines = [
        counted(f"preferences.{done}_{part}", len(getattr(removal, part)))
        for part in ("everything", "transcripts", "audio")
        if getattr(removal, part)
    ]
    if not lines:
        lines = [text("preferences.due_nothing")]
    if not removal.dry_run and not removal.erased:
        lines.append(text("preferences.traces"))
    if removal.copies:
        lines.append(text("preferences.copies", paths=", ".join(removal.copies)))
    return lines
