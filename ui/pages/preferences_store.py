"""The store: where it is, how large, a copy of it, and whether it is whole."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel

from callqa.domain.sentence import Sentence
from callqa.errors import CallQAError
from callqa.service.store_facts import StoreFacts, store_facts, store_troubles
from ui import dialogs
from ui.formats import DASH, number
from ui.i18n import counted, sentence, text
from ui.pages.preferences_section import Section, button, soft

_MEGA = 1_000_000
_ROWS = ("place", "calls", "size", "revision")


class StoreSection(Section):
    """Facts of the store, "back up now" and "check"."""

    def build(self) -> None:
        card = self.add_card(text("preferences.store"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        self._facts = {key: QLabel(DASH) for key in _ROWS}
        for key, label in self._facts.items():
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            form.addRow(soft(text(f"preferences.store_{key}")), label)
        card.content.addLayout(form)
        self._said = soft("")
        self._said.hide()
        self._back_up = button(
            text("preferences.back_up"), self._ask_back_up, text("preferences.back_up_tip")
        )
        self._check = button(
            text("preferences.check"), self._run_check, text("preferences.check_tip")
        )
        # It stays enabled while it is at work: a button that goes grey gives the focus away.
        self._is_checking = False
        line = QHBoxLayout()
        line.addWidget(self._back_up)
        line.addWidget(self._check)
        line.addStretch(1)
        card.content.addLayout(line)
        card.content.addWidget(self._said)
        may = self.session.workspace.context.may("keep_store")
        for each in (self._back_up, self._check):
            each.setEnabled(may)

    def entered(self) -> None:
        super().entered()
        context = self.session.workspace.context
        self.session.bridge.read(self, lambda: store_facts(context), self._show)

    def _show(self, facts: StoreFacts) -> None:
        self._facts["place"].setText(facts.place)
        self._facts["calls"].setText(number(facts.calls))
        size = facts.size_bytes
        self._facts["size"].setText(DASH if size is None else f"{number(size / _MEGA, 1)} MB")
        self._facts["revision"].setText(facts.revision or DASH)

    def _ask_back_up(self) -> None:
        proposed = f"callqa-{date.today().isoformat()}.db"
        target = dialogs.file_to_write(
            self, text("preferences.back_up"), proposed, (text("preferences.files_store"),)
        )
        if target is not None:
            self.back_up(target)

    def back_up(self, target: Path) -> None:
        """Copy the store into a new file."""
        upkeep = self.session.workspace.upkeep
        self._tell(text("preferences.backing_up"))
        self.session.bridge.read(
            self,
            lambda: upkeep.back_up(target),
            lambda path: self._tell(text("preferences.backed_up", path=path)),
            self._refused,
        )

    def _run_check(self) -> None:
        context = self.session.workspace.context
        if self._is_checking:
            return
        self._is_checking = True
        self._tell(text("preferences.checking"))
        self.session.bridge.read(
            self, lambda: store_troubles(context), self._checked, self._refused
        )

    def _checked(self, troubles: tuple[Sentence, ...]) -> None:
        self._is_checking = False
        if not troubles:
            self._tell(f"✓ {text('preferences.whole')}")
            return
        lines = [counted("preferences.troubles", len(troubles)), *map(sentence, troubles)]
        self._tell("\n".join([*lines, text("preferences.salvage")]))

    def _refused(self, error: CallQAError) -> None:
        self._is_checking = False
        self._tell(str(error))

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
