"""Versions of a rubric: what comes next, what was noted, and what differs between two."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import asdict

from callqa.rules.rubric import Question, Rubric, Section

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What a version may look like."""

_NOTE = re.compile(r"^# Version (?P<version>\S+): (?P<note>.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RubricChange:
    """What differs in one part of two rubrics.

    id : of the question or section, empty for the rubric itself
    keys : of a changed part, those that differ, as the file names them
    """

    part: Literal["rubric", "section", "question"]
    kind: Literal["added", "removed", "changed"]
    id: str
    text: str
    keys: tuple[str, ...] = ()


def next_version(version: str, taken: Collection[str]) -> str:
    """Return the version after `version` that none has yet: 1.1 becomes 1.2."""
    found = re.fullmatch(r"(.*?)(\d+)", version)
    stem, number = (found[1], int(found[2])) if found else (f"{version}.", 0)
    number += 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def note_of(text: str, version: str) -> str:
    """Return what the text of a rubric says is new in `version`; empty where it says nothing."""
    return next((each["note"] for each in _NOTE.finditer(text) if each["version"] == version), "")


def changes_between(old: Rubric, new: Rubric) -> tuple[RubricChange, ...]:
    """Return what another rubric changes, in the order of the new one; what is gone comes last."""
    return tuple(_changes(old, new))


def _changes(old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    if keys := _differing(old, new, ("title", "pass_mark", "conditions", "flags")):
        yield RubricChange("rubric", "changed", "", new.title, keys)
    sections = {each.id: each for each in old.sections}
    questions = {
        question.id: (question, section.id)
        for section in old.sections
        for question in section.questions
    }
    for section in new.sections:
        yield from _in_section(sections.pop(section.id, None), section)
        for question in section.questions:
            before = questions.pop(question.id, None)
            if before is None:
                yield RubricChange("question", "added", question.id, question.text)
            elif keys := _changed_keys(*before, question, section.id):
                yield RubricChange("question", "changed", question.id, question.text, keys)
    for gone in sections.values():
        yield RubricChange("section", "removed", gone.id, gone.title)
    for left_out, _ in questions.values():
        yield RubricChange("question", "removed", left_out.id, left_out.text)


def _in_section(old: Section | None, new: Section) -> Iterator[RubricChange]:
    if old is None:
        yield RubricChange("section", "added", new.id, new.title)
    elif keys := _differing(old, new, ("title", "weight", "apart", "applies_when")):
        yield RubricChange("section", "changed", new.id, new.title, keys)


def _differing(old: object, new: object, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if getattr(old, key) != getattr(new, key))


def _changed_keys(
    old: Question, old_section: str, new: Question, new_section: str
) -> tuple[str, ...]:
    before, after = asdict(old), asdict(new)
    keys = tuple(key for key in after if before[key] != after[key])
    return keys if old_section == new_section else (*keys, "section")
