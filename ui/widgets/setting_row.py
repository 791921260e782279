"""One setting as a row: what it is, its value, its default."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.settings import Option, Scalar
from ui.formats import number
from ui.i18n import text
from ui.icons import icon
from ui.widgets.rubric_number import NumberEdit
from ui.widgets.setting_combo import StillComboBox
from ui.widgets.setting_help import help_of, unit_of

_CONTROL_CHARACTERS = 24
_UNIT_CHARACTERS = 12


class SettingRow(QWidget):
    """A row made from the declaration of a setting; its value is told as soon as it is given.

    Parameters
    ----------
    option
        The declaration.
    title
        What it is called; without one its help stands in the title's place.
    browse
        Asks for a file, for a text that names one.
    """

    changed = Signal(str, object)
    """The key and the new value; ``None`` for the default."""

    def __init__(
        self,
        option: Option,
        title: str = "",
        browse: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.option = option
        self._value: Scalar = option.default
        self.control = self._made_control()
        self.control.setAccessibleName(title or help_of(option))
        self.control.setAccessibleDescription(help_of(option))
        self._reset = QToolButton()
        self._reset.setIcon(icon("undo"))
        self._reset.setToolTip(text("preferences.reset", value=self.shown(option.default)))
        self._reset.setAccessibleName(self._reset.toolTip())
        self._reset.clicked.connect(lambda: self.changed.emit(option.key, None))
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._mistake = QLabel()
        self._mistake.setProperty("tone", "urgent")
        self._mistake.setWordWrap(True)
        self._mistake.hide()
        self._lay_out(title, browse)
        self.set_value(option.default)

    @property
    def value(self) -> Scalar:
        """The value that is shown."""
        return self._value

    @property
    def mistake(self) -> str:
        """What is wrong with the value that was given, empty where nothing is."""
        return "" if self._mistake.isHidden() else self._mistake.text()

    def set_value(self, value: Scalar) -> None:
        """Show a value."""
        self._value = value
        self.control.blockSignals(True)
        if isinstance(self.control, QCheckBox):
            self.control.setChecked(bool(value))
        elif isinstance(self.control, QComboBox):
            self.control.setCurrentIndex(self.control.findData(value))
        elif isinstance(self.control, NumberEdit):
            self.control.set_value(float(value))
        elif isinstance(self.control, QLineEdit) and self.control.text() != value:
            self.control.setText(str(value))
        self.control.blockSignals(False)
        self._reset.setVisible(value != self.option.default)
        self.set_mistake("")

    def set_mistake(self, words: str) -> None:
        """Tell what is wrong with the value that was given."""
        self._mistake.setText(words)
        self._mistake.setVisible(bool(words))

    def shown(self, value: Scalar) -> str:
        """Return a value of this setting as people read it."""
        if isinstance(value, bool):
            return text("preferences.on" if value else "preferences.off")
        if isinstance(value, str):
            return self._choice(value) or text("preferences.nothing")
        places = len(f"{value:.4f}".rstrip("0").partition(".")[2])
        return f"{number(value, places)} {unit_of(self.option)}".strip()

    def _choice(self, value: str) -> str:
        if not self.option.choices:
            return value
        return text(f"settings.{self.option.key.replace('.', '_')}_{value}")

    def _made_control(self) -> QWidget:
        option, control = self.option, QWidget()
        width = self.fontMetrics().averageCharWidth() * _CONTROL_CHARACTERS
        if isinstance(option.default, bool):
            switch = QCheckBox()
            switch.toggled.connect(self._tell)
            return switch
        if option.choices:
            combo = StillComboBox()
            for each in option.choices:
                combo.addItem(self._choice(each), each)
            combo.activated.connect(lambda: self._tell(combo.currentData()))
            control = combo
        elif isinstance(option.default, str):
            line = QLineEdit()
            line.editingFinished.connect(lambda: self._tell(line.text().strip()))
            line.setMinimumWidth(width)
            return line
        else:
            edit = NumberEdit()
            edit.changed.connect(self._take_number)
            return edit
        control.setFixedWidth(max(width, control.sizeHint().width()))
        return control

    def _take_number(self) -> None:
        """Take the number that was typed, where it is one that the setting may have."""
        assert isinstance(self.control, NumberEdit)
        option, value = self.option, self.control.value
        low, high = option.low or 0.0, option.high or 0.0
        if value is None or not low <= value <= high:
            span = f"{self.shown(low)} – {self.shown(high)}"
            self.set_mistake(text("preferences.out_of_range", span=span))
            return
        self.set_mistake("")
        self._tell(round(value) if isinstance(option.default, int) else float(value))

    def _tell(self, value: Scalar) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(self.option.key, value)

    def _lay_out(self, title: str, browse: Callable[[], str] | None) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        for name, role in ((title or help_of(self.option), ""), (self._below(title), "small")):
            label = QLabel(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if role:
                label.setProperty("role", role)
            words.addWidget(label)
        words.addWidget(self._mistake)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(line)
        if isinstance(self.control, NumberEdit):
            line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignTop)
            unit = QLabel(unit_of(self.option))
            unit.setMinimumWidth(self.fontMetrics().averageCharWidth() * _UNIT_CHARACTERS)
            line.addWidget(unit)
        elif isinstance(self.control, QLineEdit):
            # A text may be long: it has a line of its own.
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(self.control, 1)
            lines.addLayout(line)
        else:
            line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignTop)
        if browse is not None:
            line.addWidget(self._browser(browse))

    def _below(self, title: str) -> str:
        if title:
            return help_of(self.option)
        option = self.option
        if option.low is None or option.high is None:
            return option.key
        span = f"{self.shown(option.low)} – {self.shown(option.high)}"
        return f"{option.key} · {text('preferences.range', span=span)}"

    def _browser(self, browse: Callable[[], str]) -> QPushButton:
        def ask() -> None:
            if (found := browse()) and isinstance(self.control, QLineEdit):
                self.control.setText(found)
                self._tell(found)

        button = QPushButton(text("preferences.browse"))
        button.clicked.connect(ask)
        return button
