"""What is known about a call beside its sound: from its file name and from a call list."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

from callqa.domain.recording import CallDetails
from callqa.errors import UsageError

_FIELDS = tuple(each.name for each in fields(CallDetails))
# How recorders write the start of a call into file names, besides ISO 8601.
_TIME_FORMATS = ("%Y%m%d-%H%M%S", "%Y%m%d_%H%M%S", "%Y%m%d%H%M%S", "%Y-%m-%d_%H-%M-%S", "%Y%m%d")


class DetailsSource:
    """Looks up the details of a call by its path.

    Parameters
    ----------
    pattern
        Regular expression searched in the file name, with named groups out of ``started_at``,
        ``agent``, ``customer``, ``queue``, ``direction``; empty for none.
    call_list
        CSV file with a column ``file`` (name or path) and any of the same names as columns, with
        commas, semicolons or tabs; what it says goes before what the file name says.

    Raises
    ------
    UsageError
        The pattern is no regular expression or names another group; the list cannot be read or
        has no column ``file``.
    """

    def __init__(self, pattern: str = "", call_list: Path | None = None) -> None:
        self._pattern = _compiled(pattern) if pattern else None
        self._listed = _listed(call_list) if call_list else {}

    def details(self, path: Path) -> CallDetails:
        """Return what is known about the recording at `path`."""
        found = CallDetails()
        match = self._pattern.search(path.name) if self._pattern else None
        if match:
            found = _with(found, match.groupdict())
        row = self._listed.get(str(path)) or self._listed.get(path.name)
        return _with(found, row) if row else found


def _with(details: CallDetails, values: Mapping[str, str | None]) -> CallDetails:
    known = {name: text.strip() for name, text in values.items() if name in _FIELDS and text}
    if "started_at" in known:
        known["started_at"] = _iso_time(known["started_at"])
    return replace(details, **known)


def _iso_time(text: str) -> str:
    """Return a time in ISO 8601; text in no known form stays as it is."""
    for time_format in _TIME_FORMATS:
        try:
            return datetime.strptime(text, time_format).isoformat()
        except ValueError:
            continue
    return text


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise UsageError(
            f"is no regular expression: {error}.", subject="--filename-pattern"
        ) from error
    unknown = set(compiled.groupindex) - set(_FIELDS)
    if unknown or not compiled.groupindex:
        raise UsageError(
            f"needs named groups out of {', '.join(_FIELDS)}.",
            subject="--filename-pattern",
            remedy=r"For example: (?P<agent>[a-z]+)_(?P<started_at>\d{8}-\d{6}).",
        )
    return compiled


def _rows(content: bytes) -> "csv.DictReader[str]":
    """Read a list as spreadsheets write it: UTF-8 or Windows letters, comma, semicolon or tab."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    heading = words.partition("\n")[0]
    return csv.DictReader(io.StringIO(words, newline=""), delimiter=max(",;\t", key=heading.count))


def _listed(call_list: Path) -> dict[str, dict[str, str | None]]:
    try:
        rows = list(_rows(call_list.read_bytes()))
    except (OSError, csv.Error) as error:
        raise UsageError(f"cannot be read: {error}.", subject=str(call_list)) from error
    if not rows or "file" not in rows[0]:
        raise UsageError(
            "has no row, or no column 'file'.",
            subject=str(call_list),
            remedy=f"Give it a header line with file and any of {', '.join(_FIELDS)}.",
        )
    return {row["file"]: row for row in rows if row["file"]}
