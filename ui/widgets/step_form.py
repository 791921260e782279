"""A step of the review with a comment; a dispute with a reason for each question."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.review import Dispute
from ui.i18n import counted, text
from ui.itemmodels.review_steps import Step
from ui.widgets.emptying import empty_layout
from ui.widgets.popover import Popover

_WIDTH_CHARACTERS = 56
_MOST_OPEN = 4
_LINK_PX = 36
_LINK = "QPushButton { text-align: left; border: none; padding: 2px 6px; background: transparent; }"


class StepForm(Popover):
    """Asks for what a step needs and no more."""

    step_wanted = Signal(str, str, object)
    """The step, the comment, and a tuple of `Dispute`."""

    question_wanted = Signal(str)
    """The id of a question that still waits for a person's answer."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._step: Step = "sign"
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._hint = QLabel()
        self._hint.setProperty("role", "soft")
        self._hint.setWordWrap(True)
        self._open = QFrame()
        self._open_column = QVBoxLayout(self._open)
        self._open_column.setContentsMargins(0, 0, 0, 0)
        self._open_column.setSpacing(2)
        self._disputed = _DisputeList()
        self.comment = QPlainTextEdit()
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(self.fontMetrics().height() * 4)
        self.button = QPushButton()
        self.button.clicked.connect(self._send)
        for each in (self._title, self._hint, self._open, self._disputed, self.comment):
            self.column.addWidget(each)
        self.column.addLayout(self.foot(self.button))
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)
        self.comment.textChanged.connect(self._judge)
        self._disputed.changed.connect(self._judge)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._send)

    def ask(
        self,
        step: Step,
        anchor: QWidget,
        waiting: Sequence[tuple[str, str]] = (),
        questions: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Open for a step.

        Parameters
        ----------
        step, anchor
            What is to be done, and the button it opens below.
        waiting
            Ids and texts of questions that a person has not answered yet.
        questions
            Ids and texts of those that may be disputed.
        """
        self._step = step
        self._title.setText(text(f"review.{step}_title"))
        self._hint.setText(text(f"review.{step}_hint"))
        self.button.setText(text(f"review.{step}_do"))
        placeholder = "review.reason_needed" if step == "reopen" else "review.comment"
        self.comment.setPlaceholderText(text(placeholder))
        self.comment.setAccessibleName(text(placeholder))
        self._show_waiting(waiting if step == "sign" else ())
        self._disputed.show_questions(questions if step == "dispute" else ())
        self._judge()
        self.open_at(anchor, self._disputed.first() or self.comment)

    def first_waiting(self) -> QPushButton:
        """Return the link to the first question that waits for an answer."""
        return self._open.findChildren(QPushButton)[0]

    def clear(self) -> None:
        """Forget what was typed: it was taken."""
        self.comment.clear()
        self.hide()

    def _show_waiting(self, waiting: Sequence[tuple[str, str]]) -> None:
        empty_layout(self._open_column)
        self._open.setVisible(bool(waiting))
        if not waiting:
            return
        said = QLabel(counted("review.waiting", len(waiting)))
        said.setProperty("tone", "coach")
        said.setWordWrap(True)
        self._open_column.addWidget(said)
        for question, words in waiting[:_MOST_OPEN]:
            room = self.width() - 2 * _LINK_PX
            link = QPushButton(
                self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            )
            link.setToolTip(words)
            link.setAccessibleName(words)
            link.setStyleSheet(_LINK)
            link.clicked.connect(lambda _checked=False, each=question: self._go_to(each))
            self._open_column.addWidget(link)

    def _go_to(self, question: str) -> None:
        self.hide()
        self.question_wanted.emit(question)

    def _judge(self) -> None:
        """Let only be sent what the service will take."""
        is_enough = True
        if self._step == "reopen":
            is_enough = bool(self.comment.toPlainText().strip())
        elif self._step == "dispute":
            is_enough = self._disputed.is_complete
        self.button.setEnabled(is_enough)

    def _send(self) -> None:
        if self.button.isEnabled():
            disputed = self._disputed.disputes() if self._step == "dispute" else ()
            self.step_wanted.emit(self._step, self.comment.toPlainText().strip(), disputed)


class _DisputeList(QScrollArea):
    """The questions of a scorecard; one that is ticked needs a reason."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: list[tuple[str, QCheckBox, QLineEdit]] = []
        self.hide()

    @property
    def is_complete(self) -> bool:
        """Whether at least one question is disputed, and each with a reason."""
        ticked = [reason for _, box, reason in self._rows if box.isChecked()]
        return bool(ticked) and all(each.text().strip() for each in ticked)

    def disputes(self) -> tuple[Dispute, ...]:
        """Return what is disputed."""
        return tuple(
            Dispute(question, reason.text().strip())
            for question, box, reason in self._rows
            if box.isChecked()
        )

    def first(self) -> QWidget | None:
        """Return where to begin, ``None`` where there is no question."""
        return self._rows[0][1] if self._rows else None

    def show_questions(self, questions: Sequence[tuple[str, str]]) -> None:
        """Show these questions, none of them ticked."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        self._rows = []
        for question, words in questions:
            box, reason = QCheckBox(words), QLineEdit()
            reason.setPlaceholderText(text("review.why"))
            reason.setAccessibleName(text("review.why_of", question=words))
            reason.hide()
            box.toggled.connect(reason.setVisible)
            box.toggled.connect(self.changed)
            reason.textChanged.connect(self.changed)
            column.addWidget(box)
            column.addWidget(reason)
            self._rows.append((question, box, reason))
        column.addStretch(1)
        self.setWidget(holder)
        self.setVisible(bool(questions))
        self.setMinimumHeight(self.fontMetrics().height() * 14 if questions else 0)
