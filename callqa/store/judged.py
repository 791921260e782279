"""A judged call as the columns of the store."""

import hashlib
from dataclasses import dataclass

from callqa.domain.hearing import Hearing, Provenance
from callqa.domain.judgement import Judgement, Scorecard, Severity
from callqa.domain.measures import Empathy
from callqa.lexicon import Pack
from callqa.rules.case import Case
from callqa.rules.findings import Findings
from callqa.rules.quantities import QUANTITIES
from callqa.settings import Settings
from callqa.store.thresholds import JUDGING_GROUPS

SEVERITIES: dict[Severity, int] = {"praise": 1, "coach": 2, "urgent": 3}
"""How pressing a flag is; a call without flags is 0."""

_HEARING_GROUPS = ("hearing", "speakers", "health")
_DIGEST_LENGTH = 12

_READ_AS = {
    "agent_ratio": "talk.agent_ratio",
    "dead_air_s": "silence.dead_air_s",
    "interruptions_agent": "interruptions.agent_count",
    "interruptions_customer": "interruptions.customer_count",
    "interruption_rate": "interruptions.agent_rate",
    "empathy_score": "empathy.score",
    "eased_share": "deescalation.eased_share",
    "latency_agent_s": "talk.agent_latency_s",
    "wpm_agent": "talk.agent_wpm",
    "open_questions": "talk.agent_open_questions",
}
_WORST_FIRST = ("missed", "late", "given")


@dataclass(frozen=True, slots=True)
class JudgedCall:
    """A call with the verdict on it.

    hearing : with what people corrected
    findings, judgement : with all that people changed
    machine_findings, machine : as the machine alone has them; the same objects where nobody
        changed anything
    """

    hearing: Hearing
    findings: Findings
    judgement: Judgement
    machine_findings: Findings
    machine: Judgement


def heard_with(provenance: Provenance) -> str:
    """Return a digest of the models and settings that a Hearing depends on."""
    models = sorted((each.role, each.name, each.sha256) for each in provenance.models)
    settings = _of_groups(provenance.settings, _HEARING_GROUPS)
    return _digest(repr((models, settings)))


def judged_with(pack: Pack | None, settings: Settings) -> str:
    """Return a digest of the phrases and thresholds that findings depend on."""
    thresholds = _of_groups(settings.flat(), JUDGING_GROUPS)
    return _digest(repr((pack.digest if pack else None, thresholds)))


def measure_columns(findings: Findings, settings: Settings) -> dict[str, object]:
    """Return the columns of the measures; ``None`` where one is not measurable."""
    case = Case(findings, settings)
    measures = findings.measures
    raised = [each.role for each in measures.raised_volume]
    return {
        **{column: QUANTITIES[name].read(case).value for column, name in _READ_AS.items()},
        "overlap_s": measures.talk.overlap_s,
        "silence_s": measures.talk.silence_s,
        "hold_s": measures.talk.hold_s,
        "raised_agent": raised.count("agent"),
        "raised_customer": raised.count("customer"),
        "empathy_outcome": _worst_outcome(measures.empathy),
    }


def _worst_outcome(empathy: Empathy) -> str | None:
    if empathy.basis == "unreliable":
        return None
    outcomes = {each.outcome for each in empathy.proven}
    return next((each for each in _WORST_FIRST if each in outcomes), "not_needed")


def answer_shares(card: Scorecard) -> dict[str, float | None]:
    """Return what share of its points each question earned; ``None`` where it does not apply."""
    return {
        question.id: round(question.points / question.max_points, 4)
        if question.max_points
        else None
        for section in card.sections
        for question in section.questions
    }


def _of_groups(flat: dict[str, str | int | float | bool], groups: tuple[str, ...]) -> object:
    return sorted((key, value) for key, value in flat.items() if key.split(".")[0] in groups)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
