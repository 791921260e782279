"""The person's own settings file: one value is changed, everything else in it stays as written."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from callqa.errors import OutputFailed, SettingsError
from callqa.paths import config_dir
from callqa.report.atomic import write_atomically
from callqa.settings import Scalar, Settings, load_settings, with_values
from callqa.store.thresholds import CENTRE_GROUPS as CENTRE_GROUPS


@dataclass(frozen=True, slots=True)
class Preferences:
    """Settings in a file, one's own without `path`.

    A file with a mistake is told and never written over: what it says is not known.
    """

    path: Path

    @classmethod
    def own(cls) -> "Preferences":
        """Return those of the person who runs the program."""
        return cls(config_dir() / "settings.toml")

    def read(self) -> Settings:
        """Return the settings, defaults where the file says nothing.

        Raises
        ------
        SettingsError
            The file has a mistake; `subject` names it.
        """
        return load_settings(self.path) if self.path.exists() else Settings()

    def stated(self) -> dict[str, Scalar]:
        """Return what the file itself says, as ``group.name``."""
        self.read()
        if not self.path.exists():
            return {}
        document = tomllib.loads(self.path.read_text(encoding="utf-8"))
        return {
            f"{group}.{name}": value
            for group, entries in document.items()
            for name, value in entries.items()
        }

    def save(self, key: str, value: Scalar | None) -> Settings:
        """Set ``group.name``, or with ``None`` leave it to its default; return the new settings.

        Raises
        ------
        SettingsError
            The value is not allowed, the file has a mistake, or it cannot be written; it is as it
            was.
        """
        self.read()
        if value is not None:
            with_values(Settings(), {key: value}, source="settings")
        text = self._with(key, value)
        try:
            write_atomically(self.path, text.encode("utf-8"))
        except OutputFailed as error:
            raise SettingsError(
                error.what, subject=error.subject, remedy="Make the folder writable."
            ) from error
        return self.read()

    def _with(self, key: str, value: Scalar | None) -> str:
        group, name = key.split(".", 1)
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        try:
            document: Any = tomlkit.parse(text)
        except TOMLKitError as error:
            raise SettingsError(f"cannot be read: {error}.", subject=str(self.path)) from error
        if value is None:
            if name in document.get(group, {}):
                del document[group][name]
        else:
            if group not in document:
                document[group] = tomlkit.table()
            document[group][name] = value
        return tomlkit.dumps(document)
