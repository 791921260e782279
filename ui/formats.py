"""Numbers, times and lengths as people read them, in the window's language."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from callqa.domain.span import clock
from ui.i18n import language, text

DASH = "–"
"""Stands for what is unknown or not measurable; never 0 and never blank."""


def locale() -> QLocale:
    """Return the conventions of the window's language: those of the system where it speaks it."""
    system = QLocale.system()
    if QLocale.languageToCode(system.language()) == language():
        return system
    return QLocale(language())


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with this many decimals and the language's separators."""
    return DASH if value is None else locale().toString(float(value), "f", decimals)


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share, 0 to 1, in percent."""
    return DASH if share is None else f"{number(share * 100, decimals)} %"


def clock_time(time_s: float | None) -> str:
    """Return a position in the recording: ``m:ss``, from an hour on ``h:mm:ss``."""
    return DASH if time_s is None else clock(time_s)


def length(duration_s: float | None) -> str:
    """Return a length of time, such as ``4 min 05 s``."""
    if duration_s is None:
        return DASH
    if duration_s < 60:
        return text("formats.seconds", s=number(duration_s, 0 if duration_s >= 10 else 1))
    minutes, seconds = divmod(round(duration_s), 60)
    hours, rest = divmod(minutes, 60)
    if hours:
        return text("formats.hours", h=hours, m=rest)
    return text("formats.minutes", m=minutes, s=seconds)


def moment(at: datetime | None) -> str:
    """Return a date and a time of day; an aware time is shown in this machine's zone."""
    if at is None:
        return DASH
    here = at.astimezone() if at.tzinfo else at
    seconds = int(here.replace(tzinfo=None).timestamp())
    shown = QDateTime.fromSecsSinceEpoch(seconds)
    return locale().toString(shown, QLocale.FormatType.ShortFormat)


def day(at: date | None) -> str:
    """Return a date."""
    if at is None:
        return DASH
    return locale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)
