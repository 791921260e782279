"""One table of a pack file to `Category`: what its phrases have in common."""

from collections.abc import Mapping
from typing import Any, get_args

from callqa.domain.measures import Polarity
from callqa.lexicon.pack import Category, Purpose, Speakers
from callqa.lexicon.pack_file import PackFile

_KEYS = {
    "title", "polarity", "role", "purpose", "keep_reported", "in_questions", "once_a_sentence",
    "say", "not",
}  # fmt: skip


def category_of(source: PackFile, name: str, table: object) -> Category:
    """Return the category that the table `name` of a file describes; its phrases are read apart.

    Raises
    ------
    LexiconError
        A key is unknown, one is missing or has a value that it cannot have.
    """
    if not isinstance(table, dict):
        raise source.error("is not a table.", category=name, remedy=f"Head it with [{name}].")
    unknown = set(table) - _KEYS
    if unknown:
        raise source.error(
            f"has an unknown key {sorted(unknown)[0]!r}.",
            category=name,
            text=sorted(unknown)[0],
            remedy=f"Use {', '.join(sorted(_KEYS))}.",
        )
    say = table.get("say")
    if not table.get("title") or not isinstance(say, list) or not say:
        raise source.error(
            "lacks a title or phrases.", category=name, remedy='Add title = "…" and say = ["…"].'
        )
    return Category(
        id=name,
        title=str(table["title"]),
        polarity=_one_of(source, name, table, "polarity", get_args(Polarity), "neutral"),
        role=_one_of(source, name, table, "role", get_args(Speakers), "agent"),
        purpose=_one_of(source, name, table, "purpose", get_args(Purpose), "behaviour"),
        keep_reported=bool(table.get("keep_reported", False)),
        in_questions=bool(table.get("in_questions", True)),
        once_a_sentence=bool(table.get("once_a_sentence", False)),
    )


def _one_of(
    source: PackFile, name: str, table: Mapping[str, Any], key: str, known: Any, default: str
) -> Any:
    value = table.get(key, default)
    if value not in known:
        raise source.error(
            f"has {key} = {value!r}.",
            category=name,
            text=key,
            remedy=f"Use one of {', '.join(known)}.",
        )
    return value
