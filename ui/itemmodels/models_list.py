"""The speech models, as a table model."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt

from ui.formats import DASH, number
from ui.i18n import text
from ui.itemmodels.row_table import Index, RowTable

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
    """What came of a check; `remedy` says what to do where it is not ok."""

    @property
    def ok(self) -> bool: ...
    @property
    def found(self) -> str: ...
    @property
    def remedy(self) -> str: ...


class ModelsModel(RowTable[ModelFacts]):
    """A row a model; those that are here first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            COLUMNS,
            {Qt.ItemDataRole.DisplayRole: lambda column: text(f"preferences.model_{column}")},
            parent,
        )
        self._checks: dict[tuple[str, str], CheckFacts] = {}

    def show_checks(self, checks: Mapping[tuple[str, str], CheckFacts]) -> None:
        """Show what came of verifying models, by role and name."""
        self._checks.update(checks)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, len(COLUMNS) - 1), last)

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

    def _in_order(self, rows: Iterable[ModelFacts]) -> list[ModelFacts]:
        return sorted(rows, key=lambda each: (each.place is None, each.role, each.name))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        model, column = self.row(index), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(model, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._told(model, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "size":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
