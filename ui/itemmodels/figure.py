"""A figure over calls and a change of one, and how a person reads them.

Wording and rounding are those of the HTML reports: what is not known is a dash, and a change is
called better or worse only where it is more than chance.
"""

from dataclasses import dataclass
from typing import Literal

from callqa import catalogue
from callqa.domain.scale import Unit
from callqa.domain.sentence import Sentence
from ui.formats import DASH, number, percent
from ui.i18n import language, text

Better = Literal["higher", "lower", "neither"]
Tone = Literal["better", "worse", "other", "chance", "untold"]

_DECIMALS: dict[Unit, int] = {"share": 0, "seconds": 1, "points": 0, "count": 1, "rate": 1}
_MOST_DECIMALS = 6
"""No measure is finer."""

_UP, _DOWN = "▲", "▼"


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or a share over calls.

    n : calls with a value
    low, high : 95 % interval, ``None`` where the calls do not give one
    few : fewer calls than a rank or a comparison takes
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: Unit
    few: bool

    @property
    def text(self) -> str:
        """The value with its unit."""
        return written(self.value, self.unit)

    @property
    def interval(self) -> str:
        """The interval, such as ``62 to 74``."""
        if self.low is None or self.high is None:
            return DASH
        return text(
            "agents.interval", low=written(self.low, self.unit), high=written(self.high, self.unit)
        )

    @property
    def under(self) -> str:
        """Interval and n, for a line under the value."""
        n = text("charts.n", n=number(self.n))
        return n if self.low is None else text("agents.interval_n", interval=self.interval, n=n)

    @property
    def sentence(self) -> str:
        """Value, interval and n in one line, for tips and for those who do not see the drawing."""
        if self.value is None:
            return text("agents.figure_none")
        if self.low is None:
            return text("agents.figure_plain", value=self.text, n=number(self.n))
        return text("agents.figure_full", value=self.text, interval=self.interval, n=number(self.n))


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure against the period before; see `callqa.figures.comparison.Change`.

    untold : why it cannot be told whether it is more than chance
    """

    difference: float | None
    low: float | None
    high: float | None
    n: int
    n_before: int
    significant: bool | None
    untold: Sentence | None
    unit: Unit
    better: Better = "neither"

    @property
    def tone(self) -> Tone:
        """What to make of it."""
        if self.difference is None or self.significant is None:
            return "untold"
        if not self.significant:
            return "chance"
        if self.better == "neither":
            return "other"
        return "better" if (self.difference > 0) == (self.better == "higher") else "worse"

    @property
    def text(self) -> str:
        """The difference with its sign, and an arrow where it is more than chance."""
        if self.difference is None:
            return DASH
        shown = self._shown(self.difference)
        if not self.significant:
            return shown
        return f"{_UP if self.difference > 0 else _DOWN} {shown}"

    @property
    def word(self) -> str:
        """One or two words, so that colour is never the only sign."""
        if self.difference is None:
            return text("agents.change_none")
        if self.tone == "other":
            return text("agents.change_higher" if self.difference > 0 else "agents.change_lower")
        return text(f"agents.change_{self.tone}")

    @property
    def told(self) -> str:
        """The difference with its word, or the word alone where there is none."""
        return self.word if self.difference is None else f"{self.text} {self.word}"

    @property
    def sentence(self) -> str:
        """The interval and n of the difference, or why it cannot be told."""
        if self.untold is not None:
            return said(self.untold)
        if self.low is None or self.high is None:
            return self.word
        return text(
            "agents.change_title",
            low=self._shown(self.low),
            high=self._shown(self.high),
            n=number(self.n),
            before=number(self.n_before),
        )

    def _shown(self, value: float) -> str:
        """Return a difference; one that is more than chance has the digits that show it."""
        shown, digits = (100 * value, 0) if self.unit == "share" else (value, 1)
        while self.significant and digits < _MOST_DECIMALS and round(shown, digits) == 0:
            digits += 1
        return text(f"agents.difference_{self.unit}", value=_signed(shown, digits))


def written(value: float | None, unit: Unit) -> str:
    """Return a value in its unit."""
    if value is None:
        return DASH
    if unit == "share":
        return with_minus(percent(_rounded(value, 2)))
    shown = with_minus(number(_rounded(value, _DECIMALS[unit]), _DECIMALS[unit]))
    return text("agents.seconds", s=shown) if unit == "seconds" else shown


def said(sentence: Sentence) -> str:
    """Return a sentence of the engine, in English where the language lacks it."""
    known = catalogue.knows(sentence.code, language())
    return catalogue.say(sentence, language() if known else "en")


def titled(flag: str) -> str:
    """Return the title of a flag; a code of a centre's own is shown as words."""
    if catalogue.knows(f"flag.{flag}_title"):
        return said(Sentence(f"flag.{flag}_title"))
    return flag.replace("_", " ").capitalize()


def with_minus(shown: str) -> str:
    """Return a number with a true minus sign."""
    return shown.replace("-", "\N{MINUS SIGN}", 1)


def _rounded(value: float, decimals: int) -> float:
    # A number that rounds to 0 has no sign.
    return round(value, decimals) + 0.0


def _signed(value: float, decimals: int) -> str:
    rounded = _rounded(value, decimals)
    shown = with_minus(number(rounded, decimals))
    return f"+{shown}" if rounded > 0 else shown
