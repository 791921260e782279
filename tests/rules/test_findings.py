from collections.abc import Callable
from dataclasses import replace

import pytest

from callqa.domain.recording import Language
from callqa.domain.sentence import Sentence
from callqa.domain.speech import VoiceBaseline
from callqa.errors import RecordUnreadable
from callqa.lexicon import load_pack
from callqa.rules.findings import Findings, decode_findings, encode_findings
from callqa.rules.judge import find, find_amended, judge, verdict
from callqa.rules.packed import pack, unpack
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings, with_values
from tests.measures import builders
from tests.rules.handmade import CallBuilder

ReadRubric = Callable[..., Rubric]

SORRY_TWICE = """
[[sections.questions]]
id = "sorry"
text = "Apologises twice."
points = 5
behaviour = { any = ["apologise"], at_least = 2 }
"""


@pytest.fixture
def hostile(call: CallBuilder) -> CallBuilder:
    call.say("agent", "Yes, what is it?")
    call.say("customer", "This is the third time I am calling and I am really frustrated.")
    call.say("agent", "I'm sorry for the inconvenience. You should have read the contract.")
    call.say("customer", "This is ridiculous. I am going to cancel and leave a bad review.")
    call.say("agent", "Mm-hm.")
    call.say("customer", "Are you listening?")
    call.say("agent", "I'm so sorry for the inconvenience. There is nothing I can do.")
    call.say("customer", "I want to speak to your manager right now.")
    return call


def found(call: CallBuilder) -> Findings:
    return find(call.hearing(), load_pack("en"), Settings())


def test_findings_come_back_as_they_were_stored(hostile: CallBuilder) -> None:
    findings = found(hostile)

    assert findings.repeats != ()
    assert decode_findings(encode_findings(findings)) == findings


def test_findings_without_a_pack_or_known_parties_come_back_too(hostile: CallBuilder) -> None:
    hostile.basis = "unreliable"
    hostile.basis_reason = Sentence("rubric.no_pack", language="fi")
    hearing = replace(hostile.hearing(), language=Language("fi", 0.9))

    findings = find(hearing, load_pack("en"), Settings())

    assert findings.categories is None
    assert findings.parties_unsure == hostile.basis_reason
    assert decode_findings(encode_findings(findings)) == findings


def test_equal_findings_are_stored_as_equal_bytes(hostile: CallBuilder) -> None:
    findings = found(hostile)
    assert findings.categories is not None
    backwards = frozenset(sorted(findings.categories, reverse=True))

    assert encode_findings(replace(findings, categories=backwards)) == encode_findings(findings)


def test_the_verdict_on_stored_findings_is_the_judgement_of_the_call(hostile: CallBuilder) -> None:
    stored = encode_findings(found(hostile))

    judgement = judge(hostile.hearing(), default_rubric(), load_pack("en"), Settings())

    assert verdict(decode_findings(stored), default_rubric(), Settings()) == judgement
    assert judgement.flags != ()


def test_settings_for_scores_count_when_stored_findings_are_scored(
    good_call: CallBuilder,
) -> None:
    good_call.interrupt(confidence=0.6)
    good_call.interrupt(confidence=0.6)
    findings = decode_findings(encode_findings(good_call.findings()))

    def codes(confidence: float) -> set[str]:
        settings = with_values(
            Settings(), {"scoring.interruption_confidence": confidence}, source="test"
        )
        return {flag.code for flag in verdict(findings, default_rubric(), settings).flags}

    assert "interruptions" in codes(0.5)
    assert "interruptions" not in codes(0.7)


def test_a_dismissed_flag_is_left_out_and_nothing_else_changes(hostile: CallBuilder) -> None:
    findings = found(hostile)
    before = verdict(findings, default_rubric(), Settings())

    after = verdict(findings, default_rubric(), Settings(), dismissed={"blame"})

    assert "blame" in {flag.code for flag in before.flags}
    assert after.flags == tuple(flag for flag in before.flags if flag.code != "blame")
    assert after.scorecard == before.scorecard


def test_points_by_a_person_replace_the_machines(
    hostile: CallBuilder, read_rubric: ReadRubric
) -> None:
    findings, rubric = found(hostile), read_rubric(SORRY_TWICE)

    given = verdict(findings, rubric, Settings(), given={"sorry": 4})
    left_out = verdict(findings, rubric, Settings(), given={"sorry": None})

    assert verdict(findings, rubric, Settings()).scorecard.total == 0
    assert given.scorecard.total == 80
    assert left_out.scorecard.total is None


def test_what_a_reviewer_changed_is_what_is_scored(
    hostile: CallBuilder, read_rubric: ReadRubric
) -> None:
    measures = found(hostile).measures
    first = next(hit for hit in measures.phrases if hit.category == "apologise")
    left = replace(measures, phrases=tuple(hit for hit in measures.phrases if hit is not first))

    findings = find_amended(hostile.hearing(), left, load_pack("en"))

    assert findings.repeats == ()
    card = verdict(findings, read_rubric(SORRY_TWICE.replace("= 2", "= 1")), Settings()).scorecard
    assert card.total == 100


def test_a_voice_raised_all_through_is_found_against_earlier_calls() -> None:
    raised = builders.hearing(loudness=(builders.track("A", (20, -20.0, 260.0, 0.0)),))
    usual = VoiceBaseline(voiced_s=60.0, f0_hz=200.0, balance_db=-5.0, balance_spread_db=2.0)

    alone = find(raised, None, Settings())
    beside_earlier = find(raised, None, Settings(), earlier=[usual] * 3)

    assert alone.measures.raised_volume == ()
    assert len(beside_earlier.measures.raised_volume) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"callqa", encode_findings(CallBuilder().findings())[:-9], pack({"call_id": 3})],
    ids=["empty", "not packed", "cut off", "something else"],
)
def test_damaged_findings_are_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(RecordUnreadable, match="Analyse the recording again"):
        decode_findings(data)


def test_a_sentence_keeps_the_kinds_of_its_values() -> None:
    sentence = Sentence("rubric.heard", found=2, quote="I'm sorry", minutes=2.0)

    stored = unpack(pack(sentence), Sentence)

    assert stored == sentence
    assert {name: type(each) for name, each in stored.values.items()} == {
        "found": int,
        "quote": str,
        "minutes": float,
    }


@pytest.mark.parametrize("value", ["no sentence", ["rubric.heard"], [1, 2, 3]])
def test_what_is_no_sentence_is_refused(value: object) -> None:
    with pytest.raises(RecordUnreadable):
        unpack(pack(value), Sentence)
