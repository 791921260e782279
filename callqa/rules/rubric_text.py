"""The text of a rubric, cut into its parts so that each can be moved or changed alone.

Comments and blank lines above a part belong to it. What no edit touches is written as it was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from callqa.rules.toml_block import with_values
from callqa.rules.toml_lines import Path, line_index

Kind = Literal["head", "section", "question", "other"]

_HEADERS = {
    "section": re.compile(r"\s*\[\[\s*sections\s*\]\]"),
    "question": re.compile(r"\s*\[\[\s*sections\s*\.\s*questions\s*\]\]"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text: `lead` are the comments above it, `path` are the keys of its table."""

    kind: Kind
    path: Path
    lead: str
    body: str

    @property
    def text(self) -> str:
        """Comments and body."""
        return self.lead + self.body

    def with_values(self, values: Mapping[str, Any]) -> "Block":
        """Return the part with values set in its table; see `callqa.rules.toml_block`."""
        keys = [each for each in self.path if isinstance(each, str)]
        return replace(self, body=with_values(self.body, keys, values))


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section: its own table, and its questions."""

    block: Block
    questions: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class RubricText:
    """A rubric in parts.

    others : conditions, flags and what else there is, each with the number of sections before it
    tail : comments after the last part
    """

    head: Block
    sections: tuple[SectionText, ...]
    others: tuple[tuple[int, Block], ...] = ()
    tail: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        written = ""
        for block in self._blocks():
            apart = "\n" if written and not block.text.startswith("\n") else ""
            written += apart + block.text
            if not written.endswith("\n"):
                written += "\n"
        return written + self.tail

    def other(self, path: Path) -> Block | None:
        """Return the part whose table is at `path`."""
        return next((block for _, block in self.others if block.path == path), None)

    def with_other(self, path: Path, block: Block) -> "RubricText":
        """Return the text with the part at `path` changed."""
        others = tuple((place, block if each.path == path else each) for place, each in self.others)
        return replace(self, others=others)

    def _blocks(self) -> Iterator[Block]:
        yield self.head
        for number in range(len(self.sections) + 1):
            yield from (block for place, block in self.others if place == number)
            if number < len(self.sections):
                yield self.sections[number].block
                yield from self.sections[number].questions


def cut(text: str) -> RubricText | None:
    """Cut the text of a rubric into its parts.

    ``None`` where sections or questions do not have headers of their own, as in an array of inline
    tables; the text must be a rubric by the kinds of its values.
    """
    starts = _starts(text)
    if starts is None:
        return None
    lines = text.splitlines(keepends=True)
    bounds = sorted(starts)
    leads = [_lead_start(lines, start) for start in bounds] + [_lead_start(lines, len(lines))]
    head = Block("head", (), "", "".join(lines[: leads[0]]))
    blocks = [
        Block(*starts[start], "".join(lines[lead:start]), "".join(lines[start:end]))
        for start, lead, end in zip(bounds, leads, leads[1:], strict=False)
    ]
    sections: list[SectionText] = []
    others: list[tuple[int, Block]] = []
    for block in blocks:
        if block.kind == "section":
            sections.append(SectionText(block))
        elif block.kind == "question":
            last = sections[-1]
            sections[-1] = replace(last, questions=(*last.questions, block))
        else:
            others.append((len(sections), block))
    return RubricText(head, tuple(sections), tuple(others), "".join(lines[leads[-1] :]))


def _starts(text: str) -> dict[int, tuple[Kind, Path]] | None:
    """Return kind and path of each part by the line of its header, from 0."""
    lines = text.splitlines()
    found: dict[int, tuple[Kind, Path]] = {}
    for path, number in line_index(text).items():
        header = lines[number - 1] if lines else ""
        kind = _kind(path)
        if kind in _HEADERS:
            if not _HEADERS[kind].match(header):
                return None
            found[number - 1] = (kind, _table(path))
        elif kind == "other" and header.lstrip().startswith("["):
            found[number - 1] = (kind, path)
    return found


def _table(path: Path) -> Path:
    return tuple(each for each in path if isinstance(each, str))


def _kind(path: Path) -> Kind | None:
    if path[:1] != ("sections",):
        return "other" if path else None
    if len(path) == 2:
        return "section"
    return "question" if len(path) == 4 and path[2] == "questions" else None


def _lead_start(lines: Sequence[str], start: int) -> int:
    while start > 0 and (not (line := lines[start - 1].strip()) or line.startswith("#")):
        start -= 1
    return start
