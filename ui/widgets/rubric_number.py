"""A number that may be left out, with its unit."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.formats import locale

_CHARACTERS = 6


class NumberEdit(QLineEdit):
    """A line for a number; empty means that there is none.

    Parameters
    ----------
    scale
        What is shown for one: 100 where a share is shown in percent.
    """

    changed = Signal()

    def __init__(self, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value: float | None = None
        check = QDoubleValidator(self)
        check.setNotation(QDoubleValidator.Notation.StandardNotation)
        check.setLocale(locale())
        self.setValidator(check)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS + 28)
        self.editingFinished.connect(self._take)

    @property
    def value(self) -> float | None:
        """The number."""
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show a number."""
        self._value = value
        self.setText("" if value is None else self._shown(value))

    def _shown(self, value: float) -> str:
        plain = f"{value * self._scale:.6f}".rstrip("0").rstrip(".")
        decimals = len(plain.partition(".")[2])
        here = locale()
        here.setNumberOptions(here.NumberOption.OmitGroupSeparator)
        return here.toString(float(plain), "f", decimals)

    def _take(self) -> None:
        words = self.text().strip()
        number, is_number = locale().toDouble(words)
        value = number / self._scale if words and is_number else None
        if value != self._value:
            self._value = value if value is None else round(value, 8)
            self.changed.emit()
