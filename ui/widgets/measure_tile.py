"""One measure as name, value and note; a click plays the first place where it can be heard."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from callqa.domain.span import Span
from ui import formats, theme
from ui.i18n import text
from ui.itemmodels.key_measures import KeyMeasure

_PAD_PX = 10
_LEAST_S = 1.0
_ELIDED = Qt.TextElideMode.ElideRight


class MeasureTile(QAbstractButton):
    """A tile; each further click plays the next place."""

    play_wanted = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: KeyMeasure | None = None
        self._next = 0
        self._short = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._play)
        theme.watcher().changed.connect(self.update)

    def show_measure(self, shown: KeyMeasure, short: str = "") -> None:
        """Show a measure; `short` names it where there is no room for its whole name."""
        if shown == self._shown:
            return
        self._short = short or shown.name
        self._shown, self._next = shown, 0
        self.setEnabled(bool(shown.spans))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if shown.spans else Qt.CursorShape.ArrowCursor
        )
        said = f"{shown.name}: {shown.value}. {shown.note}"
        self.setAccessibleName(said)
        if shown.spans:
            times = ", ".join(formats.clock_time(each.start_s) for each in shown.spans[:8])
            self.setToolTip(f"{said}\n{text('call.hear_at', times=times)}")
        else:
            self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        small, big = QFontMetrics(self._small()), QFontMetrics(self._big())
        height = 2 * small.height() + big.height() + _PAD_PX
        return QSize(small.averageCharWidth() * 24 + 2 * _PAD_PX, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._small()).averageCharWidth() * 14, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        width = self.width() - 2 * _PAD_PX
        y = _PAD_PX / 2
        name = self._shown.name
        if QFontMetrics(self._small()).horizontalAdvance(name) > width:
            name = self._short
        lines = (
            (self._small(), of.soft, name),
            (self._big(), of.coach_ink if self._shown.off else of.ink, self._value()),
            (self._small(), of.soft, self._shown.note),
        )
        for font, colour, words in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = QRectF(_PAD_PX, y, width, metrics.height())
            shown = metrics.elidedText(words, _ELIDED, int(width))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            y += metrics.height()

    def _paint_ground(self, painter: QPainter) -> None:
        of = theme.colours()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setBrush(QColor(of.sunk) if lit else Qt.BrushStyle.NoBrush)
        edge = of.focus if self.hasFocus() else of.rule_strong if lit else of.sheet
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(frame, 6, 6)

    def _value(self) -> str:
        """Return the value, with a mark where it is one to look at: colour is not the only sign."""
        if self._shown is None:
            return ""
        return f"{self._shown.value}  ◆" if self._shown.off else self._shown.value

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(8.0, font.pointSizeF() * 0.9))
        return font

    def _big(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _play(self) -> None:
        spans: tuple[Span, ...] = self._shown.spans if self._shown else ()
        if spans:
            span = spans[self._next % len(spans)]
            self._next += 1
            self.play_wanted.emit(span.start_s, max(span.end_s, span.start_s + _LEAST_S))
