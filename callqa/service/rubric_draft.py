"""A rubric while it is edited: its text, what it holds, and every mistake in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from callqa.errors import RubricError
from callqa.rules.categories import AGENT_CATEGORIES as AGENT_CATEGORIES
from callqa.rules.categories import CUSTOMER_CATEGORIES as CUSTOMER_CATEGORIES
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import PlacedMistake as PlacedMistake
from callqa.rules.rubric_file import read_rubric
from callqa.rules.rubric_parts import (
    inserted,
    new_question,
    removed,
    table_text,
    unused,
    with_question,
    with_questions,
    with_section_block,
    without_question,
)
from callqa.rules.rubric_text import Block, RubricText, SectionText, cut
from callqa.rules.rubric_writing import written
from callqa.rules.toml_block import in_line
from callqa.rules.toml_lines import Path as Path
from callqa.rules.weight_shares import shared_weights

MEASURES: Mapping[str, str] = {name: each.shown_as for name, each in QUANTITIES.items()}
"""The measures a question can ask for, each with the format of its value and unit."""


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """A rubric that may have mistakes; each edit gives another draft.

    Parts are named by their path in the document: ``()`` is its head, ``("sections", 0)`` a
    section, ``("sections", 0, "questions", 2)`` a question, ``("conditions", "difficult")`` a
    condition and ``("flags",)`` the limits of the flags.
    """

    parts: RubricText
    rubric: Rubric
    mistakes: tuple[PlacedMistake, ...]
    text: str

    @classmethod
    def read(cls, text: str, source: str = "draft") -> "RubricDraft":
        """Take up a rubric; `source` names it in errors.

        Raises
        ------
        RubricError
            It is no TOML, or has unknown keys or values of a wrong kind.
        """
        rubric, mistakes = read_rubric(text, source=source)
        if rubric is None:
            raise mistakes[0].error
        parts = cut(text)
        if parts is None:
            parts = cut(written(rubric))
            if parts is None:
                raise RubricError("cannot be cut into questions.", subject=source)
        return cls(parts, rubric, mistakes, parts.text)

    def mistakes_at(self, place: Path) -> tuple[PlacedMistake, ...]:
        """Return the mistakes in a part; those of a section's questions are the questions' own."""
        inner = 4 if len(place) == 4 else 3
        return tuple(
            each
            for each in self.mistakes
            if each.path[: len(place)] == place
            and (place or len(each.path) < 2)
            and (len(place) == 4 or each.path[2:inner] != ("questions",))
        )

    def with_values(self, place: Path, values: Mapping[str, Any]) -> "RubricDraft":
        """Set values of a part; ``None`` takes a key out.

        Raises
        ------
        RubricError
            A value is of a wrong kind.
        """
        return self._with_block(place, self.block(place).with_values(values))

    def has_block(self, place: Path) -> bool:
        """Tell whether a part has a text of its own; all conditions together have none."""
        in_rubric = not place or place[0] == "sections"
        return in_rubric or self.parts.other(place) is not None

    def block(self, place: Path) -> Block:
        """Return the text of a part.

        Raises
        ------
        KeyError
            There is no such part.
        """
        if not place:
            return self.parts.head
        if place[0] == "sections":
            section = self.parts.sections[_index(place[1])]
            return section.questions[_index(place[3])] if len(place) == 4 else section.block
        block = self.parts.other(place)
        if block is None:
            raise KeyError(place)
        return block

    def with_body(self, place: Path, body: str) -> "RubricDraft":
        """Put other TOML in the place of a part.

        Raises
        ------
        RubricError
            It is no TOML, no part of this kind any more, or has keys or kinds of values that are
            wrong; `subject` names the line inside the part.
        """
        block = replace(self.block(place), body=body if body.endswith("\n") else f"{body}\n")
        first = self._lines_before(place)
        parts = self._replaced(place, block)
        rubric, mistakes = read_rubric(parts.text, source="draft")
        if rubric is None:
            raise _moved(mistakes[0], first)
        again = cut(parts.text)
        if again is None or _shape(again) != _shape(self.parts):
            raise RubricError(
                "is more or less than the one part that stood here.",
                subject="line 1",
                remedy="Keep its header, and add other parts by the buttons.",
            )
        return RubricDraft(again, rubric, mistakes, again.text)

    def with_weight(self, section: int, weight: float, locked: Collection[int]) -> "RubricDraft":
        """Give a section another weight; the others that are not locked share the rest.

        `section` and `locked` are indexes of all sections.
        """
        counting = self.counting()
        at = {number: place for place, number in enumerate(counting)}
        before = [self.rubric.sections[each].weight or 0.0 for each in counting]
        held = [at[each] for each in locked if each in at]
        return self._with_weights(shared_weights(before, at[section], weight, held))

    def counting(self) -> tuple[int, ...]:
        """Return the indexes of the sections that are not apart."""
        sections = enumerate(self.rubric.sections)
        return tuple(number for number, each in sections if not each.apart)

    def with_section(self, title: str, question: str) -> "RubricDraft":
        """Add a section of weight 10 with one question at the end of those that count."""
        taken = self._names()
        name = unused("section", taken)
        values = {"id": name, "title": title, "weight": 10}
        section = SectionText(
            Block("section", ("sections",), "\n", table_text("sections", values)),
            (new_question(unused("question", taken), question),),
        )
        counting = self.counting()
        at = max(counting, default=-1) + 1
        parts = inserted(self.parts, at, section)
        return _made(parts)._weighted(at, 10.0 if counting else 100.0)

    def without_section(self, number: int) -> "RubricDraft":
        """Take a section out; the others share its weight."""
        made = _made(removed(self.parts, number))
        return made._weighted(None, 0.0)

    def with_section_moved(self, number: int, to: int) -> "RubricDraft":
        """Move a section so that `to` is its index afterwards."""
        section = self.parts.sections[number]
        return _made(inserted(removed(self.parts, number), to, section))

    def with_section_apart(self, number: int, apart: bool) -> "RubricDraft":
        """Take a section out of the total, or give it a weight in it again."""
        values = {"apart": True, "weight": None} if apart else {"apart": None, "weight": 10}
        made = self.with_values(("sections", number), values)
        return made._weighted(None if apart else number, 10.0)

    def with_question(self, section: int, text: str) -> "RubricDraft":
        """Add a question that a person answers at the end of a section."""
        block = new_question(unused("question", self._names()), text)
        at = len(self.parts.sections[section].questions)
        return _made(with_question(self.parts, section, at, block))

    def without_question(self, section: int, number: int) -> "RubricDraft":
        """Take a question out."""
        return _made(without_question(self.parts, section, number))

    def with_question_moved(self, place: tuple[int, int], to: tuple[int, int]) -> "RubricDraft":
        """Move a question so that section and index `to` are its own afterwards."""
        block = self.parts.sections[place[0]].questions[place[1]]
        return _made(with_question(without_question(self.parts, *place), *to, block))

    def with_question_twice(self, section: int, number: int) -> "RubricDraft":
        """Put a copy of a question behind it, under an id of its own."""
        block = self.parts.sections[section].questions[number]
        name = unused(self.rubric.sections[section].questions[number].id, self._names())
        copy = replace(block, lead="\n").with_values({"id": name})
        return _made(with_question(self.parts, section, number + 1, copy))

    def with_condition(self, name: str, otherwise: str) -> tuple[str, "RubricDraft"]:
        """Add a condition that holds for every call in which somebody speaks, and name it."""
        name = unused(name, self.rubric.conditions)
        body = (
            f"[conditions.{name}]\notherwise = {in_line(otherwise)}\n"
            'any_of = [{ measure = "talk.total_s", from = 1 }]\n'
        )
        block = Block("other", ("conditions", name), "\n", body)
        return name, _made(replace(self.parts, others=((0, block), *self.parts.others)))

    def with_version(self, version: str, note: str) -> "RubricDraft":
        """Give the rubric a version, and say above it what is new in it."""
        made = self.with_values((), {"version": version})
        words = " ".join(note.split())
        if not words:
            return made
        head = made.parts.head
        line = f"# Version {version}: {words}\n"
        return _made(replace(made.parts, head=replace(head, body=line + head.body)))

    def _with_weights(self, weights: tuple[float, ...]) -> "RubricDraft":
        parts = self.parts
        for number, weight in zip(self.counting(), weights, strict=True):
            block = parts.sections[number].block.with_values({"weight": weight})
            parts = with_section_block(parts, number, block)
        return _made(parts)

    def _weighted(self, changed: int | None, weight: float) -> "RubricDraft":
        """Bring the weights to 100 again, with that of one section given."""
        counting = self.counting()
        if not counting:
            return self
        if changed is not None:
            return self.with_weight(changed, weight, ())
        total = sum(self.rubric.sections[each].weight or 0.0 for each in counting)
        first = self.rubric.sections[counting[0]].weight or 0.0
        whole = all((self.rubric.sections[each].weight or 0.0).is_integer() for each in counting)
        share = first * 100 / total if total else 100 / len(counting)
        return self.with_weight(counting[0], round(share) if whole else round(share, 2), ())

    def _with_block(self, place: Path, block: Block) -> "RubricDraft":
        return _made(self._replaced(place, block))

    def _replaced(self, place: Path, block: Block) -> RubricText:
        if not place:
            return replace(self.parts, head=block)
        if place[0] != "sections":
            return self.parts.with_other(place, block)
        number = _index(place[1])
        if len(place) == 2:
            return with_section_block(self.parts, number, block)
        questions = list(self.parts.sections[number].questions)
        questions[_index(place[3])] = block
        return with_questions(self.parts, number, tuple(questions))

    def _lines_before(self, place: Path) -> int:
        marked = self._replaced(place, replace(self.block(place), body="\0"))
        return marked.text.partition("\0")[0].count("\n")

    def _names(self) -> set[str]:
        questions = {each.id for each in self.rubric.questions}
        return questions | {each.id for each in self.rubric.sections}


def _made(parts: RubricText) -> RubricDraft:
    text = parts.text
    rubric, mistakes = read_rubric(text, source="draft")
    if rubric is None:
        raise mistakes[0].error
    return RubricDraft(parts, rubric, mistakes, text)


def _moved(mistake: PlacedMistake, lines: int) -> RubricError:
    error = mistake.error
    key = error.subject.partition(": ")[2]
    line = max(mistake.line - lines, 1)
    return RubricError(
        error.what, subject=f"line {line}: {key}" if key else f"line {line}", remedy=error.remedy
    )


def _index(key: str | int) -> int:
    return int(key)


def _shape(parts: RubricText) -> tuple[object, ...]:
    sections = tuple(len(each.questions) for each in parts.sections)
    return sections, tuple(block.path for _, block in parts.others)
