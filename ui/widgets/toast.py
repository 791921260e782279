"""A short message over the foot of the page, which goes by itself."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

_SHOWN_MS = 6000
_ABOVE_FOOT_PX = 72


class Toast(QFrame):
    """Tells that something was done; it takes no clicks and covers nothing for long."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self._text)
        self._ending = QTimer(self)
        self._ending.setSingleShot(True)
        self._ending.setInterval(_SHOWN_MS)
        self._ending.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def message(self) -> str:
        """What it says at present, empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, message: str) -> None:
        """Show `message` for some seconds, and let screen readers speak it."""
        self._text.setText(message)
        self._place()
        self.show()
        self.raise_()
        self._ending.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message))

    def _place(self) -> None:
        over = self._over
        widest = over.width() - 2 * _ABOVE_FOOT_PX
        self._text.setWordWrap(self._text.sizeHint().width() > widest)
        self.setMaximumWidth(widest)
        self.adjustSize()
        left = (over.width() - self.width()) // 2
        self.move(left, over.height() - self.height() - _ABOVE_FOOT_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
