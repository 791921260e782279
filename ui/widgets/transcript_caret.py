"""Where the caret goes when a key is pressed."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt

from ui.itemmodels.turns import TurnRow, TurnsModel
from ui.widgets.transcript_delegate import Place
from ui.widgets.transcript_layout import TurnLayout


class Turns(Protocol):
    """What the caret moves in."""

    @property
    def turns(self) -> TurnsModel: ...
    def turn_at(self, number: int) -> TurnRow | None: ...


def nearest_turn(view: Turns, said: Sequence[Place]) -> Place | None:
    """Return where a caret begins: at what is said, or else at the first word."""
    if said:
        return said[-1]
    first = _turn_from(view, 0, 1)
    return None if first is None else (first, 0)


def moved_caret(view: Turns, at: Place, key: int, layout: TurnLayout) -> Place | None:
    """Return the place that a key leads to; ``None`` where it is no key of the caret.

    Up and down go to the turn before and after; in a turn that is written from right to left,
    left is forward.
    """
    number = at[0]
    turn = view.turn_at(number)
    assert turn is not None
    last = len(turn.turn.words) - 1
    is_rtl = layout.is_right_to_left
    match key:
        case Qt.Key.Key_Left | Qt.Key.Key_Right:
            step = 1 if (key == Qt.Key.Key_Right) != is_rtl else -1
            return _next_word(view, at, step, last)
        case Qt.Key.Key_Up | Qt.Key.Key_Down:
            step = 1 if key == Qt.Key.Key_Down else -1
            other = _turn_from(view, number + step, step)
            return at if other is None else (other, 0)
        case Qt.Key.Key_Home:
            return number, 0
        case Qt.Key.Key_End:
            return number, last
    return None


def next_word(view: Turns, at: Place) -> Place:
    """Return the word after a word, in the next turn where this one ends; the last one stays."""
    turn = view.turn_at(at[0])
    return _next_word(view, at, 1, len(turn.turn.words) - 1 if turn else 0)


def _next_word(view: Turns, at: Place, step: int, last: int) -> Place:
    number, word = at
    if 0 <= word + step <= last:
        return number, word + step
    other = _turn_from(view, number + step, step)
    if other is None:
        return at
    turn = view.turn_at(other)
    assert turn is not None
    return other, 0 if step > 0 else len(turn.turn.words) - 1


def _turn_from(view: Turns, number: int, step: int) -> int | None:
    while 0 <= number < len(view.turns.rows):
        if view.turn_at(number):
            return number
        number += step
    return None
