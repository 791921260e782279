"""Where a person gives points of their own to a question, with the reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ui import formats
from ui.i18n import text
from ui.itemmodels.score_card import plain
from ui.widgets.bare_spin_box import BareSpinBox
from ui.widgets.own_keys import InlineForm

_STEPS_PER_POINT = 2


class PointsEditor(InlineForm):
    """Points in the question's own scale or "does not apply", and a reason that is required."""

    saved = Signal(object, str)
    """Points, ``None`` where the question does not apply, and the reason."""

    def __init__(self, most: float, now: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = _PointsBox()
        self._points.setLocale(formats.locale())
        self._points.setRange(0.0, most)
        self._points.setDecimals(2)
        self._points.setSingleStep(1.0 if most >= 2 else 0.5)
        self._points.setSuffix(text("scorecard.editor_of", most=plain(most)))
        self._points.setAccessibleName(text("scorecard.editor_points"))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, round(most * _STEPS_PER_POINT))
        self._slider.setPageStep(_STEPS_PER_POINT)
        self._slider.setAccessibleName(text("scorecard.editor_points"))
        self._does_not_apply = QCheckBox(text("scorecard.does_not_apply_box"))
        self._reason = QLineEdit()
        self._reason.setObjectName("reason")
        self._reason.setPlaceholderText(text("scorecard.editor_reason"))
        self._reason.setAccessibleName(text("scorecard.editor_reason"))
        self._wrong = QLabel(text("scorecard.editor_reason_missing"))
        self._wrong.setProperty("tone", "coach")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self._save = QPushButton(text("scorecard.editor_save"))
        self._save.setProperty("primary", True)
        self._cancel = QPushButton(text("scorecard.editor_cancel"))
        self._wire()
        self._lay_out()
        self._points.setValue(most if now is None else now)
        self._move_slider(self._points.value())

    def begin(self, points: float | None = None) -> None:
        """Take the focus: to the points, or to the reason where the points are given already."""
        if points is None:
            self._points.setFocus()
            self._points.selectAll()
            return
        self._points.setValue(points)
        self._reason.setFocus()

    def give(self) -> None:
        """Send what was given, if there is a reason."""
        reason = self._reason.text().strip()
        self._wrong.setVisible(not reason)
        self._mark_wrong(not reason)
        if not reason:
            self._reason.setFocus()
            return
        points = None if self._does_not_apply.isChecked() else round(self._points.value(), 2)
        self.saved.emit(points, reason)

    def _wire(self) -> None:
        self._points.valueChanged.connect(self._move_slider)
        self._slider.valueChanged.connect(self._take_slider)
        self._does_not_apply.toggled.connect(self._apply_toggled)
        self._reason.textEdited.connect(self._clear_wrong)
        self._save.clicked.connect(self.give)
        self._cancel.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        points = QHBoxLayout()
        points.setSpacing(10)
        points.addWidget(self._points)
        points.addWidget(self._slider, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._does_not_apply, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 6, 0, 4)
        lines.setSpacing(8)
        lines.addLayout(points)
        lines.addWidget(self._reason)
        lines.addWidget(self._wrong)
        lines.addLayout(buttons)

    def _move_slider(self, points: float) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(points * _STEPS_PER_POINT))
        self._slider.blockSignals(False)

    def _take_slider(self, step: int) -> None:
        self._points.setValue(min(step / _STEPS_PER_POINT, self._points.maximum()))

    def _apply_toggled(self, is_off: bool) -> None:
        self._points.setEnabled(not is_off)
        self._slider.setEnabled(not is_off)

    def _clear_wrong(self) -> None:
        self._wrong.hide()
        self._mark_wrong(False)

    def _mark_wrong(self, is_wrong: bool) -> None:
        self._reason.setProperty("wrong", is_wrong)
        self._reason.style().unpolish(self._reason)
        self._reason.style().polish(self._reason)


class _PointsBox(BareSpinBox):
    """Points without decimals that say nothing."""

    def textFromValue(self, value: float) -> str:
        return plain(value)
