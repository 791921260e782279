import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from callqa.figures.facts import CallFacts
from callqa.report.agent_report import render_agent_report
from callqa.report.period_report import CallLink
from callqa.report.team_report import TeamReport, render_team_report
from tests.report.period_demo import (
    AGENTS,
    agent_report,
    made_calls,
    period_figures,
    team_report,
)
from tests.report.test_html import Page

ATTACK = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def team_page() -> str:
    return render_team_report(team_report())


@pytest.fixture(scope="module")
def agent_page() -> str:
    return render_agent_report(agent_report())


def calls_of(*scores: float, agent: str = "A") -> list[CallFacts]:
    call = replace(made_calls()[0], agent=agent, measures={}, flags={}, source=None)
    return [
        replace(
            call,
            call_id=f"{i:04d}",
            score=score,
            passed=score >= 70,
            started_at=datetime(2026, 3, 4, tzinfo=UTC),
        )
        for i, score in enumerate(scores)
    ]


def test_the_pages_load_nothing_and_run_nothing(team_page: str, agent_page: str) -> None:
    for source in (team_page, agent_page):
        assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in source
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(Page(source).tags)
        assert not re.search(r"https?://|@import|url\((?!#)", source)


def test_every_drawing_is_sound_xml_with_a_name(team_page: str, agent_page: str) -> None:
    for source in (team_page, agent_page):
        drawings = re.findall(r"<svg.*?</svg>", source, re.DOTALL)
        assert len(drawings) > 10
        for each in drawings:
            root = ElementTree.fromstring(each)
            assert root.get("role") == "img" or root.get("aria-hidden") == "true"
            assert (
                root.get("aria-hidden") or root.get("aria-label") or root.find("title") is not None
            )


def test_nobody_is_ranked_on_fewer_than_ten_calls(team_page: str) -> None:
    rows = re.findall(r"<tr><th scope=\"row\"><bdi>(.*?)</bdi>.*?</tr>", team_page, re.DOTALL)
    few = re.search(rf"<tr><th scope=\"row\"><bdi>{AGENTS[4]}</bdi>.*?</tr>", team_page, re.DOTALL)

    assert rows == sorted(AGENTS)
    assert few is not None
    assert "under 10 calls" in few[0]
    assert "c-dot few" in few[0]
    assert "too few calls to tell" in few[0]


def test_a_group_is_drawn_at_its_mean(team_page: str) -> None:
    report = team_report()
    for group in report.groups:
        row = re.search(rf"<bdi>{re.escape(group.key or '')}</bdi>.*?</tr>", team_page, re.DOTALL)
        assert row is not None
        (x,) = re.findall(r'c-dot(?: few)?" cx="([\d.]+)"', row[0])
        assert 100 * (float(x) - 6) / 248 == pytest.approx(group.figures.score.mean, abs=0.1)


def test_praise_has_the_same_room_as_fault_and_comes_first(agent_page: str) -> None:
    assert agent_page.index("What went well") < agent_page.index("What to work on")
    assert agent_page.count('<section class="praise">') == 1
    assert agent_page.count('<section class="improve">') == 1
    report = agent_report()
    for flag in report.content.figures.flags:
        assert f"{flag.calls.count} of {flag.calls.n} calls" in agent_page


def test_mixed_versions_are_marked(agent_page: str) -> None:
    assert "Calls judged by different rubrics are in these figures" in agent_page
    assert "default 1.2, default 1.3" in agent_page
    assert agent_page.count('class="c-version"') == 1
    assert "different models" not in agent_page


def test_the_pages_say_how_many_questions_are_proven(team_page: str, agent_page: str) -> None:
    line = "3 proven by calibration, 8 provisional, 2 for people to answer."

    assert team_page.count(line) == agent_page.count(line) == 1


def test_calls_drawn_at_random_stand_apart_from_those_that_were_picked(agent_page: str) -> None:
    section = agent_page[agent_page.index('id="reviews"') : agent_page.index('id="themes"')]

    assert section.index("At random") < section.index("For a flag") < section.index("By hand")
    assert section.count("stands for all calls") == 1
    assert section.count("stands for these calls only") == 2


def test_themes_lead_to_their_calls(agent_page: str) -> None:
    report = agent_report()
    theme = report.content.themes[0]
    known = [report.content.calls[each] for each in theme.call_ids if each in report.content.calls]

    assert isinstance(known[0], CallLink)
    assert f'<a href="a.html"><bdi>{known[0].label}</bdi></a>' in agent_page
    assert "Says what happens next, and when" in agent_page


def test_an_agent_with_few_calls_is_neither_ranked_nor_compared() -> None:
    text = Page(render_agent_report(agent_report(AGENTS[4]))).text

    assert "Only 2 calls have a score" in text
    assert "Rank" not in text.split("Score by week")[0].replace("Under 10 there is no rank", "")


def test_a_period_without_calls_says_so() -> None:
    content = period_figures([])

    text = Page(render_team_report(TeamReport("Nobody", "queue", (), content))).text

    assert text.count("There is no call in this period.") == 2
    assert "No call of the period was flagged for praise." in text
    assert "No call of the period has a score." in text


def test_the_figures_on_the_page_are_those_of_the_calls() -> None:
    content = period_figures(calls_of(*[60.0] * 6, *[80.0] * 6))

    text = Page(render_agent_report(replace(agent_report(), content=content))).text

    # The mean of 6 x 60 and 6 x 80 is 70; s = 10.44, t(11) = 2.201, so 70 -/+ 6.6.
    assert "70 of 100" in text
    assert "63 to 77" in text
    assert "50%" in text


def test_nothing_from_the_store_is_markup() -> None:
    report = agent_report()
    content = replace(
        report.content,
        questions=dict.fromkeys(report.content.questions, ATTACK),
        calls={key: CallLink(ATTACK, "javascript:alert(1)") for key in report.content.calls},
    )
    team = team_report()
    groups = tuple(replace(each, key=ATTACK) for each in team.groups)

    agent = Page(
        render_agent_report(replace(report, agent=ATTACK, teams=(ATTACK,), content=content))
    )
    whole = Page(render_team_report(replace(team, title=ATTACK, groups=groups)))

    for page in (agent, whole):
        assert "script" not in page.tags
        assert "alert(1)" in page.text
    assert not [link for link in agent.links if link.startswith("javascript:")]


def test_long_names_emoji_and_right_to_left_text_are_kept_whole(team_page: str) -> None:
    for name in AGENTS:
        assert f"<bdi>{name}</bdi>" in team_page
