"""A table of figures: calm rows of two lines, columns as wide as their headings need."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme
from ui.widgets.interval_row import FigureDelegate

_SLACK_PX = 4
"""What the hint of a heading may lose before its words do."""


class FigureTable(QTableView):
    """A table whose cells `FigureDelegate` paints."""

    def __init__(
        self,
        name: str,
        model: QAbstractTableModel,
        columns: Sequence[str],
        widths: Mapping[str, int],
        strong: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make it under an accessible name.

        Parameters
        ----------
        columns
            Of the model, by name.
        widths
            Of columns, in characters; those without one share the rest.
        strong
            Columns that stand out.
        """
        super().__init__(parent)
        self._words = ""
        self.figures = FigureDelegate(strong, columns, self)
        self.setModel(model)
        self.setItemDelegate(self.figures)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._set_widths(columns, widths)
        theme.watcher().changed.connect(self.viewport().update)

    def tell(self, words: str) -> None:
        """Say `words` where there is no row."""
        self._words = words

    def _set_widths(self, columns: Sequence[str], widths: Mapping[str, int]) -> None:
        header, chars = self.horizontalHeader(), self.fontMetrics().averageCharWidth()
        header.ensurePolished()
        for place, each in enumerate(columns):
            if each in widths:
                needed = header.sectionSizeHint(place) - _SLACK_PX
                self.setColumnWidth(place, max(chars * widths[each], needed))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount() and self._words:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.colours().soft))
            area = self.viewport().rect().adjusted(8, 8, -8, -8)
            painter.drawText(area, Qt.TextFlag.TextWordWrap, self._words)
            painter.end()
