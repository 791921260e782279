"""Which states of files are shown, as chips with counts."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from callqa.domain.intake import IntakeState
from ui.formats import number
from ui.i18n import text
from ui.itemmodels.intake_files import GLYPHS, STATES, state_name
from ui.widgets.flow import FlowLayout

_ALWAYS: frozenset[IntakeState] = frozenset({"queued", "running", "done", "failed"})


class IntakeChips(QWidget):
    """One chip a state and one for all; a state that hardly ever occurs shows when it does."""

    chosen = Signal(object)
    """A frozenset of states; empty for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(text("batch.filter_name"))
        flow = FlowLayout(self, 6)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._all = self._chip("")
        self._all.setChecked(True)
        flow.addWidget(self._all)
        self._chips = {state: self._chip(state) for state in STATES}
        for chip in self._chips.values():
            flow.addWidget(chip)
        self.show_counts({})

    def show_counts(self, counts: Mapping[IntakeState, int]) -> None:
        """Show how many files there are in each state."""
        total = number(sum(counts.values()))
        self._all.setText(text("batch.chip", state=text("batch.all"), n=total))
        for state, chip in self._chips.items():
            n = counts.get(state, 0)
            words = f"{GLYPHS[state]} {state_name(state)}"
            chip.setText(text("batch.chip", state=words, n=number(n)))
            chip.setVisible(n > 0 or state in _ALWAYS or chip.isChecked())
        self.updateGeometry()

    def chip(self, state: IntakeState) -> QToolButton:
        """Return the chip of a state."""
        return self._chips[state]

    def _chip(self, state: IntakeState | str) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setProperty("chip", True)
        self._group.addButton(made)
        states = frozenset({state}) if state else frozenset()
        made.clicked.connect(lambda _checked=False: self.chosen.emit(states))
        return made
