"""When something goes wrong in the window: a report without call content, and work goes on.

Messages of errors may quote what people said, so a report holds types, files, lines and versions
only. A fault in compiled code ends the process; its trace is found at the next start.
"""

import faulthandler
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

import PySide6

import callqa
from callqa.paths import data_dir

_FATAL = "ended-unexpectedly.txt"


def reports_dir() -> Path:
    """Return the folder of the reports."""
    return data_dir() / "crashes"


class CrashHandler:
    """Writes what went wrong, then tells `tell` where the report is (``None`` if nowhere)."""

    def __init__(self, tell: Callable[[Path | None], None]) -> None:
        self._tell = tell
        self._telling = False
        self._fatal: IO[str] | None = None

    def install(self) -> Path | None:
        """Take over from now on; return the report of a start before that ended unexpectedly."""
        sys.excepthook = self._caught
        left = self._left_behind()
        try:
            reports_dir().mkdir(parents=True, exist_ok=True)
            self._fatal = (reports_dir() / _FATAL).open("w", encoding="utf-8")
        except OSError:
            return left
        faulthandler.enable(self._fatal)
        return left

    def close(self) -> None:
        """Give back what was taken over."""
        sys.excepthook = sys.__excepthook__
        if self._fatal is not None:
            faulthandler.disable()
            self._fatal.close()
            (reports_dir() / _FATAL).unlink(missing_ok=True)

    def _left_behind(self) -> Path | None:
        fatal = reports_dir() / _FATAL
        try:
            if fatal.stat().st_size == 0:
                return None
            kept = reports_dir() / f"{_stamp()}-fatal.txt"
            fatal.replace(kept)
        except OSError:
            return None
        return kept

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        path = _written(report(error))
        if self._telling:
            return
        self._telling = True
        try:
            self._tell(path)
        finally:
            self._telling = False


def report(error: BaseException) -> str:
    """Return what happened: types, files and lines of the error and of those it came from."""
    lines = [
        f"CallQA {callqa.__version__}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.system()} {platform.machine()}"
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            place = Path(frame.filename)
            lines.append(f"  {'/'.join(place.parts[-3:])}:{frame.lineno} in {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"


def _written(words: str) -> Path | None:
    path = reports_dir() / f"{_stamp()}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    except OSError:
        return None
    return path


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
