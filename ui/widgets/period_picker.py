"""The days that figures are about: the last weeks, a quarter, or days of one's own."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.i18n import text
from ui.widgets.day_edit import DayEdit
from ui.widgets.segments import Segments

_SPANS = ("weeks", "quarter", "own")
_SETTLED_MS = 600
"""Who types a date passes through others: only the one that stays is asked for."""


class PeriodPicker(QWidget):
    """Chips for the usual periods, and two dates for any other."""

    changed = Signal()
    """Other days were chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = [
            (each, text(f"agents.span_{each}"), text(f"agents.span_{each}_tip")) for each in _SPANS
        ]
        self._span = Segments(text("agents.period"), choices)
        self._span.chosen.connect(self._show_span)
        self._first, self._last = (
            DayEdit(text("agents.first_day")),
            DayEdit(text("agents.last_day")),
        )
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.changed)
        self._to = QLabel(text("agents.to"))
        for each in (self._first, self._last):
            each.dateChanged.connect(self._settled.start)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (self._span, self._first, self._to, self._last):
            line.addWidget(widget)
        self._show_dates()

    @property
    def span(self) -> str:
        """``weeks``, ``quarter`` or ``own``."""
        return self._span.key

    @property
    def first(self) -> date:
        """The first day, where the days are one's own."""
        return self._first.day

    @property
    def last(self) -> date:
        """The last day, where the days are one's own; never before the first."""
        return max(self._last.day, self.first)

    def choose(self, span: str, first: date | None = None, last: date | None = None) -> None:
        """Show a choice without saying so."""
        self._span.choose(span)
        self.propose(first, last)
        self._show_dates()

    def propose(self, first: date | None, last: date | None) -> None:
        """Let days of one's own begin with these, which are shown at present."""
        for edit, day in ((self._first, first), (self._last, last)):
            if day is not None:
                edit.show_day(day)

    def _show_span(self, _key: str) -> None:
        self._show_dates()
        self.changed.emit()

    def _show_dates(self) -> None:
        for each in (self._first, self._to, self._last):
            each.setVisible(self.span == "own")
