"""The verdict on a call: the total as a ring, passed or not and why, and what is left to answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from callqa.domain.sentence import Sentence
from ui import formats
from ui.i18n import counted, sentence, text
from ui.itemmodels.card_facts import Card
from ui.widgets.prose import Prose
from ui.widgets.score_ring import ScoreRing, Verdict

_REASONS: dict[Verdict, tuple[str, ...]] = {
    "auto_fail": ("auto_fail",),
    "not_passed": ("low_score",),
}
"""The flags that say why, by verdict."""

_TONES: dict[Verdict, str] = {
    "passed": "praise",
    "not_passed": "coach",
    "auto_fail": "urgent",
    "not_scored": "info",
}
_GLYPHS: dict[Verdict, str] = {
    "passed": "✓",
    "not_passed": "✗",
    "auto_fail": "✗",
    "not_scored": "–",
}


class ScoreHead(QWidget):
    """Ring, verdict, reason, and a way to the next question that waits for a person."""

    next_wanted = Signal()
    """Go to the next question that is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ring = ScoreRing()
        self._verdict = QLabel()
        self._verdict.setProperty("tone", "info")
        self._machine = Prose(role="soft")
        self._reason = Prose()
        self._provisional = Prose(role="small")
        self.open_button = QPushButton()
        self.open_button.clicked.connect(self.next_wanted)
        self.open_button.setToolTip(text("scorecard.next_open_tip"))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._machine, self._reason, self._provisional):
            words.addWidget(each)
        words.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)

    def show_card(self, card: Card) -> None:
        """Show the verdict on `card`, or that there is none to be seen yet."""
        if card.blind is not None:
            self._show_blind(card.blind)
            return
        verdict = verdict_of(card)
        self.ring.show()
        self.ring.show_score(card.total, verdict, card.machine_total)
        words = sentence(Sentence(f"report.verdict_{verdict}"))
        self._verdict.setText(f"{_GLYPHS[verdict]} {words}")
        self._set_tone(_TONES[verdict])
        self._say(self._machine, _machine_words(card))
        self._say(self._reason, _reason(card, verdict))
        unproven = sum(each.provisional for each in card.lines)
        self._say(self._provisional, counted("scorecard.provisional_count", unproven))
        self._provisional.setVisible(unproven > 0)
        self._provisional.setToolTip(text("scorecard.provisional_why"))
        left = sum(each.open for each in card.lines)
        self.open_button.setText(counted("scorecard.left", left))
        self.open_button.setVisible(left > 0)

    def _show_blind(self, calibration: str) -> None:
        self.ring.hide()
        self._verdict.setText(text("scorecard.blind"))
        self._set_tone("info")
        self._say(self._reason, text("scorecard.blind_why", calibration=calibration))
        for each in (self._machine, self._provisional, self.open_button):
            each.hide()

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _set_tone(self, tone: str) -> None:
        self._verdict.setProperty("tone", tone)
        self._verdict.style().unpolish(self._verdict)
        self._verdict.style().polish(self._verdict)


def verdict_of(card: Card) -> Verdict:
    """Return the verdict on a card that is not blind."""
    if card.total is None:
        return "not_scored"
    if card.call.auto_fail:
        return "auto_fail"
    return "passed" if card.passed else "not_passed"


def _machine_words(card: Card) -> str:
    if card.machine_total is None or card.machine_total == card.total:
        return ""
    return text(
        "scorecard.machine_now",
        machine=formats.number(card.machine_total),
        now=formats.number(card.total),
    )


def _reason(card: Card, verdict: Verdict) -> str:
    codes = _REASONS.get(verdict, ())
    flag = next((each for each in card.flags if each.code in codes), None)
    if flag is not None:
        return sentence(flag.reason)
    if verdict == "auto_fail":
        return text("scorecard.auto_fail_note")
    return text("scorecard.unscored_note") if verdict == "not_scored" else ""
