"""The head of the agents page: the views, the period, how calls are grouped, and what to do."""

from collections.abc import Sequence
from typing import Literal, cast

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callqa.service.figures import Grouping, Period
from ui.formats import day, number
from ui.i18n import text
from ui.pages.agents_scope import Scope, Span, last_day
from ui.widgets.flow import FlowLayout
from ui.widgets.period_picker import PeriodPicker
from ui.widgets.segments import Segments

View = Literal["team", "agent", "themes", "coaching", "calibration"]

DATED: tuple[View, ...] = ("team", "agent", "themes")
"""Views that are about a period."""

_BUSY_AFTER_MS = 250
"""What is read sooner needs no sign that it is read."""


class AgentsHead(QWidget):
    """Two lines of choices."""

    view_chosen = Signal(str)
    scope_changed = Signal()

    def __init__(self, views: Sequence[View], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._views = _segments("agents.views", "view", views)
        self._views.chosen.connect(self.view_chosen)
        self.period = PeriodPicker()
        self.by = _segments("agents.group_by", "by", ("agent", "team", "queue"))
        self.team = QComboBox()
        self.team.setAccessibleName(text("agents.team_filter"))
        self.team.setToolTip(text("agents.team_filter"))
        self.team.addItem(text("agents.all_teams"), None)
        self.team.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.team.setMinimumContentsLength(9)
        self.period.changed.connect(self.scope_changed)
        self.by.chosen.connect(lambda _key: self.scope_changed.emit())
        self.team.activated.connect(lambda _index: self.scope_changed.emit())
        self._span = QLabel()
        self._span.setProperty("role", "soft")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        self._busy.setAccessibleName(text("agents.reading"))
        self._busy.setFixedHeight(self.fontMetrics().height() // 2)
        self._busy.hide()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_BUSY_AFTER_MS)
        self._waiting.timeout.connect(self._busy.show)
        self._top = QHBoxLayout()
        self._lay_out()
        if len(views) == 1:
            self._views.hide()

    @property
    def view(self) -> View:
        """The view that is chosen."""
        return cast(View, self._views.key)

    @property
    def scope(self) -> Scope:
        """The calls that are chosen."""
        own = self.period.span == "own"
        team = self.team.currentData()
        return Scope(
            span=cast(Span, self.period.span),
            first=self.period.first if own else None,
            last=self.period.last if own else None,
            by=cast(Grouping, self.by.key),
            team=team if isinstance(team, str) else None,
        )

    def add_button(self, key: str, button: QPushButton) -> None:
        """Put a button at the end of the first line."""
        self._buttons[key] = button
        self._top.addWidget(button)

    def show_view(self, view: View, buttons: Sequence[str]) -> None:
        """Choose a view without saying so, and show what goes with it."""
        self._views.choose(view)
        for each in (self.period, self._span):
            each.setVisible(view in DATED)
        self._by_row.setVisible(view == "team")
        self.team.setVisible(view in ("team", "themes"))
        for key, button in self._buttons.items():
            button.setVisible(key in buttons)

    def show_teams(self, teams: Sequence[str]) -> None:
        """Let these teams be chosen; the one that is chosen stays so."""
        known = [self.team.itemData(index) for index in range(1, self.team.count())]
        if known == list(teams):
            return
        blocked = QSignalBlocker(self.team)
        chosen = self.team.currentData()
        self.team.clear()
        self.team.addItem(text("agents.all_teams"), None)
        for each in teams:
            self.team.addItem(each, each)
        self.team.setCurrentIndex(max(0, self.team.findData(chosen)))
        blocked.unblock()

    def show_period(self, period: Period, undated: int, calls: int) -> None:
        """Say which days are shown, and how many calls; own days begin with these."""
        last, before = last_day(period), period.previous()
        own = self.period.span == "own"
        said = [] if own else [text("agents.span", first=day(period.first), last=day(last))]
        if self.view != "agent":
            said.append(text("agents.n_calls", n=number(calls)))
            if undated:
                said.append(text("agents.undated", n=number(undated)))
        self._span.setText(" · ".join(said))
        self._span.setToolTip(
            text("agents.span_before", first=day(before.first), last=day(last_day(before)))
        )
        self.period.propose(period.first, last)

    def wait(self) -> None:
        """Show that something is read, unless it is there at once."""
        self._waiting.start()

    def rest(self) -> None:
        """Show that nothing is read."""
        self._waiting.stop()
        self._busy.hide()

    def _lay_out(self) -> None:
        title = QLabel(text("agents.title"))
        title.setProperty("role", "title")
        # A narrow window takes from the title, not from what can be pressed.
        title.setMinimumWidth(1)
        self._top.setSpacing(12)
        self._top.addWidget(title)
        self._top.addWidget(self._views)
        self._top.addStretch(1)
        self._by_row = _labelled(text("agents.by_short"), self.by)
        choices = FlowLayout(spacing_px=12)
        tallest = self.team.sizeHint().height()
        for row in (self.period, self._by_row, self.team, self._span, self._busy):
            row.setMinimumHeight(tallest if row is not self._busy else 0)
            choices.addWidget(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._top)
        whole.addLayout(choices)


def _segments(name: str, prefix: str, keys: Sequence[str]) -> Segments:
    return Segments(
        text(name),
        [
            (each, text(f"agents.{prefix}_{each}"), text(f"agents.{prefix}_{each}_tip"))
            for each in keys
        ],
    )


def _labelled(words: str, widget: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    label = QLabel(words)
    label.setProperty("role", "soft")
    label.setBuddy(widget)
    line.addWidget(label)
    line.addWidget(widget)
    return row
