"""The legend: a chip for each kind of moment, with its sign and number, that shows or hides it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from ui import theme
from ui.i18n import counted, text
from ui.itemmodels.moment import KINDS, Moment, MomentKind
from ui.widgets.flow import FlowLayout
from ui.widgets.mark_drawing import sign_picture

_SIGN_OF: dict[MomentKind, str] = {
    "interruption": "interruption",
    "raised": "loud",
    "silence": "dead_air",
    "hold": "hold",
    "empathy": "given",
    "deescalation": "eased",
    "flag": "urgent",
}
_ICON_PX = 14
_ROOM_PX = 32
"""Padding and frame of a chip on both sides, and the gap after its sign."""


class Legend(QWidget):
    """Chips in the order of `KINDS`; a kind that the call does not have has none."""

    kinds_changed = Signal(object)
    """The frozenset of kinds that are shown now; a person changed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[MomentKind, QToolButton] = {}
        layout = FlowLayout(self, spacing_px=4)
        for number, kind in enumerate(KINDS, start=1):
            chip = QToolButton(self)
            chip.setObjectName(f"timeline.{kind}")
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setIconSize(QSize(_ICON_PX, _ICON_PX))
            chip.setProperty("key", str(number))
            chip.clicked.connect(self._tell)
            chip.hide()
            layout.addWidget(chip)
            self._chips[kind] = chip
        self._draw_icons()
        theme.watcher().changed.connect(self._draw_icons)

    @property
    def kinds(self) -> frozenset[MomentKind]:
        """The kinds that are shown."""
        return frozenset(kind for kind, chip in self._chips.items() if chip.isChecked())

    def set_kinds(self, kinds: frozenset[MomentKind]) -> None:
        """Show these kinds; `kinds_changed` is not emitted."""
        for kind, chip in self._chips.items():
            chip.setChecked(kind in kinds)

    def toggle(self, kind: MomentKind) -> None:
        """Show or hide a kind, as a click on its chip does; nothing where it has none."""
        if not self._chips[kind].isHidden():
            self._chips[kind].click()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Count the moments of a call."""
        for kind, chip in self._chips.items():
            these = [each for each in moments if each.kind == kind]
            # A listening sound is no interruption, though it has its place among them.
            counting = [each for each in these if kind != "interruption" or each.class_ == kind]
            name = text(f"timeline.kind_{kind}")
            chip.setText(f"{name} {len(counting)}")
            chip.setMinimumWidth(_width_px(chip))
            tip = text("timeline.toggle", kind=name, key=chip.property("key"))
            if len(these) > len(counting):
                tip += "\n" + counted("timeline.other_overlaps", len(these) - len(counting))
            chip.setToolTip(tip)
            chip.setAccessibleName(counted("timeline.chip", len(counting), kind=name))
            chip.setVisible(bool(these))
        self.updateGeometry()

    def _tell(self) -> None:
        self.kinds_changed.emit(self.kinds)

    def _draw_icons(self) -> None:
        for kind, chip in self._chips.items():
            sign = _SIGN_OF.get(kind, "")
            of = (kind, sign, _ICON_PX, self.devicePixelRatioF(), theme.is_dark())
            chip.setIcon(QIcon(sign_picture(*of)))


def _width_px(chip: QToolButton) -> int:
    """Return the width that a chip needs with the strong letters it has while switched on."""
    strong = QFont(chip.font())
    strong.setWeight(QFont.Weight.DemiBold)
    return _ICON_PX + QFontMetrics(strong).horizontalAdvance(chip.text()) + _ROOM_PX
