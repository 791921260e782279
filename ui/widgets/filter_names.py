"""Picks from long lists by typing a part of the name: agents, teams, queues, flags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.i18n import text
from ui.widgets.filter_popup import Popup

_SHOWN_ROWS = 13
_ROW_ROOM_PX = 10
_BOX_PX = 14
_PADDING_PX = 8
_FIELD, _VALUE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names of one kind.

    field : what a filter calls them
    names : what is shown, by the value that the filter takes
    """

    field: str
    title: str
    names: Mapping[str, str]
    chosen: frozenset[str] = frozenset()


class NamePicker(Popup):
    """A field to type in and the names that fit, to be checked."""

    toggled = Signal(str, str)
    """Field and value that were checked or unchecked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups: tuple[NameGroup, ...] = ()
        self._typed = QLineEdit()
        self._typed.setPlaceholderText(text("library.type_name"))
        self._typed.setAccessibleName(text("library.type_name"))
        self._typed.setClearButtonEnabled(True)
        self._typed.textChanged.connect(self._list_fitting)
        self._typed.returnPressed.connect(self._check_first)
        self._typed.installEventFilter(self)
        self._names = QListWidget()
        self._names.setAccessibleName(text("library.names"))
        self._names.setItemDelegate(_Boxes(self))
        self._names.setUniformItemSizes(True)
        self._names.setMinimumWidth(self.fontMetrics().averageCharWidth() * 54)
        self._names.itemChanged.connect(self._tell)
        self.column.addWidget(self._typed)
        self.column.addWidget(self._names)

    def show_names(self, groups: Sequence[NameGroup]) -> None:
        """Offer these names."""
        self._groups = tuple(groups)
        self._typed.clear()
        self._list_fitting()
        rows = min(max(self._names.count(), 3), _SHOWN_ROWS)
        row_px = self.fontMetrics().height() + _ROW_ROOM_PX
        self._names.setFixedHeight(row_px * rows + 4)
        self._typed.setFocus()

    def _list_fitting(self) -> None:
        typed = self._typed.text().strip().casefold()
        self._names.blockSignals(True)
        self._names.clear()
        for group in self._groups:
            fitting = [each for each in group.names.items() if typed in each[1].casefold()]
            if fitting:
                self._names.addItem(_heading(group.title))
            for value, name in fitting:
                self._names.addItem(_entry(group, value, name))
        if self._names.count() == 0:
            self._names.addItem(_heading(text("library.no_name_fits")))
        self._names.blockSignals(False)

    def _check_first(self) -> None:
        for row in range(self._names.count()):
            item = self._names.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                is_on = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
                return

    def _tell(self, item: QListWidgetItem) -> None:
        if item.data(_FIELD):
            self.toggled.emit(item.data(_FIELD), item.data(_VALUE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._names.setFocus()
                self._names.setCurrentRow(min(1, self._names.count() - 1))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


class _Boxes(QStyledItemDelegate):
    """Draws names with a box each, in the colours of the theme; headings without."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        of = theme.colours()
        rect = option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(of.selection if is_current else of.sunk))
        is_name = bool(index.data(_FIELD))
        x = rect.left() + 4
        if is_name:
            box = QRect(x, rect.center().y() - _BOX_PX // 2, _BOX_PX, _BOX_PX)
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            _draw_box(painter, box, checked=checked)
            x = box.right() + _PADDING_PX
        words = QRect(x, rect.top(), rect.right() - x, rect.height())
        shown = option.fontMetrics.elidedText(
            index.data(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setPen(QColor(of.ink if is_name else of.soft))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, option.fontMetrics.height() + _ROW_ROOM_PX)


def _draw_box(painter: QPainter, box: QRect, *, checked: bool) -> None:
    of = theme.colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(of.accent if checked else of.band_line), 1.25))
    painter.setBrush(QColor(of.accent if checked else of.sheet))
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        painter.setPen(QPen(QColor(of.on_accent), 2))
        middle = box.center()
        painter.drawLine(box.left() + 3, middle.y(), middle.x() - 1, box.bottom() - 3)
        painter.drawLine(middle.x() - 1, box.bottom() - 3, box.right() - 2, box.top() + 4)
    painter.restore()


def _heading(title: str) -> QListWidgetItem:
    item = QListWidgetItem(title)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _entry(group: NameGroup, value: str, name: str) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setData(_FIELD, group.field)
    item.setData(_VALUE, value)
    item.setToolTip(name)
    item.setFlags(
        Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    )
    is_on = value in group.chosen
    item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
    return item
