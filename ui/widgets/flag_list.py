"""The flags of a call as cards: what, why, what to do about it, and where to hear it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from callqa.domain.judgement import Flag
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Speaker
from ui.i18n import sentence, text
from ui.widgets.column import Column
from ui.widgets.empty import EmptyState
from ui.widgets.flag_list_card import FlagCard
from ui.widgets.prose import Prose


class FlagList(QWidget):
    """Flags in order of severity, and under them those that a person took off."""

    play_wanted = Signal(float, float)
    change_wanted = Signal(object)
    coaching_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[FlagCard] = []
        self._shown: tuple[tuple[Flag, ...], dict[str, str], tuple[Speaker, ...]] | None = None
        self._is_editable = True
        self._column = Column(spacing_px=8)
        self._empty = EmptyState(text("flags.empty"), text("flags.empty_text"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._column, 1)
        lines.addWidget(self._empty, 1)
        self.show_flags((), {})

    def show_flags(
        self,
        flags: Sequence[Flag],
        dismissed: Mapping[str, str],
        speakers: Sequence[Speaker] = (),
    ) -> None:
        """Show flags; a card of one that is still there stays as it is.

        Parameters
        ----------
        flags
            Those that hold, the most urgent first.
        dismissed
            The reason of each that a person took off, by code.
        speakers
            The voices of the call, to tell whose the evidence is.
        """
        speakers = tuple(speakers)
        if self._shown == (tuple(flags), dict(dismissed), speakers):
            return
        same = self.cards if self._shown and self._shown[2] == speakers else []
        self._shown = (tuple(flags), dict(dismissed), speakers)
        kept = {flag: card for card in same if (flag := card.flag) in flags}
        for card in kept.values():
            self._column.lines.removeWidget(card)
        self._column.clear()
        self.cards = [kept.get(each) or self._card(each, speakers) for each in flags]
        for card in self.cards:
            self._column.lines.addWidget(card)
        if dismissed:
            self._column.lines.addWidget(_heading(text("flags.dismissed")))
        for code, reason in dismissed.items():
            self._column.lines.addWidget(_Dismissed(code, reason))
        self._column.lines.addStretch(1)
        self._column.setVisible(bool(flags or dismissed))
        self._empty.setVisible(not flags and not dismissed)

    def set_editable(self, is_editable: bool) -> None:
        """Let flags be dismissed, or only be looked at."""
        self._is_editable = is_editable
        for card in self.cards:
            card.set_editable(is_editable)

    def go_to(self, code: str) -> None:
        """Bring a flag into sight and give it the focus."""
        card = next((each for each in self.cards if each.flag.code == code), None)
        if card is not None:
            card.setFocus()
            self._column.ensureWidgetVisible(card, 0, 16)

    def _card(self, flag: Flag, speakers: Sequence[Speaker]) -> FlagCard:
        card = FlagCard(flag, speakers)
        card.set_editable(self._is_editable)
        card.play_wanted.connect(self.play_wanted)
        card.change_wanted.connect(self.change_wanted)
        card.coaching_wanted.connect(self.coaching_wanted)
        return card


class _Dismissed(QWidget):
    """A flag that is none: its name struck out, and why."""

    def __init__(self, code: str, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Prose(sentence(Sentence(f"flag.{code}_title")), "soft")
        font = title.font()
        font.setStrikeOut(True)
        title.setFont(font)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 2, 8, 4)
        lines.setSpacing(2)
        lines.addWidget(title)
        lines.addWidget(Prose(text("flags.dismissed_why", reason=reason)))
        lines.addWidget(Prose(text("flags.undo_hint"), "small"))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "heading")
    return label
