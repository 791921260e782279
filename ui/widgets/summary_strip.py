"""What matters of a call in five seconds: the score, the flags, and four measures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.judgement import Flag, Severity
from callqa.domain.sentence import Sentence
from ui import formats
from ui.i18n import sentence, text
from ui.itemmodels.key_measures import KeyMeasure
from ui.widgets.flag_chips import FlagChips
from ui.widgets.measure_tile import MeasureTile
from ui.widgets.score_ring import ScoreRing, Verdict

_GRAVEST: tuple[Severity, ...] = ("urgent", "coach", "praise")
_TILES = 4
_SHORT_NAMES = ("ratio", "interruptions", "raised", "empathy")
_RING_LINES = 4.4


class SummaryStrip(QFrame):
    """One row: ring and verdict, flags, measures; all of it leads to what it rests on."""

    play_wanted = Signal(float, float)

    flag_chosen = Signal(str)
    """The code of a flag that is to be looked at, empty for all of them."""

    score_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._ring = ScoreRing()
        side = round(self.fontMetrics().height() * _RING_LINES)
        self._ring.setFixedSize(side, side)
        self._verdict = QToolButton()
        self._verdict.setToolTip(text("call.to_scorecard"))
        self._verdict.clicked.connect(self.score_chosen)
        self._machine = QLabel()
        self._machine.setProperty("role", "small")
        self._flags = FlagChips()
        self._flags.chosen.connect(self.flag_chosen)
        self._no_flags = QLabel()
        self._no_flags.setProperty("role", "soft")
        self._no_flags.setWordWrap(True)
        self._tiles = tuple(MeasureTile() for _ in range(_TILES))
        self._lay_out()

    @property
    def accessible_measures(self) -> tuple[str, ...]:
        """The four measures as they are read out."""
        return tuple(each.accessibleName() for each in self._tiles)

    def show_score(
        self, total: float | None, verdict: Verdict, machine: float | None, *, blind: bool
    ) -> None:
        """Show the total and the verdict; `machine` is what the machine alone would give."""
        self._ring.show_score(total, verdict, machine)
        self._verdict.setText(
            text("call.blind_short") if blind else sentence(Sentence(f"report.verdict_{verdict}"))
        )
        differs = machine is not None and total is not None and round(machine) != round(total)
        self._machine.setText(text("call.machine_total", total=formats.number(machine)))
        self._machine.setVisible(differs)

    def show_flags(self, flags: Sequence[Flag], none: str) -> None:
        """Show the flags, the gravest first; `none` is said where there is none."""
        self._flags.show_flags(flags)
        self._no_flags.setText(none)
        self._no_flags.setVisible(not flags)
        self._flags.setVisible(bool(flags))

    def show_measures(self, measures: Sequence[KeyMeasure]) -> None:
        """Show the four measures."""
        for tile, each, short in zip(self._tiles, measures, _SHORT_NAMES, strict=True):
            tile.show_measure(each, text(f"call.tile_{short}"))

    def _lay_out(self) -> None:
        score = QVBoxLayout()
        score.setSpacing(0)
        score.addStretch(1)
        score.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignLeft)
        score.addWidget(self._machine)
        score.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(10)
        line.addWidget(self._ring)
        line.addLayout(score)
        line.addWidget(self._flags, 6)
        line.addWidget(self._no_flags, 6)
        tiles = QHBoxLayout()
        tiles.setSpacing(0)
        for each in self._tiles:
            tiles.addWidget(each, 1)
            each.play_wanted.connect(self.play_wanted)
        line.addLayout(tiles, 8)
