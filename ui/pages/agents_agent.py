"""One agent: figures by week, how scores spread, praise and faults alike, and what to coach."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QWidget,
)

from callqa.domain.coaching import CoachingKind
from callqa.domain.judgement import Severity
from callqa.domain.listing import Range
from callqa.errors import CallQAError
from ui.bridge import Task
from ui.formats import number
from ui.i18n import text
from ui.itemmodels.coaching import CoachingRow
from ui.itemmodels.found_moments import FoundMoment
from ui.itemmodels.team import Standing
from ui.pages.agents_facts import (
    flag_shares,
    measure_figure,
    measure_shift,
    unit_of,
    week_flags,
    week_points,
)
from ui.pages.agents_names import measure_title
from ui.pages.agents_reading import AgentFacts, read_agent, read_coaching, read_moments, read_why
from ui.pages.agents_scope import Scope
from ui.pages.agents_sheet import AgentSheet
from ui.session import Session
from ui.widgets.moments_card import MomentsCard
from ui.widgets.week_bars import WeekBars

_FAULTS: tuple[Severity, ...] = ("urgent", "coach")
_PRAISE: tuple[Severity, ...] = ("praise",)
_PRAISED: CoachingKind = "praise"
_IMPROVE: CoachingKind = "improve"
_JUST_UNDER = 0.001
"""Scores have hundredths: what is under the end of a bar is at most this far from it."""


class AgentView(AgentSheet):
    """Everything on one agent over the period."""

    agent_chosen = Signal(str)
    calls_wanted = Signal(object)
    week_wanted = Signal(object)
    item_chosen = Signal(int)
    """Number of the coaching item to work on."""
    pack_wanted = Signal(str)
    report_wanted = Signal(str)
    item_wanted = Signal(object)
    """The `FoundMoment` to make a coaching item of."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        context = session.workspace.context
        self._coaches = context.may("coach")
        super().__init__(coaches=self._coaches, exports=context.may("export"), parent=parent)
        self._session = session
        self._tasks: list[Task] = []
        self._facts: AgentFacts | None = None
        self._measure = "score"
        self._connect()

    @property
    def facts(self) -> AgentFacts | None:
        """What is shown."""
        return self._facts

    def show_names(self, names: tuple[str, ...]) -> None:
        """Let these agents be chosen."""
        if names != tuple(self.who.itemText(index) for index in range(self.who.count())):
            chosen = self.who.currentText()
            self.who.clear()
            self.who.addItems(list(names))
            self.who.setCurrentText(chosen)
        self.who.setEnabled(len(names) > 1)

    def show_agent(self, name: str, scope: Scope, standing: Standing | None) -> None:
        """Read and show an agent; what was asked for before is dropped."""
        self.leave()
        workspace, bridge = self._session.workspace, self._session.bridge
        if self._facts is None or self._facts.name != name:
            self.praised.wait()
            self.suggested.wait()
            self.coaching.show_rows(())
        self.who.setCurrentText(name)
        self.state.setText(text("agents.reading"))
        self._tasks = [
            bridge.read(
                self,
                lambda: read_agent(workspace, scope, name),
                lambda facts: self._show_facts(facts, standing),
                self._fail,
            ),
            bridge.read(self, lambda: read_coaching(workspace, name), self._show_items, self._fail),
        ]

    def leave(self) -> None:
        """Drop what is being read."""
        for each in self._tasks:
            each.cancel()
        self._tasks = []

    def read_items(self) -> None:
        """Read the coaching items anew, and which moments are among them."""
        facts, workspace = self._facts, self._session.workspace
        if facts is not None:
            self._read_moments(facts)
            work = partial(read_coaching, workspace, facts.name)
            self._tasks.append(self._session.bridge.read(self, work, self._show_items))

    def _fail(self, error: Exception) -> None:
        self.state.setText("")
        self._session.failed.emit(error)

    def _show_facts(self, facts: AgentFacts, standing: Standing | None) -> None:
        self._facts = facts
        self.state.setText(_told(facts, standing))
        group, weeks = facts.group, facts.weeks
        overall = facts.found.figures.overall
        for key, tile in self.tiles.items():
            shift = measure_shift(group, key) if group else None
            points = week_points(weeks, key)
            tile.show_figure(measure_figure(overall, key), shift, points, facts.span)
        self._show_measure(self._measure)
        self.spread.show_scores(facts.scores, facts.pass_mark)
        self._show_flags(facts)
        self._read_moments(facts)

    def _show_measure(self, key: str) -> None:
        self._measure = key
        for name, tile in self.tiles.items():
            tile.set_chosen(chosen=name == key)
        self.trend_card.heading.setText(text("agents.by_week", measure=measure_title(key)))
        if self._facts is not None:
            self.trend.show_trend(
                measure_title(key),
                unit_of(key),
                week_points(self._facts.weeks, key),
                self._facts.span,
                self._facts.bands.get(key),
            )

    def _show_flags(self, facts: AgentFacts) -> None:
        overall, changes = facts.found.figures.overall, facts.found.figures.change
        self.praise.show_flags(flag_shares(overall, changes, _PRAISE))
        self.faults.show_flags(flag_shares(overall, changes, _FAULTS))
        praised = week_flags(facts.weeks, _PRAISE)
        faults = week_flags(facts.weeks, _FAULTS)
        # One scale for both, so that a bar of praise is as high as one of faults.
        most = max((each.total for each in (*praised, *faults)), default=1)
        self.praise_weeks.show_weeks(text("agents.praise_weeks"), praised, facts.span, most)
        self.fault_weeks.show_weeks(text("agents.fault_weeks"), faults, facts.span, most)

    def _show_items(self, rows: tuple[CoachingRow, ...]) -> None:
        self.coaching.show_rows(rows)
        self.pack_button.setEnabled(any(each.is_open for each in rows))

    def _read_moments(self, facts: AgentFacts) -> None:
        if not self._coaches:
            return
        workspace, bridge = self._session.workspace, self._session.bridge
        for card, kind in ((self.praised, _PRAISED), (self.suggested, _IMPROVE)):
            work = partial(read_moments, workspace, facts.where, kind)
            self._tasks.append(bridge.read(self, work, card.show_moments))

    def _explain(self, card: MomentsCard, moment: FoundMoment) -> None:
        work = partial(read_why, self._session.workspace, moment)

        def refused(error: CallQAError) -> None:
            card.show_why(moment, str(error))

        self._tasks.append(
            self._session.bridge.read(self, work, partial(card.show_why, moment), refused)
        )

    def _want_week(self, index: int) -> None:
        self.week_wanted.emit(self.trend.points[index].monday)

    def _want_bar(self, index: int) -> None:
        if self._facts is not None:
            bar = self.spread.bars[index]
            limits: Range = (bar.low, 100.0 if bar.high == 100 else bar.high - _JUST_UNDER)
            self.calls_wanted.emit(replace(self._facts.where, score=limits))

    def _want_flag(self, code: str) -> None:
        if self._facts is not None:
            self.calls_wanted.emit(replace(self._facts.where, flags=(code,)))

    def _want_all(self) -> None:
        if self._facts is not None:
            self.calls_wanted.emit(self._facts.where)

    def _hear(self, moment: FoundMoment) -> None:
        self._session.call_wanted.emit(moment.call_id, moment.at_s)

    def _want_bar_week(self, bars: WeekBars, index: int) -> None:
        self.week_wanted.emit(bars.weeks[index].monday)

    def _connect(self) -> None:
        self.who.activated.connect(lambda _index: self.agent_chosen.emit(self.who.currentText()))
        for tile in self.tiles.values():
            tile.chosen.connect(self._show_measure)
        self.trend.mark_chosen.connect(self._want_week)
        self.spread.mark_chosen.connect(self._want_bar)
        for shares in (self.praise, self.faults):
            shares.chosen.connect(self._want_flag)
        for bars in (self.praise_weeks, self.fault_weeks):
            bars.mark_chosen.connect(partial(self._want_bar_week, bars))
        for card in (self.praised, self.suggested):
            card.wanted.connect(self._hear)
            card.why_wanted.connect(partial(self._explain, card))
            card.taken.connect(self.item_wanted)
            card.item_wanted.connect(self.item_chosen)
        self.coaching.chosen.connect(self.item_chosen)
        self.calls_button.clicked.connect(lambda _on=False: self._want_all())
        self.report_button.clicked.connect(
            lambda _on=False: self.report_wanted.emit(self.who.currentText())
        )
        self.pack_button.clicked.connect(
            lambda _on=False: self.pack_wanted.emit(self.who.currentText())
        )


def _told(facts: AgentFacts, standing: Standing | None) -> str:
    said = list(facts.teams)
    said.append(text("agents.n_calls", n=number(facts.found.figures.overall.n)))
    change = facts.found.figures.change
    if change.mixes_rubrics or change.mixes_models:
        said.append(text("agents.mixed_short"))
    if standing is not None:
        name = "rank_one" if standing.best == standing.worst else "rank_range"
        place = text(
            f"agents.{name}", best=standing.best, worst=standing.worst, groups=standing.groups
        )
        said.append(text("agents.rank_said", place=place))
    return " · ".join(said)
