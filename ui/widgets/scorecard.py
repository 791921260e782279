"""The scorecard of a call: verdict, sections and questions, with points that a person may give."""

from collections.abc import Iterable, Sequence
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from callqa.domain.judgement import SectionScore
from callqa.domain.speech import Speaker
from ui import formats
from ui.i18n import text
from ui.itemmodels.card_facts import Card
from ui.itemmodels.score_card import CardSection, ShownLine, sections_of, shown_lines
from ui.widgets.column import Column
from ui.widgets.emptying import empty_layout
from ui.widgets.prose import Prose
from ui.widgets.question_row import QuestionRow
from ui.widgets.scorecard_head import ScoreHead

_Shown = tuple[str, tuple[Speaker, ...], tuple[tuple[str, str], ...]]
"""The call, its voices, and its questions by section: other rows are made when one is another."""


class Scorecard(QWidget):
    """Shows a review card; takes points from people, and plays what an answer rests on."""

    play_wanted = Signal(float, float)
    change_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = ScoreHead()
        self.head.next_wanted.connect(self._go_to_open)
        self.rows: list[QuestionRow] = []
        self._sections: list[_SectionHead] = []
        self._speakers: tuple[Speaker, ...] = ()
        self._is_editable = True
        self._shown: _Shown | None = None
        self._column = Column()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._column)
        self._column.lines.addWidget(self.head)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(0)
        self._column.lines.addLayout(self._questions)
        self._column.lines.addStretch(1)

    def show_card(
        self,
        card: Card,
        scored: Sequence[SectionScore] = (),
        speakers: Sequence[Speaker] = (),
    ) -> None:
        """Show a card; where only answers changed, everything stays in its place.

        Parameters
        ----------
        card
            The call under review.
        scored
            Sections of the call's scorecard, for their weights.
        speakers
            The voices of the call, to tell whose the evidence is.
        """
        self._speakers = tuple(speakers)
        sections = sections_of(card.lines, scored)
        is_blind = card.blind is not None
        asked = tuple((line.section, line.id) for line in card.lines)
        shown = (card.call.call_id, self._speakers, asked)
        self.head.show_card(card)
        lines = shown_lines(card, sections)
        if shown != self._shown:
            if self._shown is None or self._shown[0] != shown[0]:
                self._column.verticalScrollBar().setValue(0)
            self._rebuild(sections, lines)
            self._shown = shown
        for head, section in zip(self._sections, sections, strict=True):
            head.show_section(section, is_blind=is_blind)
        for row, line in zip(self.rows, lines, strict=True):
            row.show_line(line)

    def set_editable(self, is_editable: bool) -> None:
        """Let points be given, or only be looked at."""
        self._is_editable = is_editable
        for row in self.rows:
            row.set_editable(is_editable)

    def go_to(self, question: str) -> None:
        """Bring a question into sight and give it the focus."""
        row = next((each for each in self.rows if each.line.id == question), None)
        if row is not None:
            self._focus(row)

    def _rebuild(self, sections: Sequence[CardSection], lines: Iterable[ShownLine]) -> None:
        empty_layout(self._questions)
        self.rows, self._sections = [], []
        left = iter(lines)
        for section in sections:
            head = _SectionHead()
            self._sections.append(head)
            self._questions.addWidget(head)
            for line in islice(left, len(section.lines)):
                row = QuestionRow(line, self._speakers)
                row.set_editable(self._is_editable)
                row.play_wanted.connect(self.play_wanted)
                row.change_wanted.connect(self.change_wanted)
                row.moved.connect(lambda by, of=row: self._move(of, by))
                row.grown.connect(lambda of=row: self._show_whole(of))
                self.rows.append(row)
                self._questions.addWidget(row)

    def _move(self, row: QuestionRow, by: int) -> None:
        to = self.rows.index(row) + by
        if 0 <= to < len(self.rows):
            self._focus(self.rows[to])

    def _go_to_open(self) -> None:
        begin = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1) + 1
        ordered = self.rows[begin:] + self.rows[:begin]
        row = next((each for each in ordered if each.line.open), None)
        if row is not None:
            self._focus(row)

    def _show_whole(self, row: QuestionRow) -> None:
        self._column.lines.activate()
        self._column.ensureWidgetVisible(row, 0, 16)

    def _focus(self, row: QuestionRow) -> None:
        row.setFocus()
        self._column.ensureWidgetVisible(row, 0, 24)


class _SectionHead(QWidget):
    """Title, weight and score of a section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Prose(role="heading")
        self._weight = QLabel()
        self._weight.setProperty("role", "small")
        self._score = QLabel()
        bold = QFont(self._score.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self._score.setFont(bold)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 14, 8, 4)
        line.setSpacing(10)
        line.addWidget(self._title, 1)
        line.addWidget(self._weight)
        line.addWidget(self._score)

    def show_section(self, section: CardSection, *, is_blind: bool) -> None:
        """Show a section; a blind one without its score."""
        self._title.setText(section.title)
        self._weight.setText(_weight_words(section))
        self._score.setVisible(not is_blind)
        if section.score is None:
            self._score.setText(text("scorecard.not_applicable_short"))
        else:
            self._score.setText(formats.percent(section.score / 100))


def _weight_words(section: CardSection) -> str:
    if section.is_apart:
        return text("scorecard.apart")
    if section.weight is None:
        return ""
    return text("scorecard.weight", weight=formats.number(section.weight))
