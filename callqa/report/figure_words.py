"""Figures in words: values with their unit, intervals, and changes with what they mean."""

import re
from dataclasses import dataclass
from typing import Literal

from callqa.domain.scale import Unit
from callqa.figures.comparison import Change
from callqa.report.measure_names import Better, measure_name
from callqa.report.wording import Wording

_MOST_DIGITS = 6
"""After the point; no measure is finer."""

_SIGNED_ZERO = re.compile(r"^[+-](?=0(?:[.,]0*)?(?![\d.,]))")

Tone = Literal["better", "worse", "other", "chance", "untold"]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change as it is shown.

    sign : an arrow where the change is more than chance, so that colour is never the only sign
    word : what to make of it
    title : its interval and n, or why it cannot be told
    """

    difference: str
    sign: str
    word: str
    tone: Tone
    title: str


class FigureWords:
    """Writes figures in the words of one language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self, key: str) -> str:
        """Return the name of a measure; one that is not known is shown as words."""
        entry = measure_name(key).entry
        if entry:
            return self._wording(entry)
        return key.replace(".", " ").replace("_", " ").strip().capitalize()

    def value(self, value: float | None, unit: Unit) -> str:
        """Return a value with its unit, a dash where there is none."""
        if value is None:
            return self._wording("no_value")
        return _with_minus(self._wording(f"figure_{unit}", value=value))

    def interval(self, low: float | None, high: float | None, unit: Unit) -> str:
        """Return an interval as ``62 to 74``, a dash where there is none."""
        if low is None or high is None:
            return self._wording("no_value")
        ends = (self.value(low, unit), self.value(high, unit))
        return self._wording("figure_interval", low=ends[0], high=ends[1])

    def change(self, change: Change, unit: Unit, better: Better = "neither") -> ChangeWords:
        """Return `change` in words; better or worse is said only where it is more than chance."""
        if change.difference is None:
            title = self._wording.say(change.untold)
            return ChangeWords(
                self._wording("no_value"), "", self._wording("change_none"), "untold", title
            )
        difference = self._difference(change.difference, unit, told=bool(change.significant))
        if change.significant is None:
            title = self._wording.say(change.untold)
            return ChangeWords(difference, "", self._wording("change_untold"), "untold", title)
        title = self._wording(
            "change_title",
            low=self._difference(change.low or 0.0, unit, told=change.significant),
            high=self._difference(change.high or 0.0, unit, told=change.significant),
            n=change.n,
            before=change.n_before,
        )
        if not change.significant:
            return ChangeWords(difference, "", self._wording("change_chance"), "chance", title)
        is_up = change.difference > 0
        tone = _tone(is_up, better)
        word = ("higher" if is_up else "lower") if tone == "other" else tone
        sign = "\N{BLACK UP-POINTING TRIANGLE}" if is_up else "\N{BLACK DOWN-POINTING TRIANGLE}"
        return ChangeWords(difference, sign, self._wording(f"change_{word}"), tone, title)

    def _difference(self, value: float, unit: Unit, *, told: bool) -> str:
        """Return a difference; one that is `told` from 0 has the digits that show it."""
        shown, digits = (100 * value, 0) if unit == "share" else (value, 1)
        while told and digits < _MOST_DIGITS and round(shown, digits) == 0:
            digits += 1
        return _with_minus(self._wording(f"difference_{unit}", value=f"{shown:+.{digits}f}"))


def _tone(is_up: bool, better: Better) -> Tone:
    if better == "neither":
        return "other"
    return "better" if is_up == (better == "higher") else "worse"


def _with_minus(text: str) -> str:
    """Return a number with a true minus sign, and without a sign where it rounds to 0."""
    unsigned = _SIGNED_ZERO.sub("", text)
    return unsigned.replace("-", "\N{MINUS SIGN}", 1) if unsigned.startswith("-") else unsigned
