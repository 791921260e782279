"""The widgets of the call page and where they stand; what they do is wired by the page."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.kept import Kept
from ui.player import Player
from ui.widgets.banner import Banner
from ui.widgets.call_header import CallHeader
from ui.widgets.coaching_items import CoachingItems
from ui.widgets.event_list import EventList
from ui.widgets.flag_list import FlagList
from ui.widgets.history_list import HistoryList
from ui.widgets.measure_list import MeasureList
from ui.widgets.note_list import NoteList
from ui.widgets.player_bar import PlayerBar
from ui.widgets.review_bar import ReviewBar
from ui.widgets.scorecard import Scorecard
from ui.widgets.summary_strip import SummaryStrip
from ui.widgets.timeline import Timeline
from ui.widgets.transcript import Transcript

_GAP_PX = 8
_SIDE_PX = 12
_BANNERS = 3
_HEIGHTS = (230, 330)
_WIDTHS = (11, 9)
TABS = ("scorecard", "events", "measures", "flags", "notes")


class CallParts(QWidget):
    """Head, summary, time line, transcript, the five tabs, and the player at the foot."""

    def __init__(self, player: Player, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self.header = CallHeader()
        self.review = ReviewBar()
        self.undo, self.redo, self.more = QToolButton(), QToolButton(), QToolButton()
        self.banners = tuple(Banner() for _ in range(_BANNERS))
        self.summary = SummaryStrip()
        self.timeline = Timeline()
        self.transcript = Transcript()
        self.scorecard, self.events = Scorecard(), EventList()
        self.measures, self.flags = MeasureList(), FlagList()
        self.coaching = CoachingItems()
        self.notes, self.history = NoteList(), HistoryList()
        self.tabs = self._made_tabs()
        self.player_bar = PlayerBar(player)
        self.below = QSplitter(Qt.Orientation.Horizontal)
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._restore()
        for splitter in (self.below, self.middle):
            splitter.splitterMoved.connect(lambda _at, _which: self.keep())
        self.tabs.currentChanged.connect(lambda _place: self.keep())

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def hide_verdicts(self, *, hidden: bool) -> None:
        """Close the tabs that tell what the machine or others made of the call."""
        for place in (TABS.index(name) for name in ("events", "measures", "flags")):
            # Qt shows or hides what a tab holds with this, and takes the focus away.
            if self.tabs.isTabEnabled(place) == hidden:
                self.tabs.setTabEnabled(place, not hidden)
        if hidden and not self.tabs.isTabEnabled(self.tabs.currentIndex()):
            self.show_tab("scorecard")

    def keep(self) -> None:
        """Remember where the splitters stand and which tab is in front."""
        for name, splitter in (("call_below", self.below), ("call_middle", self.middle)):
            state = bytes(splitter.saveState().toBase64().data()).decode()
            self._kept.set(name, state)
        self._kept.set("call_tab", TABS[self.tabs.currentIndex()])

    def _made_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setUsesScrollButtons(True)
        pages = (
            _padded(self.scorecard),
            _padded(self.events),
            _padded(self.measures),
            _stacked(self.flags, self.coaching),
            _stacked(self.notes, self.history, text("call.history"), shares=(2, 3)),
        )
        for name, page in zip(TABS, pages, strict=True):
            place = tabs.addTab(page, text(f"call.tab_{name}").replace("&", "&&"))
            tabs.setTabToolTip(place, text(f"call.tab_{name}_tip"))
        return tabs

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(_GAP_PX)
        head.addWidget(self.header, 1)
        head.addWidget(self.review)
        for button in (self.undo, self.redo, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        sheet = QFrame()
        sheet.setProperty("card", True)
        around = QVBoxLayout(sheet)
        around.setContentsMargins(_GAP_PX, 6, _GAP_PX, 6)
        around.addWidget(self.timeline)
        words, right = QFrame(), QFrame()
        for frame, inner in ((words, self.transcript), (right, self.tabs)):
            frame.setProperty("card", True)
            column = QVBoxLayout(frame)
            column.setContentsMargins(1, 1, 1, 1)
            column.addWidget(inner)
        self.below.addWidget(words)
        self.below.addWidget(right)
        self.middle.addWidget(sheet)
        self.middle.addWidget(self.below)
        for splitter in (self.below, self.middle):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(_GAP_PX)
            # Between two cards the gap alone tells that they are apart.
            splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.middle.setStretchFactor(0, 1)
        self.middle.setStretchFactor(1, 3)
        self.below.setStretchFactor(0, _WIDTHS[0])
        self.below.setStretchFactor(1, _WIDTHS[1])
        lines = QVBoxLayout(self)
        lines.setContentsMargins(_SIDE_PX, _GAP_PX, _SIDE_PX, 0)
        lines.setSpacing(_GAP_PX)
        lines.addLayout(head)
        for banner in self.banners:
            lines.addWidget(banner)
        lines.addWidget(self.summary)
        lines.addWidget(self.middle, 1)
        lines.addWidget(self.player_bar)

    def _restore(self) -> None:
        self.middle.setSizes(_HEIGHTS)
        self.below.setSizes([each * 60 for each in _WIDTHS])
        for name, splitter in (("call_below", self.below), ("call_middle", self.middle)):
            state = self._kept.get(name)
            if isinstance(state, str):
                splitter.restoreState(QByteArray.fromBase64(state.encode()))
        tab = self._kept.get("call_tab")
        if tab in TABS:
            self.show_tab(str(tab))


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(_SIDE_PX, _GAP_PX, _GAP_PX, _GAP_PX)
    column.addWidget(widget)
    return page


def _stacked(
    upper: QWidget, lower: QWidget, heading: str = "", *, shares: tuple[int, int] = (3, 2)
) -> QWidget:
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.setChildrenCollapsible(False)
    splitter.addWidget(upper)
    below = QWidget()
    column = QVBoxLayout(below)
    column.setContentsMargins(0, 4, 0, 0)
    if heading:
        label = QLabel(heading)
        label.setProperty("role", "heading")
        column.addWidget(label)
    column.addWidget(lower)
    splitter.addWidget(below)
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    # In a low window the two scroll together, so that neither is pressed out of shape.
    page = QScrollArea()
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setWidgetResizable(True)
    page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = _padded(splitter)
    page.setWidget(inner)
    # A scroll area paints the ground of the page, and this one lies on a sheet.
    for each in (page.viewport(), inner):
        each.setAutoFillBackground(False)
    return page
