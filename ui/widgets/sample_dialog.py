"""Draw calls to review: the plan, how many, for whom; then what was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.widgets.bare_spin_box import BareSpinBox
from ui.widgets.reviewers_field import ReviewersField
from ui.widgets.segments import Segments

PlanKind = Literal["random", "stratified", "risk"]

_KINDS: tuple[PlanKind, ...] = ("random", "stratified", "risk")
_MOST = 1000


@dataclass(frozen=True, slots=True)
class WantedSample:
    """What is to be drawn, and for whom."""

    kind: PlanKind
    count: int
    per_agent: bool
    per_week: bool
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A call that was drawn, in words."""

    call_id: str
    words: str


class SampleDialog(QDialog):
    """Asks for a sample and shows it; a call that is pressed opens."""

    wanted = Signal(object)
    """The `WantedSample`."""
    call_chosen = Signal(str)

    def __init__(self, known: Sequence[str], days: str, parent: QWidget | None = None) -> None:
        """Make it for reviewers that are `known`; `days` says which calls are drawn from."""
        super().__init__(parent)
        self.setWindowTitle(text("agents.draw"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        self.kind = Segments(
            text("agents.plan"),
            [
                (each, text(f"agents.plan_{each}"), text(f"agents.plan_{each}_tip"))
                for each in _KINDS
            ],
        )
        self.kind.chosen.connect(lambda _key: self._show_plan())
        self._told = _soft("")
        self.count = BareSpinBox()
        self.count.setDecimals(0)
        self.count.setRange(1, _MOST)
        self.count.setValue(10)
        self.per_agent, self.per_week = (
            QCheckBox(text("agents.per_agent")),
            QCheckBox(text("agents.per_week")),
        )
        self.per_agent.setChecked(True)
        for each in (self.per_agent, self.per_week):
            each.toggled.connect(lambda _on: self._enable())
        self.reviewers = ReviewersField(known)
        self.draw_button = QPushButton(text("agents.draw_now"))
        self.draw_button.setProperty("primary", True)
        self.draw_button.clicked.connect(lambda _on=False: self._want())
        self.calls = QListWidget()
        self.calls.setAccessibleName(text("agents.drawn_calls"))
        self.calls.itemActivated.connect(
            lambda item: self.call_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self._result = QLabel()
        self._result.setWordWrap(True)
        self._stack = QStackedWidget()
        self._lay_out(days)
        self._show_plan()

    def show_drawn(self, told: str, rows: Sequence[DrawnRow]) -> None:
        """Show what was drawn."""
        self._result.setText(told)
        self.calls.clear()
        for each in rows:
            item = QListWidgetItem(each.words)
            item.setData(Qt.ItemDataRole.UserRole, each.call_id)
            item.setToolTip(each.call_id)
            self.calls.addItem(item)
        self._stack.setCurrentIndex(1)
        self.draw_button.hide()

    def draw_again(self) -> None:
        """Let the person correct what was asked for: nothing was drawn."""
        self.draw_button.setEnabled(True)

    def _show_plan(self) -> None:
        self._told.setText(text(f"agents.plan_{self.kind.key}_told"))
        self._strata.setVisible(self.kind.key == "stratified")
        self._enable()

    def _enable(self) -> None:
        apart = self.per_agent.isChecked() or self.per_week.isChecked()
        self.draw_button.setEnabled(self.kind.key != "stratified" or apart)

    def _want(self) -> None:
        apart = self.kind.key == "stratified"
        kind = next(each for each in _KINDS if each == self.kind.key)
        self.draw_button.setEnabled(False)
        self.wanted.emit(
            WantedSample(
                kind,
                round(self.count.value()),
                apart and self.per_agent.isChecked(),
                apart and self.per_week.isChecked(),
                self.reviewers.logins,
            )
        )

    def _lay_out(self, days: str) -> None:
        self._strata = QWidget()
        strata = QHBoxLayout(self._strata)
        strata.setContentsMargins(0, 0, 0, 0)
        strata.addWidget(self.per_agent)
        strata.addWidget(self.per_week)
        strata.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(text("agents.plan"), self.kind)
        form.addRow("", self._told)
        form.addRow("", self._strata)
        form.addRow(text("agents.how_many"), self.count)
        form.addRow(text("agents.for_whom"), self.reviewers)
        form.addRow(text("agents.from_calls"), _soft(days))
        asking, shown = QWidget(), QWidget()
        asking.setLayout(form)
        result = QVBoxLayout(shown)
        result.setContentsMargins(0, 0, 0, 0)
        result.addWidget(self._result)
        result.addWidget(self.calls, 1)
        self._stack.addWidget(asking)
        self._stack.addWidget(shown)
        leave = QPushButton(text("agents.close"))
        leave.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.draw_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(self._stack, 1)
        whole.addLayout(buttons)


def _soft(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setProperty("role", "soft")
    return label
