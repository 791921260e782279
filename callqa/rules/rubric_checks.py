"""What a rubric must satisfy beyond the kinds of its values."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import convert
from msgspec.structs import asdict

from callqa.rules.behaviour_checks import in_behaviour, in_condition
from callqa.rules.measure_checks import in_bands, in_measure
from callqa.rules.rubric import Condition, FlagLimits, Question, Rubric, Section
from callqa.rules.rubric_mistake import Mistake
from callqa.rules.rubric_shape import nearest_name
from callqa.rules.toml_lines import Path

WEIGHT_TOLERANCE = 0.005
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def find_mistakes(rubric: Rubric, categories: Collection[str]) -> Iterator[Mistake]:
    """Yield every mistake in `rubric`.

    `categories` are the phrase categories that the lexicon can find.
    """
    yield from _in_head(rubric)
    for name, condition in rubric.conditions.items():
        yield from in_condition(condition, ("conditions", name), categories)
    yield from _in_weights(rubric.sections)
    yield from _in_ids(rubric.sections)
    for i, section in enumerate(rubric.sections):
        yield from _in_section(section, ("sections", i), rubric, categories)
    yield from _in_flags(rubric.flags)


def find_mistakes_in_parts(
    document: Mapping[str, Any], malformed: Collection[Path], categories: Collection[str]
) -> Iterator[Mistake]:
    """Yield the mistakes of each well-formed question and condition of a document that is none.

    What bears on other parts, such as ids, weights and names of conditions, is not looked at: the
    part that it is about may be what is malformed.

    Parameters
    ----------
    document
        The parsed TOML.
    malformed
        Where `callqa.rules.rubric_shape` found a mistake.
    categories
        As in `find_mistakes`.
    """
    for path, condition in _sound(document, ("conditions",), malformed):
        yield from in_condition(convert(condition, Condition), path, categories)
    for path, _ in _parts(document, ("sections",)):
        for place, question in _sound(document, (*path, "questions"), malformed):
            yield from _in_own(convert(question, Question), place, categories)


def _sound(
    document: Mapping[str, Any], path: Path, malformed: Collection[Path]
) -> Iterator[tuple[Path, Any]]:
    """Yield the parts below `path` without a mistake in their form, each with its own path."""
    for place, part in _parts(document, path):
        if not any(each[: len(place)] == place for each in malformed):
            yield place, part


def _parts(document: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what the table or list at `path` holds; nothing where there is neither."""
    found = document
    for key in path:
        found = dict(_items(found)).get(key)
    for key, part in _items(found):
        yield (*path, key), part


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _in_head(rubric: Rubric) -> Iterator[Mistake]:
    yield from chain(
        _in_name(rubric.id, ("id",)),
        _in_name(rubric.version, ("version",)),
        _in_text(rubric.title, ("title",)),
    )
    if not 0 <= rubric.pass_mark <= 100:
        yield Mistake(
            ("pass_mark",),
            f"must lie in 0 to 100, not {rubric.pass_mark:g}.",
            "Give the total from which a call passes.",
        )


def _in_name(name: str, path: Path) -> Iterator[Mistake]:
    if not _NAME.fullmatch(name):
        yield Mistake(
            path,
            f"cannot be '{name}'." if name else "is empty.",
            "Use letters, digits, '.', '_' and '-' only, no spaces.",
        )


def _in_text(text: str, path: Path) -> Iterator[Mistake]:
    if not text.strip():
        yield Mistake(path, "is empty.", "Write what people are to read there.")


def _in_flags(flags: FlagLimits) -> Iterator[Mistake]:
    for code, limits in asdict(flags).items():
        for key, value in asdict(limits).items():
            if not isinstance(value, bool) and value <= 0:
                yield Mistake(
                    ("flags", code, key),
                    f"must be above 0, not {value:g}.",
                    "Set enabled = false to switch a flag off.",
                )


def _in_weights(sections: Sequence[Section]) -> Iterator[Mistake]:
    counting = [i for i, section in enumerate(sections) if not section.apart]
    if not counting:
        yield Mistake(
            ("sections",),
            "has no section that counts in the total.",
            "Add a [[sections]] with a weight and questions.",
        )
        return
    for i, section in enumerate(sections):
        yield from _in_weight(section, ("sections", i, "weight"))
    total = sum(sections[i].weight or 0.0 for i in counting)
    if abs(total - 100) > WEIGHT_TOLERANCE and all(sections[i].weight for i in counting):
        yield Mistake(
            ("sections", counting[-1], "weight"),
            f"brings the weights of the sections to {total:g}.",
            "Make them sum to 100.",
        )


def _in_weight(section: Section, path: Path) -> Iterator[Mistake]:
    if section.apart and section.weight is not None:
        yield Mistake(
            path,
            f"section '{section.id}' is apart and has no share in the total.",
            "Remove weight, or remove apart.",
        )
    elif section.apart:
        return
    elif section.weight is None:
        yield Mistake(path, "is missing.", "Give the section its share of 100, or apart = true.")
    elif section.weight <= 0:
        yield Mistake(
            path,
            f"must be above 0, not {section.weight:g}.",
            "Give the section its share of 100, or remove it.",
        )


def _in_ids(sections: Iterable[Section]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for i, section in enumerate(sections):
        own: list[tuple[str, Path]] = [(section.id, ("sections", i, "id"))]
        own += [
            (question.id, ("sections", i, "questions", j, "id"))
            for j, question in enumerate(section.questions)
        ]
        for name, path in own:
            yield from _in_name(name, path)
            if name in seen:
                yield Mistake(path, f"'{name}' is used twice.", "Give each its own id.")
            seen.add(name)


def _in_section(
    section: Section, path: Path, rubric: Rubric, categories: Collection[str]
) -> Iterator[Mistake]:
    yield from _in_text(section.title, (*path, "title"))
    yield from _in_reference(section.applies_when, path, rubric)
    if not section.questions:
        yield Mistake(path, f"section '{section.id}' has no question.", "Add one or remove it.")
    for j, question in enumerate(section.questions):
        question_path: Path = (*path, "questions", j)
        yield from _in_reference(question.applies_when, question_path, rubric)
        yield from _in_own(question, question_path, categories)


def _in_own(question: Question, path: Path, categories: Collection[str]) -> Iterator[Mistake]:
    yield from _in_text(question.text, (*path, "text"))
    yield from _in_question(question, path)
    if question.behaviour is not None:
        yield from in_behaviour(question.behaviour, (*path, "behaviour"), categories)


def _in_reference(name: str | None, path: Path, rubric: Rubric) -> Iterator[Mistake]:
    if name is not None and name not in rubric.conditions:
        yield Mistake(
            (*path, "applies_when"),
            f"'{name}' is no condition of this rubric.",
            nearest_name(name, rubric.conditions, f"Add a table [conditions.{name}]."),
        )


def _in_question(question: Question, path: Path) -> Iterator[Mistake]:
    if question.points <= 0:
        yield Mistake(
            (*path, "points"),
            f"must be above 0, not {question.points:g}.",
            "Give the question its weight inside the section, or remove it.",
        )
    ways = (question.measure is not None) + (question.behaviour is not None) + question.human
    if ways != 1:
        yield Mistake(
            path,
            f"question '{question.id}' is answered in {ways} ways.",
            "Give it exactly one of measure, behaviour and human = true.",
        )
    if (question.measure is None) == bool(question.bands):
        yield Mistake(
            (*path, "bands") if question.bands else (*path, "measure"),
            "measure and bands go together.",
            "Say which values of which measure earn how many points.",
        )
    if question.measure is not None:
        yield from in_measure(question.measure, path)
    yield from in_bands(question, path)
