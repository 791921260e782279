"""What stands on the sheet of one agent, and where."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.pages.agents_facts import TRENDS
from ui.pages.agents_names import measure_title
from ui.widgets.card import Card
from ui.widgets.coaching_table import CoachingTable
from ui.widgets.distribution_chart import DistributionChart
from ui.widgets.figure_tile import FigureTile
from ui.widgets.flag_shares import FlagShares
from ui.widgets.moments_card import MomentsCard
from ui.widgets.trend_chart import TrendChart
from ui.widgets.week_bars import WeekBars


class AgentSheet(QWidget):
    """The parts, laid out; who fills them is `ui.pages.agents_agent.AgentView`."""

    def __init__(self, *, coaches: bool, exports: bool, parent: QWidget | None = None) -> None:
        """Make the parts that a person who `coaches` or `exports` has use for."""
        super().__init__(parent)
        self.who = _names_box()
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setProperty("role", "soft")
        self.tiles = {key: FigureTile(key, measure_title(key)) for key in TRENDS}
        self.trend = TrendChart()
        self.spread = DistributionChart()
        self.praise = FlagShares(text("agents.went_well"), text("agents.no_praise"))
        self.faults = FlagShares(text("agents.work_on"), text("agents.no_fault"))
        self.praise_weeks, self.fault_weeks = WeekBars(), WeekBars()
        self.praised = MomentsCard(text("agents.best_moments"), "agents.take_up_praise")
        self.suggested = MomentsCard(text("agents.suggestions"), "agents.take_up")
        self.coaching = CoachingTable(with_agent=False)
        self.calls_button = _button("agents.calls")
        self.report_button = _button("agents.report")
        self.pack_button = _button("agents.pack")
        self.pack_button.setEnabled(False)
        self.trend_card = _card("", self.trend, tip="agents.trend_note")
        if not exports:
            self.report_button.hide()
        if not coaches:
            self.pack_button.hide()
        self._lay_out(coaches=coaches)

    def _lay_out(self, *, coaches: bool) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        grid.addLayout(tiles, 0, 0, 1, 2)
        charts = QHBoxLayout()
        charts.setSpacing(12)
        charts.addWidget(self.trend_card, 2)
        charts.addWidget(_card("agents.spread", self.spread), 1)
        grid.addLayout(charts, 1, 0, 1, 2)
        grid.addWidget(_flag_card("agents.went_well", self.praise, self.praise_weeks), 2, 0)
        grid.addWidget(_flag_card("agents.work_on", self.faults, self.fault_weeks), 2, 1)
        if coaches:
            grid.addWidget(self.praised, 3, 0)
            grid.addWidget(self.suggested, 3, 1)
        grid.addWidget(_card("agents.coaching", self.coaching), 4, 0, 1, 2)
        grid.setRowStretch(5, 1)
        # The trend takes the keys first: arrows walk its weeks.
        self.setFocusProxy(self.trend)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.who)
        top.addWidget(self.state, 1)
        for each in (self.calls_button, self.report_button, self.pack_button):
            top.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)


def _names_box() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setAccessibleName(text("agents.agent"))
    box.setMinimumContentsLength(20)
    completer = QCompleter(box.model(), box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    box.setCompleter(completer)
    # Of a long name its beginning is in sight.
    box.currentTextChanged.connect(lambda _name: _show_beginning(box))
    return box


def _show_beginning(box: QComboBox) -> None:
    line = box.lineEdit()
    if line is not None and not line.hasFocus():
        line.setCursorPosition(0)


def _card(heading: str, content: QWidget, tip: str = "") -> Card:
    card = Card(text(heading) if heading else " ")
    if tip:
        card.heading.setToolTip(text(tip))
    card.content.addWidget(content, 1)
    return card


def _flag_card(heading: str, shares: FlagShares, weeks: WeekBars) -> Card:
    card = Card(text(heading))
    line = QHBoxLayout()
    line.setSpacing(16)
    line.addWidget(shares, 2, Qt.AlignmentFlag.AlignTop)
    line.addWidget(weeks, 1)
    card.content.addLayout(line)
    card.content.addStretch(1)
    return card


def _button(key: str) -> QPushButton:
    made = QPushButton(text(key))
    made.setToolTip(text(f"{key}_tip"))
    return made
