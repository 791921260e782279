"""A whole result of a call with a spoken card: nothing of the card is in any file of it."""

import re
from dataclasses import replace

import pytest

from callqa.domain.hearing import Hearing
from callqa.domain.recording import CallDetails, Language
from callqa.domain.speech import SpeechSpan
from callqa.lexicon import load_pack
from callqa.report.document import analysis, encode
from callqa.report.html import render_report
from callqa.rules.judge import judge
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from callqa.speech.redact import redact
from callqa.speech.roles import assign_roles
from callqa.speech.scene import Scene, Voice
from tests.report import demo

CARD = "4539148803436467"
SAID = "four five three nine, one four double eight, oh three four three, six four six seven"


def heard(number: str) -> Hearing:
    """Return a hearing as HEAR makes it: words, then redaction, then roles."""
    said = demo.turns_of(
        (
            ("agent", 0.5, "Thank you for calling Blue River, my name is Daniel."),
            ("customer", 0.4, "Hello, I would like to pay my bill."),
            ("agent", 0.5, "I can help. Can I have the long card number please?"),
            ("customer", 0.8, f"My card number is {number} thank you."),
            ("agent", 0.4, f"Let me read that back. {number} is that right?"),
            ("customer", 0.4, "Yes. I am really angry about this bill."),
        )
    )
    turns, redaction = redact(said, on=True)
    scene = Scene(
        kind="two_channel",
        voices=(Voice("agent", 0, alone=True), Voice("customer", 1, alone=True)),
        speech=tuple(SpeechSpan(turn.start_s, turn.end_s, turn.speaker) for turn in turns),
        words=(),
        language=Language("en", 1.0),
        music={},
        heard={},
        bleeds=(),
        second_voice_at_s={},
        basis="channel",
        basis_reason=None,
    )
    speakers = assign_roles(scene, turns, load_pack("en"), CallDetails(), "auto")
    return replace(demo.hearing(turns), speakers=speakers, redaction=redaction)


def leaked(document: str) -> list[str]:
    """Return every run of four digits of the card, spoken or written, that is in `document`."""
    runs = {CARD[at : at + 4] for at in range(len(CARD) - 3)}
    plain = re.sub(r"(?<=\d)[ \-\u00a0]+(?=\d)", "", document)
    words = [SAID.replace(",", ""), *SAID.split(", ")]
    return [each for each in (*runs, *words) if each in plain or each in document.lower()]


@pytest.mark.parametrize("number", [CARD, " ".join(re.findall("....", CARD)), SAID])
def test_no_four_digits_of_a_spoken_card_are_in_the_result_or_its_report(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.with_demo_sentences(monkeypatch)
    hearing = heard(number)

    verdict = judge(hearing, default_rubric(), load_pack("en"), Settings())
    document = analysis(hearing, verdict)
    result, report = encode(document).decode("utf-8"), render_report(document)

    assert len(hearing.redaction.spans) == 2
    assert {each.role for each in hearing.speakers} == {"agent", "customer"}
    assert "[card number]" in result
    assert "[card number]" in report
    assert leaked(result) == leaked(report) == []


def test_the_check_itself_sees_a_card_that_was_left() -> None:
    assert leaked("... 4539 1488 ...")
    assert leaked("Six four six seven")
