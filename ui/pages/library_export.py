"""Writes what is listed, or what is selected, into files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from callqa.domain.listing import CallFilter, CallSummary
from callqa.errors import CallQAError
from ui import dialogs, printing
from ui.i18n import counted, language, text
from ui.session import Session

FOLDER = "export_folder"
"""What is kept: where files were written last."""

_KINDS = (("xlsx", "*.xlsx"), ("csv", "*.csv"), ("json", "*.json"))


class LibraryExport:
    """Exports of the library page; each asks where to, and before it replaces a file."""

    def __init__(self, session: Session, page: QWidget) -> None:
        self._session = session
        self._page = page

    def write_list(self, where: CallFilter) -> None:
        """Write every call that a filter lets through, with all columns."""
        self._write(text("library.export_list"), where)

    def write_selected(self, calls: Sequence[CallSummary]) -> None:
        """Write these calls, with all columns."""
        if calls:
            only = tuple(each.id for each in calls)
            self._write(text("library.export_selected"), CallFilter(only=only))

    def write_reports(self, suffix: str, calls: Sequence[CallSummary]) -> None:
        """Write a report on each call into a folder, as a web page or, for ``.pdf``, as a PDF."""
        folder = dialogs.folder(self._page, text("library.reports"), self._folder)
        if folder is None:
            return
        self._session.kept.set(FOLDER, str(folder))
        files = {each.call_id: folder / report_name(each, suffix) for each in calls}
        there = [each.name for each in files.values() if each.exists()]
        if there and not dialogs.confirmed(
            self._page,
            counted("library.reports_there", len(there)),
            ", ".join(there[:5]),
            text("library.replace"),
        ):
            return
        exports = self._session.workspace.exports

        def work() -> tuple[int, list[CallQAError]]:
            errors: list[CallQAError] = []
            for call_id, path in files.items():
                try:
                    exports.call_report(
                        path,
                        call_id,
                        force=path.name in there,
                        language=language(),
                        printer=printing.printer_for(path),
                    )
                except CallQAError as error:
                    errors.append(error)
            return len(files) - len(errors), errors

        def then(outcome: tuple[int, list[CallQAError]]) -> None:
            done, errors = outcome
            self._session.said.emit(counted("library.reports_written", done, folder=folder))
            if errors:
                self._session.failed.emit(errors[0])

        self._session.bridge.read(self._page, work, then)

    @property
    def _folder(self) -> str:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return str(self._session.kept.get(FOLDER) or QStandardPaths.writableLocation(documents))

    def _asked(self, title: str, name: str) -> Path | None:
        kinds = [f"{text(f'library.kind_{kind}')} ({pattern})" for kind, pattern in _KINDS]
        proposed = str(Path(self._folder) / f"{name}.xlsx")
        path = dialogs.file_to_write(self._page, title, proposed, kinds)
        if path is not None:
            self._session.kept.set(FOLDER, str(path.parent))
        return path

    def _write(self, title: str, where: CallFilter) -> None:
        path = self._asked(title, text("library.export_name"))
        if path is None:
            return
        exports = self._session.workspace.exports
        self._session.said.emit(text("library.exporting", name=path.name))
        # The dialog has asked already where there is such a file.
        force = path.exists()

        def then(count: int) -> None:
            self._session.said.emit(counted("library.exported", count, name=path.name))

        self._session.bridge.read(self._page, lambda: exports.calls(path, where, force=force), then)


def report_name(call: CallSummary, suffix: str = ".html") -> str:
    """Return the name of the file for a report on a call."""
    day = call.started_at.astimezone().strftime("%Y-%m-%d_%H%M") if call.started_at else ""
    who = "".join(c if c.isalnum() else "_" for c in call.agent or "")
    return "_".join(each for each in (day, who, call.call_id[:8]) if each) + suffix
