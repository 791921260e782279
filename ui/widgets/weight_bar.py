"""The weights of a rubric's sections as one bar of 100."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme
from ui.formats import number
from ui.i18n import text
from ui.itemmodels.rubric_facts import SectionFacts

_GAP_PX = 2
_CORNER_PX = 4


class WeightBar(QWidget):
    """A piece for each section that counts, as wide as its weight; a click chooses it."""

    chosen = Signal(int)
    """Index of a section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[tuple[int, str, float]] = []
        self._locked: Collection[int] = ()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def show_sections(
        self, sections: Sequence[SectionFacts], locked: Collection[int], current: int
    ) -> None:
        """Show the weights; `current` is the index of the chosen section, -1 for none."""
        self._pieces = [
            (index, each.title, each.weight or 0.0)
            for index, each in enumerate(sections)
            if not each.apart
        ]
        self._locked, self._current = locked, current
        words = ", ".join(f"{title} {number(weight)} %" for _, title, weight in self._pieces)
        self.setAccessibleName(text("rubric.weights_are", weights=words))
        self.update()

    def _rects(self) -> list[QRectF]:
        total = sum(weight for _, _, weight in self._pieces) or 1.0
        room = self.width() - _GAP_PX * (len(self._pieces) - 1)
        rects, x = [], 0.0
        for _, _, weight in self._pieces:
            width = room * weight / total
            rects.append(QRectF(x, 0.0, width, float(self.height())))
            x += width + _GAP_PX
        return rects

    def _at(self, x: float) -> int | None:
        rects = self._rects()
        return next((i for i, each in enumerate(rects) if each.left() <= x < each.right()), None)

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().height() + 10)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().x())
        if place is not None:
            self.chosen.emit(self._pieces[place][0])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(event.pos().x())
            if place is not None:
                _, title, weight = self._pieces[place]
                QToolTip.showText(event.globalPos(), f"{title}: {_shown(weight)} %", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect, (index, _, weight) in zip(self._rects(), self._pieces, strict=True):
            chosen = index == self._current
            painter.setPen(QPen(QColor(of.accent if chosen else of.rule_strong)))
            painter.setBrush(QColor(of.accent if chosen else of.selection))
            inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inner, _CORNER_PX, _CORNER_PX)
            shown = _shown(weight) + (" ⚿" if index in self._locked else "")
            if self.fontMetrics().horizontalAdvance(shown) > rect.width() - 4:
                shown = _shown(weight)
            if self.fontMetrics().horizontalAdvance(shown) <= rect.width() - 2:
                painter.setPen(QColor(of.on_accent if chosen else of.ink))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)


def _shown(weight: float) -> str:
    return number(weight, 0 if weight == round(weight) else 2)
