"""What a draft would change in the library."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui.formats import DASH, number, percent
from ui.i18n import counted, text
from ui.itemmodels.flips import MOST_ROWS, FlipFacts
from ui.widgets.flip_list import FlipList
from ui.widgets.flip_spread import FlipSpread, SpreadFacts


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """A preview as far as it is; counts of calls, means of scores 0 to 100."""

    calls: int
    total: int
    signed: int
    passed: tuple[int, int]
    means: tuple[float | None, float | None]
    spread: SpreadFacts
    flips: Sequence[FlipFacts]


class FlipPreview(QFrame):
    """Pass rate, mean and spread before and after, and the calls that flip."""

    opened = Signal(str)
    """The id of a call that is to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        title = QLabel(text("rubric.preview"))
        title.setProperty("role", "heading")
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setProperty("role", "soft")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._progress.setAccessibleName(text("rubric.preview_running"))
        self._figures = {key: (QLabel(DASH), QLabel(DASH)) for key in ("pass_rate", "mean")}
        self._spread = FlipSpread()
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._heading.setWordWrap(True)
        self.list = FlipList()
        self.list.opened.connect(self.opened)
        self._nothing = QLabel(text("rubric.no_flips"))
        self._nothing.setProperty("role", "soft")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._nothing.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 12, 12, 8)
        lines.setSpacing(8)
        for widget in (title, self._said, self._progress):
            lines.addWidget(widget)
        lines.addLayout(self._figure_grid())
        lines.addWidget(self._spread)
        lines.addWidget(self._heading)
        lines.addWidget(self.list, 1)
        lines.addWidget(self._nothing, 1)
        self._show_progress(0, 0)
        self.list.hide()
        self._nothing.hide()

    def show_preview(self, facts: PreviewFacts) -> None:
        """Show a preview; it may be of a part of the calls, and grow."""
        is_whole = facts.calls >= facts.total
        self._show_progress(facts.calls, 0 if is_whole else facts.total)
        said = counted("rubric.previewed", facts.calls, shown=number(facts.calls))
        if facts.signed:
            said += " " + counted("rubric.signed_stay", facts.signed, shown=number(facts.signed))
        self._said.setText(said)
        rates = [each / facts.calls if facts.calls else None for each in facts.passed]
        self._figures["pass_rate"][0].setText(percent(rates[0]))
        self._figures["pass_rate"][1].setText(percent(rates[1]))
        self._figures["mean"][0].setText(number(facts.means[0], 1))
        self._figures["mean"][1].setText(number(facts.means[1], 1))
        self._spread.show_spread(facts.spread)
        shown = number(len(facts.flips))
        heading = counted("rubric.flipped", len(facts.flips), shown=shown)
        if len(facts.flips) > MOST_ROWS:
            heading += " " + text("rubric.most_shown", n=MOST_ROWS)
        self._heading.setText(heading)
        self.list.flips.show_flips(facts.flips)
        self.list.setVisible(bool(facts.flips))
        self._nothing.setVisible(not facts.flips and is_whole)

    def say(self, words: str) -> None:
        """Tell why there is no preview of the draft as it is."""
        self._said.setText(words)
        self._show_progress(0, 0)

    def rest(self) -> None:
        """Show that nothing is under way; what was shown stays."""
        self._show_progress(0, 0)

    def begin(self, total: int = 0) -> None:
        """Show that a preview is under way; what was shown stays until there is more."""
        self._progress.setRange(0, total)
        self._progress.setValue(0)
        self._progress.show()

    def _show_progress(self, done: int, total: int) -> None:
        # The bar keeps its place while there is nothing to do, so that nothing jumps.
        self._progress.setRange(0, total or 1)
        self._progress.setValue(done)
        self._progress.setVisible(total > 0)

    def _figure_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for column, key in enumerate(("before", "after"), start=1):
            head = QLabel(text(f"rubric.{key}"))
            head.setProperty("role", "small")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for row, (key, pair) in enumerate(self._figures.items(), start=1):
            grid.addWidget(QLabel(text(f"rubric.{key}")), row, 0)
            for column, label in enumerate(pair, start=1):
                label.setProperty("role", "numeric")
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                label.setAccessibleName(text(f"rubric.{key}_{('before', 'after')[column - 1]}"))
                grid.addWidget(label, row, column)
        grid.setColumnStretch(0, 1)
        return grid
