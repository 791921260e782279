"""Questions that stop a person: a file to open or to write, and what cannot be undone."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ui.i18n import text

RECORDINGS = "*.wav *.mp3 *.m4a *.aac *.ogg *.opus *.flac *.wma *.amr *.webm *.mp4 *.gsm"


def recordings_to_add(owner: QWidget, start: str = "") -> tuple[Path, ...]:
    """Ask for recordings; none where the person thinks better of it."""
    kinds = f"{text('dialogs.recordings')} ({RECORDINGS});;{text('dialogs.all_files')} (*)"
    found, _ = QFileDialog.getOpenFileNames(owner, text("dialogs.add_recordings"), start, kinds)
    return tuple(Path(each) for each in found)


def folder(owner: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder."""
    found = QFileDialog.getExistingDirectory(owner, title, start)
    return Path(found) if found else None


def file_to_open(owner: QWidget, title: str, kinds: str, start: str = "") -> Path | None:
    """Ask for one file; `kinds` is a filter such as ``Rubric (*.toml)``."""
    found, _ = QFileDialog.getOpenFileName(owner, title, start, kinds)
    return Path(found) if found else None


def file_to_write(owner: QWidget, title: str, proposed: str, kinds: Sequence[str]) -> Path | None:
    """Ask where to write a file of one of these kinds, such as ``PDF (*.pdf)``.

    Its ending says the kind: the one that a person typed, or else that of the kind they chose. Who
    is about to replace a file is asked.
    """
    found, chosen = QFileDialog.getSaveFileName(owner, title, proposed, ";;".join(kinds))
    if not found:
        return None
    path = with_ending(Path(found), Path(proposed).suffix, kinds, chosen)
    # The dialog has asked about the name as it was typed.
    if path != Path(found) and path.exists() and not _may_replace(owner, path):
        return None
    return path


def with_ending(path: Path, proposed: str, kinds: Sequence[str], chosen: str) -> Path:
    """Return `path` with the ending of the `chosen` kind, unless a person typed one themselves.

    An ending is one of those of `kinds`; whoever left the `proposed` one there typed none.
    """
    typed = path.suffix.lower()
    is_known = typed in {_ending(each) for each in kinds}
    wanted = _ending(chosen)
    if not wanted or typed == wanted or (is_known and typed != proposed.lower()):
        return path
    return path.with_name((path.stem if is_known else path.name) + wanted)


def _ending(kind: str) -> str:
    return "." + kind.rpartition("*.")[2].rstrip(")") if "*." in kind else ""


def _may_replace(owner: QWidget, path: Path) -> bool:
    question = text("dialogs.replace_title", name=path.name)
    return confirmed(owner, question, text("dialogs.replace_text"), text("dialogs.replace"))


def confirmed(owner: QWidget, question: str, what_happens: str, act: str) -> bool:
    """Ask before something that cannot be undone; `act` is the word on its button."""
    box = QMessageBox(owner)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(question)
    box.setText(question)
    box.setInformativeText(what_happens)
    doing = box.addButton(act, QMessageBox.ButtonRole.DestructiveRole)
    leaving = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(leaving)
    box.exec()
    return box.clickedButton() is doing
