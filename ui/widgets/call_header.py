"""The head of the open call: whose it is, when it was, how good the recording is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.listing import CallSummary
from callqa.domain.recording import Health
from callqa.domain.sentence import Sentence
from ui import formats
from ui.i18n import sentence, text
from ui.icons import icon
from ui.widgets.badge import show_tone
from ui.widgets.elided_label import ElidedLabel

_ICON_PX = 18
_LEAST_CHARACTERS = 10
_GRADE_TONES = {"good": "praise", "fair": "coach", "poor": "urgent"}
_GRADE_GLYPHS = {"good": "●", "fair": "◐", "poor": "○"}


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What the head of a call shows.

    health : ``None`` where what was heard is not in the store any more
    legs : the calls of the same conversation by time, this one among them; empty without others
    place : number of the call in the list it was opened from and how many these are
    """

    call: CallSummary
    health: Health | None
    legs: tuple[CallSummary, ...] = ()
    place: tuple[int, int] | None = None
    is_editable: bool = False


class CallHeader(QWidget):
    """Two lines: the names, and under them the facts."""

    back_wanted = Signal()
    previous_wanted = Signal()
    next_wanted = Signal()
    agent_wanted = Signal(str)
    swap_wanted = Signal()
    details_wanted = Signal()

    leg_wanted = Signal(str)
    """The id of another call of the conversation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: HeaderFacts | None = None
        self._back = self._button("back", self.back_wanted.emit)
        self._previous = self._button("previous", self.previous_wanted.emit)
        self._next = self._button("next", self.next_wanted.emit)
        self._agent, self._customer = _NameButton(), _NameButton()
        self._agent.clicked.connect(self._open_agent)
        self._customer.clicked.connect(self.details_wanted)
        self.swap = self._button("swap", self.swap_wanted.emit)
        self.details = self._button("details", self.details_wanted.emit)
        self._health = QLabel()
        self._line = ElidedLabel()
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.setProperty("role", "soft")
        self._legs = QToolButton()
        self._legs.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._legs.setProperty("chip", True)
        self._legs_menu = QMenu(self._legs)
        self._legs.setMenu(self._legs_menu)
        self._lay_out()

    def show_call(self, facts: HeaderFacts) -> None:
        """Show a call."""
        self._facts = facts
        call = facts.call
        self._agent.show_name(call.agent or text("call.no_agent"), text("call.agent_tip"))
        self._agent.setEnabled(call.agent is not None)
        self._customer.show_name(call.customer or text("call.no_customer"), text("call.customer"))
        self._customer.setEnabled(facts.is_editable)
        self.swap.setEnabled(facts.is_editable)
        self.details.setEnabled(facts.is_editable)
        self._line.setText("  ·  ".join(_facts_of(call)))
        self._line.setToolTip(self._line.text())
        self._show_health(facts.health, call)
        self._show_legs(facts)
        self._show_place(facts.place)

    def _show_health(self, health: Health | None, call: CallSummary) -> None:
        grade = call.health
        name = sentence(Sentence(f"report.grade_{grade}"))
        words = f"{_GRADE_GLYPHS[grade]} {text('call.health', grade=name)}"
        show_tone(self._health, _GRADE_TONES[grade], words)
        why = [sentence(health.reason)] if health else []
        why += [sentence(each.detail) for each in health.findings] if health else []
        self._health.setToolTip("\n".join(why))
        self._health.setAccessibleName(" ".join([self._health.text(), *why]))

    def _show_legs(self, facts: HeaderFacts) -> None:
        others = len(facts.legs) > 1
        self._legs.setVisible(others)
        self._legs_menu.clear()
        if not others:
            return
        ids = [each.call_id for each in facts.legs]
        here = ids.index(facts.call.call_id) + 1 if facts.call.call_id in ids else 0
        self._legs.setText(text("call.leg", number=here, all=len(ids)))
        self._legs.setToolTip(text("call.leg_tip"))
        for number, leg in enumerate(facts.legs, start=1):
            named = (
                f"{number}. {leg.agent or text('call.no_agent')}, {formats.moment(leg.started_at)}"
            )
            act = self._legs_menu.addAction(named)
            act.setCheckable(True)
            act.setChecked(leg.call_id == facts.call.call_id)
            act.triggered.connect(
                lambda _checked=False, each=leg.call_id: self.leg_wanted.emit(each)
            )

    def _show_place(self, place: tuple[int, int] | None) -> None:
        number, count = place or (0, 0)
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(0 < number < count)
        for button in (self._previous, self._next):
            button.setVisible(place is not None and count > 1)
        if place is not None:
            named = text("call.place", number=number, all=count)
            self._previous.setToolTip(f"{text('call.previous_tip')} ({named})")
            self._next.setToolTip(f"{text('call.next_tip')} ({named})")

    def _open_agent(self) -> None:
        if self._facts is not None and self._facts.call.agent is not None:
            self.agent_wanted.emit(self._facts.call.agent)

    def _button(self, name: str, slot: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        made.setIconSize(QSize(_ICON_PX, _ICON_PX))
        made.setAccessibleName(text(f"call.{name}"))
        made.setToolTip(text(f"call.{name}_tip"))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked=False: slot())
        return made

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(2)
        for each in (self._agent, self.swap, self._customer, self.details):
            names.addWidget(each)
        names.addStretch(1)
        facts = QHBoxLayout()
        facts.setContentsMargins(8, 0, 0, 0)
        facts.setSpacing(8)
        facts.addWidget(self._health)
        facts.addWidget(self._legs)
        facts.addWidget(self._line, 1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addLayout(names)
        lines.addLayout(facts)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        for each in (self._back, self._previous, self._next):
            whole.addWidget(each)
        whole.addLayout(lines, 1)


class _NameButton(QToolButton):
    """A name in the size of a title; a long one ends in dots and is whole in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("title", True)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_name(self, name: str, tip: str) -> None:
        """Show a name."""
        metrics = QFontMetrics(self.font())
        room = metrics.averageCharWidth() * 26
        self.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        self.setToolTip(f"{name}\n{tip}")
        self.setAccessibleName(f"{name}: {tip}")

    def minimumSizeHint(self) -> QSize:
        least = QFontMetrics(self.font()).averageCharWidth() * _LEAST_CHARACTERS
        hint = self.sizeHint()
        return QSize(min(least, hint.width()), hint.height())


def _facts_of(call: CallSummary) -> Sequence[str]:
    directions = ("inbound", "outbound", "internal")
    direction = call.direction
    if direction in directions:
        direction = text(f"call.direction_{direction}")
    known = (
        formats.moment(call.started_at),
        formats.length(call.duration_s),
        call.queue,
        direction,
        text("call.language", code=call.language),
    )
    return [each for each in known if each]
