"""The search in the transcript: which words are looked for, and which of the hits it is at."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.transcript_find import FindBar, Hit, hits_of
from ui.widgets.transcript_view import TranscriptView


class Search(QObject):
    """Marks in a view what the bar over it looks for."""

    def __init__(self, view: TranscriptView, over: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._words = ""
        self._hits: tuple[Hit, ...] = ()
        self._at = -1
        self.bar = FindBar(over)
        self.bar.hide()
        self.bar.wanted.connect(self._look_for)
        self.bar.next_wanted.connect(lambda: self.step(1))
        self.bar.previous_wanted.connect(lambda: self.step(-1))
        self.bar.closed.connect(self._leave)

    def find(self, words: str) -> int:
        """Mark where `words` are said, go to the first place, and return how many there are."""
        self.bar.show_words(words)
        self._look_for(words)
        return len(self._hits)

    def follow(self) -> None:
        """Look again in rows that were corrected, and stay at the same hit."""
        at = self._at
        self._mark()
        self._at = min(at, len(self._hits) - 1)
        if self._at >= 0:
            self._show_hit()
        else:
            self.step(1)

    def close(self) -> None:
        """Look for nothing any more."""
        self.bar.hide()
        self._look_for("")

    def step(self, by: int) -> None:
        """Go to the next hit or the one before; the first comes after the last."""
        if not self._hits:
            return
        self._at = (self._at + by) % len(self._hits)
        number, first, _ = self._hits[self._at]
        self._view.set_following(False)
        self._view.set_caret((number, first))
        self._view.reveal((number, first), comfort=(0.1, 0.85))
        self._show_hit()

    def _look_for(self, words: str) -> None:
        self._words = words
        self._mark()
        self.step(1)

    def _mark(self) -> None:
        self._hits = hits_of(self._view.turns.rows, self._words)
        found: dict[int, list[tuple[int, int]]] = {}
        for number, first, end in self._hits:
            found.setdefault(number, []).append((first, end))
        self._view.shown.found = found
        self._at = -1
        self._show_hit()

    def _show_hit(self) -> None:
        self._view.shown.hit = self._hits[self._at] if self._at >= 0 else None
        self.bar.show_count(self._at + 1, len(self._hits))
        self._view.viewport().update()

    def _leave(self) -> None:
        self.close()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
