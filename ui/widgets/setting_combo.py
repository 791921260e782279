"""A choice from a list that stays as it is while the page under it scrolls."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class StillComboBox(QComboBox):
    """Leaves the wheel to the page, so that scrolling changes nothing by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
