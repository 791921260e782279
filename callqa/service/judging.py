"""Stored calls are judged: with what people changed, and as the machine alone has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.corrections.event_changes import amended, lost_changes
from callqa.corrections.hearing_changes import corrected
from callqa.corrections.verdict_changes import dismissed_flags, overrides
from callqa.domain.edits import Change, EventChange, HearingChange, OverridePoints
from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement
from callqa.domain.measures import Measures
from callqa.domain.speech import VoiceBaseline
from callqa.lexicon import load_pack
from callqa.rules.findings import Findings
from callqa.rules.judge import find, find_amended, verdict
from callqa.rules.rubric import Rubric
from callqa.settings import Settings
from callqa.store.judged import JudgedCall, judged_with
from callqa.store.saving import JudgedRows, judged_rows


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a call by the phrases and thresholds in force.

    changes : with which `findings` were made; `machine` is without any
    """

    changes: tuple[Change, ...]
    findings: Findings
    machine: Findings


@dataclass(frozen=True, slots=True)
class Judging:
    """What calls are judged by."""

    rubric: Rubric
    settings: Settings

    def made_with(self, language: str) -> str:
        """Return the digest of the phrases of `language`, and of the thresholds in force."""
        return judged_with(load_pack(language), self.settings)

    def judge(
        self,
        heard: Hearing,
        changes: Sequence[Change],
        earlier: Sequence[VoiceBaseline],
        measured: Measured | None = None,
    ) -> JudgedCall:
        """Judge a call from what was heard.

        Parameters
        ----------
        heard
            The call as it was first heard.
        changes
            What people changed about it and still holds, in order.
        earlier
            The agent's voice in earlier calls.
        measured
            What was measured before; what holds of it is not measured again.
        """
        hearing = corrected(heard, changes)
        if measured is None:
            pack = load_pack(heard.language.code)
            machine_findings = find(heard, pack, self.settings, earlier=earlier)
        else:
            machine_findings = measured.machine
        if measured is not None and _shaping(changes) == _shaping(measured.changes):
            findings = measured.findings
        elif _shaping(changes):
            findings = self._found(hearing, changes, earlier, machine_findings)
        else:
            findings = machine_findings
        judgement, machine = self.verdicts(findings, machine_findings, changes)
        return JudgedCall(hearing, findings, judgement, machine_findings, machine)

    def lost(
        self,
        heard: Hearing,
        changes: Sequence[Change],
        earlier: Sequence[VoiceBaseline],
        machine: Findings,
    ) -> tuple[Change, ...]:
        """Return the changes that people made and that count no more.

        Their finding is no longer there, or the rubric no longer asks the question or gives it
        fewer points. `machine` is what the machine alone found; the rest as in `judge`.
        """
        lost: tuple[Change, ...] = self.unasked(changes)
        if any(isinstance(each, EventChange) for each in changes):
            hearing = corrected(heard, changes)
            measures = self._measures(hearing, changes, earlier, machine)
            lost = (*lost, *lost_changes(measures, changes, hearing))
        return lost

    def rows(self, judged: JudgedCall) -> JudgedRows:
        """Return what is written of a call that was judged so."""
        return judged_rows(judged, self.made_with(judged.hearing.language.code), self.settings)

    def verdicts(
        self, findings: Findings, machine_findings: Findings, changes: Sequence[Change]
    ) -> tuple[Judgement, Judgement]:
        """Return the verdict with what people changed, and the machine's own."""
        machine = verdict(machine_findings, self.rubric, self.settings)
        given = self.given(changes)
        dismissed = dismissed_flags(changes)
        if machine_findings is findings and not given and not dismissed:
            return machine, machine
        judgement = verdict(findings, self.rubric, self.settings, given=given, dismissed=dismissed)
        return judgement, machine

    def _found(
        self,
        hearing: Hearing,
        changes: Sequence[Change],
        earlier: Sequence[VoiceBaseline],
        machine: Findings,
    ) -> Findings:
        measures = self._measures(hearing, changes, earlier, machine)
        pack = load_pack(hearing.language.code)
        return find_amended(hearing, amended(measures, changes, hearing), pack)

    def _measures(
        self,
        hearing: Hearing,
        changes: Sequence[Change],
        earlier: Sequence[VoiceBaseline],
        machine: Findings,
    ) -> Measures:
        """Return the measures of a corrected call before findings in it are changed."""
        if not any(isinstance(each, HearingChange) for each in changes):
            return machine.measures
        pack = load_pack(hearing.language.code)
        return find(hearing, pack, self.settings, earlier=earlier).measures

    def given(self, changes: Sequence[Change]) -> dict[str, float | None]:
        """Return the points people gave, as far as this rubric still asks for them."""
        most = {each.id: each.points for each in self.rubric.questions}
        return {
            question: points
            for question, points in overrides(changes).items()
            if question in most and (points is None or points <= most[question])
        }

    def unasked(self, changes: Sequence[Change]) -> tuple[OverridePoints, ...]:
        """Return the points people gave last that do not count by this rubric."""
        given = self.given(changes)
        last = {each.question: each for each in changes if isinstance(each, OverridePoints)}
        return tuple(each for question, each in last.items() if question not in given)


def _shaping(changes: Sequence[Change]) -> tuple[HearingChange | EventChange, ...]:
    """Return the changes on which findings depend, in order."""
    return tuple(each for each in changes if isinstance(each, HearingChange | EventChange))
