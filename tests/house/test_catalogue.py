"""The catalogue and the code agree: found by reading the sources, without running them."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

from callqa.catalogue import say
from callqa.domain.sentence import Sentence

PACKAGE = Path(__file__).resolve().parents[2] / "callqa"
CATALOGUE = PACKAGE / "catalogue"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
DATA = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*"))
    if path.suffix in {".toml", ".html", ".jinja", ".j2"} and CATALOGUE not in path.parents
)


def sentences(language: str) -> dict[str, str]:
    """Return ``code -> template`` of one language."""
    return {
        f"{area.stem}.{name}": template
        for area in sorted((CATALOGUE / language).glob("*.toml"))
        for name, template in tomllib.loads(area.read_text(encoding="utf-8")).items()
    }


ENGLISH = sentences("en")
AREAS = {code.partition(".")[0] for code in ENGLISH}


def sentence_calls() -> Iterator[ast.Call]:
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
                yield node


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the whole strings in `node`, not the pieces of f-strings."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from literals(child)


def patterns(node: ast.AST) -> Iterator[str]:
    """Yield a regular expression for each f-string in `node` that starts like a code."""
    for each in ast.walk(node):
        if isinstance(each, ast.JoinedStr):
            pieces = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                for part in each.values
            ]
            if "".join(pieces).partition(r"\.")[0] in AREAS:
                yield "".join(pieces)


LITERALS = {text for tree in TREES for text in literals(tree)}
PATTERNS = {pattern for tree in TREES for pattern in patterns(tree)}
PIECES = {
    each.value
    for tree in TREES
    for each in ast.walk(tree)
    if isinstance(each, ast.Constant) and isinstance(each.value, str)
} | set(re.findall(r"[\"'](\w+)[\"']", DATA))
"""Every string and piece of an f-string, in the code and in the templates."""


def is_used(code: str) -> bool:
    """Tell whether `code` is named whole, by a pattern, or, in an area with one door, by parts.

    An area with one door is asked for as ``f"report.{entry}"``; its entries are then named whole
    or by their first words: ``"basis_"`` and ``"basis"`` name ``basis_channel``.
    """
    if code in LITERALS or re.search(rf"\b{re.escape(code)}\b", DATA):
        return True
    area, _, name = code.partition(".")
    one_door = rf"{area}\.\w+"
    if any(each != one_door and re.fullmatch(each, code) for each in PATTERNS):
        return True
    words = name.split("_")
    starts = {"_".join(words[:count]) for count in range(1, len(words))}
    named = {name, *starts, *(f"{start}_" for start in starts)}
    return one_door in PATTERNS and not named.isdisjoint(PIECES)


def test_every_code_in_the_source_has_a_sentence() -> None:
    used = {text for call in sentence_calls() for text in literals(call.args[0])}

    assert sorted(used - ENGLISH.keys()) == []


def test_every_pattern_of_codes_has_a_sentence() -> None:
    used = {pattern for call in sentence_calls() for pattern in patterns(call.args[0])}

    assert [each for each in sorted(used) if not any(re.fullmatch(each, c) for c in ENGLISH)] == []


def test_every_sentence_gets_the_values_it_names() -> None:
    missing = []
    for call in sentence_calls():
        given = {keyword.arg for keyword in call.keywords}
        for code in literals(call.args[0]):
            fields = string.Formatter().parse(ENGLISH.get(code, ""))
            wanted = {re.split(r"[.\[]", name)[0] for _, name, _, _ in fields if name}
            if None not in given and not wanted <= given:
                missing.append((code, sorted(wanted - given)))

    assert missing == []


def test_every_sentence_is_used() -> None:
    assert [code for code in sorted(ENGLISH) if not is_used(code)] == []


def values_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_translation_takes_the_values_of_the_english_sentence() -> None:
    languages = {folder.parent.name for folder in CATALOGUE.glob("*/*.toml")}

    differing = [
        (language, code)
        for language in sorted(languages)
        for code, template in sentences(language).items()
        if values_of(template) != values_of(ENGLISH.get(code, ""))
    ]
    assert differing == []


def test_german_writes_numbers_as_germans_do() -> None:
    found = Sentence("rubric.agent_ratio", value=0.455)
    points = Sentence("report.points_of", points=8.25, max_points=10)

    assert say(found, "de") == "Der Agent hat 46 % der Redezeit."
    assert say(points, "de") == "8,2 von 10,0"


def test_every_language_has_the_same_sentences() -> None:
    languages = {folder.parent.name for folder in CATALOGUE.glob("*/*.toml")}

    incomplete = {each: sentences(each).keys() ^ ENGLISH.keys() for each in languages}

    assert {each: codes for each, codes in incomplete.items() if codes} == {}
