"""Agents and teams as a CSV file lists them: read, checked, and compared with the store."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from callqa.domain.people import Agent, Membership, in_order, name_key, overlap_in
from callqa.errors import UsageError

COLUMNS = ("name", "aliases", "team", "since", "until")
_HEADER_REMEDY = f"Give it a header line with {', '.join(COLUMNS)}; only name is needed."


@dataclass(frozen=True, slots=True)
class ListedAgent:
    """An agent as a file lists it.

    line : where the agent first stands in the file, from 1
    teams : ``None`` where the file says nothing about teams
    """

    line: int
    name: str
    aliases: tuple[str, ...]
    teams: tuple[Membership, ...] | None


@dataclass(frozen=True, slots=True)
class AgentUpdate:
    """What a list makes of one agent.

    row : of the agent in the store, ``None`` where the agent is new
    before : ``None`` where the agent is new
    moved : aliases that another agent had, each with that agent
    """

    row: int | None
    before: Agent | None
    after: Agent
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything is new."""
        return self.before != self.after


def read_agent_list(path: Path) -> tuple[ListedAgent, ...]:
    """Read agents from a CSV file with the columns `COLUMNS`, several rows for several teams.

    Raises
    ------
    UsageError
        The file cannot be read or has a mistake; the error names file and line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            return _Reader(path).read(csv.DictReader(source, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"cannot be read: {error}.", subject=str(path), remedy="Save it as CSV in UTF-8."
        ) from error


def agent_updates(
    listed: Sequence[ListedAgent], stored: Mapping[int, Agent], source: str
) -> tuple[AgentUpdate, ...]:
    """Return what a list makes of the agents in the store, by row.

    Memberships become those of the list, and aliases are added to those known: none is taken
    away, for calls that carry it would make the agent anew. An alias of another agent moves.

    Raises
    ------
    UsageError
        Two lines are about one agent, or an alias is the name of another agent.
    """
    owners = {
        name_key(name): row
        for row, agent in stored.items()
        for name in (*agent.aliases, agent.name)
    }
    claims = {name_key(alias): each for each in listed for alias in each.aliases}
    lines: dict[int, ListedAgent] = {}
    updates = []
    for each in listed:
        row = owners.get(name_key(each.name))
        if row is not None and (first := lines.setdefault(row, each)) is not each:
            raise UsageError(
                f"{each.name} and {first.name} (line {first.line}) are one agent in the store.",
                subject=f"{source}:{each.line}",
                remedy="Put all rows of this agent under one name.",
            )
        before = stored[row] if row is not None else None
        known = before or Agent(each.name)
        own = [alias for alias in known.aliases if claims.get(name_key(alias), each) is each]
        after = _after(each, replace(known, aliases=tuple(own)))
        moved = _moved(each, row, stored, owners, source)
        updates.append(AgentUpdate(row, before, after, moved))
    return tuple(updates)


def _after(listed: ListedAgent, known: Agent) -> Agent:
    # A list that uses an alias as the name does not take the name from the agent.
    name = listed.name if name_key(listed.name) == name_key(known.name) else known.name
    aliases = {name_key(alias): alias for alias in (*listed.aliases, *known.aliases)}
    aliases.pop(name_key(name), None)
    teams = known.teams if listed.teams is None else in_order(listed.teams)
    return Agent(name, tuple(sorted(aliases.values())), teams)


def _moved(
    listed: ListedAgent,
    row: int | None,
    stored: Mapping[int, Agent],
    owners: Mapping[str, int],
    source: str,
) -> tuple[tuple[str, str], ...]:
    moved = []
    for alias in listed.aliases:
        owner = owners.get(name_key(alias))
        if owner is not None and owner != row:
            moved.append((_owned(alias, stored[owner], listed, source), stored[owner].name))
    return tuple(moved)


def _owned(alias: str, owner: Agent, listed: ListedAgent, source: str) -> str:
    """Return `alias` as its owner spells it; an agent's own name is not given away."""
    if name_key(alias) == name_key(owner.name):
        raise UsageError(
            f"{alias} is an agent of its own in the store, not another name of {listed.name}.",
            subject=f"{source}:{listed.line}",
            remedy=f"If they are one person: callqa people merge '{owner.name}' '{listed.name}'.",
        )
    return next(each for each in owner.aliases if name_key(each) == name_key(alias))


class _Reader:
    """Reads a list row by row; every refusal names the line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._agents: dict[str, ListedAgent] = {}
        self._aliases: dict[str, tuple[str, int]] = {}
        self._line = 1

    def read(self, rows: "csv.DictReader[str]") -> tuple[ListedAgent, ...]:
        header = [each.strip().lower() for each in rows.fieldnames or ()]
        unknown = [each for each in header if each not in COLUMNS]
        if "name" not in header or unknown:
            what = f"has columns that are not known: {', '.join(unknown)}." if unknown else None
            raise self._mistake(what or "has no column 'name'.", _HEADER_REMEDY)
        rows.fieldnames = header
        for row in rows:
            self._line = rows.line_num
            if None in row or None in row.values():
                raise self._mistake(
                    "has more or fewer fields than the header.", "Put text with commas in quotes."
                )
            self._take({name: " ".join(text.split()) for name, text in row.items()})
        if not self._agents:
            raise self._mistake("has no agent in it.", _HEADER_REMEDY)
        self._check_aliases()
        return tuple(self._agents.values())

    def _take(self, row: Mapping[str, str]) -> None:
        if not any(row.values()):
            return
        name = row["name"]
        if not name:
            raise self._mistake("has no name.", "Write the agent's name in each row.")
        key = name_key(name)
        known = self._agents.get(key, ListedAgent(self._line, name, (), None))
        aliases = [" ".join(each.split()) for each in row.get("aliases", "").split(";")]
        teams = known.teams
        if "team" in row:
            teams = (*(teams or ()), *self._membership(row))
            self._check_overlap(name, teams)
        for alias in filter(None, aliases):
            self._claim(alias, key)
        kept = dict.fromkeys((*known.aliases, *filter(None, aliases)))
        self._agents[key] = replace(known, aliases=tuple(kept), teams=teams)

    def _membership(self, row: Mapping[str, str]) -> tuple[Membership, ...]:
        since, until = (self._day(row.get(each, ""), each) for each in ("since", "until"))
        if not row["team"]:
            if since or until:
                raise self._mistake("has a date but no team.", "Name the team.")
            return ()
        if since and until and until < since:
            raise self._mistake(
                f"ends on {until}, before it begins on {since}.", "Correct since or until."
            )
        return (Membership(row["team"], since, until),)

    def _day(self, text: str, column: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self._mistake(
                f"{column} is no date: {text!r}.", "Write dates as YYYY-MM-DD."
            ) from None

    def _check_overlap(self, name: str, teams: Sequence[Membership]) -> None:
        if pair := overlap_in(teams):
            one, other = (each.words for each in pair)
            raise self._mistake(
                f"{name} would be in two teams at once: {one} and {other}.",
                "End the first on the day before the second begins.",
            )

    def _claim(self, alias: str, key: str) -> None:
        owner, line = self._aliases.setdefault(name_key(alias), (key, self._line))
        if owner != key:
            raise self._mistake(
                f"the alias {alias} is another agent's on line {line} already.",
                "Give it to one agent.",
            )

    def _check_aliases(self) -> None:
        for alias, (owner, line) in self._aliases.items():
            if alias != owner and alias in self._agents:
                self._line = line
                named = self._agents[alias]
                raise self._mistake(
                    f"the alias {named.name} is the name of the agent on line {named.line}.",
                    "Put all rows of this agent under one name.",
                )

    def _mistake(self, what: str, remedy: str) -> UsageError:
        return UsageError(what, subject=f"{self._path}:{self._line}", remedy=remedy)
