"""Asks for the days of a period of one's own."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QLabel, QPushButton, QWidget

from ui.i18n import text
from ui.widgets.filter_popup import Popup


class DaysPicker(Popup):
    """The first and the last day, both included."""

    picked = Signal(object, object)
    """First and last day."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._since, self._until = QDateEdit(), QDateEdit()
        lines = QGridLayout()
        lines.setHorizontalSpacing(8)
        for row, (name, field) in enumerate((("from", self._since), ("to", self._until))):
            label = QLabel(text(f"library.{name}"))
            label.setBuddy(field)
            field.setCalendarPopup(True)
            field.setAccessibleName(text(f"library.day_{name}"))
            lines.addWidget(label, row, 0)
            lines.addWidget(field, row, 1)
        apply = QPushButton(text("library.apply"))
        apply.setProperty("primary", True)
        apply.clicked.connect(self._apply)
        self.column.addLayout(lines)
        self.column.addWidget(apply)

    def show_days(self, since: date, until: date) -> None:
        """Begin with these days."""
        self._since.setDate(QDate(since.year, since.month, since.day))
        self._until.setDate(QDate(until.year, until.month, until.day))
        self._since.setFocus()

    def _apply(self) -> None:
        days = sorted(_day(each) for each in (self._since, self._until))
        self.picked.emit(*days)
        self.close()


def _day(field: QDateEdit) -> date:
    at = field.date()
    return date(at.year(), at.month(), at.day())
