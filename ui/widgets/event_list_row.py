"""How one moment is drawn in the list: time, sign, what, whose, and why underneath."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import formats, theme
from ui.i18n import named
from ui.itemmodels.event_model import MOMENT_ROLE
from ui.itemmodels.moment import Moment
from ui.widgets.event_glyph import draw_glyph

_Index = QModelIndex | QPersistentModelIndex

_PAD_PX = 8
_GAP_PX = 8
_LEAST_TEXT_PX = 60
_MOST_TITLE_LINES = 2
_MOST_LINES = 3
"""Lines of detail in a row; the tooltip has all of them."""

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EventRow(QStyledItemDelegate):
    """Draws moments of `ui.itemmodels.event_model.EventModel`; breaks each into lines once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shape: tuple[int, str] = (0, "")
        self._known: dict[Moment, _Layout] = {}

    def _laid_out(self, moment: Moment, font: QFont, width_px: int) -> "_Layout":
        if self._shape != (width_px, font.key()):
            self._shape = (width_px, font.key())
            self._known = {}
        if moment not in self._known:
            self._known[moment] = _Layout(moment, font, width_px)
        return self._known[moment]

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 400
        return QSize(width, self._laid_out(index.data(MOMENT_ROLE), option.font, width).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        moment: Moment = index.data(MOMENT_ROLE)
        of = theme.colours()
        box = option.rect
        laid = self._laid_out(moment, option.font, box.width())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(of.selection))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(of.accent))
        painter.setPen(QPen(QColor(of.rule), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.translate(box.topLeft())
        _paint(painter, laid)
        painter.restore()


class _Layout:
    """Where the parts of a row stand, in px from its top left."""

    def __init__(self, moment: Moment, font: QFont, width: int) -> None:
        self.moment = moment
        self.font = QFont(font)
        self.bold = QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        plain, strong = QFontMetrics(font), QFontMetrics(self.bold)
        self.line_px = plain.lineSpacing()
        self.whose = named("role", moment.role) if moment.role else ""
        self.time = QRect(_PAD_PX, _PAD_PX, plain.horizontalAdvance("00:00"), self.line_px)
        side = plain.ascent() + 2
        top = _PAD_PX + (self.line_px - side) / 2
        self.glyph = QRectF(self.time.right() + _GAP_PX, top, side, side)
        left = round(self.glyph.right()) + _GAP_PX
        whose_px = strong.horizontalAdvance(self.whose) + _GAP_PX if self.whose else 0
        full = max(_LEAST_TEXT_PX, width - left - _PAD_PX)
        room = max(_LEAST_TEXT_PX, full - whose_px)
        self.title_words, lines = _fitting(moment.title, strong, room, _MOST_TITLE_LINES)
        title_px = lines * self.line_px
        self.title = QRect(left, _PAD_PX, room, title_px)
        self.detail_words, lines = _fitting(moment.detail, plain, full, _MOST_LINES)
        detail_px = lines * self.line_px
        self.detail = QRect(left, _PAD_PX + title_px, full, detail_px)
        self.line = QRect(left, _PAD_PX, full, self.line_px)
        self.height = title_px + detail_px + 2 * _PAD_PX


def _paint(painter: QPainter, laid: _Layout) -> None:
    of = theme.colours()
    moment = laid.moment
    painter.setFont(laid.font)
    painter.setPen(QColor(of.soft))
    painter.drawText(laid.time, _RIGHT, formats.clock_time(moment.start_s))
    painter.drawText(laid.detail, _WRAP, laid.detail_words)
    draw_glyph(painter, laid.glyph, moment)
    painter.setFont(laid.bold)
    painter.setPen(QColor(of.ink))
    painter.drawText(laid.title, _WRAP, laid.title_words)
    if moment.role:
        painter.setPen(QColor(getattr(of, f"{moment.role}_ink")))
        painter.drawText(laid.line, _RIGHT, laid.whose)


def _lines(words: str, metrics: QFontMetrics, width_px: int) -> int:
    """Return how many lines `words` take, 0 where there are none."""
    if not words:
        return 0
    if "\n" not in words and metrics.horizontalAdvance(words) <= width_px:
        return 1
    box = metrics.boundingRect(QRect(0, 0, width_px, 10_000), _WRAP, words)
    return max(1, round(box.height() / metrics.lineSpacing()))


def _fitting(words: str, metrics: QFontMetrics, width_px: int, most_lines: int) -> tuple[str, int]:
    """Return `words`, cut with an ellipsis where they take too many lines, and their lines."""
    lines = _lines(words, metrics, width_px)
    if lines <= most_lines:
        return words, lines
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _lines(f"{words[:middle]}…", metrics, width_px) <= most_lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{words[:low].rstrip()}…", most_lines
