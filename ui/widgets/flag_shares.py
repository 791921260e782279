"""Flags with the share of calls that raised them, praise and faults drawn alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from callqa.domain.judgement import Severity
from ui import theme
from ui.formats import number
from ui.i18n import text
from ui.itemmodels.figure import Figure, Shift
from ui.widgets.badge import GLYPHS

_MOST = 5
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class FlagShare:
    """A flag: `count` calls of `share.n` raised it."""

    code: str
    severity: Severity
    name: str
    count: int
    share: Figure
    change: Shift | None


class FlagShares(QWidget):
    """The most frequent flags; click or Enter asks for the calls of one."""

    chosen = Signal(str)
    """Code of the flag whose calls are wanted."""

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flags: tuple[FlagShare, ...] = ()
        self._empty = empty
        self._at: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.watcher().changed.connect(self.update)

    def show_flags(self, flags: Sequence[FlagShare]) -> None:
        """Show flags in this order; the least frequent are left to the report where many."""
        self._flags = tuple(flags)[:_MOST]
        self._at = None
        told = [f"{each.name}: {_count(each)}, {each.share.sentence}" for each in self._flags]
        self.setAccessibleDescription("; ".join(told) or self._empty)
        self.updateGeometry()
        self.update()

    def _line_px(self) -> int:
        return round(self.fontMetrics().height() * 2.0)

    def _take(self, index: int | None) -> None:
        if index == self._at:
            return
        self._at = index
        has = index is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if has else Qt.CursorShape.ArrowCursor)
        self.setToolTip(_tip(self._flags[index]) if index is not None else "")
        self.update()

    def _under(self, y: float) -> int | None:
        index = int(y // self._line_px())
        return index if 0 <= index < len(self._flags) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._flags:
            painter.setPen(QColor(of.soft))
            painter.drawText(self.rect(), Qt.TextFlag.TextWordWrap, self._empty)
        for index, each in enumerate(self._flags):
            self._paint_flag(painter, index, each)
        painter.end()

    def _paint_flag(self, painter: QPainter, index: int, each: FlagShare) -> None:
        of = theme.colours()
        inks = {
            "urgent": (of.urgent, of.urgent_ink),
            "coach": (of.coach, of.coach_ink),
            "praise": (of.praise, of.praise_ink),
        }
        fill, ink = inks[each.severity]
        area = QRectF(0.0, index * self._line_px(), self.width(), self._line_px())
        if index == self._at:
            painter.setPen(QPen(QColor(of.focus), 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.selection))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        words = area.adjusted(6.0, 1.0, -6.0, -7.0)
        value = f"{each.share.text}"
        detail = _count(each)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        value_px = painter.fontMetrics().horizontalAdvance("100 %") + 6
        painter.setPen(QColor(of.ink))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        painter.setFont(self.font())
        detail_px = painter.fontMetrics().horizontalAdvance(detail) + 10
        painter.setPen(QColor(of.soft))
        painter.drawText(
            words.adjusted(0, 0, -value_px, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            detail,
        )
        painter.setPen(QColor(ink))
        name = painter.fontMetrics().elidedText(
            f"{GLYPHS[each.severity]} {each.name}",
            Qt.TextElideMode.ElideRight,
            int(words.width() - value_px - detail_px),
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        bar = QRectF(6.0, area.bottom() - 6.0, self.width() - 12.0, 3.0)
        painter.fillRect(bar, QColor(of.band))
        bar.setWidth(bar.width() * (each.share.value or 0.0))
        painter.fillRect(bar, QColor(fill))

    def sizeHint(self) -> QSize:
        lines = max(2, len(self._flags))
        return QSize(self.fontMetrics().averageCharWidth() * 40, self._line_px() * lines + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 24, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take(self._under(event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._under(event.position().y())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._flags[index].code)

    def leaveEvent(self, event: QEvent) -> None:
        self._take(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self._flags:
            at = -1 if self._at is None else self._at
            self._take(min(max(at + _STEPS[key], 0), len(self._flags) - 1))
        elif key in _OPEN and self._at is not None:
            self.chosen.emit(self._flags[self._at].code)
        else:
            super().keyPressEvent(event)


def _count(each: FlagShare) -> str:
    return text("agents.count_of", count=number(each.count), n=number(each.share.n))


def _tip(each: FlagShare) -> str:
    change = f"\n{each.change.text} {each.change.word}" if each.change else ""
    return f"{each.name}\n{each.share.sentence}{change}"
