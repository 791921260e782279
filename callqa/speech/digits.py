"""Spoken and written digits in recognised words, as groups and as streams of groups."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from callqa.domain.speech import Turn, Word

STREAM_GAP_S = 20.0
"""Longest pause between two groups of one number: time to turn a card over, or for the other
party to say "okay" or to read the group back."""

MAX_WORDS_BETWEEN = 3

_UNITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "nil": "0", "naught": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_BETWEEN = {
    "and", "then", "um", "uh", "er", "erm", "okay", "ok", "yeah", "yes", "yep", "so", "dash",
    "hyphen", "space", "sorry", "no", "wait", "next", "is", "mm", "mhm", "hmm", "right", "its",
    "it's", "thats", "that's", "followed", "by", "again",
}  # fmt: skip
_WRITTEN = re.compile(r"\d+(?:[- ]\d+)*")
_DATE = re.compile(r"(0?[1-9]|1[0-2])[/-](\d{2}|\d{4})")


@dataclass(frozen=True, slots=True)
class Said:
    """One word and where it stands: turn and word by index."""

    turn: int
    place: int
    word: Word

    @property
    def plain(self) -> str:
        """The word in lower case without punctuation around it."""
        return self.word.text.strip().lower().strip(".,;:!?\"'()…")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits said in one breath: ``four one``, ``double four``, ``4111``, ``april twenty seven``.

    `is_date` marks what can only be a month and a year.
    """

    digits: str
    words: tuple[Said, ...]
    is_date: bool = False

    @property
    def start_s(self) -> float:
        """Start of the first word in seconds."""
        return self.words[0].word.start_s

    @property
    def end_s(self) -> float:
        """End of the last word in seconds."""
        return self.words[-1].word.end_s


@dataclass(frozen=True, slots=True)
class Stream:
    """Groups that one speaker says one after the other as one number."""

    speaker: str
    groups: tuple[Group, ...]

    @property
    def digits(self) -> str:
        """All digits in order."""
        return "".join(group.digits for group in self.groups)

    @property
    def start_s(self) -> float:
        """Start of the first group in seconds."""
        return self.groups[0].start_s


def digit_streams(
    turns: Sequence[Turn], topic: Callable[[float], str | None]
) -> tuple[Stream, ...]:
    """Find every number said in `turns`, by start; a number may run over several turns.

    `topic` tells what kind of number is being talked about at a time in seconds; a number ends
    where that changes.
    """
    found: list[Stream] = []
    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        said = [
            Said(index, place, word)
            for index, turn in enumerate(turns)
            if turn.speaker == speaker
            for place, word in enumerate(turn.words)
        ]
        found.extend(Stream(speaker, groups) for groups in _joined(said, topic))
    return tuple(sorted(found, key=lambda stream: stream.start_s))


def _joined(
    said: Sequence[Said], topic: Callable[[float], str | None]
) -> Iterator[tuple[Group, ...]]:
    current: list[Group] = []
    between = 0
    at = 0
    while at < len(said):
        group = _group_at(said, at)
        if group is None:
            between += 1
            if said[at].plain not in _BETWEEN or between > MAX_WORDS_BETWEEN:
                if current:
                    yield tuple(current)
                current = []
            at += 1
            continue
        if current and not _goes_on(current[-1], group, topic):
            yield tuple(current)
            current = []
        current.append(group)
        between = 0
        at += len(group.words)
    if current:
        yield tuple(current)


def _goes_on(last: Group, group: Group, topic: Callable[[float], str | None]) -> bool:
    is_soon = group.start_s - last.end_s <= STREAM_GAP_S
    return is_soon and topic(group.start_s) == topic(last.start_s)


def _group_at(said: Sequence[Said], at: int) -> Group | None:
    plain = said[at].plain
    date = _DATE.fullmatch(plain)
    if date:
        return Group(f"{date[1]:0>2}{date[2]}", (said[at],), is_date=True)
    if plain in _MONTHS:
        return _month(said, at)
    if _WRITTEN.fullmatch(plain):
        return Group(re.sub(r"\D", "", plain), (said[at],))
    return _spoken(said, at)


def _spoken(said: Sequence[Said], at: int) -> Group | None:
    plain = said[at].plain
    if "-" in plain:
        return _hyphenated(said[at])
    following = said[at + 1].plain if at + 1 < len(said) else ""
    if plain in _TIMES and (following in _UNITS or re.fullmatch(r"\d", following)):
        return Group(_UNITS.get(following, following) * _TIMES[plain], tuple(said[at : at + 2]))
    if plain in _TENS:
        unit = _UNITS.get(following, "0") if following not in ("oh", "o", "zero") else "0"
        if unit != "0":
            return Group(_TENS[plain] + unit, tuple(said[at : at + 2]))
        return Group(_TENS[plain] + "0", (said[at],))
    digits = _UNITS.get(plain) or _TEENS.get(plain)
    return Group(digits, (said[at],)) if digits else None


def _hyphenated(said: Said) -> Group | None:
    """Read ``forty-two`` and ``four-one-one``."""
    parts = said.plain.split("-")
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _UNITS:
        return Group(_TENS[parts[0]] + _UNITS[parts[1]], (said,))
    if all(part in _UNITS for part in parts):
        return Group("".join(_UNITS[part] for part in parts), (said,))
    return None


def _month(said: Sequence[Said], at: int) -> Group | None:
    digits = ""
    end = at + 1
    while end < len(said) and len(digits) < 4 and said[end].plain not in _MONTHS:
        group = _group_at(said, end)
        if group is None or group.is_date:
            break
        digits += group.digits
        end += len(group.words)
    if len(digits) not in (2, 4):
        return None
    month = _MONTHS.index(said[at].plain) + 1
    return Group(f"{month:02}{digits}", tuple(said[at:end]), is_date=True)
