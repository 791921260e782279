"""A call put together by hand: turns with the phrases that were heard in them."""

from dataclasses import replace
from typing import Any

from callqa.domain.hearing import Basis, Hearing, Provenance, Redaction
from callqa.domain.measures import (
    Deescalation,
    DeescalationOutcome,
    Empathy,
    EmpathyOpportunity,
    EmpathyOutcome,
    EmpathyResponse,
    Interruption,
    Latency,
    Measures,
    PerParty,
    PhraseHit,
    PhraseSource,
    QuestionCount,
    RaisedVolume,
    Silence,
    Situation,
    Talk,
)
from callqa.domain.recording import Health, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import Role, Speaker, SpeechSpan, Turn, Word
from callqa.lexicon import load_pack
from callqa.rules.case import Case
from callqa.rules.findings import Findings, findings_of
from callqa.settings import Settings

SPEAKER: dict[Role, str] = {"agent": "A", "customer": "C"}


class CallBuilder:
    """Turns follow each other with 1 s between; a word takes 0.5 s unless times are given."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.phrases: list[PhraseHit] = []
        self.interruptions: list[Interruption] = []
        self.silences: list[Silence] = []
        self.raised_volume: list[RaisedVolume] = []
        self.opportunities: list[EmpathyOpportunity] = []
        self.deescalation: list[Deescalation] = []
        self.situations: list[Situation] = []
        self.talk: dict[str, Any] = {}
        self.basis: Basis = "channel"
        self.basis_reason: Sentence | None = None
        self.settings = Settings()

    def say(
        self,
        role: Role,
        text: str,
        *categories: str,
        start_s: float | None = None,
        source: PhraseSource = "phrase",
    ) -> Turn:
        if start_s is None:
            start_s = self.turns[-1].end_s + 1.0 if self.turns else 0.0
        words = tuple(
            Word(word, start_s + 0.5 * i, start_s + 0.5 * (i + 1), 0.9)
            for i, word in enumerate(text.split())
        )
        end_s = words[-1].end_s if words else start_s + 1.0
        turn = Turn(len(self.turns), SPEAKER[role], start_s, end_s, text, words)
        self.turns.append(turn)
        self.phrases += [
            PhraseHit(each, "neutral", role, turn.id, start_s, end_s, text, source)
            for each in categories
        ]
        return turn

    def interrupt(self, by: Role = "agent", **changes: Any) -> None:
        event = Interruption(
            by=by,
            kind="interruption",
            start_s=5.0,
            end_s=7.0,
            overlap_s=1.0,
            yielded=True,
            confidence=0.9,
            basis="channel",
            text_by="but that is",
            text_of="and then it",
        )
        self.interruptions.append(replace(event, **changes))

    def opportunity(
        self, turn: Turn, outcome: EmpathyOutcome, reply: Turn | None = None, *, parts: str = ""
    ) -> None:
        response = None
        if reply is not None:
            response = EmpathyResponse(
                turn=reply.id,
                text=reply.text,
                specific=True,
                acknowledge="acknowledge" in parts,
                apologise="apologise" in parts,
                act="act" in parts,
            )
        self.opportunities.append(
            EmpathyOpportunity(
                turn.start_s,
                turn.end_s,
                "words",
                turn.text,
                outcome,
                response,
            )
        )

    def ease(self, outcome: DeescalationOutcome, start_s: float = 5.0) -> None:
        evidence = (Evidence(start_s, start_s + 2.0, "C"),)
        self.deescalation.append(Deescalation(start_s, start_s + 2.0, outcome, evidence))

    def raise_volume(self, role: Role, start_s: float, end_s: float) -> None:
        self.raised_volume.append(
            RaisedVolume(
                SPEAKER[role],
                role,
                "raised",
                start_s,
                end_s,
                7.0,
                4.0,
                None,
                "channel",
            )
        )

    def hearing(self) -> Hearing:
        return Hearing(
            call_id="hand-made",
            recording=Recording("call.wav", "0" * 64, "pcm_s16le", 8000, 2, 600.0),
            health=Health("good", (), Sentence("health.reason_good")),
            layout=Layout("two_channel", 1),
            language=Language("en", 0.99),
            basis=self.basis,
            basis_reason=self.basis_reason,
            speakers=(
                Speaker("A", "agent", 1, 0.0, 0.9, ()),
                Speaker("C", "customer", 2, 0.0, 0.9, ()),
            ),
            speech=tuple(SpeechSpan(each.start_s, each.end_s, each.speaker) for each in self.turns),
            turns=tuple(self.turns),
            music=(),
            loudness=(),
            redaction=Redaction(False, ()),
            provenance=Provenance("0", (), "cpu", Sentence("device.cpu_asked"), "int8", {}, {}),
        )

    def measures(self) -> Measures:
        agent_s, customer_s = (
            sum(each.end_s - each.start_s for each in self.turns if each.speaker == speaker)
            for speaker in "AC"
        )
        outcomes = [each.outcome for each in self.opportunities]
        met = outcomes.count("given") + 0.5 * outcomes.count("late")
        talk: dict[str, Any] = {
            "basis": self.basis,
            "basis_reason": self.basis_reason,
            "agent_s": agent_s,
            "customer_s": customer_s,
            "overlap_s": 0.0,
            "silence_s": 0.0,
            "hold_s": 0.0,
            "agent_ratio": agent_s / (agent_s + customer_s) if self.turns else None,
            "longest_monologue": None,
            "turns": PerParty(0, 0),
            "latency": PerParty(Latency(0.6, 1.2), Latency(0.6, 1.2)),
            "wpm": PerParty(150.0, 150.0),
            "wpm_change": PerParty(0.0, 0.0),
            "questions": PerParty(QuestionCount(1, 1), QuestionCount(0, 0)),
            "interruptions_per_10min": PerParty(0.0, 0.0),
        }
        return Measures(
            talk=Talk(**(talk | self.talk)),
            silences=tuple(self.silences),
            interruptions=tuple(self.interruptions),
            raised_volume=tuple(self.raised_volume),
            phrases=tuple(self.phrases),
            empathy=Empathy(
                basis=self.basis,
                score=100.0 * met / len(outcomes) if outcomes else None,
                needed=bool(outcomes),
                opportunities=tuple(self.opportunities),
            ),
            deescalation=tuple(self.deescalation),
            redaction=Redaction(False, ()),
            situations=tuple(self.situations),
        )

    def findings(self, language: str = "en") -> Findings:
        return findings_of(self.hearing(), self.measures(), load_pack(language), {})

    def case(self) -> Case:
        return Case(self.findings(), self.settings)
