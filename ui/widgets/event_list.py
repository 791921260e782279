"""The list of moments, where one key plays, re-classes or dismisses the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.edits import Change
from callqa.domain.speech import Speaker
from ui.i18n import counted, text
from ui.icons import icon
from ui.itemmodels.event_classes import Choice, choices_for
from ui.itemmodels.event_model import EventModel
from ui.itemmodels.moment import Moment, MomentKind
from ui.widgets.empty import EmptyState
from ui.widgets.emptying import empty_layout
from ui.widgets.event_form import EventForm
from ui.widgets.event_list_view import MomentView
from ui.widgets.flow import FlowLayout

_LEAST_HEARD_S = 1.0


class EventList(QWidget):
    """Moments by time; what can be made of the chosen one stands under the list with its keys."""

    moment_chosen = Signal(object)
    play_wanted = Signal(float, float)
    change_wanted = Signal(object)
    coaching_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = EventModel(self)
        self._is_editable = True
        self._chosen: Moment | None = None
        self._is_told = False
        self._count = QLabel()
        self._count.setProperty("role", "soft")
        self._add = QPushButton(icon("add"), text("events.add"))
        self._add.setToolTip(text("events.add_tip"))
        self._add.clicked.connect(self._open_form)
        self.view = MomentView(self)
        self.view.setModel(self._model)
        self.view.key_pressed.connect(self._take_key)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.doubleClicked.connect(lambda _index: self._play())
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self._empty = EmptyState(text("events.empty"), text("events.empty_text"))
        self._choices = QWidget()
        self._choice_flow = FlowLayout(self._choices, spacing_px=6)
        self.form = EventForm()
        self.form.added.connect(self._add_event)
        self.form.closed.connect(self._close_form)
        self._lay_out()
        self._refresh()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these moments; the one that was chosen stays so.

        Where it is gone, and the person is at work in the list, the next one is chosen.
        """
        row = self.view.currentIndex().row()
        before = self._chosen
        self._model.show_moments(moments)
        self._keep_choice(before, row)
        self._refresh()

    def set_kinds(self, kinds: frozenset[MomentKind]) -> None:
        """Show moments of these kinds alone, and notes."""
        row = self.view.currentIndex().row()
        before = self._chosen
        self._model.set_kinds(kinds)
        self._keep_choice(before, row)
        self._refresh()

    def set_call(self, speakers: Sequence[Speaker], duration_s: float) -> None:
        """Say whose events can be added and how long the recording is."""
        if self.form.set_call(speakers, duration_s):
            self.form.hide()

    def set_position(self, at_s: float) -> None:
        """Say where the playhead is; a missed event is added there."""
        self.form.set_position(at_s)

    def choose(self, moment: Moment | None) -> None:
        """Choose a moment without telling others that it was chosen."""
        self._chosen = moment
        row = self._model.row_of(moment) if moment else None
        self._set_row(-1 if row is None else row)
        self._show_choices()

    def set_editable(self, is_editable: bool) -> None:
        """Let events be changed, or only looked at and heard."""
        self._is_editable = is_editable
        self._add.setVisible(is_editable)
        self.view.take_letters(is_editable)
        if not is_editable:
            self.form.hide()
        self._show_choices()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self._add)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(head)
        lines.addWidget(self.form)
        lines.addWidget(self.view, 1)
        lines.addWidget(self._empty, 1)
        lines.addWidget(self._choices)
        self.form.hide()

    def _refresh(self) -> None:
        shown, hidden = self._model.rowCount(), self._model.hidden
        count = counted("events.count", shown)
        self._count.setText(f"{count}, {text('events.hidden', n=hidden)}" if hidden else count)
        self.view.setVisible(shown > 0)
        self._empty.setVisible(shown == 0)
        if shown == 0:
            key = "events.filtered" if hidden else "events.empty"
            self._empty.say(text(key), text(f"{key}_text"))
        self._show_choices()

    def _keep_choice(self, before: Moment | None, row: int) -> None:
        if before is None:
            return
        same = self._model.row_of(before)
        now = min(row, self._model.rowCount() - 1) if same is None else same
        if same is None and not self.view.hasFocus():
            now = -1
        self._chosen = self._model.moment(now)
        self._set_row(now)
        if same is None and self._chosen is not None:
            self.moment_chosen.emit(self._chosen)

    def _set_row(self, row: int) -> None:
        index = self._model.index(row)
        self._is_told = True
        self.view.setCurrentIndex(index)
        self._is_told = False
        if index.isValid():
            self.view.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._is_told:
            return
        self._chosen = self._model.moment(current.row()) if current.isValid() else None
        self._show_choices()
        if self._chosen is not None:
            self.moment_chosen.emit(self._chosen)

    def _choices_now(self) -> tuple[Choice, ...]:
        return choices_for(self._chosen) if self._is_editable else ()

    def _show_choices(self) -> None:
        empty_layout(self._choice_flow)
        choices = self._choices_now()
        if choices:
            self._choice_flow.addWidget(self._play_button())
        for each in choices:
            self._choice_flow.addWidget(self._choice_button(each))
        self._choices.setVisible(bool(choices) and self.form.isHidden())

    def _play_button(self) -> QToolButton:
        button = QToolButton(self._choices)
        button.setIcon(icon("play"))
        button.setToolTip(text("events.play_tip"))
        button.setAccessibleName(text("events.play"))
        button.setStyleSheet("padding: 2px 4px;")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._play)
        return button

    def _choice_button(self, choice: Choice) -> QToolButton:
        button = QToolButton(self._choices)
        button.setProperty("chip", True)
        button.setCheckable(True)
        button.setChecked(choice.is_now)
        if choice.is_now:
            bold = QFont(button.font())
            bold.setWeight(QFont.Weight.DemiBold)
            button.setFont(bold)
        button.setText(f"{choice.key}  {choice.name}")
        tip = "events.confirm_tip" if choice.is_now else "events.choice_tip"
        button.setToolTip(text(tip, name=choice.name, key=choice.key))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._change(choice.change))
        return button

    def _take_key(self, key: str) -> None:
        if key == "":
            self._play()
            return
        for each in self._choices_now():
            if each.key == key:
                self._change(each.change)
                return

    def _change(self, change: Change) -> None:
        self.change_wanted.emit(change)
        self._show_choices()
        self.view.setFocus()

    def _play(self) -> None:
        if self._chosen is not None:
            start_s = self._chosen.start_s
            self.play_wanted.emit(start_s, max(self._chosen.end_s, start_s + _LEAST_HEARD_S))

    def _open_form(self) -> None:
        self._choices.hide()
        self.form.open()

    def _close_form(self) -> None:
        self._show_choices()
        self.view.setFocus()

    def _add_event(self, change: object) -> None:
        self.change_wanted.emit(change)

    def _show_menu(self, at: QPoint) -> None:
        if self._chosen is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_with_key(text("events.play"), "Return")).triggered.connect(self._play)
        moment = self._chosen
        coach = menu.addAction(text("events.coach"))
        coach.triggered.connect(lambda: self.coaching_wanted.emit(moment))
        menu.addSeparator()
        for each in self._choices_now():
            action = menu.addAction(_with_key(each.name, each.key))
            action.setCheckable(each.is_now)
            action.setChecked(each.is_now)
            action.triggered.connect(lambda _checked=False, it=each: self._change(it.change))
        menu.popup(self.view.viewport().mapToGlobal(at))


def _with_key(name: str, key: str) -> str:
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{name}\t{shown}"
