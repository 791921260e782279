"""A moment of the call becomes a coaching item: what about it, and what to do."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from callqa.domain.coaching import CoachingKind
from ui import formats
from ui.i18n import text
from ui.widgets.popover import Popover

_WIDTH_CHARACTERS = 58
_LEAST_S = 5.0
"""A moment that has no length of its own is heard for this long."""

_KINDS: tuple[CoachingKind, ...] = ("improve", "praise")


@dataclass(frozen=True, slots=True)
class WantedItem:
    """A coaching item as a person wrote it; times in seconds of the recording."""

    kind: CoachingKind
    title: str
    tip: str
    start_s: float
    end_s: float


class CoachingForm(Popover):
    """Two lines of text for a stretch of the call."""

    item_wanted = Signal(object)
    """A `WantedItem`."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._span_s = (0.0, 0.0)
        heading = QLabel(text("call.coaching_title"))
        heading.setProperty("role", "heading")
        self._where = QLabel()
        self._where.setProperty("role", "soft")
        self.kind = QComboBox()
        for each in _KINDS:
            self.kind.addItem(text(f"call.coaching_{each}"), each)
        self.title = QLineEdit()
        self.title.setPlaceholderText(text("call.coaching_behaviour_hint"))
        self.tip = QPlainTextEdit()
        self.tip.setTabChangesFocus(True)
        self.tip.setPlaceholderText(text("call.coaching_goal_hint"))
        self.tip.setFixedHeight(self.fontMetrics().height() * 4)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.addRow(text("call.coaching_kind"), self.kind)
        form.addRow(text("call.coaching_behaviour"), self.title)
        form.addRow(text("call.coaching_goal"), self.tip)
        self.button = QPushButton(text("call.coaching_do"))
        self.button.setEnabled(False)
        self.button.clicked.connect(self._send)
        self.column.addWidget(heading)
        self.column.addWidget(self._where)
        self.column.addLayout(form)
        self.column.addLayout(self.foot(self.button))
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)
        self.title.textChanged.connect(lambda words: self.button.setEnabled(bool(words.strip())))
        self.title.returnPressed.connect(self._send)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._send)

    def ask(
        self, anchor: QWidget, span_s: tuple[float, float], duration_s: float, proposed: str = ""
    ) -> None:
        """Open for a stretch of the call, in seconds; `proposed` is a first title."""
        start_s = min(max(span_s[0], 0.0), max(0.0, duration_s - 1.0))
        end_s = min(max(span_s[1], start_s + _LEAST_S), duration_s)
        self._span_s = (start_s, end_s)
        start, end = formats.clock_time(start_s), formats.clock_time(end_s)
        self._where.setText(text("call.coaching_where", start=start, end=end))
        if not self.title.text().strip():
            self.title.setText(proposed)
            self.title.selectAll()
        self.open_at(anchor, self.title)

    def clear(self) -> None:
        """Forget what was typed: it was taken."""
        self.title.clear()
        self.tip.clear()
        self.hide()

    def _send(self) -> None:
        if self.button.isEnabled():
            start_s, end_s = self._span_s
            kind = _KINDS[self.kind.currentIndex()]
            title, tip = self.title.text().strip(), self.tip.toPlainText().strip()
            self.item_wanted.emit(WantedItem(kind, title, tip, start_s, end_s))
