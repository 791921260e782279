"""A line across the top of a page that tells what went wrong or is worth knowing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.i18n import text
from ui.icons import icon

_GLYPHS = {"urgent": "!", "coach": "!", "praise": "✓", "info": "i"}


class Banner(QFrame):
    """One message with at most one thing to do about it; hidden until there is one."""

    acted = Signal()
    """The person took the action."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._glyph = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton()
        self._action.clicked.connect(self.acted)
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setToolTip(text("window.dismiss_tip"))
        self._close.setAccessibleName(text("window.dismiss"))
        self._close.clicked.connect(self._dismiss)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        line.setSpacing(12)
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        line.addWidget(self._action)
        line.addWidget(self._close)
        self.hide()

    @property
    def message(self) -> str:
        """What it says at present, empty while it is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(self, tone: str, message: str, action: str = "") -> None:
        """Show `message` in a tone of ``urgent``, ``coach``, ``praise`` or ``info``."""
        self._glyph.setText(_GLYPHS[tone])
        self._glyph.setProperty("tone", tone)
        self._glyph.style().unpolish(self._glyph)
        self._glyph.style().polish(self._glyph)
        self._text.setText(message)
        self.setAccessibleName(message)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.show()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
