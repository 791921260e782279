"""Hand-made calls for the report's tests: no model has heard them."""

from dataclasses import replace
from typing import Any

import pytest

import callqa.catalogue
from callqa.domain.hearing import Hearing, ModelUsed, Provenance, Redaction
from callqa.domain.judgement import (
    Flag,
    Judgement,
    QuestionScore,
    RubricRef,
    Scorecard,
    SectionScore,
)
from callqa.domain.measures import (
    Deescalation,
    Empathy,
    EmpathyOpportunity,
    EmpathyResponse,
    Interruption,
    Latency,
    Measures,
    Monologue,
    PerParty,
    PhraseHit,
    QuestionCount,
    RaisedVolume,
    Silence,
    Situation,
    Talk,
)
from callqa.domain.recording import Health, HealthFinding, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role, Speaker, SpeechSpan, Turn, Word
from callqa.settings import Settings

WORD_S = 0.32

HARD_CALL: tuple[tuple[Role, float, str], ...] = (
    ("agent", 0.6, "Maple Street Furniture, my name is Anna. How can I help you?"),
    (
        "customer",
        0.5,
        "This is the third time I am calling about the same table, and I am really frustrated.",
    ),
    ("agent", 0.4, "Can you give me your order number please?"),
    ("customer", 0.9, "It is four five eight two, and nobody ever called me back about it"),
    ("agent", -0.9, "You should have checked the table before you signed the form."),
    (
        "customer",
        0.3,
        "I did look at it but the driver was in a great hurry! He told me you would sort it out!",
    ),
    ("agent", 0.8, "Calm down please. That is our policy, there is nothing I can do."),
    ("customer", 0.4, "I want to speak to your manager."),
    ("agent", 1.2, "May I put you on hold for a moment?"),
    ("customer", 0.4, "Fine."),
    (
        "agent",
        24.0,
        "Thank you for holding. I can see how frustrating this has been, and I am very sorry that "
        "we did not call you back. I am going to book a new table for Thursday right now.",
    ),
    ("customer", 12.5, "Thank you. That is a relief."),
    ("agent", 0.6, "Is there anything else I can help you with today?"),
    ("customer", 3.4, "No, that is all. Goodbye."),
)


def said(text: str) -> Sentence:
    """Return a sentence of the demonstration's own, which `with_demo_sentences` makes known."""
    return Sentence("demo.said", text=text)


def with_demo_sentences(patch: pytest.MonkeyPatch) -> None:
    """Add the area ``demo`` to the catalogue."""
    packaged = callqa.catalogue._area

    def area(language: str, name: str) -> dict[str, str]:
        return {"said": "{text}"} if name == "demo" else packaged(language, name)

    patch.setattr(callqa.catalogue, "_area", area)


def turns_of(script: tuple[tuple[Role, float, str], ...]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    clock_s = 0.0
    for number, (role, gap_s, text) in enumerate(script, start=1):
        start_s = clock_s + gap_s
        words = tuple(
            Word(
                word, start_s + i * WORD_S, start_s + (i + 0.9) * WORD_S, 0.95 - 0.5 * (i % 17 == 7)
            )
            for i, word in enumerate(text.split())
        )
        clock_s = start_s + len(words) * WORD_S
        turns.append(Turn(number, role, round(start_s, 3), round(clock_s, 3), text, words))
    return tuple(turns)


def hearing(
    turns: tuple[Turn, ...], path: str = "/calls/maple street 4582.wav", **changes: Any
) -> Hearing:
    speech = tuple(
        sorted(
            (SpeechSpan(turn.start_s, turn.end_s, turn.speaker) for turn in turns),
            key=lambda span: (span.speaker, span.start_s),
        )
    )
    roles: tuple[Role, ...] = ("agent", "customer")
    speakers = tuple(
        Speaker(
            role,
            role,
            channel,
            sum(span.duration_s for span in speech if span.speaker == role),
            0.97,
            (said("says the company's name first"),),
        )
        for channel, role in enumerate(roles, start=1)
    )
    end_s = max((turn.end_s for turn in turns), default=11.0)
    made = Hearing(
        call_id="b7c1" * 16,
        recording=Recording(
            path=path,
            sha256="a94f" * 16,
            codec="pcm_s16le",
            sample_rate_hz=8000,
            channels=2,
            duration_s=end_s + 1.5,
            started_at="2026-03-02T14:05:09",
            agent="Anna Lindqvist",
            customer="+44 20 7946 0018",
            queue="Deliveries",
            direction="inbound",
        ),
        health=Health(
            "good",
            (HealthFinding("narrow_band", None, said("8 kHz: telephone band.")),),
            said("Nothing stands in the way of the measures."),
        ),
        layout=Layout("two_channel", 1),
        language=Language("en", 0.991234567),
        basis="channel",
        basis_reason=None,
        speakers=speakers,
        speech=speech,
        turns=turns,
        music=(),
        loudness=(),
        redaction=Redaction(True, ()),
        provenance=Provenance(
            callqa_version="0.1.0",
            models=(
                ModelUsed("recognition", "whisper-base", "some-package", "1.0.0", "e1" * 32, "MIT"),
                ModelUsed("activity", "silero", "silero-vad", "6.2.3", "c4" * 32, "MIT"),
            ),
            device="cpu",
            device_reason=said("There is no CUDA device."),
            compute_type="int8",
            settings=Settings().flat(),
            timings_s={"decode": 0.4123456, "transcribe": 6.81234, "volume": 0.9},
        ),
    )
    return replace(made, **changes)


def judgement(heard: Hearing) -> Judgement:
    return Judgement(heard.call_id, measures(heard), scorecard(heard), flags(heard))


def _quote(heard: Hearing, number: int) -> Evidence:
    turn = next(each for each in heard.turns if each.id == number)
    return Evidence(turn.start_s, turn.end_s, turn.speaker, turn.text)


def _hit(heard: Hearing, number: int, words: str, category: str, polarity: Any) -> PhraseHit:
    turn = next(each for each in heard.turns if each.id == number)
    wanted = words.split()
    spoken = [word.text.strip(",.!?") for word in turn.words]
    at = next(i for i in range(len(spoken)) if spoken[i : i + len(wanted)] == wanted)
    first, last = turn.words[at], turn.words[at + len(wanted) - 1]
    role = heard.role_of(turn.speaker)
    source: Any = "meaning" if category == "reassurance" else "phrase"
    return PhraseHit(category, polarity, role, number, first.start_s, last.end_s, words, source)


def measures(heard: Hearing) -> Measures:
    turn = {each.id: each for each in heard.turns}
    agent_s, customer_s = (heard.speakers[0].talk_s, heard.speakers[1].talk_s)
    return Measures(
        talk=Talk(
            basis="channel",
            basis_reason=None,
            agent_s=agent_s,
            customer_s=customer_s,
            overlap_s=0.9,
            silence_s=19.8,
            hold_s=24.0,
            agent_ratio=agent_s / (agent_s + customer_s),
            longest_monologue=Monologue("agent", turn[11].start_s, turn[11].end_s),
            turns=PerParty(7, 7),
            latency=PerParty(Latency(0.6, 1.2), Latency(0.45, 3.4)),
            wpm=PerParty(168.4, 181.2),
            wpm_change=PerParty(4.1, -12.3),
            questions=PerParty(QuestionCount(1, 3), QuestionCount(0, 0)),
            interruptions_per_10min=PerParty(5.1, 0.0),
        ),
        silences=(
            Silence("hold", turn[10].end_s, turn[11].start_s, True, True),
            Silence("dead_air", turn[11].end_s, turn[12].start_s, False),
            Silence("pause", turn[13].end_s, turn[14].start_s, False),
        ),
        interruptions=(
            Interruption(
                "agent",
                "interruption",
                turn[5].start_s,
                turn[5].end_s,
                0.9,
                True,
                0.93,
                "channel",
                turn[5].text,
                turn[4].text,
            ),
            Interruption(
                "agent",
                "backchannel",
                turn[2].start_s + 2,
                turn[2].start_s + 2.4,
                0.4,
                False,
                0.9,
                "channel",
                "okay",
                turn[2].text,
            ),
            Interruption(
                "customer",
                "terminal_overlap",
                turn[8].start_s,
                turn[8].start_s + 0.3,
                0.3,
                False,
                0.8,
                "channel",
                turn[8].text,
                turn[7].text,
            ),
            Interruption(
                "customer",
                "supportive",
                turn[11].start_s + 6,
                turn[11].start_s + 6.5,
                0.5,
                False,
                0.8,
                "channel",
                "yes",
                turn[11].text,
            ),
        ),
        raised_volume=(
            RaisedVolume(
                "customer",
                "customer",
                "raised",
                turn[2].start_s,
                turn[2].end_s,
                7.8125,
                3.4,
                None,
                "channel",
            ),
            RaisedVolume(
                "customer",
                "customer",
                "loud",
                turn[6].start_s + 1,
                turn[6].end_s,
                12.61,
                4.2,
                5.1,
                "channel",
            ),
        ),
        phrases=(
            _hit(heard, 1, "my name is Anna", "introduction", "positive"),
            _hit(heard, 2, "third time I am calling", "repeat_contact", "neutral"),
            _hit(heard, 2, "I am really frustrated", "distress", "negative"),
            _hit(heard, 5, "You should have", "blame", "negative"),
            _hit(heard, 7, "Calm down", "dismissive", "negative"),
            _hit(heard, 7, "That is our policy", "policy_wall", "negative"),
            _hit(heard, 8, "speak to your manager", "escalation_demand", "negative"),
            _hit(heard, 11, "I can see how frustrating", "acknowledge", "positive"),
            _hit(heard, 11, "I am very sorry", "apologise", "positive"),
            _hit(heard, 11, "I am going to book a new table", "act", "positive"),
            _hit(heard, 11, "right now", "reassurance", "positive"),
            _hit(heard, 12, "That is a relief", "relief", "positive"),
        ),
        empathy=Empathy(
            basis="channel",
            score=50.0,
            needed=True,
            opportunities=(
                EmpathyOpportunity(
                    turn[2].start_s, turn[2].end_s, "volume_and_words", turn[2].text, "missed", None
                ),
                EmpathyOpportunity(
                    turn[6].start_s,
                    turn[6].end_s,
                    "repeated_issue",
                    turn[6].text,
                    "late",
                    EmpathyResponse(7, turn[7].text, False, False, False, False),
                ),
                EmpathyOpportunity(
                    turn[8].start_s,
                    turn[8].end_s,
                    "words",
                    turn[8].text,
                    "given",
                    EmpathyResponse(11, turn[11].text, True, True, True, True),
                ),
            ),
        ),
        deescalation=(Deescalation(turn[6].start_s, turn[6].end_s, "eased", (_quote(heard, 11),)),),
        redaction=heard.redaction,
        situations=(
            Situation("service_failure", 0.82, (_quote(heard, 2),)),
            Situation("policy_restriction", 0.61, (_quote(heard, 7),)),
        ),
    )


def scorecard(heard: Hearing) -> Scorecard:
    return Scorecard(
        rubric=RubricRef("service-call", "1"),
        total=61.25,
        passed=False,
        auto_fail=False,
        sections=(
            SectionScore(
                "opening",
                "Opening",
                20.0,
                100.0,
                (
                    QuestionScore(
                        "own_name",
                        "Does the agent give their name?",
                        "yes",
                        12.5,
                        12.5,
                        False,
                        said("“my name is Anna” at 0:01."),
                        (_quote(heard, 1),),
                    ),
                    QuestionScore(
                        "offer",
                        "Does the agent offer help?",
                        "yes",
                        12.5,
                        12.5,
                        False,
                        said("“How can I help you” at 0:03."),
                        (_quote(heard, 1),),
                    ),
                ),
            ),
            SectionScore(
                "listening",
                "Listening",
                40.0,
                42.5,
                (
                    QuestionScore(
                        "interruptions",
                        "Does the agent let the customer finish?",
                        "1",
                        21.25,
                        50.0,
                        False,
                        said("1 interruption of the customer; 0 gives full points."),
                        (_quote(heard, 5),),
                    ),
                ),
            ),
            SectionScore(
                "empathy",
                "Empathy",
                20.0,
                60.0,
                (
                    QuestionScore(
                        "met",
                        "Are moments of distress answered?",
                        "50 of 100",
                        15.0,
                        25.0,
                        False,
                        said("1 of 3 answered at once, 1 late, 1 missed."),
                        (_quote(heard, 2), _quote(heard, 6), _quote(heard, 8)),
                    ),
                ),
            ),
            SectionScore(
                "sale",
                "Payment",
                20.0,
                None,
                (
                    QuestionScore(
                        "card",
                        "Is the card read back in groups?",
                        "",
                        0.0,
                        0.0,
                        True,
                        said("No payment was taken in this call."),
                        (),
                    ),
                ),
            ),
        ),
    )


def flags(heard: Hearing) -> tuple[Flag, ...]:
    return (
        Flag(
            "urgent",
            "dismissive_in_distress",
            said("Dismissive at a customer in distress"),
            said("The agent said “Calm down please” while the customer's voice was raised."),
            said("Name what went wrong for the customer before anything else."),
            (_quote(heard, 7), _quote(heard, 6)),
        ),
        Flag(
            "coach",
            "missed_empathy",
            said("A moment of distress went unanswered"),
            said("The customer was frustrated at 0:05 and was asked for an order number."),
            said("Acknowledge, apologise and act before you ask for data."),
            (_quote(heard, 2), _quote(heard, 3)),
        ),
        Flag(
            "coach",
            "policy_wall",
            said("Hid behind policy"),
            said("The limit was given without another way."),
            said("Say what you can do after what you cannot."),
            (_quote(heard, 7),),
        ),
        Flag(
            "praise",
            "acknowledge_apologise_act",
            said("Acknowledged, apologised and acted"),
            said("All three came together after the hold, and the customer was relieved."),
            said("Worth playing in the next team meeting."),
            (_quote(heard, 11), _quote(heard, 12)),
        ),
    )


def hard_call() -> tuple[Hearing, Judgement]:
    """Return a call with every kind of finding."""
    heard = hearing(turns_of(HARD_CALL))
    return heard, judgement(heard)


def long_call(duration_s: float) -> tuple[Hearing, Judgement]:
    """Return the hard call, then small talk up to `duration_s`."""
    heard, verdict = hard_call()
    filler = "So the next thing on the list is the second order which I would like to change"
    script = list(HARD_CALL)
    clock_s = heard.turns[-1].end_s
    roles: tuple[Role, Role] = ("agent", "customer")
    while clock_s < duration_s:
        script.append((roles[len(script) % 2], 0.5, filler))
        clock_s += 0.5 + len(filler.split()) * WORD_S
    longer = hearing(turns_of(tuple(script)))
    extra = tuple(
        replace(verdict.measures.interruptions[0], start_s=t.start_s, end_s=t.end_s, by=t.speaker)
        for t in longer.turns[20::23]
    )
    more = tuple(
        replace(verdict.measures.silences[2], start_s=t.end_s, end_s=t.end_s + 5)
        for t in longer.turns[30::41]
    )
    return longer, replace(
        verdict,
        measures=replace(
            verdict.measures,
            interruptions=verdict.measures.interruptions + extra,
            silences=verdict.measures.silences + more,
        ),
    )


def silent_call() -> Hearing:
    """Return a recording in which nobody speaks."""
    heard = hearing((), path="/calls/ring only.wav")
    return replace(
        heard,
        health=Health(
            "poor",
            (HealthFinding("no_speech", None, said("No speech in 11 s.")),),
            said("Nobody speaks in this recording."),
        ),
        speakers=(),
    )
