"""Asks for the limits of the score or of a measure."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from callqa.domain.listing import Range
from ui import formats
from ui.i18n import text
from ui.itemmodels.filters_words import SHARES, measure_title
from ui.widgets.filter_popup import Popup


class RangePicker(Popup):
    """Least and greatest value, either may be left out; of one measure or a choice of them."""

    limited = Signal(str, object)
    """Name, and the `Range` or ``None`` for no limit."""

    def __init__(self, names: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._limits: Mapping[str, Range] = {}
        self._measure = QComboBox()
        self._measure.setAccessibleName(text("library.measure"))
        for name in names:
            self._measure.addItem(measure_title(name), name)
        self._measure.setVisible(len(names) > 1)
        self._measure.currentIndexChanged.connect(self._show_limits)
        self._low, self._high = _number_field("least"), _number_field("most")
        self._unit = QLabel()
        apply = QPushButton(text("library.apply"))
        apply.setProperty("primary", True)
        apply.clicked.connect(self._apply)
        for each in (self._low, self._high):
            each.returnPressed.connect(self._apply)
            each.textChanged.connect(self._judge)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(QLabel(text("library.from")))
        line.addWidget(self._low)
        line.addWidget(QLabel(text("library.to")))
        line.addWidget(self._high)
        line.addWidget(self._unit)
        self.column.addWidget(self._measure)
        self.column.addLayout(line)
        self.column.addWidget(apply)
        self._apply_button = apply

    def show_limits(self, limits: Mapping[str, Range]) -> None:
        """Show the limits in force, by name."""
        self._limits = dict(limits)
        self._show_limits()
        self._low.setFocus()

    @property
    def _name(self) -> str:
        return str(self._measure.currentData())

    @property
    def _factor(self) -> int:
        return 100 if self._name in SHARES else 1

    def _show_limits(self) -> None:
        limits = self._limits.get(self._name, (None, None))
        for field, value in zip((self._low, self._high), limits, strict=True):
            field.setText("" if value is None else f"{round(value * self._factor, 4):g}")
        is_seconds = self._name.endswith("_s")
        self._unit.setText("%" if self._factor == 100 else "s" if is_seconds else "")

    def _judge(self) -> None:
        are_right = [_mark(each) for each in (self._low, self._high)]
        self._apply_button.setEnabled(all(are_right))

    def _apply(self) -> None:
        if not self._apply_button.isEnabled():
            return
        low, high = _number(self._low.text()), _number(self._high.text())
        if low is not None and high is not None and low > high:
            low, high = high, low
        ends = tuple(None if each is None else each / self._factor for each in (low, high))
        self.limited.emit(self._name, None if ends == (None, None) else ends)
        self.close()


def _number_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(text(f"library.{name}"))
    field.setFixedWidth(field.fontMetrics().horizontalAdvance("00000000"))
    field.setPlaceholderText(formats.DASH)
    return field


def _number(typed: str) -> float | None:
    """Return the number that a person typed, with a point or the language's own sign."""
    plain = typed.strip()
    if not plain:
        return None
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        value, is_number = formats.locale().toDouble(plain)
        return value if is_number else None


def _mark(field: QLineEdit) -> bool:
    """Show whether a number can be read from a field, and tell it."""
    is_right = not field.text().strip() or _number(field.text()) is not None
    field.setProperty("wrong", not is_right)
    field.style().unpolish(field)
    field.style().polish(field)
    return is_right
