"""Moments to talk over with an agent: one is taken in hand, explained, and made a coaching item."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.i18n import text
from ui.itemmodels.found_moments import FoundMoment
from ui.widgets.card import Card
from ui.widgets.moment_rows import MomentRows
from ui.widgets.prose import Prose

_WHY_LINES = 4


class MomentsCard(Card):
    """A list of moments; why the one in hand is there is asked for when it is taken in hand."""

    wanted = Signal(object)
    """The `FoundMoment` to listen to."""
    why_wanted = Signal(object)
    """The `FoundMoment` to explain with `show_why`."""
    taken = Signal(object)
    """The `FoundMoment` to make a coaching item of."""
    item_wanted = Signal(int)
    """Number of the coaching item that the moment in hand is already."""

    def __init__(self, heading: str, make: str, parent: QWidget | None = None) -> None:
        """Make it under `heading`; `make` is the key of the text of its button."""
        super().__init__(heading, parent)
        self._make = make
        self.rows = MomentRows(heading, holds=True)
        self.rows.wanted.connect(self.wanted)
        self.rows.held.connect(self._hold)
        self.button = QPushButton()
        self.button.clicked.connect(lambda _on=False: self._press())
        self.why = Prose("", "soft")
        self.why.setMinimumHeight(self.fontMetrics().lineSpacing() * _WHY_LINES)
        self.top.addWidget(self.button)
        self.content.addWidget(self.rows, 1)
        self.content.addWidget(self.why)
        self._hold(None)

    def show_moments(self, moments: Sequence[FoundMoment]) -> None:
        """Show moments; the one in hand stays in hand if it is among them."""
        self.rows.tell(text("agents.no_moment"))
        self.rows.show_moments(moments)
        if self.rows.moment is None:
            self._hold(None)

    def wait(self) -> None:
        """Show that moments are looked for."""
        self.rows.tell(text("agents.looking"))
        self.rows.show_moments(())

    def show_why(self, moment: FoundMoment, words: str) -> None:
        """Explain the moment in hand; another one is left alone."""
        if self.rows.moment == moment:
            self.why.setText(words)

    def _hold(self, moment: FoundMoment | None) -> None:
        key = "agents.open_item" if moment is not None and moment.item is not None else self._make
        self.button.setText(text(key))
        self.button.setToolTip(text(f"{key}_tip"))
        self.button.setEnabled(moment is not None)
        if moment is None:
            self.why.setText(text("agents.hold_moment") if self.rows.found.rowCount() else "")
        else:
            self.why.setText(text("agents.reading"))
            self.why_wanted.emit(moment)

    def _press(self) -> None:
        moment = self.rows.moment
        if moment is not None and moment.item is not None:
            self.item_wanted.emit(moment.item)
        elif moment is not None:
            self.taken.emit(moment)
