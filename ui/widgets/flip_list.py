"""The calls that flip, each with its scores and why."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.i18n import text
from ui.itemmodels.flips import FlipRow, FlipsModel
from ui.widgets.row_ground import paint_row_ground

_EDGE_PX = 8
_REASONS = 2
_GLYPHS = {1: "▲", -1: "▼", 0: "◆"}


class FlipList(QListView):
    """A click on a call opens it."""

    opened = Signal(str)
    """The id of a call."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flips = FlipsModel(self)
        self.setModel(self.flips)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(text("rubric.flips"))
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.flips.row(index).call_id)


class _Delegate(QStyledItemDelegate):
    """Name and scores; the verdict and the agent; the questions that made the difference."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: FlipRow = index.data(Qt.ItemDataRole.UserRole)
        lines = 2 + min(len(row.why), _REASONS)
        return QSize(0, option.fontMetrics.height() * lines + 2 * _EDGE_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        of = theme.colours()
        row: FlipRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        paint_row_ground(painter, option)
        painter.setPen(QColor(of.rule))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        area = option.rect.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        plain, bold = QFont(option.font), QFont(option.font)
        bold.setBold(True)
        height = option.fontMetrics.height()
        tone = {1: of.praise_ink, -1: of.urgent_ink, 0: of.coach_ink}[row.way]
        self._line(painter, area, (row.name, bold, of.ink), (row.scores, bold, of.ink))
        area.translate(0, height)
        verdict = f"{_GLYPHS[row.way]} {row.verdict}"
        self._line(painter, area, (row.agent, plain, of.soft), (verdict, plain, tone))
        for why in row.why[:_REASONS]:
            area.translate(0, height)
            self._line(painter, area, (why, plain, of.soft), ("", plain, of.soft))
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        area: QRect,
        left: tuple[str, QFont, str],
        right: tuple[str, QFont, str],
    ) -> None:
        words, font, colour = right
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(font)
        taken = metrics.horizontalAdvance(words) + 12 if words else 0
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)
        words, font, colour = left
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = max(area.width() - taken, 0)
        mode = Qt.TextElideMode.ElideMiddle if font.bold() else Qt.TextElideMode.ElideRight
        elided = QFontMetrics(font).elidedText(words, mode, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, elided)
