"""The speech models: which are here, how large, under which licence, verified or not."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.i18n import text
from ui.itemmodels.models_list import CheckFacts, ModelFacts, ModelsModel
from ui.widgets.preference_table import PreferenceTable


class ModelList(QWidget):
    """A table of models with a button that compares them with their hashes."""

    verify_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.models = ModelsModel(self)
        self._table = PreferenceTable(self.models, text("preferences.models"))
        self._verify = QPushButton(text("preferences.verify"))
        self._verify.setToolTip(text("preferences.verify_tip"))
        self._verify.clicked.connect(self._want)
        self._is_verifying = False
        more = QLabel(text("preferences.models_more"))
        more.setProperty("role", "soft")
        more.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self._table)
        lines.addWidget(self._verify, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(more)

    def show_models(self, models: Sequence[ModelFacts]) -> None:
        """Show the models."""
        self.models.show_rows(models)

    def show_verifying(self, *, on: bool) -> None:
        """Show that files are being compared."""
        self._is_verifying = on
        self._verify.setText(text("preferences.verifying" if on else "preferences.verify"))

    def _want(self) -> None:
        if not self._is_verifying:
            self.verify_wanted.emit()

    def show_checks(self, checks: Mapping[tuple[str, str], CheckFacts]) -> None:
        """Show what came of it."""
        self.models.show_checks(checks)
