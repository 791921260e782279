"""What a list is narrowed to, as chips that take it away again."""

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.filters import ListFilter, Part
from ui.itemmodels.filters_words import part_title
from ui.widgets.emptying import empty_layout
from ui.widgets.flow import FlowLayout

_LONGEST = 42


class FilterChips(QWidget):
    """The parts of a filter; hidden while there are none."""

    taken_away = Signal(object)
    """A `Part` that is to go."""

    cleared = Signal()
    """All parts are to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, 6)
        self._chips: list[QToolButton] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.setAccessibleName(text("library.active_filters"))
        self.hide()

    def show_filter(self, of: ListFilter, zone: tzinfo | None) -> None:
        """Show one chip for each part of a filter."""
        empty_layout(self._flow)
        self._chips = [self._chip(each, part_title(of, each, zone)) for each in of.parts]
        for chip in self._chips:
            self._flow.addWidget(chip)
        if of.parts:
            clear = QToolButton()
            clear.setText(text("library.clear_all"))
            clear.setToolTip(text("library.clear_all_tip"))
            clear.clicked.connect(self.cleared)
            self._flow.addWidget(clear)
        self.setVisible(bool(of.parts))
        self.updateGeometry()

    @property
    def titles(self) -> tuple[str, ...]:
        """The words of the chips."""
        return tuple(each.toolTip() for each in self._chips)

    def _chip(self, part: Part, title: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("chip", True)
        shown = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
        chip.setText(shown)
        chip.setIcon(icon("close"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(title)
        chip.setAccessibleName(text("library.take_away", filter=title))
        chip.clicked.connect(lambda _checked=False: self.taken_away.emit(part))
        return chip
