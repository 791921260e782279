"""A list of moments to listen to: a time to press, what it is, and why."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.itemmodels.found_moments import TIME_ROLE, FoundMoment, FoundMoments
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE
from ui.widgets.badge import GLYPHS

_PAD_PX = 8.0
_MOST_SHOWN = 4
_Index = QModelIndex | QPersistentModelIndex


class MomentRows(QListView):
    """Moments; Enter or a click asks to hear one.

    Where moments can be taken in hand, only a click on the time asks to hear; one beside it takes
    the moment in hand.
    """

    wanted = Signal(object)
    """The `FoundMoment` to listen to."""
    held = Signal(object)
    """The `FoundMoment` in hand, ``None`` without one."""

    def __init__(self, name: str, *, holds: bool = False, parent: QWidget | None = None) -> None:
        """Make it under an accessible name; `holds` lets a person take a moment in hand."""
        super().__init__(parent)
        self._words = ""
        self._holds = holds
        self._released_px = 0.0
        self.found = FoundMoments()
        self.setModel(self.found)
        self.setItemDelegate(_MomentDelegate(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._click)
        self.activated.connect(self._want)
        self.found.modelReset.connect(self.updateGeometry)
        self.found.modelReset.connect(lambda: self.held.emit(None))
        self.selectionModel().currentChanged.connect(lambda now, _before: self._hold(now))
        theme.watcher().changed.connect(self.viewport().update)

    def tell(self, words: str) -> None:
        """Say `words` where there is no moment."""
        self._words = words
        self.viewport().update()

    @property
    def moment(self) -> FoundMoment | None:
        """The moment in hand."""
        index = self.currentIndex()
        return self.found.moment(index) if index.isValid() else None

    def show_moments(self, moments: Sequence[FoundMoment]) -> None:
        """Show moments; the one in hand stays in hand if it is among them."""
        held = self.moment
        self.found.show_moments(moments)
        for row, each in enumerate(moments):
            if held is not None and (each.call_id, each.flag) == (held.call_id, held.flag):
                self.setCurrentIndex(self.found.index(row))

    def time_px(self) -> int:
        """Return how wide the part is that is pressed to hear a moment."""
        return round(_time_px(self.font()) + 2 * _PAD_PX)

    def _click(self, index: QModelIndex) -> None:
        if not self._holds or self._released_px < self.time_px():
            self._want(index)

    def _want(self, index: QModelIndex) -> None:
        self.wanted.emit(self.found.moment(index))

    def _hold(self, index: QModelIndex) -> None:
        self.held.emit(self.found.moment(index) if index.isValid() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._released_px = event.position().x()
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hears = not self._holds or event.position().x() < self.time_px()
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if hears else Qt.CursorShape.ArrowCursor
        )
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.found.rowCount() and self._words:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.colours().soft))
            area = self.viewport().rect()
            painter.drawText(area, Qt.TextFlag.TextWordWrap, self._words)
            painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        rows = max(2, min(self.found.rowCount(), _MOST_SHOWN))
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 2.7 * rows))


class _MomentDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        of = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, QColor(of.selection))
        painter.setPen(QPen(QColor(of.rule), 1.0))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        at = str(index.data(TIME_ROLE))
        self._paint_time(painter, area, option.font, at)
        words = area.adjusted(_time_px(option.font) + 2 * _PAD_PX, 5.0, -_PAD_PX, -5.0)
        self._paint_words(painter, words, option.font, index)
        painter.restore()

    def _paint_time(self, painter: QPainter, area: QRectF, font: QFont, at: str) -> None:
        of = theme.colours()
        x, y = area.left() + _PAD_PX, area.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - 6.0), QPointF(x + 10.0, y), QPointF(x, y + 6.0)])
        )
        painter.setPen(QColor(of.accent_ink))
        painter.setFont(font)
        line = QRectF(x + 18.0, area.top(), area.width(), area.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, at)

    def _paint_words(self, painter: QPainter, area: QRectF, font: QFont, index: _Index) -> None:
        of = theme.colours()
        tone = str(index.data(TONE_ROLE))
        title, detail = str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(SECOND_ROLE))
        inks = {"praise": of.praise_ink, "coach": of.coach_ink, "urgent": of.urgent_ink}
        if tone in GLYPHS:
            title = f"{GLYPHS[tone]} {title}"
        first, small = QFont(font), _smaller(font)
        first.setWeight(QFont.Weight.DemiBold)
        for each, ink, words, top in (
            (first, inks.get(tone, of.ink), title, area.top()),
            (small, of.soft, detail, area.top() + QFontMetricsF(first).height() + 1.0),
        ):
            painter.setFont(each)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, int(area.width())
            )
            line = QRectF(area.left(), top, area.width(), QFontMetricsF(each).height())
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = QFontMetricsF(option.font).height() + QFontMetricsF(_smaller(option.font)).height()
        return QSize(10, round(height + 12.0))


def _time_px(font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance("00:00") + 26.0


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    return small
