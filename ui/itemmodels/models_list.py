"""The speech models, as a table model."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.formats import DASH, number
from ui.i18n import text

COLUMNS = ("model", "use", "size", "licence", "state")
_MEGA = 1_000_000


class ModelFacts(Protocol):
    """A model; `place` is ``None`` where it is not on this machine."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def profile(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def size_bytes(self) -> int | None: ...
    @property
    def needed(self) -> bool: ...


class CheckFacts(Protocol):
    """What came of comparing a model with its hash."""

    @property
    def ok(self) -> bool: ...
    @property
    def found(self) -> str: ...
    @property
    def remedy(self) -> str: ...


class ModelsModel(QAbstractTableModel):
    """A row a model; those that are here first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: list[ModelFacts] = []
        self._checks: dict[tuple[str, str], CheckFacts] = {}

    def show_models(self, models: Sequence[ModelFacts]) -> None:
        """Show other models."""
        self.beginResetModel()
        self._models = sorted(models, key=lambda each: (each.place is None, each.role, each.name))
        self.endResetModel()

    def show_checks(self, checks: Mapping[tuple[str, str], CheckFacts]) -> None:
        """Show what came of verifying models, by role and name."""
        self._checks.update(checks)
        if self._models:
            last = self.index(len(self._models) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, len(COLUMNS) - 1), last)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._models)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return text(f"preferences.model_{COLUMNS[section]}")
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        model, column = self._models[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(model, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._told(model, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "size":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _shown(self, model: ModelFacts, column: str) -> str:
        if column == "model":
            return model.title
        if column == "use":
            role = text(f"preferences.role_{model.role}")
            if model.profile == "all":
                return role
            return f"{role}: {text(f'settings.hearing_profile_{model.profile}')}"
        if column == "size":
            size = model.size_bytes
            return DASH if size is None else f"{number(size / _MEGA)} MB"
        return model.licence if column == "licence" else self._state(model)

    def _state(self, model: ModelFacts) -> str:
        if model.place is None:
            return text("preferences.model_missing" if model.needed else "preferences.model_extra")
        check = self._checks.get((model.role, model.name))
        if check is None:
            return text("preferences.model_here")
        return text("preferences.model_verified" if check.ok else "preferences.model_damaged")

    def _told(self, model: ModelFacts, column: str) -> str:
        check = self._checks.get((model.role, model.name))
        if column == "state" and check is not None:
            return f"SHA-256 {check.found}" if check.ok else f"{check.found} {check.remedy}"
        place = f"\n{text('preferences.model_place', place=model.place)}" if model.place else ""
        return f"{model.role}/{model.name}\n{model.origin}{place}"
