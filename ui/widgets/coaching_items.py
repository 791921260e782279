"""What of a call is to be talked over with its agent."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.coaching import CoachingItem
from callqa.domain.span import Evidence
from ui import formats
from ui.i18n import text
from ui.widgets.column import Column
from ui.widgets.evidence_chip import EvidenceChip
from ui.widgets.prose import Prose


class CoachingItems(QWidget):
    """The coaching items of a call, with the way to the agent's page."""

    play_wanted = Signal(float, float)
    agent_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(text("call.coaching"))
        heading.setProperty("role", "heading")
        self.to_agent = QPushButton(text("call.coaching_agent"))
        self.to_agent.setToolTip(text("call.coaching_agent_tip"))
        self.to_agent.clicked.connect(self.agent_wanted)
        self.add = QPushButton(text("call.coaching_add"))
        self.add.setToolTip(text("call.coaching_item_tip"))
        self.add.clicked.connect(self.add_wanted)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.to_agent)
        head.addWidget(self.add)
        self._column = Column(spacing_px=6)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(head)
        lines.addWidget(self._column, 1)

    def show_items(self, items: Sequence[CoachingItem], *, may_add: bool) -> None:
        """Show the items of the open call."""
        self.add.setVisible(may_add)
        self.to_agent.setVisible(bool(items))
        self._column.clear()
        for each in sorted(items, key=lambda one: one.start_s):
            self._column.lines.addWidget(self._row(each))
        if not items:
            self._column.lines.addWidget(Prose(text("call.coaching_none"), "soft"))
        self._column.lines.addStretch(1)

    def _row(self, item: CoachingItem) -> QFrame:
        row = QFrame()
        row.setProperty("card", True)
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(10)
        chip = EvidenceChip(Evidence(item.start_s, item.end_s))
        chip.play_wanted.connect(self.play_wanted)
        line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Prose(item.title))
        if item.tip:
            words.addWidget(Prose(item.tip, "soft"))
        line.addLayout(words, 1)
        state = QLabel(text(f"call.coaching_{item.state}"))
        state.setProperty("tone", "praise" if item.kind == "praise" else "coach")
        if item.due is not None:
            state.setToolTip(text("call.coaching_due", day=formats.day(item.due)))
        line.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        return row
