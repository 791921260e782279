"""The table of recordings on their way."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from callqa.domain.intake import IntakeFile
from ui.i18n import text
from ui.itemmodels.intake_files import COLUMNS, STATES, Column, IntakeFiles, state_name
from ui.widgets.intake_cells import EDGE_PX, DetailsCell, StateCell

_LINE_PX = 12
# Qt leaves this much beside the words of a cell.
_MARGIN_PX = 3
_FILE_LETTERS, _LENGTH = 58, "00:00:00"


class IntakeTable(QTableView):
    """Shows an `IntakeFiles` model; rows are as high as a line, however many there are."""

    opened = Signal(object)
    """An `IntakeFile` that was double-clicked, or chosen with Enter."""

    picked = Signal(object)
    """A tuple of the files that are selected now."""

    def __init__(self, files: IntakeFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self.setModel(files)
        self.setItemDelegateForColumn(COLUMNS.index("state"), StateCell(self))
        self.setItemDelegateForColumn(COLUMNS.index("details"), DetailsCell(self))
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {EDGE_PX - _MARGIN_PX}px; }}")
        self.setAccessibleName(text("batch.table_name"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._lay_out_columns()
        self.doubleClicked.connect(lambda index: self.opened.emit(files.file_at(index.row())))
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(lambda: self.picked.emit(self.picked_files()))
        self.selectionModel().selectionChanged.connect(lambda *_: self._telling.start(0))
        files.modelReset.connect(lambda: self._telling.start(0))
        files.dataChanged.connect(lambda *_: self._telling.start(0))

    def picked_files(self) -> tuple[IntakeFile, ...]:
        """Return the files that are selected."""
        ranges = self.selectionModel().selection().toList()
        rows = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return tuple(self._files.file_at(row) for row in sorted(rows))

    def _lay_out_columns(self) -> None:
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _LINE_PX)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        for number, column in enumerate(COLUMNS[:-1]):
            head.resizeSection(number, self._width_px(column))

    def _width_px(self, column: Column) -> int:
        metrics = self.fontMetrics()
        if column == "file":
            return _FILE_LETTERS * metrics.averageCharWidth()
        words = (state_name(each) for each in STATES) if column == "state" else (_LENGTH,)
        widest_px = max(metrics.horizontalAdvance(each) for each in words)
        glyph_px = 2 * metrics.height() if column == "state" else 0
        return widest_px + glyph_px + 3 * EDGE_PX

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._files.file_at(self.currentIndex().row()))
            return
        super().keyPressEvent(event)
