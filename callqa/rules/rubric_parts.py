"""Sections and questions of a rubric's text are moved, added and taken out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from callqa.rules.rubric_text import Block, RubricText, SectionText
from callqa.rules.toml_block import in_line


def with_section_block(parts: RubricText, number: int, block: Block) -> RubricText:
    """Return the text with the table of a section changed."""
    sections = list(parts.sections)
    sections[number] = replace(sections[number], block=block)
    return replace(parts, sections=tuple(sections))


def with_questions(parts: RubricText, number: int, questions: tuple[Block, ...]) -> RubricText:
    """Return the text with the questions of a section changed."""
    sections = list(parts.sections)
    sections[number] = replace(sections[number], questions=questions)
    return replace(parts, sections=tuple(sections))


def with_question(parts: RubricText, section: int, at: int, block: Block) -> RubricText:
    """Return the text with a question put into a section, `at` which index."""
    questions = list(parts.sections[section].questions)
    questions.insert(at, block)
    return with_questions(parts, section, tuple(questions))


def without_question(parts: RubricText, section: int, number: int) -> RubricText:
    """Return the text without a question."""
    questions = list(parts.sections[section].questions)
    del questions[number]
    return with_questions(parts, section, tuple(questions))


def inserted(parts: RubricText, at: int, section: SectionText) -> RubricText:
    """Return the text with a section put in, `at` which index."""
    sections = list(parts.sections)
    sections.insert(at, section)
    others = tuple((place + (place > at), block) for place, block in parts.others)
    return replace(parts, sections=tuple(sections), others=others)


def removed(parts: RubricText, number: int) -> RubricText:
    """Return the text without a section."""
    sections = list(parts.sections)
    del sections[number]
    others = tuple((place - (place > number), block) for place, block in parts.others)
    return replace(parts, sections=tuple(sections), others=others)


def new_question(name: str, text: str) -> Block:
    """Return a question of one point that a person answers."""
    values = {"id": name, "text": text, "points": 1, "human": True}
    return Block(
        "question", ("sections", "questions"), "\n", table_text("sections.questions", values)
    )


def table_text(header: str, values: Mapping[str, Any]) -> str:
    """Return an array element of TOML with a header."""
    lines = "".join(f"{key} = {in_line(value)}\n" for key, value in values.items())
    return f"[[{header}]]\n{lines}"


def unused(name: str, taken: Collection[str]) -> str:
    """Return `name`, or with the first number behind it that makes it one of its own."""
    if name not in taken:
        return name
    stem = re.sub(r"_\d+$", "", name)
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
