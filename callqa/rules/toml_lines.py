"""Where each key of a TOML document stands, which the standard parser does not tell."""

import re

Path = tuple[str | int, ...]

_SKIP = re.compile(r"(?:[ \t]|\r|#[^\n]*)*")
_SKIP_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}\n#]+")


def line_index(text: str) -> dict[Path, int]:
    r"""Return the line, from 1, of every key, table and array element of a valid TOML document.

    Parameters
    ----------
    text
        A document that `tomllib` accepts; for any other the result means nothing.

    Returns
    -------
    dict
        Path of keys and indexes (from 0) to line. A table is at its header.

    Examples
    --------
    >>> line_index('a = 1\n[[b]]\nc = [\n  5,\n]')
    {(): 1, ('a',): 1, ('b',): 2, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 0, 'c', 0): 4}
    """
    return _Scanner(text).scan()


def nearest_line(index: dict[Path, int], path: Path) -> int:
    """Return the line of `path`, or of the innermost part of it that the document has."""
    while path and path not in index:
        path = path[:-1]
    return index.get(path, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {(): 1}
        self._lengths: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_SKIP_LINES)
        while self._at < len(self._text):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SKIP_LINES)
        return self._lines

    def _header(self) -> Path:
        is_array = self._text.startswith("[[", self._at)
        brackets = 2 if is_array else 1
        line = self._line()
        self._at += brackets
        *outer, last = self._dotted_key()
        self._at += brackets
        table: Path = ()
        for part in outer:
            table = self._newest((*table, part))
            self._lines.setdefault(table, line)
        table = (*table, last)
        self._lines.setdefault(table, line)
        if is_array:
            self._lengths[table] = self._lengths.get(table, 0) + 1
            table = self._newest(table)
            self._lines[table] = line
        return table

    def _newest(self, path: Path) -> Path:
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for part in self._dotted_key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _dotted_key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(_SKIP)
            if quoted := _STRING.match(self._text, self._at):
                parts.append(quoted[0][1:-1])
                self._at = quoted.end()
            else:
                parts.append(self._take(_BARE_KEY))
            self._skip(_SKIP)
            if self._peek() != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> None:
        self._skip(_SKIP)
        self._lines.setdefault(path, self._line())
        if self._peek() == "[":
            self._items("]", path)
        elif self._peek() == "{":
            self._items("}", path)
        elif string := _STRING.match(self._text, self._at):
            self._at = string.end()
        else:
            self._take(_BARE_VALUE)

    def _items(self, closing: str, path: Path) -> None:
        self._at += 1
        count = 0
        self._skip(_SKIP_LINES)
        while self._peek() != closing:
            if closing == "]":
                self._value((*path, count))
                count += 1
            else:
                self._pair(path)
            self._skip(_SKIP_LINES)
            if self._peek() == ",":
                self._at += 1
                self._skip(_SKIP_LINES)
        self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"not TOML at character {self._at}")
        self._at = found.end()
        return found[0]
