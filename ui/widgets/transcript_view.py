"""The transcript's mouse, caret, and keeping up with the sound."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.itemmodels.turns import Row
from ui.widgets.own_keys import keeps_key
from ui.widgets.transcript_caret import moved_caret, nearest_turn
from ui.widgets.transcript_delegate import Place
from ui.widgets.transcript_list import TurnList

_COMFORT = (0.08, 0.72)
"""The word that is said is kept between these shares of the height."""


class TranscriptView(TurnList):
    """Shows rows; what a click or a key means for the call is its owner's business."""

    chosen = Signal(int, int)
    """A word was clicked, or Enter pressed on it: row and word."""

    edit_wanted = Signal(int, int)
    menu_wanted = Signal(int, int, QPoint)
    """Menu for a word, at a place of the screen."""

    key_pressed = Signal(str)
    """One of `keys` was pressed, as text."""

    moment_clicked = Signal(object)
    following_changed = Signal(bool)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_held = False
        self.keys: frozenset[str] = frozenset()
        self._caret: Place | None = None
        self._at_s = 0.0
        self._is_following = True
        self._pressed: Place | None = None
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(lambda _action: self.set_following(False))
        bar.valueChanged.connect(lambda _value: self.scrolled.emit())

    @property
    def caret(self) -> Place | None:
        """Where the keyboard is, whether the focus is here or not."""
        return self._caret

    @property
    def is_following(self) -> bool:
        """Whether what is said is kept in view."""
        return self._is_following

    def show_rows(self, rows: tuple[Row, ...], *, keep_place: bool) -> None:
        """Show these rows; in place where they are the same call, else from the top."""
        self.put_rows(rows, keep_place=keep_place)
        self.shown.said = self.turns.words_at(self._at_s) if keep_place else ()
        self.set_caret(self._valid(self._caret) if keep_place else None)
        if not keep_place:
            self.set_following(True)

    def replace_row(self, number: int, row: Row) -> None:
        """Show another row in the place of one."""
        self.put_row(number, row)
        self.shown.said = self.turns.words_at(self._at_s)
        self.set_caret(self._valid(self._caret))

    def set_position(self, at_s: float) -> None:
        """Mark what is said at a time, and keep it in view while following."""
        self._at_s = at_s
        said = self.turns.words_at(at_s)
        if said == self.shown.said:
            return
        for number in {place[0] for place in (*self.shown.said, *said)}:
            self.update_row(number)
        self.shown.said = said
        if said and self._is_following and not self.is_held:
            self.reveal(said[-1], comfort=_COMFORT)

    def set_following(self, follows: bool) -> None:
        """Keep what is said in view, or leave the view where the person scrolled to."""
        if not follows:
            self._scroll.stop()
        elif self.shown.said:
            self.reveal(self.shown.said[-1], comfort=_COMFORT)
        if follows != self._is_following:
            self._is_following = follows
            self.following_changed.emit(follows)

    def set_caret(self, place: Place | None) -> None:
        """Put the keyboard on a word."""
        for each in (self._caret, place):
            if each:
                self.update_row(each[0])
        self._caret = place
        self._show_caret()
        if place:
            self.setCurrentIndex(self.turns.index(place[0]))

    def _valid(self, place: Place | None) -> Place | None:
        if place is None or place[0] >= len(self.turns.rows):
            return None
        turn = self.turn_at(place[0])
        return (place[0], min(place[1], len(turn.turn.words) - 1)) if turn else None

    def _show_caret(self) -> None:
        self.shown.caret = self._caret if self.hasFocus() else None

    def _move_caret(self, key: int) -> bool:
        """Move the caret by an arrow or an end key; return whether `key` is one."""
        start = self._caret or nearest_turn(self, self.shown.said)
        if start is None:
            return False
        layout = self.delegate.layout_of(start[0])
        assert layout is not None
        target = moved_caret(self, start, key, layout) if self._caret else start
        if target is None:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.set_following(False)
        self.set_caret(target)
        self.reveal(target)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = self.place_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self.place_at(point)
        if place and place == self._pressed:
            self.set_caret(place)
            self.chosen.emit(*place)
        elif moment := self.sign_at(point):
            self.moment_clicked.emit(moment)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if place := self.place_at(event.position().toPoint()):
            self.edit_wanted.emit(*place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hand = self.place_at(point) or self.sign_at(point)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == event.Reason.Keyboard
        place = self._caret if is_key else self.place_at(event.pos())
        if place:
            self.set_caret(place)
            where = self.word_rect(place).bottomLeft() if is_key else event.pos()
            self.menu_wanted.emit(*place, self.viewport().mapToGlobal(where))

    def event(self, event: QEvent) -> bool:
        # Keys of the caret are the transcript's while it has the focus, not the page's.
        return keeps_key(event, self._is_own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if not self._is_own(event):
            event.ignore()
        elif _name_of(event) in self.keys:
            self.key_pressed.emit(_name_of(event))
        elif event.key() == Qt.Key.Key_PageUp:
            bar.triggerAction(bar.SliderAction.SliderPageStepSub)
        elif event.key() == Qt.Key.Key_PageDown:
            bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._caret:
                self.chosen.emit(*self._caret)
        else:
            self._move_caret(event.key())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._caret is None and (place := nearest_turn(self, self.shown.said)):
            self.set_caret(place)
        self._show_caret()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_caret()
        self.viewport().update()

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        is_caret = event.key() in _OWN_KEYS and event.modifiers() in plain
        return is_caret or _name_of(event) in self.keys


_OWN_KEYS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)


def _name_of(event: QKeyEvent) -> str:
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
