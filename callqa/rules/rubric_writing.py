"""A rubric is written as TOML, where its own text cannot be kept."""

from collections.abc import Mapping
from typing import Any

from msgspec import to_builtins

from callqa.rules.rubric import Rubric
from callqa.rules.toml_block import in_line


def written(rubric: Rubric) -> str:
    """Write a rubric whose own text cannot be cut; comments are lost."""
    document = _without_defaults(to_builtins(rubric))
    text = _pairs({key: document[key] for key in ("id", "version", "title", "pass_mark")})
    for name, condition in document.get("conditions", {}).items():
        text += f"\n[conditions.{in_line(name)}]\n{_pairs(condition)}"
    for section in document["sections"]:
        questions = section.pop("questions", [])
        text += f"\n[[sections]]\n{_pairs(section)}"
        text += "".join(f"\n[[sections.questions]]\n{_pairs(each)}" for each in questions)
    return f"{text}\n[flags]\n{_pairs(document.get('flags', {}))}"


def _pairs(values: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {in_line(value)}\n" for key, value in values.items())


def _without_defaults(value: Any) -> Any:
    """Leave out what is empty, so that TOML, which has no null, can write it."""
    if isinstance(value, dict):
        kept = {key: _without_defaults(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, [], {})}
    return [_without_defaults(each) for each in value] if isinstance(value, list | tuple) else value
