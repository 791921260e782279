"""The ground of a row in a list that draws its rows itself."""

from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui import theme


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what shows that a row is selected or under the mouse."""
    of = theme.colours()
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(of.selection))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(of.sunk))
