"""A site's own names and product words: the file they come in and what identifies it."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from callqa.errors import SettingsError

MAX_ENTRIES = 500
"""Every chunk of 20 s is compared with every entry (measured: 0.04 s for this many)."""

MAX_LETTERS = 60
"""A longer line is a sentence: it would fill what the recogniser can be told beforehand."""

_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names and product words as they are to be written, each once, in the order of the file."""

    entries: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """What a result's provenance says of it: how many entries, and their SHA-256."""
        if not self.entries:
            return ""
        digest = hashlib.sha256("\n".join(self.entries).encode()).hexdigest()
        return f"{len(self.entries)} entries, sha256 {digest}"


def load_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary: UTF-8 text, one name or product word a line, ``#`` before a comment.

    Raises
    ------
    SettingsError
        The file cannot be read, is no UTF-8 text, has no entry or too many, or a line is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise _refused(path, f"is not UTF-8 text (byte {error.start}).") from error
    entries: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        entry = " ".join(unicodedata.normalize("NFC", line.partition(_COMMENT)[0]).split())
        if not entry:
            continue
        _check(entry, f"{path}:{number}")
        entries.setdefault(entry)
    if not entries:
        raise _refused(path, "has no names in it.")
    if len(entries) > MAX_ENTRIES:
        raise _refused(path, f"has {len(entries)} entries; at most {MAX_ENTRIES} can be used.")
    return Vocabulary(tuple(entries))


def _check(entry: str, subject: str) -> None:
    if len(entry) > MAX_LETTERS:
        raise SettingsError(
            f"is {len(entry)} characters long; a name has at most {MAX_LETTERS}.",
            subject=subject,
            remedy="Put one name or product word on each line.",
        )
    if not entry.isprintable() or not any(sign.isalpha() for sign in entry):
        raise SettingsError(
            f"{entry!r} is no name: it has no letter, or a control character.",
            subject=subject,
            remedy="Correct or remove the line.",
        )


def _refused(path: Path, why: str) -> SettingsError:
    return SettingsError(
        f"The vocabulary {why}",
        subject=str(path),
        remedy="Give a UTF-8 text file with one name or product word on each line.",
    )
