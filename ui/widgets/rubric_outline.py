"""The parts of a rubric as a tree: sections with their questions, conditions, flags."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ui.formats import number
from ui.i18n import text
from ui.itemmodels.rubric_facts import Place, RubricFacts
from ui.widgets.rubric_number import NumberEdit

_PLACE = Qt.ItemDataRole.UserRole
_AMOUNT = Qt.ItemDataRole.UserRole + 1
_MARK = "⚠ "
_AIR_PX = 6


class RubricOutline(QTreeWidget):
    """Parts by their place; drag a question or a section to move it, double-click a number."""

    chosen = Signal(object)
    """The place of the part that is to be shown."""

    weight_wanted = Signal(int, float)
    """A section's index and the weight it is to have."""

    points_wanted = Signal(object, float)
    """A question's place and the points it is to have."""

    question_moved = Signal(object, object)
    """From section and index to section and index."""

    section_moved = Signal(int, int)
    """From index to index."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setAccessibleName(text("rubric.outline"))
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        amounts = _Amounts(self)
        amounts.given.connect(self._take_amount)
        self.setItemDelegateForColumn(1, amounts)
        self.setItemDelegateForColumn(0, _Names(self))
        self.currentItemChanged.connect(self._tell)

    def show_rubric(
        self,
        rubric: RubricFacts,
        locked: Collection[int],
        mistakes: Mapping[Place, str],
        current: Place,
    ) -> None:
        """Show a rubric; the part at `current` is chosen.

        `mistakes` has every part that can be shown, with what is wrong with it or empty words.
        """
        closed: set[Place] = {("conditions",)} if not self.topLevelItemCount() else set()
        closed |= {
            tuple(item.data(0, _PLACE))
            for item in self._tops()
            if item.childCount() and not item.isExpanded()
        }
        self.blockSignals(True)
        self.clear()
        self._add_head(rubric, mistakes)
        for number_, section in enumerate(rubric.sections):
            place: Place = ("sections", number_)
            amount = text("rubric.is_apart") if section.apart else f"{_shown(section.weight)} %"
            lock = "⚿ " if number_ in locked else ""
            top = self._item(place, section.title, lock + amount, mistakes.get(place, ""))
            top.setData(1, _AMOUNT, section.weight)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.addTopLevelItem(top)
            for place_in, question in enumerate(section.questions):
                inner = (*place, "questions", place_in)
                child = self._item(
                    inner, question.text, _shown(question.points), mistakes.get(inner, "")
                )
                child.setData(1, _AMOUNT, question.points)
                child.setFlags(child.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
                top.addChild(child)
        self._add_rest(rubric, mistakes)
        for item in self._tops():
            item.setExpanded(tuple(item.data(0, _PLACE)) not in closed)
        self._choose(current)
        self.blockSignals(False)

    def choose(self, place: Place) -> None:
        """Choose a part and tell so."""
        self._choose(place)

    def place(self) -> Place:
        """Return the place of the part that is chosen."""
        item = self.currentItem()
        return tuple(item.data(0, _PLACE)) if item is not None else ()

    def _add_head(self, rubric: RubricFacts, mistakes: Mapping[Place, str]) -> None:
        mark = text("rubric.passes_from", mark=_shown(rubric.pass_mark))
        head = self._item((), text("rubric.general"), mark, mistakes.get((), ""))
        head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.addTopLevelItem(head)

    def _add_rest(self, rubric: RubricFacts, mistakes: Mapping[Place, str]) -> None:
        rest = self._item(("conditions",), text("rubric.conditions"), "", "")
        rest.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(rest)
        for name in rubric.conditions:
            place: Place = ("conditions", name)
            if place not in mistakes:
                continue
            child = self._item(place, name, "", mistakes.get(place, ""))
            child.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            rest.addChild(child)
        if ("flags",) not in mistakes:
            return
        flags = self._item(("flags",), text("rubric.flags"), "", mistakes.get(("flags",), ""))
        flags.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.addTopLevelItem(flags)

    def _item(self, place: Place, words: str, amount: str, mistake: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{_MARK if mistake else ''}{words}", amount])
        item.setData(0, _PLACE, place)
        item.setToolTip(0, f"{words}\n{mistake}".strip())
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{words} {amount} {mistake}".strip())
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _tops(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [each for each in found if each is not None]

    def _choose(self, place: Place) -> None:
        for top in self._tops():
            for item in (top, *(top.child(index) for index in range(top.childCount()))):
                if item is not None and tuple(item.data(0, _PLACE)) == place:
                    self.setCurrentItem(item)
                    return

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(tuple(item.data(0, _PLACE)))

    def _take_amount(self, place: Place, amount: float) -> None:
        if len(place) == 2:
            self.weight_wanted.emit(int(place[1]), amount)
        else:
            self.points_wanted.emit(place, amount)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 38, 400)

    def dropEvent(self, event: QDropEvent) -> None:
        # The rubric moves the part and shows itself anew; the tree must not move rows of its own.
        source, target = self.currentItem(), self.itemAt(event.position().toPoint())
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if source is not None and target is not None:
            self.drop_at(tuple(source.data(0, _PLACE)), tuple(target.data(0, _PLACE)), below=below)

    def drop_at(self, source: Place, target: Place, *, below: bool) -> None:
        """Tell the move that dropping one part on another, or below it, asks for."""
        if source[:1] != ("sections",) or target[:1] != ("sections",):
            return
        to_section = int(target[1])
        if len(source) == 2:
            to = to_section + (below and len(target) == 2)
            number_ = int(source[1])
            self.section_moved.emit(number_, to - (to > number_))
            return
        start = (int(source[1]), int(source[3]))
        to_index = int(target[3]) + below if len(target) == 4 else 0
        if start[0] == to_section and start[1] < to_index:
            to_index -= 1
        self.question_moved.emit(start, (to_section, to_index))


class _Rows(QStyledItemDelegate):
    """Gives rows some air."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + _AIR_PX)


class _Names(_Rows):
    """Names are changed in the form, not in the tree."""

    def createEditor(  # type: ignore[override]
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget | None:
        return None


class _Amounts(_Rows):
    """Weights and points are typed in the tree."""

    given = Signal(object, float)

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        edit = NumberEdit(parent=parent)
        edit.set_value(index.data(_AMOUNT))
        edit.setEnabled(index.data(_AMOUNT) is not None)
        return edit

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, NumberEdit):
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, NumberEdit) and editor.isEnabled():
            value = editor.value
            if value is not None and value != index.data(_AMOUNT):
                place = index.model().index(index.row(), 0, index.parent()).data(_PLACE)
                self.given.emit(tuple(place), value)


def _shown(amount: float | None) -> str:
    if amount is None:
        return ""
    return number(amount, 0 if amount == round(amount) else 1 if amount * 10 % 1 == 0 else 2)
