"""The report's own words, looked up in the catalogue of one language."""

from datetime import datetime

from callqa.catalogue import knows, say
from callqa.domain.hearing import Basis
from callqa.domain.sentence import Sentence, Value
from callqa.domain.span import clock


class Wording:
    """Says what a report shows, in one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def __call__(self, entry: str, /, **values: Value) -> str:
        """Return that entry of the ``report`` area."""
        return say(Sentence(f"report.{entry}", **values), self.language)

    def say(self, sentence: Sentence | None) -> str:
        """Return the text of `sentence`, empty for ``None``."""
        return say(sentence, self.language) if sentence else ""

    def named(self, kind: str, code: str) -> str:
        """Return the name of a coded thing, such as a phrase category.

        A code that the catalogue does not know, such as a category that a team added to its
        lexicon, is shown as words.
        """
        name = code if code.startswith("situation_") else f"{kind}_{code}"
        if knows(f"report.{name}", self.language):
            return self(name)
        return code.replace("_", " ").capitalize()

    def basis(self, basis: Basis) -> str:
        """Return what a measure stands on, in a few words."""
        return self(f"basis_{basis}")

    def duration(self, seconds: float) -> str:
        """Return a length of time, such as ``4 min 05 s``."""
        whole = round(seconds)
        hours, rest = divmod(whole, 3600)
        minutes, left = divmod(rest, 60)
        if hours:
            return self("duration_h", hours=hours, minutes=minutes)
        if minutes:
            return self("duration_min", minutes=minutes, seconds=left)
        return self("duration_s", seconds=seconds)

    def moment(self, started_at: str | None) -> str:
        """Return a date and time that reads the same in every country; text as it is otherwise."""
        if not started_at:
            return self("unknown")
        try:
            return datetime.fromisoformat(started_at).strftime("%Y-%m-%d %H:%M")
        except ValueError:
            return started_at


def clock_range(start_s: float, end_s: float) -> str:
    """Return a stretch of the call as ``m:ss`` to ``m:ss``."""
    return f"{clock(start_s)}\N{EN DASH}{clock(end_s)}"
