"""Mistakes in the behaviours and conditions of a rubric."""

from collections.abc import Collection, Iterator
from itertools import chain

from callqa.rules.measure_checks import in_ends, in_measure
from callqa.rules.rubric import Behaviour, Check, Condition
from callqa.rules.rubric_mistake import Mistake
from callqa.rules.rubric_shape import nearest_name
from callqa.rules.toml_lines import Path


def in_condition(
    condition: Condition, path: Path, categories: Collection[str]
) -> Iterator[Mistake]:
    """Yield the mistakes in `condition`."""
    if not condition.otherwise.strip():
        yield Mistake(
            (*path, "otherwise"), "is empty.", "Write the reason shown where it does not hold."
        )
    if bool(condition.any_of) == bool(condition.all_of):
        yield Mistake(
            path, "needs exactly one of any_of and all_of.", "Put all its checks into one list."
        )
    for key in ("any_of", "all_of"):
        for i, check in enumerate(getattr(condition, key)):
            yield from _in_check(check, (*path, key, i), categories)


def _in_check(check: Check, path: Path, categories: Collection[str]) -> Iterator[Mistake]:
    if check.measure is None:
        if check.from_ is not None or check.to is not None:
            yield Mistake(path, "from and to need a measure.", "Name the measure, or remove them.")
        yield from in_behaviour(check, path, categories)
        return
    yield from in_measure(check.measure, path)
    yield from in_ends(check.from_, check.to, check.measure, path)
    if check.categories:
        yield Mistake(path, "names a measure and words.", "Write them as two checks.")
    if check.from_ is None and check.to is None:
        yield Mistake(
            (*path, "measure"), "needs from, to or both.", "Say which of its values count."
        )


def in_behaviour(
    behaviour: Behaviour, path: Path, categories: Collection[str]
) -> Iterator[Mistake]:
    """Yield the mistakes in `behaviour`."""
    lists = {key: getattr(behaviour, key) for key in ("any", "all", "none", "after", "before")}
    if sum(bool(lists[key]) for key in ("any", "all", "none")) != 1:
        yield Mistake(
            path,
            "needs exactly one of any, all and none.",
            "List the phrase categories under the one that is meant.",
        )
    for key, names in lists.items():
        for i, name in enumerate(names):
            if name not in categories:
                yield Mistake(
                    (*path, key, i),
                    f"'{name}' is no phrase category.",
                    nearest_name(name, categories, "See the lexicon for their names."),
                )
    yield from chain(_in_counts(behaviour, path), _in_window(behaviour, path))


def _in_counts(behaviour: Behaviour, path: Path) -> Iterator[Mistake]:
    if behaviour.at_least is not None and (not behaviour.any or behaviour.at_least < 1):
        yield Mistake(
            (*path, "at_least"),
            "goes with any and counts from 1.",
            "Remove it; all asks for one hit of each already.",
        )
    if behaviour.at_most is not None and (not behaviour.none or behaviour.at_most < 0):
        yield Mistake(
            (*path, "at_most"),
            "goes with none and counts from 0.",
            "Name what is not to be heard under none.",
        )


def _in_window(behaviour: Behaviour, path: Path) -> Iterator[Mistake]:
    windows = {
        "first_s": behaviour.first_s is not None,
        "last_s": behaviour.last_s is not None,
        "after": bool(behaviour.after),
        "before": bool(behaviour.before),
    }
    used = [key for key, is_used in windows.items() if is_used]
    if len(used) > 1:
        yield Mistake(
            path,
            f"has {' and '.join(used)}.",
            "Keep one of first_s, last_s, after and before.",
        )
    for key in ("first_s", "last_s", "within_s", "within_turns"):
        value = getattr(behaviour, key)
        if value is not None and value <= 0:
            yield Mistake(
                (*path, key), f"must be above 0, not {value:g}.", "Correct it, or leave it out."
            )
    for key in ("within_s", "within_turns"):
        if getattr(behaviour, key) is not None and not behaviour.moments:
            yield Mistake(
                (*path, key),
                "needs after or before: the moments it counts from.",
                "Name them, or use first_s or last_s.",
            )
