"""A call's scorecard as a reviewer reads it: sections, the state of each answer, and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from callqa.domain.judgement import SectionScore
from ui import formats
from ui.i18n import text
from ui.itemmodels.card_facts import Card, CardLine

AnswerState = Literal["open", "not_applicable", "full", "part", "none", "blind"]

_KNOWN_ANSWERS: Mapping[str, str] = {
    "yes": "scorecard.answer_yes",
    "no": "scorecard.answer_no",
    "not applicable": "scorecard.does_not_apply",
    "not answered": "scorecard.answer_open",
    "not measurable": "scorecard.answer_not_measurable",
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A question as its row shows it.

    number, count : its place among all questions, from 1
    is_apart : its section has no share in the total
    dispute : why the agent does not accept the answer, empty where the agent does
    """

    line: CardLine
    number: int
    count: int
    is_apart: bool = False
    is_blind: bool = False
    dispute: str = ""


@dataclass(frozen=True, slots=True)
class CardSection:
    """The questions of a section.

    weight : of the section in the total, as the rubric has it; ``None`` where it is not known
    score : 0 to 100 of the section's own points, ``None`` where nothing in it applies
    is_apart : it has points of its own and no share in the total
    """

    title: str
    weight: float | None
    score: float | None
    is_apart: bool
    lines: tuple[CardLine, ...]


def sections_of(
    lines: Iterable[CardLine], scored: Sequence[SectionScore] = ()
) -> tuple[CardSection, ...]:
    """Return the questions by section.

    Parameters
    ----------
    lines
        All questions of the card.
    scored
        The sections of the call's scorecard, which know their weight; without them it is not
        known.
    """
    by_title = {each.title: each for each in scored}
    return tuple(
        _section(title, tuple(of_title), by_title.get(title))
        for title, of_title in groupby(lines, key=lambda line: line.section)
    )


def shown_lines(card: Card, sections: Sequence[CardSection]) -> tuple[ShownLine, ...]:
    """Return every question of `sections` as its row shows it, in order."""
    disputes = {each.question: each.reason for each in card.disputes}
    lines = [(line, section.is_apart) for section in sections for line in section.lines]
    return tuple(
        ShownLine(
            line=line,
            number=number,
            count=len(lines),
            is_apart=is_apart,
            is_blind=card.blind is not None,
            dispute=disputes.get(line.id, ""),
        )
        for number, (line, is_apart) in enumerate(lines, start=1)
    )


def points_now(line: CardLine) -> float | None:
    """Return the points that count on the question's own scale: the person's, or the machine's."""
    return line.person.points if line.person is not None else line.machine


def state_of(line: CardLine, *, is_blind: bool = False) -> AnswerState:
    """Return how far a question is met."""
    if is_blind:
        return "blind"
    if line.open:
        return "open"
    points = points_now(line)
    if points is None:
        return "not_applicable"
    if points >= line.most:
        return "full"
    return "part" if points > 0 else "none"


def answer_words(line: CardLine) -> str:
    """Return the machine's answer; what is a number is said by the explanation too."""
    known = _KNOWN_ANSWERS.get(line.answer)
    return text(known) if known else line.answer


def points_words(line: CardLine, *, is_blind: bool = False) -> str:
    """Return the points that count on the question's own scale, such as ``8 of 10``."""
    state = state_of(line, is_blind=is_blind)
    if state == "open":
        return text("scorecard.answer_open")
    if state == "blind":
        return text("scorecard.of_most", most=plain(line.most))
    points = points_now(line)
    if points is None:
        return text("scorecard.not_applicable_short")
    return text("scorecard.points_of", points=plain(points), most=plain(line.most))


def counted_words(line: CardLine, *, is_apart: bool = False) -> str:
    """Return what the points come to in the total, empty where the question does not count."""
    if line.max_points <= 0:
        return ""
    key = "scorecard.counts_apart" if is_apart else "scorecard.counts"
    return text(key, points=formats.number(line.points, 2), most=formats.number(line.max_points, 2))


def spoken(shown: ShownLine) -> str:
    """Return a question with its answer and points, for people who do not see the row."""
    line = shown.line
    words = text(
        "scorecard.question_of", number=shown.number, count=shown.count, question=line.text
    )
    if shown.is_blind:
        return words
    parts = [words]
    if not line.open:
        parts.append(text("scorecard.answered", answer=answer_words(line)))
    parts.append(points_words(line))
    if line.person is not None:
        parts.append(text("scorecard.given_by", who=line.person.who, reason=line.person.reason))
    if line.provisional:
        parts.append(text("scorecard.provisional"))
    if shown.dispute:
        parts.append(text("scorecard.disputed", reason=shown.dispute))
    return ", ".join(parts)


def plain(points: float) -> str:
    """Return points without decimals that say nothing."""
    return formats.number(points, 0 if points == int(points) else 1)


def _section(title: str, lines: tuple[CardLine, ...], of: SectionScore | None) -> CardSection:
    if of is not None:
        return CardSection(title, of.weight, of.score, of.apart, lines)
    most = sum(line.max_points for line in lines)
    score = 100 * sum(line.points for line in lines) / most if most > 0 else None
    return CardSection(title, None, score, is_apart=False, lines=lines)
