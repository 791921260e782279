"""What the figures of a team say first: all calls together, who needs help, who did well."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel

from callqa.service.figures import GroupedFigures
from ui.formats import number
from ui.i18n import counted, text
from ui.itemmodels.figure import Figure
from ui.itemmodels.team import TeamRow
from ui.pages.agents_facts import figure_of, share_of, shift_of
from ui.widgets.badge import GLYPHS
from ui.widgets.card import Card
from ui.widgets.link_list import Link

_MOST_NAMED = 3


def needs_help(rows: tuple[TeamRow, ...]) -> tuple[Link, ...]:
    """Return who is to be looked at first: urgent flags, late coaching, a fall, flags to coach."""
    worth = [
        each
        for each in rows
        if each.name is not None
        and (
            each.flags.get("urgent")
            or each.flags.get("coach")
            or each.late_items
            or each.change.tone == "worse"
        )
    ]
    worth.sort(
        key=lambda each: (
            -each.flags.get("urgent", 0) / max(1, each.calls),
            -each.late_items,
            each.change.tone != "worse",
            -each.flags.get("coach", 0) / max(1, each.calls),
        )
    )
    return tuple(Link(each.name or "", each.name or "", _why(each)) for each in worth[:_MOST_NAMED])


def did_well(rows: tuple[TeamRow, ...]) -> tuple[Link, ...]:
    """Return whose work is worth telling the others of: a rise that is no chance, then praise."""
    worth = [
        each
        for each in rows
        if each.name is not None and (each.flags.get("praise") or each.change.tone == "better")
    ]
    worth.sort(
        key=lambda each: (
            each.change.tone != "better",
            -each.flags.get("praise", 0) / max(1, each.calls),
            -(each.score.value or 0.0),
        )
    )
    return tuple(
        Link(each.name or "", each.name or "", _praise(each)) for each in worth[:_MOST_NAMED]
    )


def _why(row: TeamRow) -> str:
    said = []
    if urgent := row.flags.get("urgent", 0):
        said.append(f"{GLYPHS['urgent']} {counted('agents.urgent', urgent)}")
    if row.late_items:
        said.append(counted("agents.late_items", row.late_items))
    if row.change.tone == "worse":
        said.append(f"{row.change.text} {row.change.word}")
    if coach := row.flags.get("coach", 0):
        said.append(f"{GLYPHS['coach']} {counted('agents.coach', coach)}")
    return _first(said, row)


def _praise(row: TeamRow) -> str:
    said = []
    if praise := row.flags.get("praise", 0):
        said.append(f"{GLYPHS['praise']} {counted('agents.praise', praise)}")
    if row.change.tone == "better":
        said.append(f"{row.change.text} {row.change.word}")
    return _first(said, row)


def _first(said: list[str], row: TeamRow) -> str:
    """Return what there is room for beside a name: the gravest, and of how many calls."""
    return " · ".join([*said[:2], text("charts.n", n=number(row.calls))])


class OverallCard(Card):
    """All calls of the period together."""

    calls_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(text("agents.together"))
        self._score, self._lines = QLabel(), [QLabel(), QLabel()]
        self._proof = QLabel()
        self._proof.setToolTip(text("agents.questions_tip"))
        self._score.setProperty("role", "title")
        self._range = QLabel()
        self._range.setProperty("role", "soft")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._score)
        line.addWidget(self._range, 1)
        self.content.addLayout(line)
        for each in (*self._lines, self._proof):
            each.setProperty("role", "soft")
            self.content.addWidget(each)
        self.content.addStretch(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(text("agents.together_tip"))

    def show_figures(self, found: GroupedFigures) -> None:
        """Show score, passed and praised of all calls."""
        figures, change = found.figures.overall, found.figures.change
        score = figure_of(figures.score, "points")
        moved = shift_of(change.score, "points", "higher")
        self._score.setText(score.text)
        self._range.setText(
            score.under + (f" · {moved.text} {moved.word}" if moved.difference is not None else "")
        )
        self._range.setToolTip(f"{score.sentence}\n{moved.sentence}")
        self._proof.setText(
            text(
                "agents.questions",
                proven=number(found.proof.proven),
                provisional=number(found.proof.provisional),
            )
        )
        for label, name, figure in zip(
            self._lines,
            ("passed", "praised"),
            (share_of(figures.passed), share_of(figures.praised)),
            strict=True,
        ):
            label.setText(_share(name, figure))
            label.setToolTip(figure.sentence)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.calls_wanted.emit()


def _share(name: str, figure: Figure) -> str:
    return text(f"agents.{name}", share=figure.text, under=figure.under)
