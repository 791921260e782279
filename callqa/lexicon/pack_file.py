"""A file of a phrase pack and the place of what is in it."""

import tomllib
from dataclasses import dataclass
from typing import Any

from callqa.errors import LexiconError


@dataclass(frozen=True, slots=True)
class PackFile:
    """One TOML file of a pack, which knows on which line a mistake is."""

    name: str
    content: bytes

    def document(self) -> dict[str, Any]:
        """Return the parsed file.

        Raises
        ------
        LexiconError
            It is not TOML.
        """
        try:
            return tomllib.loads(self.content.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(
                f"is not TOML: {error}.", subject=self.name, remedy="Mend that line."
            ) from error

    def error(self, what: str, *, category: str, text: str = "", remedy: str) -> LexiconError:
        """Return the error about `text` in `category`, with its line."""
        subject = f"{self.name}:{self._line(category, text)}: {category}"
        return LexiconError(what, subject=subject, remedy=remedy)

    def _line(self, category: str, text: str) -> int:
        """Return the line of `text` in `category`'s table; the table's own when not found."""
        head = 1
        inside = False
        for number, line in enumerate(self.content.decode("utf-8").splitlines(), start=1):
            if line.startswith("["):
                inside = line.strip() == f"[{category}]"
                head = number if inside else head
            if inside and text and text in line:
                return number
        return head
