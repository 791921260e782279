"""Which values of a measure earn how many points."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.rubric_facts import BandFacts
from ui.widgets.emptying import empty_layout
from ui.widgets.rubric_number import NumberEdit


class BandsEditor(QWidget):
    """A line for each band; the first that holds the value counts."""

    edited = Signal(object)
    """The bands as the file writes them: a list of tables with points, from and to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[NumberEdit, NumberEdit, NumberEdit, QLabel]] = []
        self._scale = 1.0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._add = QPushButton(text("rubric.add_band"))
        self._add.setToolTip(text("rubric.add_band_tip"))
        self._add.clicked.connect(self._add_band)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(self._grid)
        lines.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

    def show_bands(self, bands: Sequence[BandFacts], scale: float) -> None:
        """Show the bands; values are shown times `scale`."""
        if len(bands) != len(self._rows) or scale != self._scale:
            self._scale = scale
            self._lay_out(len(bands))
        for row, band in zip(self._rows, bands, strict=True):
            for edit, value in zip(row[:3], (band.from_, band.to, band.points), strict=True):
                if edit.value != value or not edit.hasFocus():
                    edit.set_value(value)

    def set_mistakes(self, words: Sequence[str]) -> None:
        """Tell what is wrong with each band; one that is right has empty words."""
        for row, said in zip(self._rows, words, strict=False):
            row[3].setText(said)
            row[3].setVisible(bool(said))

    def _lay_out(self, count: int) -> None:
        empty_layout(self._grid)
        self._rows = [self._row(index) for index in range(count)]

    def _row(self, index: int) -> tuple[NumberEdit, NumberEdit, NumberEdit, QLabel]:
        line = 2 * index
        edits = NumberEdit(self._scale), NumberEdit(self._scale), NumberEdit()
        for key, edit in zip(("from", "to", "earns"), edits, strict=True):
            edit.setAccessibleName(text(f"rubric.band_{key}_tip", n=index + 1))
            edit.setToolTip(text(f"rubric.band_{key}_tip", n=index + 1))
            edit.changed.connect(self._changed)
        edits[0].setPlaceholderText("–∞")
        edits[1].setPlaceholderText("∞")
        remove = QToolButton()
        remove.setIcon(icon("close"))
        remove.setToolTip(text("rubric.remove_band"))
        remove.setAccessibleName(text("rubric.remove_band"))
        remove.clicked.connect(lambda _checked=False: self._remove(index))
        words = (text("rubric.band_from"), text("rubric.band_to"), text("rubric.band_earns"))
        for place, (word, edit) in enumerate(zip(words, edits, strict=True)):
            column = 2 * place
            self._grid.addWidget(QLabel(word), line, column)
            self._grid.addWidget(edit, line, column + 1)
        self._grid.addWidget(remove, line, 6)
        self._grid.setColumnStretch(7, 1)
        mistake = QLabel()
        mistake.setProperty("tone", "urgent")
        mistake.setWordWrap(True)
        mistake.hide()
        self._grid.addWidget(mistake, line + 1, 0, 1, 8)
        return (*edits, mistake)

    def _values(self) -> list[dict[str, Any]]:
        bands = []
        for low, high, points, _ in self._rows:
            band = {"from": low.value, "to": high.value, "points": points.value or 0.0}
            bands.append({key: value for key, value in band.items() if value is not None})
        return bands

    def _changed(self) -> None:
        self.edited.emit(self._values())

    def _add_band(self) -> None:
        last = self._rows[-1][1].value if self._rows else None
        band = {"points": 1.0} if last is None else {"from": last, "points": 0.0}
        self.edited.emit([*self._values(), band])

    def _remove(self, index: int) -> None:
        bands = self._values()
        del bands[index]
        self.edited.emit(bands)
