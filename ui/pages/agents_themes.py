"""What is missed in which difficult situation, and the moments to listen to."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.listing import CallFilter
from callqa.service.figures import ThemeMoments, Themes
from callqa.service.period_facts import DayRange
from callqa.service.workspace import Workspace
from ui.bridge import Task
from ui.formats import DASH, moment, number
from ui.i18n import text
from ui.itemmodels.figure import said
from ui.itemmodels.found_moments import FoundMoment
from ui.itemmodels.themes import COLUMNS, ThemesModel
from ui.pages.agents_facts import theme_row
from ui.pages.agents_names import isolated
from ui.pages.agents_scope import Scope, calls_behind, last_day
from ui.session import Session
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.figure_table import FigureTable
from ui.widgets.moment_rows import MomentRows

_WIDTHS = {"situation": 27, "missed": 12, "elsewhere": 12, "difference": 21, "excess": 8}


class ThemesView(QWidget):
    """Themes on the left, the weightiest first; the moments of the one in hand on the right."""

    calls_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scope = Scope()
        self._found: Themes | None = None
        self._reading: Task | None = None
        self._looking: Task | None = None
        self.model = ThemesModel()
        self.table = FigureTable(
            text("agents.themes"), self.model, COLUMNS, _WIDTHS, ("situation",)
        )
        self.moments = MomentRows(text("agents.theme_moments"))
        self.moments.wanted.connect(lambda each: session.call_wanted.emit(each.call_id, each.at_s))
        self._title, self._told = QLabel(), QLabel()
        self._calls = QPushButton(text("agents.situation_calls"))
        self._calls.setToolTip(text("agents.situation_calls_tip"))
        self._calls.clicked.connect(self._want_calls)
        self._empty = EmptyState(text("agents.no_theme"), text("agents.no_theme_text"))
        self._stack = QStackedWidget()
        self._set_up_table()
        self._lay_out()

    def show_scope(self, scope: Scope) -> None:
        """Read and show the themes of a period; what was asked for before is dropped."""
        self.leave()
        self._scope = scope
        workspace = self._session.workspace
        self._reading = self._session.bridge.read(
            self,
            lambda: workspace.figures.themes(scope.where, scope.days(workspace)),
            self._show_themes,
        )

    def leave(self) -> None:
        """Drop what is being read."""
        for each in (self._reading, self._looking):
            if each is not None:
                each.cancel()

    def _show_themes(self, found: Themes) -> None:
        self._found = found
        rows = [theme_row(each, _asked(found, each.question)) for each in found.themes]
        self.model.show_rows(rows)
        self.moments.found.show_moments(())
        self._stack.setCurrentWidget(self._split if rows else self._empty)
        if rows:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _show_theme(self, index: QModelIndex) -> None:
        if not index.isValid() or self._found is None:
            return
        row, period = self.model.row(index), self._found.period
        self._title.setText(text("agents.theme_title", situation=row.name, question=row.asked))
        self._told.setText(
            text(
                "agents.theme_told",
                count=number(row.count),
                n=number(row.missed.n),
                share=row.missed.text,
                interval=row.missed.interval,
            )
        )
        self.moments.found.show_moments(())
        if self._looking is not None:
            self._looking.cancel()
        workspace, where = self._session.workspace, self._scope.where
        days = DayRange(period.first, last_day(period))
        self._looking = self._session.bridge.read(
            self,
            lambda: _moments(workspace, (row.situation, row.question), where, days),
            lambda found: self.moments.found.show_moments(_found_moments(found)),
        )

    def _want_calls(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and self._found is not None:
            context = self._session.workspace.context
            behind = calls_behind(context, self._scope.where, self._found.period)
            row = self.model.row(index)
            self.calls_wanted.emit(replace(behind, situations=(row.situation,)))

    def _set_up_table(self) -> None:
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSortIndicatorClearable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self._sort)
        self.table.selectionModel().currentChanged.connect(
            lambda now, _before: self._show_theme(now)
        )

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if column >= 0:
            self.model.sort(column, order)
        elif self._found is not None:
            self._show_themes(self._found)

    def _lay_out(self) -> None:
        left = Card()
        left.content.setContentsMargins(1, 1, 1, 1)
        left.content.addWidget(self.table, 1)
        right = Card(text("agents.listen"))
        right.top.addWidget(self._calls)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "soft")
        right.content.addWidget(self._title)
        right.content.addWidget(self._told)
        right.content.addWidget(self.moments, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 3)
        self._split.setSizes([760, 400])
        self._split.setChildrenCollapsible(False)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        note = QLabel(text("agents.themes_note"))
        note.setProperty("role", "small")
        note.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(note, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._stack, 1)
        whole.addLayout(line)


def _asked(found: Themes, question: str) -> str:
    return found.questions.get(question) or question.replace("_", " ").capitalize()


def _moments(
    workspace: Workspace, named: tuple[str, str], where: CallFilter, days: DayRange
) -> ThemeMoments:
    return workspace.figures.moments(*named, where, days)


def _found_moments(found: ThemeMoments) -> list[FoundMoment]:
    """Return where the situation is heard in each call, then what the missed answer rests on."""
    moments = []
    for call in found.calls:
        who = " · ".join((isolated(call.agent or DASH), moment(call.started_at)))
        heard = call.situation[0].start_s if call.situation else None
        why = said(call.why) if call.why is not None else ""
        told = text("agents.situation_heard")
        if not call.missed and why:
            told = f"{told} · {why}"
        moments.append(FoundMoment(call.call_id, heard, who, told))
        moments += [
            FoundMoment(call.call_id, each.start_s, text("agents.answer_rests"), why)
            for each in call.missed[:2]
        ]
    return moments
