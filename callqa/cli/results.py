"""Results on standard output: a table at the end, or JSON as the results come."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from callqa.cli.result_table import ResultRow
    from callqa.service.analysis import Analyzed


class ResultsWriter:
    """Writes UTF-8 whatever the terminal's own coding, and closes the array whatever happens."""

    def __init__(self, as_json: bool, as_jsonl: bool) -> None:
        self._array = as_json and not as_jsonl
        self._lines = as_jsonl
        self._written = 0
        self._rows: list[ResultRow] = []

    def __enter__(self) -> Self:
        if self._array:
            self._write(b"[\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._array:
            self._write(b"]\n")
        elif self._rows:
            from callqa.cli.result_table import print_results

            print_results(self._rows)

    def add(self, step: "Analyzed") -> None:
        """Write one result, or keep its row for the table."""
        from callqa.cli.result_table import result_row
        from callqa.report.document import encode

        if not self._array and not self._lines:
            self._rows.append(result_row(step))
            return
        comma = b"," if self._array and self._written else b""
        self._write(comma + encode(step.document, indent=0))
        self._written += 1

    def _write(self, content: bytes) -> None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
