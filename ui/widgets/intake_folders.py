"""The folders that are watched, each with a button that ends it."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ui.i18n import text
from ui.icons import icon
from ui.widgets.emptying import empty_layout
from ui.widgets.flow import FlowLayout

_LONGEST = 48


class IntakeFolders(QWidget):
    """A line of folders; hidden while there is none."""

    dropped = Signal(object)
    """The path of a folder that is to be watched no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(text("batch.watched"))
        title.setProperty("role", "soft")
        self._place = QWidget()
        self._flow = FlowLayout(self._place, 6)
        policy = self._place.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._place.setSizePolicy(policy)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._place, 1)
        self.hide()

    def show_folders(self, folders: Iterable[Path]) -> None:
        """Show these folders."""
        empty_layout(self._flow)
        for folder in folders:
            self._flow.addWidget(self._folder(folder))
        self.setVisible(self._flow.count() > 0)
        self._place.updateGeometry()

    def buttons(self) -> list[QToolButton]:
        """Return the button of each folder."""
        return [each for each in self.findChildren(QToolButton) if not each.isHidden()]

    def _folder(self, folder: Path) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        card.setToolTip(text("batch.watched_tip", folder=folder))
        name = QLabel(_shortened(str(folder)))
        name.setTextFormat(Qt.TextFormat.PlainText)
        away = QToolButton()
        away.setIcon(icon("close"))
        away.setToolTip(text("batch.unwatch_tip", folder=folder))
        away.setAccessibleName(text("batch.unwatch_tip", folder=folder))
        away.clicked.connect(lambda _checked=False: self.dropped.emit(folder))
        line = QHBoxLayout(card)
        line.setContentsMargins(10, 2, 2, 2)
        line.setSpacing(4)
        line.addWidget(name)
        line.addWidget(away)
        return card


def _shortened(path: str) -> str:
    return path if len(path) <= _LONGEST else f"…{path[1 - _LONGEST :]}"
