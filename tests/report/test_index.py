from dataclasses import replace

from callqa.domain.measures import MEANING, Empathy
from callqa.report.document import analysis
from callqa.report.html import render_report
from callqa.report.index import IndexRow, index_row, render_index
from tests.report.demo import hard_call, silent_call
from tests.report.test_html import Page


def row(file: str, score: float | None, *severities: str) -> IndexRow:
    heard, verdict = hard_call()
    flags = tuple(flag for flag in verdict.flags if flag.severity in severities)
    card = replace(verdict.scorecard, total=score)
    heard = replace(heard, recording=replace(heard.recording, path=f"/calls/{file}"))
    document = analysis(heard, replace(verdict, scorecard=card, flags=flags))
    return index_row(document, f"{file}.html")


def test_calls_that_need_a_person_come_first() -> None:
    rows = [
        row("plain", 80.0),
        row("praised", 95.0, "praise"),
        row("coach high", 70.0, "coach"),
        row("urgent", 60.0, "urgent", "praise"),
        row("unscored", None, "coach"),
        row("coach low", 40.0, "coach", "praise"),
    ]

    page = Page(render_index(rows))

    assert page.links == [
        f"{name}.html"
        for name in ("urgent", "coach low", "coach high", "unscored", "plain", "praised")
    ]


def test_a_row_holds_the_numbers_of_its_call() -> None:
    made = index_row(analysis(*hard_call()), "a.html")

    assert made.flags == {"urgent": 1, "coach": 2, "praise": 1}
    assert (made.interruptions_agent, made.interruptions_customer) == (1, 0)
    assert (made.raised_agent, made.raised_customer) == (0, 2)
    assert made.empathy == 50.0


def test_what_cannot_be_measured_has_no_number() -> None:
    heard, verdict = hard_call()
    talk = replace(verdict.measures.talk, basis="unreliable", agent_ratio=None)
    verdict = replace(verdict, measures=replace(verdict.measures, talk=talk))

    unsure = index_row(analysis(heard, verdict), "a.html")
    empty = index_row(analysis(silent_call(), None), "b.html")

    for made in (unsure, empty):
        assert made.agent_ratio is None
        assert made.interruptions_agent is None
        assert made.raised_customer is None
    assert "No speech" in Page(render_index([empty])).text


def test_calls_that_failed_are_listed_with_the_reason() -> None:
    failures = [("/calls/<b>broken.wav", "is not a sound file.")]

    page = Page(render_index([index_row(analysis(silent_call(), None), "b.html")], failures))

    assert "No speech" in page.text
    assert "<b>broken.wav" in page.text
    assert "is not a sound file." in page.text
    assert "is not a sound file." in Page(render_index([], failures)).text
    assert "Could not be analysed" not in Page(render_index([])).text


def test_empathy_that_could_not_be_looked_for_is_not_called_unneeded() -> None:
    heard, verdict = hard_call()
    unread = Empathy("unreliable", None, needed=False, opportunities=())
    verdict = replace(verdict, measures=replace(verdict.measures, empathy=unread))

    assert not index_row(analysis(heard, verdict), "a.html").empathy_not_needed
    assert "not needed" not in Page(render_report(analysis(heard, verdict))).text


def test_names_are_never_markup() -> None:
    page = Page(render_index([row("<script>alert(1)</script>.wav", 50.0)]))

    assert "script" not in page.tags


def test_no_calls_is_a_page_too() -> None:
    assert "No calls were analysed." in Page(render_index([])).text


def test_moments_that_are_only_suggested_are_neither_a_score_nor_nothing() -> None:
    heard, verdict = hard_call()
    first = replace(verdict.measures.empathy.opportunities[0], cue=MEANING)
    hinted = Empathy("channel", None, needed=False, opportunities=(first,))
    verdict = replace(verdict, measures=replace(verdict.measures, empathy=hinted))

    row = index_row(analysis(heard, verdict), "a.html")
    page = Page(render_report(analysis(heard, verdict))).text

    assert (row.empathy, row.empathy_not_needed, row.empathy_suggested) == (None, False, True)
    assert "Meaning suggests these moments" in page
    assert "not needed" not in page
