"""The table of settings in README.md; run this file to bring it up to date."""

from itertools import groupby
from pathlib import Path

from callqa.settings import Option, options

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- settings -->\n", "<!-- /settings -->\n"


def settings_table() -> str:
    """Return the table as README shows it: each setting, its default, its range and its help."""
    lines = []
    for group, members in groupby(options(), key=lambda option: option.key.partition(".")[0]):
        lines += [f"\n**{group}**\n", "| setting | default | range | |", "|---|---|---|---|"]
        lines += [
            f"| `{each.key}` | {_shown(each.default)} | {_range(each)} | {each.help} |"
            for each in members
        ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _range(option: Option) -> str:
    if option.choices:
        return ", ".join(option.choices)
    return "" if option.low is None else f"{option.low:g} to {option.high:g}"


def _shown(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:g}"


def write_table() -> None:
    """Put the table between its marks in README.md."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    README.write_text(f"{before}{BEGIN}{settings_table()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write_table()
