"""What a setting is, in the window's language.

English is the help of `callqa.settings` itself and is not written twice; other languages have it
in ``setting_help.toml``.
"""

from callqa.settings import Option
from ui.i18n import language, text

_OWN_LANGUAGE = "en"
_UNITS = ("per_10min", "semitones", "days", "db", "hz", "s")


def help_of(option: Option) -> str:
    """Return the help of a setting."""
    if language() == _OWN_LANGUAGE:
        return option.help
    return text(f"setting_help.{option.key.replace('.', '_')}")


def unit_of(option: Option) -> str:
    """Return the unit of a number, which is the end of its name; empty where it has none."""
    if isinstance(option.default, bool | str):
        return ""
    end = next((end for end in _UNITS if option.key.endswith(f"_{end}")), "")
    return text(f"preferences.unit_{end}") if end else ""
