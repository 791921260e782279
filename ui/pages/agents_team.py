"""All agents, teams or queues of a period: who needs help, who did well, and every figure."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.listing import CallFilter, Range
from callqa.service.figures import GroupedFigures
from ui.i18n import text
from ui.itemmodels.team import COLUMNS, MEASURES, SEVERITIES, TeamModel, TeamRow
from ui.pages.agents_facts import team_rows
from ui.pages.agents_headlines import OverallCard, did_well, needs_help
from ui.pages.agents_reading import TeamFacts, today_of
from ui.pages.agents_scope import Scope, calls_behind, of_group
from ui.session import Session
from ui.widgets.badge import GLYPHS
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.figure_table import FigureTable
from ui.widgets.link_list import LinkList

_PRESS = QEvent.Type.KeyPress
_SCORED: Range = (0.0, 100.0)
_MEASURED: Range = (0.0, None)
_WIDTHS: dict[str, int] = {
    "calls": 8,
    "change": 17,
    **dict.fromkeys(MEASURES, 11),
    **dict.fromkeys(SEVERITIES, 9),
    "coaching": 9,
    "rank": 10,
}


class TeamView(QWidget):
    """The table of groups under three cards that say what matters first."""

    agent_chosen = Signal(str)
    calls_wanted = Signal(object)
    """The `CallFilter` of the calls behind a figure."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scope = Scope()
        self._found: GroupedFigures | None = None
        self.model = TeamModel()
        self._overall = OverallCard()
        self._overall.calls_wanted.connect(lambda: self._want_calls(self._behind()))
        self._help = LinkList(text("agents.none_needs_help"))
        self._praise = LinkList(text("agents.none_praised"))
        self._help.chosen.connect(self.agent_chosen)
        self._praise.chosen.connect(self.agent_chosen)
        self.table = FigureTable(
            text("agents.table"), self.model, COLUMNS, _WIDTHS, ("name", "score")
        )
        self._set_up_table()
        self._empty = EmptyState(text("agents.empty"), text("agents.empty_text"))
        self._stack = QStackedWidget()
        self._lay_out()

    @property
    def found(self) -> GroupedFigures | None:
        """The figures that are shown."""
        return self._found

    def show_facts(self, facts: TeamFacts, scope: Scope) -> None:
        """Show the groups of a period."""
        self._found, self._scope = facts.found, scope
        rows = team_rows(facts.found, facts.items, today_of(self._session.workspace))
        overall = facts.found.figures
        self.table.figures.overall = overall.overall.score.mean
        self.model.show_groups(rows, scope.by)
        self._share_width()
        self._overall.show_figures(facts.found)
        self._note.setText(_note(facts.found))
        self._cards.setVisible(bool(rows))
        shown = scope.by == "agent"
        self._help.show_links(needs_help(rows) if shown else ())
        self._praise.show_links(did_well(rows) if shown else ())
        for card in self._names:
            card.setVisible(shown)
        for column in ("coaching",):
            self.table.setColumnHidden(COLUMNS.index(column), not shown)
        ranked = self._session.workspace.context.may("see_figures")
        self.table.setColumnHidden(COLUMNS.index("rank"), not ranked)
        self._stack.setCurrentWidget(self._content if rows else self._empty)

    def open_cell(self, index: QModelIndex) -> None:
        """Open the agent of a name, or the calls behind a figure."""
        row = self.model.row(index)
        column = COLUMNS[index.column()]
        if row.name is None:
            return
        if self.model.opens_calls(index):
            self._want_calls(self.calls_of(row, column))
        elif self._scope.by == "agent":
            self.agent_chosen.emit(row.name)

    def calls_of(self, row: TeamRow, column: str) -> CallFilter:
        """Return the filter of the calls that one figure of a group counts."""
        where = of_group(self._behind(), self._scope.by, row.name or "")
        if column == "score":
            return replace(where, score=_SCORED)
        if column in MEASURES:
            return replace(where, measures={column: _MEASURED})
        if column in GLYPHS:
            return replace(where, severity=column)
        return where

    def _behind(self) -> CallFilter:
        assert self._found is not None, "nothing can be chosen before figures are shown"
        context = self._session.workspace.context
        return calls_behind(context, self._scope.where, self._found.period)

    def _want_calls(self, where: CallFilter) -> None:
        self.calls_wanted.emit(where)

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.setMouseTracking(True)
        table.clicked.connect(self.open_cell)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    def _lay_out(self) -> None:
        self._cards = QWidget()
        line = QHBoxLayout(self._cards)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._names = []
        line.addWidget(self._overall, 4)
        for heading, links in (("needs_help", self._help), ("did_well", self._praise)):
            card = Card(text(f"agents.{heading}"))
            card.heading.setToolTip(text(f"agents.{heading}_tip"))
            card.content.addWidget(links, 1)
            self._names.append(card)
            line.addWidget(card, 5)
        sheet = Card()
        sheet.content.setContentsMargins(1, 1, 1, 1)
        sheet.content.addWidget(self.table, 1)
        self._note = QLabel(text("agents.table_note"))
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._cards)
        column.addWidget(sheet, 1)
        column.addWidget(self._note)
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _share_width(self) -> None:
        """Give the names what the longest needs, as far as the drawn scores have room beside."""
        header = self.table.horizontalHeader()
        both = header.sectionSize(0) + header.sectionSize(COLUMNS.index("score"))
        left_px = self.table.viewport().width() - (header.length() - both)
        chars = self.fontMetrics().averageCharWidth()
        longest_px = max(self.table.sizeHintForColumn(0), 17 * chars)
        self.table.setColumnWidth(0, min(longest_px, max(int(0.45 * left_px), 17 * chars)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._share_width()
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == _PRESS:
            index = self.table.currentIndex()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
                self.open_cell(index)
                return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            index = self.table.indexAt(event.position().toPoint())
            can = index.isValid() and (
                self.model.opens_calls(index)
                or (self._scope.by == "agent" and self.model.row(index).name is not None)
            )
            self.table.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor
            )
        return super().eventFilter(watched, event)


def _note(found: GroupedFigures) -> str:
    """Return how the table is to be read, with what makes a comparison unsafe first."""
    said = [text("agents.table_note")]
    if found.figures.change.mixes_models:
        said.insert(0, text("agents.mixed_models"))
    if found.figures.change.mixes_rubrics:
        said.insert(0, text("agents.mixed_rubrics"))
    return " ".join(said)
