"""The measures of a call: values of both parties, where they should be, and where to hear them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.speech import PARTIES, Role
from ui import theme
from ui.i18n import named, text
from ui.itemmodels.measure_bands import Band
from ui.itemmodels.measure_row import MeasureGroup, MeasureRow
from ui.itemmodels.measure_rows import (
    MeasuredCall,
    measure_groups,
    why_unreliable,
)
from ui.widgets.band_scale import BandScale
from ui.widgets.column import Column
from ui.widgets.empty import EmptyState
from ui.widgets.evidence_chip import EvidenceChips
from ui.widgets.prose import Prose

_NAME, _AGENT, _CUSTOMER = range(3)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class MeasureList(QWidget):
    """Measures in groups, agent and customer side by side."""

    play_wanted = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[MeasureGroup, ...] = ()
        self._why = Prose()
        self._why.setProperty("tone", "coach")
        self._column = Column(spacing_px=16)
        self._empty = EmptyState(text("measures.empty"), text("measures.empty_text"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self._why)
        lines.addWidget(self._column, 1)
        lines.addWidget(self._empty, 1)
        self._show(())

    def show_call(
        self, document: MeasuredCall | None, bands: Mapping[str, Band] | None = None
    ) -> None:
        """Show the measures of a call.

        Parameters
        ----------
        document
            The result of the call, ``None`` where there is none.
        bands
            The bands of the rubric in force, as `ui.itemmodels.measure_bands.bands_of` returns
            them.
        """
        self._document = document
        why = why_unreliable(document) if document else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._show(measure_groups(document, bands or {}) if document else ())

    def set_editable(self, is_editable: bool) -> None:
        """Do nothing: a measure follows from events, and is not edited itself."""

    def _show(self, groups: tuple[MeasureGroup, ...]) -> None:
        self.groups = groups
        self._column.clear()
        for group in groups:
            self._column.lines.addWidget(self._group(group))
        self._column.lines.addStretch(1)
        self._column.setVisible(bool(groups))
        self._empty.setVisible(not groups)

    def _group(self, group: MeasureGroup) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_NAME, 1)
        grid.addWidget(Prose(group.title, "heading"), 0, _NAME)
        if any(row.customer is not None for row in group.rows):
            for column, role in zip((_AGENT, _CUSTOMER), PARTIES, strict=True):
                grid.addWidget(_PartyName(role), 0, column, _RIGHT)
        usual = group.rows[0].basis if len({row.basis for row in group.rows}) == 1 else ""
        at = 1
        for row in group.rows:
            grid.addWidget(_Rule(), at, 0, 1, 3)
            at = self._add_row(grid, at + 1, row, basis="" if usual else row.basis)
        if usual:
            grid.addWidget(Prose(text("measures.rests_on", basis=usual), "small"), at, 0, 1, 3)
        return box

    def _add_row(self, grid: QGridLayout, at: int, row: MeasureRow, basis: str) -> int:
        name = Prose(row.name)
        name.setToolTip(row.definition)
        name.setAccessibleName(_spoken(row))
        name.setAccessibleDescription(row.definition)
        grid.addWidget(name, at, _NAME)
        if row.customer is None:
            grid.addWidget(_value(row.agent), at, _AGENT, 1, 2, _RIGHT)
        else:
            grid.addWidget(_value(row.agent), at, _AGENT, _RIGHT)
            grid.addWidget(_value(row.customer), at, _CUSTOMER, _RIGHT)
        below = _Below(row, basis)
        if row.evidence:
            chips = EvidenceChips(row.evidence, self._document.speakers if self._document else ())
            chips.play_wanted.connect(self.play_wanted)
            below.add(chips)
        if not below.is_empty:
            grid.addWidget(below, at + 1, 0, 1, 3)
        return at + 2


class _Below(QWidget):
    """What stands under a measure: its band, what it rests on, and times."""

    def __init__(self, row: MeasureRow, basis: str) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 2)
        self._lines.setSpacing(4)
        if row.band is not None and row.number is not None:
            line = QHBoxLayout()
            line.setSpacing(10)
            scale = BandScale(row.number, row.band, row.most)
            scale.setAccessibleName(row.band_words)
            scale.setToolTip(row.band_words)
            line.addWidget(scale, 2)
            line.addWidget(Prose(row.band_words, "small"), 3)
            self._lines.addLayout(line)
        if basis:
            self.add(Prose(text("measures.rests_on", basis=basis), "small"))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing under the measure."""
        return self._lines.count() == 0

    def add(self, widget: QWidget) -> None:
        """Put one thing more under it."""
        self._lines.addWidget(widget)


class _PartyName(QLabel):
    """Whose column it is, in the colour of the party."""

    def __init__(self, role: Role) -> None:
        super().__init__(named("role", role))
        self._role = role
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.setFont(bold)
        self._colour()
        theme.watcher().changed.connect(self._colour)

    def _colour(self) -> None:
        palette = self.palette()
        ink = QColor(getattr(theme.colours(), f"{self._role}_ink"))
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self.setPalette(palette)


class _Rule(QFrame):
    """A thin line between measures."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)
        self._colour()
        theme.watcher().changed.connect(self._colour)

    def _colour(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.colours().rule))
        self.setPalette(palette)
        self.setAutoFillBackground(True)


def _value(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "numeric")
    label.setAlignment(_RIGHT)
    return label


def _spoken(row: MeasureRow) -> str:
    if row.customer is None:
        values = row.agent
    else:
        pairs = zip(PARTIES, (row.agent, row.customer), strict=True)
        values = ", ".join(f"{named('role', role)} {value}" for role, value in pairs if value)
    return ", ".join(each for each in (row.name, values, row.band_words, row.basis) if each)
