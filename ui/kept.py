"""What the window remembers between two starts: sizes, columns, views, work that was open."""

import contextlib
import json
import os
import tempfile
from pathlib import Path

from callqa.paths import data_dir

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Kept:
    """Named JSON values in one file, written whole or not at all.

    A file that cannot be read counts as empty: it holds nothing that a person would miss for
    long, and the window must open.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or data_dir() / "window.json"
        self._values: dict[str, Json] = {}
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                self._values = found

    def get(self, key: str, default: Json = None) -> Json:
        """Return what was kept under `key`."""
        return self._values.get(key, default)

    def set(self, key: str, value: Json) -> None:
        """Keep `value` under `key`; a disk that is full loses it and nothing else."""
        if self._values.get(key) == value and key in self._values:
            return
        self._values[key] = value
        with contextlib.suppress(OSError):
            self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".window", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as sink:
                json.dump(self._values, sink, ensure_ascii=False, indent=1)
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise
