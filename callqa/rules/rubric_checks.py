"""What a rubric must satisfy beyond the types of its values."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from msgspec.structs import asdict

from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Behaviour, Check, Condition, FlagLimits, Question, Rubric, Section
from callqa.rules.toml_lines import Path

WEIGHT_TOLERANCE = 0.005


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a rubric: where in the document, what, and what to do."""

    path: Path
    what: str
    remedy: str = ""


def find_mistakes(rubric: Rubric, categories: Collection[str]) -> Iterator[Mistake]:
    """Yield every mistake in `rubric`, in the order of the file.

    `categories` are the phrase categories that the lexicon can find.
    """
    if not 0 <= rubric.pass_mark <= 100:
        yield Mistake(("pass_mark",), f"must lie in 0 to 100, not {rubric.pass_mark:g}.")
    for name, condition in rubric.conditions.items():
        yield from _in_condition(condition, ("conditions", name), categories)
    yield from _in_weights(rubric.sections)
    yield from _in_ids(rubric.sections)
    for i, section in enumerate(rubric.sections):
        yield from _in_section(section, ("sections", i), rubric, categories)
    yield from _in_flags(rubric.flags)


def _in_flags(flags: FlagLimits) -> Iterator[Mistake]:
    for code, limits in asdict(flags).items():
        for key, value in asdict(limits).items():
            if not isinstance(value, bool) and value <= 0:
                yield Mistake(
                    ("flags", code, key),
                    f"must be above 0, not {value:g}.",
                    "Set enabled = false to switch a flag off.",
                )


def _in_weights(sections: Collection[Section]) -> Iterator[Mistake]:
    total = sum(section.weight for section in sections)
    for i, section in enumerate(sections):
        if section.weight <= 0:
            yield Mistake(("sections", i, "weight"), f"must be above 0, not {section.weight:g}.")
    if abs(total - 100) > WEIGHT_TOLERANCE:
        last = len(sections) - 1
        yield Mistake(
            ("sections", last, "weight"),
            f"brings the weights of the sections to {total:g}.",
            "Make them sum to 100.",
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
            if name in seen:
                yield Mistake(path, f"'{name}' is used twice.", "Give each its own id.")
            seen.add(name)


def _in_section(
    section: Section, path: Path, rubric: Rubric, categories: Collection[str]
) -> Iterator[Mistake]:
    yield from _in_reference(section.applies_when, path, rubric)
    if not section.questions:
        yield Mistake(path, f"section '{section.id}' has no question.", "Add one or remove it.")
    for j, question in enumerate(section.questions):
        question_path: Path = (*path, "questions", j)
        yield from _in_reference(question.applies_when, question_path, rubric)
        yield from _in_question(question, question_path)
        if question.behaviour is not None:
            yield from _in_behaviour(question.behaviour, (*question_path, "behaviour"), categories)


def _in_reference(name: str | None, path: Path, rubric: Rubric) -> Iterator[Mistake]:
    if name is not None and name not in rubric.conditions:
        yield Mistake(
            (*path, "applies_when"),
            f"'{name}' is no condition of this rubric.",
            _did_you_mean(name, rubric.conditions) or f"Add a table [conditions.{name}].",
        )


def _in_question(question: Question, path: Path) -> Iterator[Mistake]:
    if question.points <= 0:
        yield Mistake((*path, "points"), f"must be above 0, not {question.points:g}.")
    ways = (question.measure is not None) + (question.behaviour is not None) + question.human
    if ways != 1:
        yield Mistake(
            path,
            f"question '{question.id}' is answered in {ways} ways.",
            "Give it exactly one of measure, behaviour and human = true.",
        )
    if question.measure is not None:
        yield from _in_measure(question.measure, path)
    if (question.measure is None) == bool(question.bands):
        yield Mistake(
            (*path, "bands") if question.bands else (*path, "measure"),
            "measure and bands go together.",
            "Say which values of which measure earn how many points.",
        )
    yield from _in_bands(question, path)


def _in_bands(question: Question, path: Path) -> Iterator[Mistake]:
    for k, band in enumerate(question.bands):
        band_path: Path = (*path, "bands", k)
        if not 0 <= band.points <= question.points:
            yield Mistake(
                (*band_path, "points"),
                f"must lie in 0 to the question's {question.points:g}, not {band.points:g}.",
            )
        yield from _in_ends(band.from_, band.to, band_path)


def _in_ends(low: float | None, high: float | None, path: Path) -> Iterator[Mistake]:
    if low is not None and high is not None and low > high:
        yield Mistake((*path, "from"), f"{low:g} lies above to = {high:g}.", "Swap them.")


def _in_measure(name: str, path: Path) -> Iterator[Mistake]:
    if name not in QUANTITIES:
        yield Mistake(
            (*path, "measure"),
            f"'{name}' is no measure.",
            _did_you_mean(name, QUANTITIES) or f"Use one of {', '.join(QUANTITIES)}.",
        )


def _in_condition(
    condition: Condition, path: Path, categories: Collection[str]
) -> Iterator[Mistake]:
    if bool(condition.any_of) == bool(condition.all_of):
        yield Mistake(path, "needs exactly one of any_of and all_of.")
    key = "any_of" if condition.any_of else "all_of"
    for i, check in enumerate(condition.any_of or condition.all_of):
        yield from _in_check(check, (*path, key, i), categories)


def _in_check(check: Check, path: Path, categories: Collection[str]) -> Iterator[Mistake]:
    if check.measure is None:
        if check.from_ is not None or check.to is not None:
            yield Mistake(path, "from and to need a measure.")
        yield from _in_behaviour(check, path, categories)
        return
    yield from _in_measure(check.measure, path)
    yield from _in_ends(check.from_, check.to, path)
    if check.categories:
        yield Mistake(path, "names a measure and words.", "Write them as two checks.")
    if check.from_ is None and check.to is None:
        yield Mistake((*path, "measure"), "needs from, to or both.")


def _in_behaviour(
    behaviour: Behaviour, path: Path, categories: Collection[str]
) -> Iterator[Mistake]:
    lists = {
        "any": behaviour.any,
        "all": behaviour.all,
        "none": behaviour.none,
        "after": behaviour.after,
    }
    if sum(bool(lists[key]) for key in ("any", "all", "none")) != 1:
        yield Mistake(path, "needs exactly one of any, all and none.")
    for key, names in lists.items():
        for i, name in enumerate(names):
            if name not in categories:
                yield Mistake(
                    (*path, key, i),
                    f"'{name}' is no phrase category.",
                    _did_you_mean(name, categories) or "See the lexicon for their names.",
                )
    yield from chain(_in_counts(behaviour, path), _in_window(behaviour, path))


def _in_counts(behaviour: Behaviour, path: Path) -> Iterator[Mistake]:
    if behaviour.at_least is not None and (not behaviour.any or behaviour.at_least < 1):
        yield Mistake((*path, "at_least"), "goes with any and counts from 1.")
    if behaviour.at_most is not None and (not behaviour.none or behaviour.at_most < 0):
        yield Mistake((*path, "at_most"), "goes with none and counts from 0.")


def _in_window(behaviour: Behaviour, path: Path) -> Iterator[Mistake]:
    windows = (behaviour.first_s is not None, behaviour.last_s is not None, bool(behaviour.after))
    if sum(windows) > 1:
        yield Mistake(path, "has more than one of first_s, last_s and after.")
    for key in ("first_s", "last_s", "within_s", "within_turns"):
        value = getattr(behaviour, key)
        if value is not None and value <= 0:
            yield Mistake((*path, key), f"must be above 0, not {value:g}.")
    for key in ("within_s", "within_turns"):
        if getattr(behaviour, key) is not None and not behaviour.after:
            yield Mistake((*path, key), "needs after: what is to be followed.")


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean '{near[0]}'?" if near else ""
