"""The rail on the left edge of the window: a button for each page."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from ui.i18n import text
from ui.icons import icon

_ICON_PX = 22
_PAD_PX = 24


class Rail(QFrame):
    """One button a page; the last stands at the foot."""

    chosen = Signal(str)
    """The key of the page that is wanted."""

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", True)
        self.setAccessibleName(text("window.pages"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(4)
        for number, key in enumerate(keys):
            if number == len(keys) - 1:
                column.addStretch(1)
            column.addWidget(self._button(key, number + 1))
        words = (self.fontMetrics().horizontalAdvance(each.text()) for each in self._all())
        width_px = max(words) + _PAD_PX
        for each in self._all():
            each.setFixedWidth(width_px)

    def _all(self) -> Iterable[QToolButton]:
        return self._buttons.values()

    def choose(self, key: str) -> None:
        """Mark the page that is in front."""
        self._buttons[key].setChecked(True)

    def set_shown(self, key: str, *, shown: bool) -> None:
        """Show or hide the button of a page."""
        self._buttons[key].setVisible(shown)

    def _button(self, key: str, number: int) -> QToolButton:
        made = QToolButton()
        made.setProperty("rail", True)
        made.setObjectName(f"rail_{key}")
        made.setCheckable(True)
        made.setText(text(f"window.{key}"))
        made.setIcon(icon(key))
        made.setIconSize(QSize(_ICON_PX, _ICON_PX))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        keys = QKeySequence(f"Ctrl+{number}")
        made.setShortcut(keys)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{text(f'window.{key}_tip')} ({shown})")
        made.clicked.connect(lambda _checked=False: self.chosen.emit(key))
        self._group.addButton(made)
        self._buttons[key] = made
        return made
