"""Files for others: lists of calls, figures, and reports on a call, an agent and a team."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from callqa.domain.listing import CallFilter
from callqa.errors import UsageError
from callqa.report.agent_report import render_agent_report
from callqa.report.atomic import refuse_overwrite, write_atomically
from callqa.report.csv_file import csv_bytes
from callqa.report.html import render_report
from callqa.report.json_lines import jsonl_bytes
from callqa.report.printed import Printed as Printed
from callqa.report.printed import print_agent, print_call, print_team
from callqa.report.spreadsheet import xlsx_bytes
from callqa.report.table import Table
from callqa.report.team_report import render_team_report
from callqa.service.blindness import kept_blind, require_sight
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.export_tables import Told, calls_table, figures_table
from callqa.service.figures import LATELY, GroupedFigures
from callqa.service.local_zone import centre_zone
from callqa.service.period_facts import DayRange
from callqa.service.period_reports import agent_report, team_report
from callqa.service.proof import proven_questions
from callqa.service.visibility import visible_call
from callqa.store.calibrations import blind_calls
from callqa.store.loading import words_removed


def json_bytes(table: Table) -> bytes:
    """Return `table` as a JSON array of the objects that JSON Lines has, one a line."""
    return b"[\n" + b",\n".join(jsonl_bytes(table).splitlines()) + b"\n]\n"


FORMATS: Mapping[str, Callable[[Table], bytes]] = {
    ".csv": csv_bytes,
    ".xlsx": xlsx_bytes,
    ".jsonl": jsonl_bytes,
    ".json": json_bytes,
}
"""What a table can be written as, by the ending of the file's name."""

Printer = Callable[[Printed], bytes]
"""Makes a file, such as a PDF, of a report that is laid out for paper."""


@dataclass(frozen=True, slots=True)
class Exports:
    """The files that a store gives.

    Every one of them needs the permission to export and is in the access log. A file that is there
    already is only replaced with `force`; then it is the old one or the new one, never half of it.

    Raises
    ------
    NotAllowed
        The person may not export.
    UsageError
        There is such a file already, or the ending of its name says no known format.
    OutputFailed
        The file cannot be written.
    """

    context: Context

    def calls(
        self,
        path: Path,
        where: CallFilter,
        *,
        force: bool = False,
        tell: Told = lambda _done, _total: None,
    ) -> int:
        """Write every call that a filter lets through, and return how many there are.

        `tell` hears how many of them were read so far, and how many there are.
        """
        encode = self._format(path, force)
        where = replace(where, zone=self.context.zone())
        with self.context.store.reading() as connection:
            proofs = proven_questions(connection, self.context)
            where = kept_blind(self.context, connection, where)
            blind = blind_calls(connection, self.context.user.login)
            zone = centre_zone(self.context)
            table = calls_table(connection, where, zone, proofs, tell, blind)
            content, count = encode(table), len(table.rows)
        self._write(path, content, f"export {count} calls")
        return count

    def figures(self, path: Path, found: GroupedFigures, *, force: bool = False) -> None:
        """Write the figures of each group: one row for each figure, with n, interval and change."""
        encode = self._format(path, force)
        content = encode(figures_table(found, centre_zone(self.context)))
        self._write(path, content, f"export figures per {found.by}")

    def call_report(
        self,
        path: Path,
        call: str,
        *,
        force: bool = False,
        language: str = "en",
        printer: Printer | None = None,
    ) -> None:
        """Write the report on a call as it is now; errors are also those of `Calls.show`.

        It is a web page, or with a `printer` what that makes of the report laid out for paper.

        Raises
        ------
        ReviewRefused
            The person scores the call blind in a calibration at present.
        HearingRemoved
            The words of the call were removed from the store.
        """
        self._allow(path, force)
        with self.context.store.reading() as connection:
            stored = visible_call(self.context, connection, call)
            require_sight(self.context, connection, stored)
        shown = Calls(self.context).show(call)
        if shown.document is None:
            raise words_removed(stored.call_id)
        if printer is None:
            content = render_report(shown.document, language, shown.provisional).encode()
        else:
            content = printer(print_call(shown.document, language, shown.provisional))
        self._write(path, content, "export report", stored.call_id)

    def agent_report(
        self,
        path: Path,
        agent: str,
        days: DayRange = LATELY,
        *,
        force: bool = False,
        language: str = "en",
        printer: Printer | None = None,
    ) -> None:
        """Write the report on an agent over a period, the last weeks where no days are given.

        It is a web page, or with a `printer` what that makes of the report laid out for paper.
        """
        self._allow(path, force)
        with self.context.store.reading() as connection:
            report = agent_report(self.context, connection, agent, days)
        if printer is None:
            content = render_agent_report(report, language).encode()
        else:
            content = printer(print_agent(report, language))
        self._write(path, content, f"export report on {report.agent}")

    def team_report(
        self,
        path: Path,
        team: str,
        days: DayRange = LATELY,
        *,
        force: bool = False,
        language: str = "en",
        printer: Printer | None = None,
    ) -> None:
        """Write the report on a team over a period, the last weeks where no days are given.

        It is a web page, or with a `printer` what that makes of the report laid out for paper.
        """
        self._allow(path, force)
        with self.context.store.reading() as connection:
            report = team_report(self.context, connection, team, days)
        if printer is None:
            content = render_team_report(report, language).encode()
        else:
            content = printer(print_team(report, language))
        self._write(path, content, f"export report on team {team}")

    def _format(self, path: Path, force: bool) -> Callable[[Table], bytes]:
        self._allow(path, force)
        known = FORMATS.get(path.suffix.lower())
        if known is None:
            raise UsageError(
                "says by its ending no format that can be written.",
                subject=str(path),
                remedy=f"Use one of {', '.join(FORMATS)}.",
            )
        return known

    def _allow(self, path: Path, force: bool) -> None:
        self.context.require("export")
        refuse_overwrite(path, force=force)

    def _write(self, path: Path, content: bytes, action: str, call_id: str | None = None) -> None:
        with self.context.store.writing() as connection:
            self.context.log(connection, action, call_id)
            write_atomically(path, content)
