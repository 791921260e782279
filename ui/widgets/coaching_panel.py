"""One coaching item to work on: what was heard, what to try, what is agreed, and its end."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.formats import DASH, clock_time, day, moment
from ui.i18n import text
from ui.itemmodels.coaching import CoachingRow, Followed, title_of
from ui.widgets.day_edit import DayEdit

_TWO_WEEKS = timedelta(days=14)
"""An agreement is proposed for so long from today: enough calls to see something in."""


class CoachingPanel(QWidget):
    """Shows an item and says what a person does with it."""

    agreed = Signal(int, str, object, object)
    """Number of the item, the commitment, its day, and the measure or ``None``."""
    closed = Signal(int, str)
    """Number of the item, and ``done`` or ``dropped``."""
    call_wanted = Signal(str, float)
    agent_wanted = Signal(str)

    def __init__(self, measures: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Make it for `measures` that can be followed, each with its name."""
        super().__init__(parent)
        self._row: CoachingRow | None = None
        self._title = _wrapped("heading")
        self._from, self._tip, self._play = _wrapped("soft"), _wrapped(), _wrapped()
        self._followed, self._agreed = _wrapped("soft"), _wrapped()
        self._hear = QPushButton(text("coaching.hear"))
        self._hear.setToolTip(text("coaching.hear_tip"))
        self._hear.clicked.connect(self._want_call)
        self._agent = QPushButton(text("coaching.agent"))
        self._agent.setToolTip(text("coaching.agent_tip"))
        self._agent.clicked.connect(self.show_agent)
        self.commitment = QLineEdit()
        self.commitment.setPlaceholderText(text("coaching.commitment_hint"))
        self.due = DayEdit(text("coaching.due"))
        self.measure = QComboBox()
        self.measure.addItem(text("coaching.measure_of_flag"), None)
        for key, name in measures:
            self.measure.addItem(name, key)
        self.agree_button = _button("coaching.agree", self._agree, primary=True)
        self.done_button = _button("coaching.done", lambda: self._close("done"))
        self.drop_button = _button("coaching.drop", lambda: self._close("dropped"))
        self.commitment.textChanged.connect(self._enable)
        self._lay_out()
        self.show_row(None)

    @property
    def row(self) -> CoachingRow | None:
        """The item in hand."""
        return self._row

    def show_row(self, row: CoachingRow | None) -> None:
        """Take an item in hand, or none."""
        same = row is not None and self._row is not None and self._row.item.id == row.item.id
        self._row = row
        for each in (self._body, self._buttons):
            each.setVisible(row is not None)
        if row is None:
            self._title.setText(text("coaching.choose"))
            return
        item = row.item
        self._title.setText(title_of(item))
        self._from.setText(
            text("coaching.from", agent=item.agent or DASH, at=clock_time(item.start_s))
            + " "
            + text("coaching.made", who=item.created_by, at=moment(item.created_at))
        )
        self._agent.setEnabled(item.agent is not None)
        self._tip.setText(item.tip)
        self._tip.setVisible(bool(item.tip))
        self._play.setText(text("coaching.role_play", words=item.role_play))
        self._play.setVisible(bool(item.role_play))
        self._agreed.setText(text("coaching.was_agreed", words=item.commitment, due=day(item.due)))
        self._agreed.setVisible(bool(item.commitment) and not row.is_open)
        self._followed.setVisible(False)
        self._form.setVisible(row.is_open)
        self._buttons.setVisible(row.is_open)
        if not same:
            self._fill(row)
        self._enable()

    def show_followed(self, item: int, followed: Followed | None) -> None:
        """Show how the measure of the item in hand went on."""
        if self._row is None or self._row.item.id != item or followed is None:
            return
        self._followed.setText(
            text(
                "coaching.followed",
                measure=followed.measure,
                before=followed.before.sentence,
                since=followed.since.sentence,
                change=followed.change.told,
            )
        )
        self._followed.setToolTip(followed.change.sentence)
        self._followed.setVisible(True)

    def show_agent(self) -> None:
        """Ask for the agent of the item in hand."""
        if self._row is not None and self._row.item.agent is not None:
            self.agent_wanted.emit(self._row.item.agent)

    def _fill(self, row: CoachingRow) -> None:
        item = row.item
        self.due.show_day(item.due or row.today + _TWO_WEEKS)
        self.commitment.setText(item.commitment)
        self.commitment.setCursorPosition(0)
        place = self.measure.findData(item.measure)
        self.measure.setCurrentIndex(max(0, place))

    def _enable(self) -> None:
        self.agree_button.setEnabled(bool(self.commitment.text().strip()))

    def _agree(self) -> None:
        if self._row is not None:
            commitment, measure = self.commitment.text().strip(), self.measure.currentData()
            self.agreed.emit(self._row.item.id, commitment, self.due.day, measure)

    def _close(self, state: str) -> None:
        if self._row is not None:
            self.closed.emit(self._row.item.id, state)

    def _want_call(self) -> None:
        if self._row is not None:
            self.call_wanted.emit(self._row.item.call_id, self._row.item.start_s)

    def _lay_out(self) -> None:
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 4, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(text("coaching.commitment"), self.commitment)
        form.addRow(text("coaching.due"), self.due)
        form.addRow(text("coaching.measure"), self.measure)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._from)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self._hear)
        ways.addWidget(self._agent)
        ways.addStretch(1)
        body.addLayout(ways)
        for each in (self._tip, self._play, self._agreed, self._followed, self._form):
            body.addWidget(each)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self.agree_button, self.done_button, self.drop_button):
            line.addWidget(button)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._body)
        whole.addWidget(self._buttons)
        whole.addStretch(1)


def _wrapped(role: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _button(key: str, slot: Callable[[], object], *, primary: bool = False) -> QPushButton:
    made = QPushButton(text(key))
    made.setToolTip(text(f"{key}_tip"))
    made.setProperty("primary", primary)
    made.clicked.connect(lambda _checked=False: slot())
    return made
