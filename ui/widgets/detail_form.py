"""Corrects what is known of a call beside its sound: who, when, which queue."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from callqa.domain.edits import DIRECTIONS, SetDetail
from callqa.domain.listing import CallSummary
from callqa.domain.people import name_key
from ui import formats
from ui.i18n import text
from ui.widgets.popover import Popover

_WIDTH_CHARACTERS = 54


class DetailForm(Popover):
    """Sends a `SetDetail` for each fact that was changed, and nothing for the others."""

    change_wanted = Signal(object)
    """A `SetDetail`."""

    new_agent_wanted = Signal(object)
    """A `SetDetail` that names an agent whom the store does not know yet."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._known: dict[str, str] = {}
        self._known_before: dict[str, str | None] = {}
        self._asked = ""
        heading = QLabel(text("call.details_title"))
        heading.setProperty("role", "heading")
        self.agent, self.customer, self.queue = QLineEdit(), QLineEdit(), QLineEdit()
        self.direction = QComboBox()
        self.direction.addItem(text("call.direction_unknown"), None)
        for each in DIRECTIONS:
            self.direction.addItem(text(f"call.direction_{each}"), each)
        self._known_start = QCheckBox()
        self._known_start.setToolTip(text("call.start_known"))
        self._known_start.setAccessibleName(text("call.start_known"))
        self.started_at = QDateTimeEdit()
        self.started_at.setCalendarPopup(True)
        conventions = formats.locale()
        self.started_at.setLocale(conventions)
        short = conventions.dateTimeFormat(QLocale.FormatType.ShortFormat)
        self.started_at.setDisplayFormat(short.replace("yyyy", "yy").replace("yy", "yyyy"))
        self._known_start.toggled.connect(self.started_at.setEnabled)
        when = QHBoxLayout()
        when.addWidget(self._known_start)
        when.addWidget(self.started_at, 1)
        form = QFormLayout()
        form.addRow(text("edits.agent"), self.agent)
        form.addRow(text("edits.customer"), self.customer)
        form.addRow(text("edits.queue"), self.queue)
        form.addRow(text("edits.direction"), self.direction)
        form.addRow(text("edits.started_at"), when)
        self._doubt = QLabel()
        self._doubt.setProperty("tone", "coach")
        self._doubt.setWordWrap(True)
        self._doubt.hide()
        self.button = QPushButton(text("call.details_do"))
        self.button.clicked.connect(self._send)
        self.column.addWidget(heading)
        self.column.addLayout(form)
        self.column.addWidget(self._doubt)
        self.column.addLayout(self.foot(self.button))
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)
        self.agent.textEdited.connect(self._forget_doubt)
        QShortcut(QKeySequence("Return"), self, self._send)

    def ask(self, anchor: QWidget, call: CallSummary, agents: Sequence[str]) -> None:
        """Open with what is known now; `agents` are the names that the store knows."""
        self._known = {name_key(each): each for each in agents}
        completer = QCompleter(list(agents), self.agent)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.agent.setCompleter(completer)
        self.agent.setText(call.agent or "")
        self.customer.setText(call.customer or "")
        self.queue.setText(call.queue or "")
        place = self.direction.findData(call.direction)
        self.direction.setCurrentIndex(max(place, 0))
        self._known_start.setChecked(call.started_at is not None)
        self.started_at.setEnabled(call.started_at is not None)
        at = call.started_at.astimezone() if call.started_at else datetime.now().astimezone()
        self.started_at.setDateTime(QDateTime.fromSecsSinceEpoch(int(at.timestamp())))
        self._known_before = self._wanted()
        self._forget_doubt()
        self.open_at(anchor, self.agent)
        self.agent.selectAll()

    def _wanted(self) -> dict[str, str | None]:
        start = self.started_at.dateTime().toPython()
        aware = start.astimezone() if isinstance(start, datetime) else None
        return {
            "agent": self.agent.text().strip() or None,
            "customer": self.customer.text().strip() or None,
            "queue": self.queue.text().strip() or None,
            "direction": self.direction.currentData(),
            "started_at": aware.isoformat() if aware and self._known_start.isChecked() else None,
        }

    def _send(self) -> None:
        wanted = self._wanted()
        name = wanted["agent"]
        is_new = name is not None and name_key(name) not in self._known
        is_changed = name != self._known_before["agent"]
        if name is not None and is_new and is_changed and self._asked != name:
            self._ask_once(name)
            return
        for field, value in wanted.items():
            if value != self._known_before[field]:
                change = SetDetail(field, value)  # type: ignore[arg-type]
                sent = self.new_agent_wanted if field == "agent" and is_new else self.change_wanted
                sent.emit(change)
        self.hide()

    def _ask_once(self, name: str) -> None:
        self._asked = name
        self._doubt.setText(text("call.new_agent", name=name))
        self._doubt.show()
        self.button.setText(text("call.new_agent_do"))
        self.refit()

    def _forget_doubt(self) -> None:
        self._asked = ""
        self._doubt.hide()
        self.button.setText(text("call.details_do"))
        self.refit()
