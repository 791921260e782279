from dataclasses import replace

import msgspec
import pytest

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement, QuestionScore, Scorecard, SectionScore
from callqa.report.document import analysis
from callqa.report.html import score_sum
from tests.report.demo import hard_call, said
from tests.report.test_html import page

COMPLIANCE = SectionScore(
    "compliance",
    "Compliance",
    0.0,
    62.5,
    (
        QuestionScore("name", "Says who speaks?", "yes", 62.5, 62.5, False, said("At 0:01."), ()),
        QuestionScore("promise", "No promises?", "no", 0.0, 37.5, False, said("At 0:09."), ()),
        QuestionScore("consent", "Recording told?", "", 0.0, 0.0, True, said("Nobody yet."), ()),
    ),
    apart=True,
)


def with_compliance(section: SectionScore = COMPLIANCE) -> tuple[Hearing, Judgement]:
    heard, verdict = hard_call()
    sections = (section, *verdict.scorecard.sections)
    return heard, replace(verdict, scorecard=replace(verdict.scorecard, sections=sections))


def test_a_section_apart_stands_under_its_own_heading_after_the_total() -> None:
    text = page(*with_compliance()).text

    card = text[text.index("Scorecard") :]
    assert card.index("Total") < card.index("Compliance, apart from the score")
    assert card.index("Compliance, apart from the score") < card.index("62.5 of 100.0")
    assert "no share in the total" in card
    assert card.index("Total") < card.index("No promises?")


def test_a_section_apart_is_no_part_of_the_sums() -> None:
    with_it, without = score_sum(analysis(*with_compliance())), score_sum(analysis(*hard_call()))

    assert with_it is not None
    assert without is not None
    assert with_it.points == pytest.approx(without.points)
    assert with_it.max_points == pytest.approx(100.0)
    assert with_it.not_applicable == without.not_applicable
    assert [each.section.id for each in with_it.apart] == ["compliance"]
    assert without.apart == ()


def test_a_section_apart_that_nobody_answered_is_never_a_zero() -> None:
    unanswered = replace(COMPLIANCE, score=None, questions=COMPLIANCE.questions[2:])
    card = page(*with_compliance(unanswered)).text.partition("apart from the score")[2]

    assert card.index("Compliance N/A") > 0
    assert "of 100.0" not in card[: card.index("Compliance N/A")]


def test_a_result_written_before_sections_could_be_apart_is_still_read() -> None:
    _, verdict = hard_call()
    written = msgspec.to_builtins(verdict.scorecard, enc_hook=str)
    for section in written["sections"]:
        section.pop("apart")
        section["questions"] = []

    read = msgspec.convert(written, Scorecard)

    assert not any(section.apart for section in read.sections)
