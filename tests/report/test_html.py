import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from callqa.domain.hearing import Hearing, RedactedSpan, Redaction
from callqa.domain.judgement import Judgement
from callqa.domain.measures import Latency, PerParty
from callqa.domain.speech import Role
from callqa.report.document import analysis
from callqa.report.html import file_name, render_report, score_sum
from tests.report.demo import (
    HARD_CALL,
    hard_call,
    hearing,
    judgement,
    long_call,
    said,
    silent_call,
    turns_of,
)

VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """What a browser would find: text, ids, links, and every tag closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.said: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        assert not [name for name in values if name.startswith("on")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def page(heard: Hearing, verdict: Judgement | None) -> Page:
    return Page(render_report(analysis(heard, verdict)))


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    source = render_report(analysis(*hard_call()))

    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert f'content="{policy}"' in source
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(Page(source).tags)
    assert "@import" not in source
    assert "http://" not in source
    assert "https://" not in source
    assert set(re.findall(r"url\(([^)]*)\)", source)) <= {"#p-hold", "#p-dead-air", "#p-customer"}


def test_every_link_leads_to_a_place_on_the_page() -> None:
    for document in (hard_call(), long_call(1500.0), (silent_call(), None)):
        seen = page(*document)

        assert len(seen.ids) == len(set(seen.ids))
        assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)


def test_call_content_is_never_markup() -> None:
    attack = "<script>alert(1)</script>"
    script: tuple[tuple[Role, float, str], ...] = tuple(
        (role, gap_s, f'{attack} {text} "quoted" & <b>') for role, gap_s, text in HARD_CALL
    )
    heard = hearing(turns_of(script), path=f"/calls/{attack}'\"&.wav")
    heard = replace(
        heard,
        recording=replace(heard.recording, agent=attack, customer="<img src=x onerror=alert(1)>"),
    )
    verdict = judgement(heard)
    flag = replace(verdict.flags[0], title=said(attack), tip=said("<a href='javascript:1'>"))

    seen = page(heard, replace(verdict, flags=(flag, *verdict.flags[1:])))

    assert "script" not in seen.tags
    assert "b" in seen.tags
    assert seen.tags.count("b") == page(*hard_call()).tags.count("b")
    assert "alert(1)" in seen.text


def test_words_in_any_script_and_of_any_length_are_shown() -> None:
    words = "שלום عليكم 😀 " + "Donaudampfschifffahrt" * 12
    heard = hearing(
        turns_of((("agent", 0.5, words), *HARD_CALL[1:])), path="C:\\calls\\שלום 😀.wav"
    )
    verdict = judgement(hearing(turns_of(HARD_CALL)))

    seen = page(heard, verdict)

    assert "שלום 😀.wav" in seen.text
    assert "Donaudampfschifffahrt" * 12 in seen.text


def test_the_head_gives_the_verdict_and_the_facts() -> None:
    text = page(*hard_call()).text

    for expected in ("Not passed", "61", "Anna Lindqvist", "2026-03-02 14:05", "maple street"):
        assert expected in text


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"passed": True}, "Passed"),
        ({"passed": False}, "Not passed"),
        ({"passed": False, "auto_fail": True}, "Automatic fail"),
        ({"passed": None, "total": None}, "Not scored"),
    ],
)
def test_each_verdict_has_its_word(changes: dict[str, bool | None], verdict: str) -> None:
    heard, made = hard_call()
    made = replace(made, scorecard=replace(made.scorecard, **changes))  # type: ignore[arg-type]

    assert f'class="verdict {verdict.lower().replace(" ", "_")}' in render_report(
        analysis(heard, made)
    ).replace("automatic_fail", "auto_fail").replace("verdict auto_fail", "verdict automatic_fail")


def test_a_flag_shows_reason_tip_and_the_words_it_rests_on() -> None:
    text = page(*hard_call()).text

    assert "The limit was given without another way." in text
    assert "Say what you can do after what you cannot." in text
    assert "“ Calm down please. That is our policy, there is nothing I can do. ”" in text


def test_a_flag_shows_what_to_play_from_the_customers_own_words() -> None:
    heard, verdict = hard_call()
    text = page(heard, verdict).text

    faults = [flag for flag in verdict.flags if flag.severity != "praise"]
    assert text.count("Role-play:") == len(faults) > 0
    assert "The customer says: “" in text

    agent_only = tuple(turn for turn in heard.turns if heard.role_of(turn.speaker) == "agent")
    assert "Role-play:" not in page(replace(heard, turns=agent_only), verdict).text


def test_a_call_without_flags_says_so() -> None:
    heard, verdict = hard_call()

    assert "No flags" in page(heard, replace(verdict, flags=())).text


def test_phrases_are_marked_at_their_words_with_their_name() -> None:
    source = render_report(analysis(*hard_call()))

    assert re.search(r'<span class="w negative interruption[^"]*" title="[^"]*Blames', source)
    assert re.search(r'<span class="w positive" title="Gives own name">my name is Anna', source)
    assert re.search(r'<span class="w positive suggested[^"]*" title="[^"]*by meaning', source)
    assert re.search(r'<span class="w [^"]*loud[^"]*" title="[^"]*\+12\.6 dB', source)
    assert "uncertain" in source


def test_redacted_words_are_named_and_not_shown() -> None:
    heard, verdict = hard_call()
    span = RedactedSpan(heard.turns[3].start_s, heard.turns[3].start_s + 1.0, "card_number")
    measured = replace(verdict.measures, redaction=Redaction(True, (span,)))

    assert "Removed: card number" in page(heard, replace(verdict, measures=measured)).text


def test_the_arithmetic_of_the_score_adds_up() -> None:
    document = analysis(*hard_call())
    total = score_sum(document)

    assert total is not None
    assert document.scorecard is not None
    assert total.points == pytest.approx(document.scorecard.total)
    assert total.max_points == pytest.approx(100.0)
    assert total.not_applicable == 1
    text = page(*hard_call()).text
    assert "weight 20, counted as 25.0" in text
    assert "weight 20, shared out over the other sections" in text
    assert "One question does not apply" in text


def test_what_cannot_be_measured_is_never_a_zero() -> None:
    heard, verdict = hard_call()
    none = PerParty(None, None)
    talk = replace(
        verdict.measures.talk,
        basis="unreliable",
        basis_reason=said("Two voices sound too much alike."),
        agent_s=None,
        customer_s=None,
        overlap_s=None,
        agent_ratio=None,
        longest_monologue=None,
        turns=none,
        wpm=none,
        wpm_change=none,
        questions=none,
        interruptions_per_10min=none,
        latency=PerParty(Latency(None, None), Latency(None, None)),
    )
    measured = replace(verdict.measures, talk=talk, interruptions=(), raised_volume=())

    seen = page(heard, replace(verdict, measures=measured))

    assert "Two voices sound too much alike." in seen.text
    tiles = seen.text[
        seen.text.index("Agent's share of talk") : seen.text.index("Empathy answered")
    ]
    assert tiles.count("not measurable") == 3
    table = seen.text[seen.text.index("Measures Measure") :]
    turn_taking = table[table.index("Turn-taking") : table.index("Both at once")]
    assert not re.search(r"\b0\b(?! [a-z])", turn_taking)


def test_a_recording_without_speech_says_why_nothing_is_scored() -> None:
    seen = page(silent_call(), None)

    assert "No speech" in seen.text
    assert "Nobody speaks in this recording." in seen.text
    assert "transcript" not in seen.ids


def test_a_call_without_words_still_has_its_drawing() -> None:
    heard, verdict = hard_call()
    measured = replace(
        verdict.measures,
        phrases=(),
        empathy=replace(verdict.measures.empathy, opportunities=(), needed=False, score=None),
    )

    seen = page(replace(heard, turns=()), replace(verdict, measures=measured))

    assert "No words were recognised." in seen.text
    assert "timeline" in seen.ids


@pytest.mark.parametrize(
    ("path", "name"),
    [("/a/b c.wav", "b c.wav"), ("C:\\a\\b.wav", "b.wav"), ("b.wav", "b.wav"), ("/", "/")],
)
def test_a_file_is_named_by_the_last_part_of_its_path(path: str, name: str) -> None:
    assert file_name(path) == name


def test_an_answer_that_calibration_has_not_proven_is_marked() -> None:
    document = analysis(*hard_call())
    assert document.scorecard is not None
    asked = [
        question.id
        for section in document.scorecard.sections
        for question in section.questions
        if not question.not_applicable
    ]

    plain = render_report(document)
    one = render_report(document, provisional=asked[:1])
    two = render_report(document, provisional=asked[:2])

    assert "provisional" not in plain
    assert one.count(">provisional</small>") == 1
    assert "One answer is provisional" in one
    assert two.count(">provisional</small>") == 2
    assert "2 answers are provisional" in two
