"""Values of one TOML table are set or taken out; its comments, order and spacing stay."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Item

_WIDEST = 100


def with_values(block: str, path: Sequence[str], values: Mapping[str, Any]) -> str:
    """Return a piece of TOML with `values` set in the table at `path`.

    A value that is as it was keeps its spelling. ``None`` takes a key out.

    Parameters
    ----------
    block
        TOML that holds the table.
    path
        Keys that lead to it; of an array of tables the first is meant.
    values
        Numbers, texts, switches, lists and tables by key.
    """
    document = tomlkit.parse(block)
    table: Any = document
    for key in path:
        table = table[key]
        table = table[0] if isinstance(table, list) else table
    for key, value in values.items():
        if value is None:
            if key in table:
                del table[key]
        elif key not in table or _plain(table[key]) != value:
            table[key] = _item(key, value)
    return tomlkit.dumps(document)


def _plain(item: Any) -> Any:
    return item.unwrap() if isinstance(item, Item) else item


def _item(key: str, value: Any) -> Any:
    line = f"{key} = {in_line(value)}"
    if isinstance(value, dict) and len(line) > _WIDEST:
        table = tomlkit.table()
        for name, each in value.items():
            table[name] = _item(name, each)
        return table
    if isinstance(value, list) and (len(line) > _WIDEST or _is_tables(value)):
        lines = "".join(f"  {in_line(each)},\n" for each in value)
        line = f"{key} = [\n{lines}]"
    return tomlkit.parse(line)[key]


def in_line(value: Any) -> str:
    """Return a value as TOML writes it in one line; a whole number has no decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {in_line(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return f"[{', '.join(in_line(each) for each in value)}]"


def _is_tables(values: list[Any]) -> bool:
    return len(values) > 1 and isinstance(values[0], dict)
