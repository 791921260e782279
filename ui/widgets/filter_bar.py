"""The row of menus that narrow a list of calls."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from callqa.domain.listing import MEASURES, Range
from ui.i18n import text
from ui.itemmodels.filters import PERIODS, ListFilter, first_day
from ui.itemmodels.filters_words import FLAGS, SITUATIONS, value_name
from ui.widgets.badge import GLYPHS
from ui.widgets.filter_days import DaysPicker
from ui.widgets.filter_menu import StayingMenu
from ui.widgets.filter_names import NameGroup, NamePicker
from ui.widgets.filter_range import RangePicker
from ui.widgets.flow import FlowLayout

_STATES = (
    "new",
    "assigned",
    "in_review",
    "reviewed",
    "agent_informed",
    "acknowledged",
    "disputed",
    "closed",
)


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What there is to choose from in this store.

    login : of the person, for "assigned to me"
    """

    agents: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    login: str = ""


class FilterBar(QWidget):
    """One button for each thing that calls can be narrowed by."""

    narrowed = Signal(object)
    """The `ListFilter` that the person wants."""

    def __init__(self, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._filter = ListFilter()
        self._choices = FilterChoices()
        self._names = NamePicker(self)
        self._names.toggled.connect(self._toggle)
        self._score = RangePicker(("score",), self)
        self._measure = RangePicker(MEASURES, self)
        for each in (self._score, self._measure):
            each.limited.connect(self._limit)
        self._days = DaysPicker(self)
        self._days.picked.connect(self._pick_days)
        self._flow = FlowLayout(self, 2)
        self._buttons: dict[str, QToolButton] = {}
        for key, open_ in (
            ("severity", self._open_severity),
            ("review", self._open_review),
            ("people", self._open_people),
            ("period", self._open_period),
            ("flags", self._open_flags),
            ("score", self._open_score),
            ("recording", self._open_recording),
            ("measures", self._open_measures),
            ("queue", self._open_queues),
        ):
            self._add_button(key, open_)

    def show_filter(self, of: ListFilter) -> None:
        """Show what the list is narrowed to."""
        self._filter = of
        names = {each.name for each in of.parts}
        for key, button in self._buttons.items():
            button.setChecked(bool(names & _FIELDS[key]))

    def show_choices(self, choices: FilterChoices) -> None:
        """Offer what there is in the store."""
        self._choices = choices

    def _add_button(self, key: str, open_: Callable[[], None]) -> None:
        button = QToolButton()
        button.setText(f"{text(f'library.filter_{key}')} ▾")
        button.setToolTip(text(f"library.filter_{key}_tip"))
        button.setAccessibleName(text(f"library.filter_{key}"))
        button.setCheckable(True)
        button.clicked.connect(open_)
        button.clicked.connect(lambda _checked=False: self.show_filter(self._filter))
        self._buttons[key] = button
        self._flow.addWidget(button)

    def _narrow(self, wanted: ListFilter) -> None:
        self.show_filter(wanted)
        self.narrowed.emit(wanted)

    def _toggle(self, name: str, value: str) -> None:
        self._narrow(self._filter.toggled(name, value))

    def _limit(self, name: str, limits: Range | None) -> None:
        self._narrow(self._filter.in_range(name, limits))

    def _pick_days(self, since: date, until: date) -> None:
        self._narrow(self._filter.in_days(since, until, self._zone))

    def _open_severity(self) -> None:
        menu = self._menu()
        for severity, glyph in GLYPHS.items():
            self._add_choice(menu, "severity", severity, f"{glyph} ")
        self._pop_up(menu, "severity")

    def _open_review(self) -> None:
        menu = self._menu()
        for state in _STATES:
            self._add_choice(menu, "review_states", state)
        menu.addSeparator()
        people = dict.fromkeys((self._choices.login, *self._choices.reviewers))
        for login in people:
            entry = self._add_choice(menu, "assigned_to", login)
            me = login == self._choices.login
            entry.setText(
                text("library.assigned_to_me" if me else "library.assigned_to", who=login)
            )
        self._pop_up(menu, "review")

    def _open_people(self) -> None:
        where = self._filter.where
        teams = (where.team,) if where.team else ()
        self._open_names(
            "people",
            _names("team", "teams", self._choices.teams, teams),
            _names("agents", "agents", self._choices.agents, where.agents),
        )

    def _open_queues(self) -> None:
        chosen = self._filter.where.queues
        self._open_names("queue", _names("queues", "queues", self._choices.queues, chosen))

    def _open_flags(self) -> None:
        where = self._filter.where
        known = {code for codes in FLAGS.values() for code in codes}
        groups = [
            NameGroup(
                "flags",
                text(f"library.severity_{severity}"),
                {code: f"{GLYPHS[severity]} {value_name('flags', code)}" for code in codes},
                frozenset(where.flags),
            )
            for severity, codes in FLAGS.items()
        ]
        others = tuple(each for each in where.flags if each not in known)
        situations = {code: value_name("situations", code) for code in SITUATIONS}
        self._open_names(
            "flags",
            *groups,
            _names("flags", "other_flags", others, where.flags),
            NameGroup(
                "situations", text("library.situations"), situations, frozenset(where.situations)
            ),
        )

    def _open_names(self, key: str, *groups: NameGroup) -> None:
        self._names.show_names(groups)
        self._names.open_under(self._buttons[key])

    def _open_period(self) -> None:
        menu = QMenu(self)
        for period in PERIODS:
            entry = QAction(text(f"library.period_{period}"), menu, checkable=True)
            entry.setChecked(self._filter.period == period)
            entry.triggered.connect(lambda on, of=period: self._take_period(of if on else None))
            menu.addAction(entry)
        menu.addSeparator()
        own = menu.addAction(text("library.period_own"))
        own.triggered.connect(self._open_days)
        self._pop_up(menu, "period")

    def _take_period(self, period: object) -> None:
        known = next((each for each in PERIODS if each == period), None)
        self._narrow(self._filter.in_period(known))

    def _open_days(self) -> None:
        since, until = self._filter.days(self._zone)
        today = date.today()
        if self._filter.period:
            since = first_day(self._filter.period, today)
        self._days.show_days(since or first_day("days_30", today), until or today)
        self._days.open_under(self._buttons["period"])

    def _open_score(self) -> None:
        score = self._filter.where.score
        self._score.show_limits({"score": score} if score else {})
        self._score.open_under(self._buttons["score"])

    def _open_measures(self) -> None:
        self._measure.show_limits(self._filter.where.measures)
        self._measure.open_under(self._buttons["measures"])

    def _open_recording(self) -> None:
        menu = self._menu()
        for grade in ("good", "fair", "poor"):
            self._add_choice(menu, "health", grade)
        menu.addSeparator()
        self._add_choice(menu, "status", "empty")
        if len(self._choices.languages) > 1:
            menu.addSeparator()
            for code in self._choices.languages:
                self._add_choice(menu, "languages", code)
        self._pop_up(menu, "recording")

    def _menu(self) -> StayingMenu:
        return StayingMenu(self)

    def _add_choice(self, menu: QMenu, name: str, value: str, sign: str = "") -> QAction:
        entry = QAction(f"{sign}{value_name(name, value)}", menu, checkable=True)
        now = getattr(self._filter.where, name)
        entry.setChecked(value == now if isinstance(now, str) else value in (now or ()))
        entry.triggered.connect(lambda _on=False: self._toggle(name, value))
        menu.addAction(entry)
        return entry

    def _pop_up(self, menu: QMenu, key: str) -> None:
        button = self._buttons[key]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


def _names(field: str, title: str, names: Collection[str], chosen: Collection[str]) -> NameGroup:
    """Return names that are values as well; those that are chosen are always among them."""
    shown = {each: each for each in (*names, *chosen)}
    return NameGroup(field, text(f"library.{title}"), shown, frozenset(chosen))


_FIELDS = {
    "severity": {"severity"},
    "review": {"review_states", "assigned_to"},
    "people": {"team", "agents"},
    "period": {"period"},
    "flags": {"flags", "situations"},
    "score": {"score"},
    "recording": {"health", "status", "languages"},
    "measures": set(MEASURES),
    "queue": {"queues"},
}
