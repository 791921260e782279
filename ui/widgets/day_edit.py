"""A field for a day, written as the window's language writes it, with a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QSignalBlocker
from PySide6.QtWidgets import QDateEdit, QWidget

from ui.formats import locale


class DayEdit(QDateEdit):
    """Like a date field, but speaks of `datetime.date`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make one with this accessible name, which is its tooltip as well."""
        super().__init__(parent)
        here = locale()
        written = here.dateFormat(QLocale.FormatType.ShortFormat)
        self.setLocale(here)
        self.setDisplayFormat(written if "yyyy" in written else written.replace("yy", "yyyy"))
        self.setCalendarPopup(True)
        self.setAccessibleName(name)
        self.setToolTip(name)

    @property
    def day(self) -> date:
        """The day it holds."""
        at = self.date()
        return date(at.year(), at.month(), at.day())

    def show_day(self, day: date) -> None:
        """Hold a day without saying so."""
        blocked = QSignalBlocker(self)
        self.setDate(QDate(day.year, day.month, day.day))
        blocked.unblock()
