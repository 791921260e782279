from dataclasses import fields, is_dataclass
from typing import Any

from callqa.domain.sentence import Sentence
from callqa.rules.findings import Findings
from callqa.rules.judge import verdict
from callqa.rules.rubric_file import default_rubric
from callqa.rules.wordless import REMOVED, without_words
from callqa.settings import Settings
from tests.rules.handmade import CallBuilder


def texts(value: Any) -> list[str]:
    """Return every text in a structure of dataclasses, the values of sentences among them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sentence):
        return texts(tuple(value.values.values()))
    if isinstance(value, tuple | list | frozenset):
        return [text for each in value for text in texts(each)]
    if is_dataclass(value):
        return [text for each in fields(value) for text in texts(getattr(value, each.name))]
    return []


def whole_call(call: CallBuilder) -> Findings:
    """Return findings with words of every kind in them; each begins or ends with secret."""
    call.say("agent", "secret greeting", "greeting")
    asked = call.say("customer", "secret distress", "distress")
    reply = call.say("agent", "secret answer", "blame", "act")
    call.say("customer", "secret relief", "relief")
    call.opportunity(asked, "late", reply, parts="acknowledge apologise act")
    call.opportunity(reply, "missed")
    call.interrupt(text_by="secret one", text_of="secret two")
    call.ease("eased")
    return call.findings()


def test_no_word_of_a_call_is_left_in_findings_and_verdict(call: CallBuilder) -> None:
    findings = whole_call(call)
    judgement = verdict(findings, default_rubric(), Settings())
    assert sum("secret" in text for text in texts(findings)) >= 9
    assert sum("secret" in text for text in texts(judgement)) >= 9

    for kept in (without_words(findings), without_words(judgement)):
        assert [text for text in texts(kept) if "secret" in text] == []
        assert REMOVED in texts(kept)


def test_a_call_without_words_is_judged_as_before(call: CallBuilder) -> None:
    findings = whole_call(call)

    before = verdict(findings, default_rubric(), Settings())
    after = verdict(without_words(findings), default_rubric(), Settings())

    assert after == without_words(before)
    assert after.scorecard.total == before.scorecard.total
    assert [each.code for each in after.flags] == [each.code for each in before.flags]


def test_the_questions_of_the_rubric_stay(call: CallBuilder) -> None:
    judgement = verdict(whole_call(call), default_rubric(), Settings())

    kept = without_words(judgement)

    for section, before in zip(kept.scorecard.sections, judgement.scorecard.sections, strict=True):
        assert [each.text for each in section.questions] == [each.text for each in before.questions]
