import re
from dataclasses import replace

import pytest

from callqa.domain.speech import Turn
from callqa.report.document import Analysis, analysis
from callqa.report.html import render_report
from callqa.report.printed import Printed, isolated, print_agent, print_call, print_team
from callqa.report.team_report import render_team_report
from tests.report.demo import hard_call, long_call, silent_call
from tests.report.period_demo import agent_report, team_report
from tests.report.test_html import Page

FIGURE = re.compile(r"\d[\d.:]*%?")


@pytest.fixture
def document() -> Analysis:
    return analysis(*hard_call())


def words_of(printed: Printed) -> str:
    """Return the text of a report for paper, that of its pictures left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(printed.parts)))


def cells_of(source: str, heading: str) -> list[str]:
    """Return the figures of the table under a heading, in order."""
    part = source.partition(f"<h2>{heading}</h2>")[2].partition("</thead>")[2].partition("<h2>")[0]
    return FIGURE.findall(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", part, flags=re.S)))


@pytest.mark.parametrize("heading", ["Measures", "Scorecard"])
def test_paper_has_the_figures_of_the_screen(document: Analysis, heading: str) -> None:
    printed = cells_of("".join(print_call(document).parts), heading)

    shown = cells_of(render_report(document), heading)

    assert len(shown) > 20
    assert printed == shown


def test_a_team_on_paper_has_the_figures_of_the_screen() -> None:
    report = team_report()

    printed = cells_of("".join(print_team(report).parts), "Agents")

    assert printed == cells_of(render_team_report(report), "Agents")


def test_every_picture_stands_in_the_text_once_and_in_light_colours(document: Analysis) -> None:
    for printed in (print_call(document), print_agent(agent_report()), print_team(team_report())):
        named = re.findall(r'<img src="callqa:(\d+)"', "".join(printed.parts))

        assert named == list(printed.pictures)
        assert not any("<svg" in part for part in printed.parts)
        assert not any(re.search(r"var\(|url\(|<a\b", svg) for svg in printed.pictures.values())


def test_text_of_a_call_is_text_on_paper(document: Analysis) -> None:
    sly = Turn(99, document.speakers[0].id, 0.0, 1.0, "<!--seam--><b>& bold</b>", ())

    printed = print_call(replace(document, turns=(*document.turns, sly)))

    assert any("&lt;!--seam--&gt;&lt;b&gt;&amp; bold" in part for part in printed.parts)


def test_a_long_call_is_cut_into_short_parts() -> None:
    printed = print_call(analysis(*long_call(3600)))

    assert max(map(len, printed.parts)) < 40_000
    assert Page(printed.parts[-1]).text


def test_a_recording_without_speech_says_so() -> None:
    printed = print_call(analysis(silent_call(), None))

    assert "Nobody speaks in this recording." in words_of(printed)
    assert len(printed.parts) == 2


def test_only_text_from_right_to_left_is_set_apart() -> None:
    assert isolated("Zoë 😀") == "Zoë 😀"
    assert isolated("שרה") == "\u2068שרה\u2069"


def test_the_running_head_names_agent_and_time(document: Analysis) -> None:
    printed = print_call(document, "de")

    assert printed.about == "Anna Lindqvist · 2026-03-02 14:05"
    assert printed.kind == "Gesprächsbericht"
