"""Coaching items of all agents by date: agree on them, close them, drop them."""

from datetime import date
from functools import partial
from typing import Literal, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from callqa.domain.coaching import CoachingItem
from ui import dialogs
from ui.bridge import Task
from ui.i18n import counted, text
from ui.itemmodels.coaching import CoachingRow
from ui.pages.agents_names import followed_measures, measure_title
from ui.pages.agents_reading import read_coaching, read_followed
from ui.session import Session
from ui.widgets.card import Card
from ui.widgets.coaching_panel import CoachingPanel
from ui.widgets.coaching_table import CoachingTable
from ui.widgets.empty import EmptyState
from ui.widgets.segments import Segments

_FILTERS = ("open", "overdue", "closed", "all")


class CoachingView(QWidget):
    """The items on the left, the one in hand on the right."""

    agent_wanted = Signal(str)
    """Show the agent of the item in hand."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: tuple[CoachingRow, ...] = ()
        self._wanted: int | None = None
        self._task: Task | None = None
        self.shown = Segments(
            text("coaching.shown"),
            [(each, text(f"coaching.{each}"), text(f"coaching.{each}_tip")) for each in _FILTERS],
        )
        self.shown.chosen.connect(lambda _key: self._show())
        self.table = CoachingTable()
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._hold())
        self.table.rows.modelReset.connect(self._hold)
        measures = [(each, measure_title(each)) for each in followed_measures()]
        self.panel = CoachingPanel(measures)
        self.panel.agreed.connect(self.agree)
        self.panel.closed.connect(self.close_item)
        self.panel.call_wanted.connect(lambda call, at_s: session.call_wanted.emit(call, at_s))
        self.panel.agent_wanted.connect(self.agent_wanted)
        self.panel.setEnabled(session.workspace.context.may("coach"))
        self._lay_out()

    def refresh(self, item: int | None = None) -> None:
        """Read the items anew; `item` is then taken in hand."""
        self._wanted = item
        self.leave()
        workspace = self._session.workspace
        self._task = self._session.bridge.read(
            self, lambda: read_coaching(workspace, None), self._show_rows
        )

    def leave(self) -> None:
        """Drop what is being read."""
        if self._task is not None:
            self._task.cancel()

    def agree(self, item: int, commitment: str, due: date, measure: str | None) -> None:
        """Write what was agreed on."""
        workspace = self._session.workspace
        self._session.bridge.write(
            self,
            lambda: workspace.coaching.agree(item, commitment, due, measure),
            self._written,
        )

    def close_item(self, item: int, state: str) -> None:
        """End an item; one that is dropped is asked about, for nothing brings it back."""
        if state == "dropped" and not dialogs.confirmed(
            self,
            text("coaching.drop_question"),
            text("coaching.drop_what"),
            text("coaching.drop"),
        ):
            return
        workspace = self._session.workspace
        end = cast(Literal["done", "dropped"], state)
        self._session.bridge.write(self, lambda: workspace.coaching.close(item, end), self._written)

    def _written(self, item: CoachingItem) -> None:
        self._session.said.emit(text(f"coaching.said_{item.state}", title=item.title))
        self.refresh(item.id)

    def _show_rows(self, rows: tuple[CoachingRow, ...]) -> None:
        self._rows = rows
        wanted = next((each for each in rows if each.item.id == self._wanted), None)
        if wanted is not None and not _passes(wanted, self.shown.key):
            self.shown.choose("all")
        late = sum(each.is_late for each in rows)
        self._card.heading.setText(counted("coaching.heading", late) if late else "")
        self._card.heading.setVisible(bool(late))
        self._show()

    def _show(self) -> None:
        shown = [each for each in self._rows if _passes(each, self.shown.key)]
        self.table.show_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self._empty)
        if self._wanted is not None:
            self.table.hold(self._wanted)
            self._wanted = None
        elif self.table.current is None and self.table.rows.rowCount():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))

    def _hold(self) -> None:
        row = self.table.current
        self.panel.show_row(row)
        if row is None or row.item.measure is None:
            return
        workspace, item = self._session.workspace, row.item
        self._session.bridge.read(
            self,
            partial(read_followed, workspace, item),
            lambda followed: self.panel.show_followed(item.id, followed),
        )

    def _lay_out(self) -> None:
        self._card = Card(" ")
        self._card.top.addWidget(self.shown)
        self._empty = EmptyState(text("coaching.none"), text("coaching.none_text"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._card.content.addWidget(self._stack, 1)
        right = Card(text("coaching.item"))
        right.content.addWidget(self.panel, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._card)
        split.addWidget(right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _passes(row: CoachingRow, shown: str) -> bool:
    if shown == "open":
        return row.is_open
    if shown == "overdue":
        return row.is_late
    return not row.is_open if shown == "closed" else True
