"""Cells of the table of recordings: the state with its glyph, and how far a file is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callqa.domain.intake import IntakeFile, IntakeState
from ui import theme
from ui.itemmodels.intake_files import FILE_ROLE, GLYPHS, state_name

AnyIndex = QModelIndex | QPersistentModelIndex

EDGE_PX = 8
_BAR_PX, _BAR_LETTERS = 4, 12


class StateCell(QStyledItemDelegate):
    """A glyph in a column of its own, then the word; both in the colour of the state."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        file: IntakeFile = index.data(FILE_ROLE)
        draw_ground(painter, option, index, self)
        rect, glyph_px = option.rect, glyph_width_px(option)
        painter.save()
        painter.setPen(QColor(_ink(file.state)))
        at = QRect(rect.left() + EDGE_PX, rect.top(), glyph_px, rect.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, GLYPHS[file.state])
        words = rect.adjusted(2 * EDGE_PX + glyph_px, 0, -EDGE_PX, 0)
        painter.drawText(words, _LEFT, state_name(file.state))
        painter.restore()


class DetailsCell(QStyledItemDelegate):
    """A bar and the stage while a file is being heard, or else why it failed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        file: IntakeFile = index.data(FILE_ROLE)
        draw_ground(painter, option, index, self)
        rect = option.rect.adjusted(EDGE_PX, 0, -EDGE_PX, 0)
        of = theme.colours()
        painter.save()
        if file.state == "running":
            width_px = min(_BAR_LETTERS * option.fontMetrics.averageCharWidth(), rect.width() // 3)
            _draw_bar(painter, QRect(rect.left(), rect.top(), width_px, rect.height()), file.share)
            rect = rect.adjusted(width_px + EDGE_PX, 0, 0, 0)
        painter.setPen(QColor(of.ink if file.state == "failed" else of.soft))
        words = str(index.data())
        fitting = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, fitting)
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def glyph_width_px(option: QStyleOptionViewItem) -> int:
    """Return the width of the column of glyphs."""
    return max(option.fontMetrics.horizontalAdvance(each) for each in GLYPHS.values())


def draw_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: AnyIndex,
    cell: QStyledItemDelegate,
) -> None:
    """Draw a cell without its words: selected or not."""
    ground = QStyleOptionViewItem(option)
    cell.initStyleOption(ground, index)
    ground.text = ""
    style = option.widget.style() if option.widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)


def _draw_bar(painter: QPainter, place: QRect, share: float) -> None:
    of = theme.colours()
    whole = QRectF(place.left(), place.center().y() - _BAR_PX / 2, place.width(), _BAR_PX)
    done = QRectF(whole)
    done.setWidth(whole.width() * share)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for rect, colour in ((whole, of.band), (done, of.accent)):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(rect, _BAR_PX / 2, _BAR_PX / 2)


def _ink(state: IntakeState) -> str:
    of = theme.colours()
    inks = {"failed": of.urgent_ink, "done": of.praise_ink, "running": of.accent_ink}
    return inks.get(state, of.soft)
