"""Payment-card data taken out of words before anything is stored.

Card numbers, expiry dates and security codes, spoken or written, in one turn or spread over
several; other numbers (orders, phones, dates, prices, postcodes) stay. The value is never kept,
logged or returned: what remains is where it was.

Talk of a card, and digits said as words, are known in English alone. In any other language a
card number goes where the recogniser writes it in digits and its check digit is right; digit
words, expiry dates and security codes stay.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from callqa.domain.hearing import RedactedSpan, Redaction
from callqa.domain.speech import Turn, Word
from callqa.speech.digits import Group, Said, Stream, digit_streams

CARD_DIGITS = range(13, 20)
"""Length of a payment-card number (ISO/IEC 7812-1: up to 19; the shortest in use have 13)."""

ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d{2}|2(?:2[2-9]\d|[3-6]\d{2}|7[0-2]\d))\d{12}"
    r"|3[47]\d{13}"
    r"|3(?:0[0-59]|[689]\d)\d{11,16}"
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|2(?:20|05)\d{13,16}"
    r"|(?:5[06-8]|6\d)\d{11,17}"
)
"""Prefixes and lengths that card schemes issue, as they publish them: Visa; Mastercard; American
Express; Diners Club; JCB; Mir and Troy (from 2200 and 2050); Maestro, Discover, UnionPay, RuPay
and Verve. Serial numbers of telephones (35, 15 digits, with the same check digit) are not here."""

MISHEARD_DIGITS = range(12, 21)
"""Length accepted without a valid check digit, after talk of a card: one digit lost or doubled
in the usual 13 to 19."""

TOPIC_S = 90.0
"""How long talk of a card number makes digits a card number: fetching the card takes a while."""

ANSWER_S = 45.0
"""How soon digits follow the question for an expiry date or a security code."""

CARD_TALK_S = 300.0
"""An expiry date belongs to a card when a card was talked about within this time before."""

ECHO_S = 15.0
"""The other party reads a group back this soon after it was said."""

ECHO_MIN_DIGITS = 3

CARD, EXPIRY, CODE = "card_number", "expiry", "security_code"
_SHOWN = {CARD: "[card number]", EXPIRY: "[expiry]", CODE: "[security code]"}

_ON_CARD = r"(?: (?:\S+ ){0,3}card\b)?"
_TOPICS = (
    (
        "other",
        r"(?:phone|telephone|mobile|contact|order|reference|booking|account|tracking|policy|"
        r"customer|confirmation|invoice|ticket|case|serial|meter|membership|claim|house|parcel|"
        r"roll|passport|licence|insurance|loyalty|gift|library) (?:card )?"
        r"(?:number|code|reference)|post ?code|zip\b|date of birth|sort code|iban\b|reach you|"
        r"(?:loyalty|library|gift|sim|business) card",
    ),
    (
        CODE,
        r"(?:security (?:code|number|digits)|cv[vc]2?\b|c v [vc]\b|card verification|"
        r"(?:three|four|3|4|last) (?:digits?|numbers?|digit \w+) (?:\w+ ){0,2}"
        rf"(?:back|signature|reverse)|(?:on|from) the (?:back|reverse)|signature strip){_ON_CARD}",
    ),
    (EXPIRY, rf"(?:expir\w+|valid (?:until|thru|through|to)|end date){_ON_CARD}"),
    (
        CARD,
        r"(?:card|long) numbers?|numbers? (?:on|across) (?:the|your) (?:front|card)|"
        r"card details|(?:sixteen|16|fifteen|15)[ -]digits?|visa\b|master ?card|amex\b|"
        r"american express|(?:debit|credit|payment|bank|your|my|the|by|a|new) card",
    ),
)


@dataclass(frozen=True, slots=True)
class _Mention:
    at_s: float
    topic: str


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    speaker: str
    groups: tuple[Group, ...]

    @property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)


def redact(turns: Sequence[Turn], on: bool) -> tuple[tuple[Turn, ...], Redaction]:
    """Replace spoken payment-card data by ``[card number]``, ``[expiry]``, ``[security code]``.

    Parameters
    ----------
    turns
        All turns of the call, by time. Each replaced stretch becomes one word that spans its
        time, and the turn's text is rebuilt from its words.
    on
        ``False`` returns the turns as they are.

    Returns
    -------
    turns, redaction
        `redaction.spans` has one span a turn and stretch, with its kind and never its value.
    """
    if not on:
        return tuple(turns), Redaction(on=False, spans=())
    talk = _Talk(turns)
    streams = digit_streams(turns, talk.topic)
    found = list(_find(streams, talk))
    found.extend(_echoes(streams, found))
    changed = list(turns)
    spans: list[RedactedSpan] = []
    for index, pieces in _by_turn(found).items():
        changed[index], taken = _without(turns[index], pieces)
        spans.extend(taken)
    spans.sort(key=lambda span: span.start_s)
    return tuple(changed), Redaction(on=True, spans=tuple(spans))


class _Talk:
    """What kind of number is being talked about, over time."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        mentions = [each for turn in turns for each in _mentions(turn)]
        self._mentions = sorted(mentions, key=lambda each: each.at_s)
        self._times = [each.at_s for each in self._mentions]

    def topic(self, at_s: float, within_s: float = math.inf) -> str | None:
        """Return the latest topic before `at_s`, ``None`` when it is older than `within_s`."""
        place = bisect_right(self._times, at_s)
        if not place or at_s - self._times[place - 1] > within_s:
            return None
        return self._mentions[place - 1].topic

    def is_of_card(self, at_s: float) -> bool:
        """Tell whether a card was talked about within `CARD_TALK_S` before `at_s`."""
        return any(
            each.topic in (CARD, CODE) and 0 <= at_s - each.at_s <= CARD_TALK_S
            for each in self._mentions
        )


def _mentions(turn: Turn) -> Iterator[_Mention]:
    words = [Said(0, 0, word).plain for word in turn.words]
    text = " ".join(words)
    taken: list[tuple[int, int]] = []
    for topic, pattern in _TOPICS:
        for match in re.finditer(rf"(?<!\S)(?:{pattern})", text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            word = turn.words[text.count(" ", 0, match.start())]
            yield _Mention(word.start_s, topic)


def _find(streams: Sequence[Stream], talk: _Talk) -> Iterator[_Found]:
    for stream in streams:
        card = _card(stream, talk)
        if card:
            yield _Found(CARD, stream.speaker, card)
            yield from _after_card(stream, card)
            continue
        topic = talk.topic(stream.start_s, ANSWER_S)
        if topic == CODE and len(stream.digits) in (3, 4):
            yield _Found(CODE, stream.speaker, stream.groups)
        elif topic == EXPIRY and talk.is_of_card(stream.start_s):
            date = _expiry(stream.groups)
            if date:
                yield _Found(EXPIRY, stream.speaker, date)


def _card(stream: Stream, talk: _Talk) -> tuple[Group, ...]:
    """Return the groups of a card number, or none."""
    topic = talk.topic(stream.start_s, TOPIC_S)
    groups = tuple(group for group in stream.groups if not group.is_date)
    checked = _checked_window(groups)
    if checked:
        return checked
    if topic in (None, "other"):
        return ()
    taken: list[Group] = []
    for group in groups:
        if sum(len(each.digits) for each in taken) >= 16:
            break
        taken.append(group)
    length = sum(len(each.digits) for each in taken)
    return tuple(taken) if length in MISHEARD_DIGITS else ()


def _checked_window(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return consecutive groups that can only be a card number, 16 digits first."""
    best: tuple[Group, ...] = ()
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            digits += groups[last].digits
            if len(digits) >= CARD_DIGITS.stop:
                break
            if ISSUED.fullmatch(digits) and passes_luhn(digits):
                window = tuple(groups[first : last + 1])
                if len(digits) == 16:
                    return window
                best = best or window
    return best


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _expiry(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups that say a month and a year at the start of `groups`, or none."""
    if groups[0].is_date:
        return (groups[0],)
    digits = ""
    for count, group in enumerate(groups, start=1):
        digits += group.digits
        if len(digits) == 3 and digits[0] != "0" and count == len(groups):
            return tuple(groups[:count])
        if len(digits) in (4, 6) and "01" <= digits[:2] <= "12":
            whole = digits[2:4] == "20" and count < len(groups) and len(digits) == 4
            if not whole:
                return tuple(groups[:count])
    return ()


def _after_card(stream: Stream, card: Sequence[Group]) -> Iterator[_Found]:
    """Yield an expiry date and a security code said on in the same breath as the number."""
    rest = stream.groups[stream.groups.index(card[-1]) + 1 :]
    date = _expiry(rest) if rest else ()
    if date:
        yield _Found(EXPIRY, stream.speaker, date)
        rest = rest[len(date) :]
    if rest and sum(len(group.digits) for group in rest) in (3, 4):
        yield _Found(CODE, stream.speaker, tuple(rest))


def _echoes(streams: Sequence[Stream], found: Sequence[_Found]) -> Iterator[_Found]:
    """Yield what the other party reads back of a number."""
    taken = {group for each in found for group in each.groups}
    for stream in streams:
        for each in found:
            if each.speaker == stream.speaker or taken.intersection(stream.groups):
                continue
            since_s = stream.start_s - each.groups[0].start_s
            until_s = stream.start_s - each.groups[-1].end_s
            is_part = len(stream.digits) >= ECHO_MIN_DIGITS and stream.digits in each.digits
            if is_part and since_s > 0 and until_s <= ECHO_S:
                yield _Found(each.kind, stream.speaker, stream.groups)
                break


def _by_turn(found: Sequence[_Found]) -> dict[int, list[tuple[str, int, int]]]:
    """Return kind, first and last word of each stretch, by turn."""
    pieces: dict[int, list[tuple[str, int, int]]] = {}
    for each in found:
        places: dict[int, list[int]] = {}
        for group in each.groups:
            for said in group.words:
                places.setdefault(said.turn, []).append(said.place)
        for turn, indices in places.items():
            pieces.setdefault(turn, []).append((each.kind, min(indices), max(indices)))
    return pieces


def _without(turn: Turn, pieces: Sequence[tuple[str, int, int]]) -> tuple[Turn, list[RedactedSpan]]:
    words: list[Word] = []
    spans: list[RedactedSpan] = []
    at = 0
    for kind, first, last in sorted(pieces, key=lambda piece: piece[1]):
        words.extend(turn.words[at:first])
        start_s, end_s = turn.words[first].start_s, turn.words[last].end_s
        words.append(Word(_SHOWN[kind], start_s, end_s, 1.0))
        spans.append(RedactedSpan(start_s, end_s, kind))
        at = last + 1
    words.extend(turn.words[at:])
    text = " ".join(word.text.strip() for word in words)
    return replace(turn, words=tuple(words), text=text), spans
