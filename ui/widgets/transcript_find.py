"""Finding words in the open call."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.turns import Row, TurnRow

Hit = tuple[int, int, int]
"""Row, first word, past the last word."""

_QUOTES = "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\"'"
_PUNCTUATION = f".,;:!?…()\u2013\u2014-{_QUOTES}"


def hits_of(rows: Sequence[Row], words: str) -> tuple[Hit, ...]:
    """Return where `words` are said, in order of time.

    Upper case and punctuation do not matter, and the last word may be the start of one. Where
    several words are nowhere said one after the other, each is looked for by itself.
    """
    wanted = _plain(words.split())
    if not wanted:
        return ()
    together = _hits_of(rows, (" ".join(wanted),))
    return together or (_hits_of(rows, wanted) if len(wanted) > 1 else ())


def _hits_of(rows: Sequence[Row], phrases: Sequence[str]) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for number, row in enumerate(rows):
        if isinstance(row, TurnRow):
            said = [_plain_word(word.text) for word in row.turn.words]
            for phrase in phrases:
                found.extend((number, *each) for each in _places(said, phrase))
    return tuple(sorted(found))


def _places(said: Sequence[str], phrase: str) -> list[tuple[int, int]]:
    if not any(phrase[0] in word for word in said):
        return []
    line = " " + " ".join(said)
    places = []
    at = line.find(f" {phrase}")
    while at >= 0:
        first = line.count(" ", 0, at)
        places.append((first, first + phrase.count(" ") + 1))
        at = line.find(f" {phrase}", at + len(phrase) + 1)
    return places


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(_plain_word, words)))


def _plain_word(word: str) -> str:
    # A word of several, as after a correction, stays one here: spaces tell words apart.
    return word.strip(_PUNCTUATION).casefold().replace(" ", "_").replace("\u2019", "'")


class FindBar(QFrame):
    """What is looked for, which hit it is, and the way to the others."""

    wanted = Signal(str)
    next_wanted = Signal()
    previous_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLineEdit(self)
        self._words.setPlaceholderText(text("transcript.find"))
        self._words.setAccessibleName(text("transcript.find"))
        self._words.textChanged.connect(self.wanted)
        self._count = QLabel(self)
        self._count.setProperty("role", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._count)
        for name, made in (
            ("hit_previous", self.previous_wanted),
            ("hit_next", self.next_wanted),
            ("close", self.closed),
        ):
            button = QToolButton(self)
            button.setIcon(icon(name))
            button.setIconSize(QSize(18, 18))
            button.setProperty("flat", True)
            button.setAccessibleName(text(f"transcript.{name}"))
            button.setToolTip(text(f"transcript.{name}_tip"))
            button.clicked.connect(made)
            row.addWidget(button)

    def open(self, words: str | None = None) -> None:
        """Show the bar, with these words or those of the last time."""
        self.show()
        if words is not None:
            self._words.setText(words)
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    def show_words(self, words: str) -> None:
        """Show the bar with these words, and leave the focus where it is."""
        self.blockSignals(True)
        self._words.setText(words)
        self.blockSignals(False)
        self.show()

    def show_count(self, place: int, count: int) -> None:
        """Show which of how many hits it is, from 1."""
        if not self._words.text().strip():
            self._count.clear()
        elif count:
            self._count.setText(text("transcript.hit_of", place=place, count=count))
        else:
            self._count.setText(text("transcript.hit_none"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.previous_wanted if is_back else self.next_wanted).emit()
        else:
            super().keyPressEvent(event)
