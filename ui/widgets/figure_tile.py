"""A measure as a tile: the mean, how it changed, and its weeks in small."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.i18n import text
from ui.itemmodels.figure import Figure, Shift
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.spark import Spark
from ui.widgets.week_points import WeekPoint

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FigureTile(QWidget):
    """One measure; the tile in hand is the one that the large chart shows."""

    chosen = Signal(str)
    """Its key, when a person chose it."""

    def __init__(self, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._label = key, name
        self._is_chosen = False
        self._name, self._value = ElidedLabel(name), QLabel()
        self._name.setProperty("role", "small")
        self._name.setToolTip(name)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._value.setProperty("role", "title")
        self._under, self._change = ElidedLabel(), ElidedLabel()
        self._under.setProperty("role", "small")
        self._spark = Spark()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.watcher().changed.connect(self._colour)
        self._tone = ""
        self._lay_out()

    def show_figure(
        self,
        figure: Figure,
        shift: Shift | None,
        points: Sequence[WeekPoint],
        weeks: tuple[date, date],
    ) -> None:
        """Show the figures of the period and the weeks up to its end."""
        self._value.setText(figure.text)
        few = "○ " if figure.few and figure.value is not None else ""
        self._under.setText(f"{few}{figure.under}")
        self._tone = shift.tone if shift else "untold"
        words = f"{shift.text} {shift.word}" if shift and shift.difference is not None else ""
        self._change.setText(words or (shift.word if shift else text("agents.change_none")))
        few_words = f"\n{text('charts.few')}" if few else ""
        change = f"\n{self._change.text()}: {shift.sentence}" if shift else ""
        self.setToolTip(f"{self._label}: {figure.sentence}{few_words}{change}")
        self.setAccessibleName(f"{self._label}: {figure.sentence} {self._change.text()}")
        self._spark.show_trend(figure.unit, points, weeks)
        self._colour()

    def set_chosen(self, *, chosen: bool) -> None:
        """Mark it as the one that the large chart shows."""
        self._is_chosen = chosen
        self.update()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._value)
        top.addWidget(self._spark, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(1)
        column.addWidget(self._name)
        column.addLayout(top)
        column.addWidget(self._under)
        column.addWidget(self._change)
        for each in (self._under, self._change):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _colour(self) -> None:
        of = theme.colours()
        ink = {"better": of.praise_ink, "worse": of.urgent_ink}.get(self._tone, of.soft)
        self._change.setStyleSheet(f"color: {ink};")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self._is_chosen or self.hasFocus()
        ink = of.focus if self.hasFocus() else of.accent if self._is_chosen else of.rule
        painter.setPen(QPen(QColor(ink), 2.0 if strong else 1.0))
        painter.setBrush(QColor(of.sheet))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OPEN:
            self.chosen.emit(self._key)
        else:
            super().keyPressEvent(event)
