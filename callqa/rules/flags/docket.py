"""What every flag is decided from, and how one is put into words."""

from collections.abc import Iterable
from dataclasses import dataclass

from callqa.domain.judgement import Flag, Scorecard, Severity
from callqa.domain.sentence import Sentence, Value
from callqa.domain.span import Evidence
from callqa.rules.case import Case
from callqa.rules.rubric import FlagLimits, Rubric


@dataclass(frozen=True, slots=True)
class Docket:
    """One call with its score: everything a flag may rest on."""

    case: Case
    rubric: Rubric
    scorecard: Scorecard

    @property
    def limits(self) -> FlagLimits:
        """The rubric's conditions for flags."""
        return self.rubric.flags


def make_flag(
    severity: Severity, code: str, evidence: Iterable[Evidence], /, **values: Value
) -> Flag:
    """Return the flag `code`; `values` fill its reason."""
    return Flag(
        severity=severity,
        code=code,
        title=Sentence(f"flag.{code}_title"),
        reason=Sentence(f"flag.{code}_reason", **values),
        tip=Sentence(f"tip.{code}"),
        evidence=tuple(evidence),
    )
