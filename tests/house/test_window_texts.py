import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.settings import options

UI = Path(__file__).resolve().parents[2] / "ui"
LANGUAGES = ("en", "de")


def texts(language: str) -> dict[str, str]:
    """Return every text of a language by its key."""
    return {
        f"{path.stem}.{name}": words
        for path in sorted((UI / "i18n" / language).glob("*.toml"))
        for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def values_of(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


ENGLISH, GERMAN = (texts(language) for language in LANGUAGES)
# The settings' own help is in English where they are declared, and is not written twice.
SETTING_HELP = {f"setting_help.{each.key.replace('.', '_')}": each.help for each in options()}


def test_both_languages_have_the_same_texts() -> None:
    assert sorted([*ENGLISH, *SETTING_HELP]) == sorted(GERMAN)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_translation_takes_the_same_values(key: str) -> None:
    assert values_of(GERMAN.get(key, "")) == values_of(ENGLISH[key])


def sources() -> Iterator[str]:
    for path in UI.rglob("*.py"):
        yield path.read_text(encoding="utf-8")


def test_every_text_that_is_named_in_the_code_is_there() -> None:
    named = {
        found
        for source in sources()
        for found in re.findall(r'\btext\(\s*"([a-z_0-9]+\.[a-z_0-9]+)"', source)
    }

    assert sorted(named - set(ENGLISH)) == []


def patterns() -> Iterator[str]:
    """Yield a regular expression for each f-string that stands for a key of the catalogue."""
    areas = {key.partition(".")[0] for key in ENGLISH}
    for tree in (ast.parse(source) for source in sources()):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_0-9]+"
                    for part in node.values
                )
                if re.match(r"[a-z_]+\\\.[a-z_\[]", pattern) and pattern.split("\\.")[0] in areas:
                    yield pattern


@pytest.mark.parametrize("pattern", sorted(set(patterns())))
def test_every_text_that_is_put_together_in_the_code_is_there(pattern: str) -> None:
    assert any(re.fullmatch(f"{pattern}(_one|_other)?", key) for key in ENGLISH)
