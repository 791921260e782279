"""Coaching items as a table; one is chosen to work on it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QWidget

from ui.i18n import text
from ui.itemmodels.coaching import COLUMNS, CoachingModel, CoachingRow
from ui.widgets.figure_table import FigureTable

_WIDTHS = {"due": 14, "agent": 18, "state": 14, "follow_up": 26}


class CoachingTable(FigureTable):
    """Items, the next due first."""

    chosen = Signal(int)
    """Number of an item that was clicked or entered."""

    def __init__(self, *, with_agent: bool = True, parent: QWidget | None = None) -> None:
        self.rows = CoachingModel()
        super().__init__(text("coaching.table"), self.rows, COLUMNS, _WIDTHS, ("due",), parent)
        self.setColumnHidden(COLUMNS.index("agent"), not with_agent)
        self.setColumnHidden(COLUMNS.index("follow_up"), with_agent)
        self.tell(text("coaching.none"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    @property
    def current(self) -> CoachingRow | None:
        """The item in hand."""
        index = self.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def show_rows(self, rows: Sequence[CoachingRow]) -> None:
        """Show items; the one in hand stays in hand."""
        held = self.current
        self.rows.show_rows(rows)
        if held is not None:
            self.hold(held.item.id)
        self.updateGeometry()

    def hold(self, item: int) -> None:
        """Take an item in hand by its number."""
        place = self.rows.place_of(item)
        if place is not None:
            self.setCurrentIndex(self.rows.index(place, COLUMNS.index("title")))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(index).item.id)

    def sizeHint(self) -> QSize:
        lines = max(1, min(self.rows.rowCount(), 6))
        line_px = self.fontMetrics().height()
        return QSize(super().sizeHint().width(), round(line_px * (2.5 * lines + 2.5)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.sizeHint().height())
