"""A choice of phrase categories, shown as chips."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from ui.i18n import named, text
from ui.widgets.emptying import empty_layout
from ui.widgets.flow import FlowLayout


class CategoryChips(QWidget):
    """The chosen categories; a click on one takes it out, a menu adds others."""

    edited = Signal(object)
    """The categories that are chosen, a list."""

    def __init__(self, groups: Sequence[Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = [sorted(each, key=lambda code: named("category", code)) for each in groups]
        self._chosen: list[str] = []
        self._chips = FlowLayout(spacing_px=4)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(self._chips)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The categories that are chosen."""
        return tuple(self._chosen)

    def show_categories(self, codes: Sequence[str]) -> None:
        """Show which categories are chosen."""
        if list(codes) == self._chosen and self._chips.count():
            return
        self._chosen = list(codes)
        empty_layout(self._chips)
        for code in codes:
            self._chips.addWidget(self._chip(code))
        add = QToolButton()
        add.setText(text("rubric.add_category"))
        add.setProperty("chip", True)
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        add.setToolTip(text("rubric.add_category_tip"))
        add.setMenu(self._menu)
        self._chips.addWidget(add)
        self.updateGeometry()

    def _chip(self, code: str) -> QToolButton:
        chip = QToolButton()
        name = named("category", code)
        chip.setText(f"{name}  ×")
        chip.setProperty("chip", True)
        chip.setToolTip(text("rubric.remove_category", name=name))
        chip.setAccessibleName(text("rubric.remove_category", name=name))
        chip.clicked.connect(lambda _checked=False: self._toggle(code))
        return chip

    def _fill(self) -> None:
        self._menu.clear()
        for number, group in enumerate(self._groups):
            if number:
                self._menu.addSeparator()
            for code in group:
                entry = self._menu.addAction(named("category", code))
                entry.setCheckable(True)
                entry.setChecked(code in self._chosen)
                entry.triggered.connect(lambda _checked=False, code=code: self._toggle(code))

    def _toggle(self, code: str) -> None:
        kept = [each for each in self._chosen if each != code]
        self.edited.emit(kept if code in self._chosen else [*self._chosen, code])
