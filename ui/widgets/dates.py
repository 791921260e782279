"""Days where there is little room: without the year, in the order of the language."""

import re
from datetime import date
from functools import cache

from PySide6.QtCore import QDate, QLocale

from ui.formats import locale


def short_day(at: date) -> str:
    """Return a day without its year, such as ``09.11.`` or ``11/9``."""
    here = locale()
    return here.toString(QDate(at.year, at.month, at.day), _pattern(here.name()))


@cache
def _pattern(name: str) -> str:
    whole = QLocale(name).dateFormat(QLocale.FormatType.ShortFormat)
    kept = re.sub(r"^y+[^\w']*|[\s/\-]*y+\.?", "", whole)
    return kept or "d.M."
