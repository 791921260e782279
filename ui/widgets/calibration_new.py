"""A new calibration session: its title, who scores, and how many calls are drawn."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import text
from ui.widgets.bare_spin_box import BareSpinBox
from ui.widgets.reviewers_field import ReviewersField

_MOST = 200
_MOST_CHARS = 70


class CalibrationNew(QWidget):
    """Fields for a session; it is opened once there is a title and two reviewers."""

    wanted = Signal(str, object, int)
    """Title, logins of the reviewers, and how many calls to draw."""
    left = Signal()

    def __init__(self, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLineEdit()
        self.title.setPlaceholderText(text("calibration.title_hint"))
        self.reviewers = ReviewersField(known)
        self.count = BareSpinBox()
        self.count.setDecimals(0)
        self.count.setRange(1, _MOST)
        self.count.setValue(10)
        self.open_button = QPushButton(text("calibration.open"))
        self.open_button.setToolTip(text("calibration.open_tip"))
        self.open_button.setProperty("primary", True)
        leave = QPushButton(text("calibration.leave"))
        leave.setToolTip(text("calibration.leave_tip"))
        self.title.textChanged.connect(lambda _words: self._enable())
        self.reviewers.changed.connect(self._enable)
        self.open_button.clicked.connect(lambda _on=False: self._want())
        leave.clicked.connect(lambda _on=False: self.left.emit())
        most_px = self.fontMetrics().averageCharWidth() * _MOST_CHARS
        for each in (self.title, self.reviewers, self.count):
            each.setMaximumWidth(most_px)
        told = QLabel(text("calibration.new_text"))
        told.setProperty("role", "soft")
        told.setWordWrap(True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(8)
        form.addRow(text("calibration.title"), self.title)
        form.addRow(text("calibration.reviewers"), self.reviewers)
        form.addRow(text("calibration.how_many"), self.count)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(told)
        whole.addLayout(form)
        whole.addLayout(buttons)
        whole.addStretch(1)
        self._enable()

    def _enable(self) -> None:
        enough = bool(self.title.text().strip()) and len(self.reviewers.logins) >= 2
        self.open_button.setEnabled(enough)

    def _want(self) -> None:
        self.wanted.emit(
            self.title.text().strip(), self.reviewers.logins, round(self.count.value())
        )
