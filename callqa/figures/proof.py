"""Whether a question has shown that it can answer itself."""

from dataclasses import dataclass

from callqa.domain.sentence import Sentence
from callqa.figures.agreement import Agreement, Coefficient


@dataclass(frozen=True, slots=True)
class Bar:
    """What a centre asks of a question before the machine's answer counts as proven.

    min_calls : calls with an answer of people and of the machine
    min_within_tolerance : share of answers within tolerance, 0 to 1
    min_alpha, min_kappa : agreement beyond chance; ``None`` where the centre does not ask for it.
        Krippendorff asks for an alpha of 0.8, and of 0.667 where conclusions may be tentative
        (Content Analysis, 2004, page 241).
    """

    min_calls: int
    min_within_tolerance: float
    min_alpha: float | None
    min_kappa: float | None = None


@dataclass(frozen=True, slots=True)
class ProofCount:
    """How many questions of a rubric the machine has shown that it can answer, and how many not.

    proven, provisional : of those that the machine answers
    human : those that people answer
    """

    proven: int
    provisional: int
    human: int

    @property
    def questions(self) -> int:
        """How many the rubric has; 0 where none was adopted."""
        return self.proven + self.provisional + self.human


def shortfalls(agreement: Agreement, bar: Bar) -> tuple[Sentence, ...]:
    """Return a sentence for each part of `bar` that is not met; a figure that is not told fails."""
    found = []
    if agreement.calls < bar.min_calls:
        found.append(Sentence("figures.bar_calls", calls=agreement.calls, needed=bar.min_calls))
    share = agreement.within_tolerance.mean
    if share is None:
        found.append(Sentence("figures.no_common_calls"))
    elif share < bar.min_within_tolerance:
        found.append(
            Sentence("figures.bar_tolerance", share=share, needed=bar.min_within_tolerance)
        )
    if bar.min_alpha is not None:
        found += _short(agreement.alpha, "figures.bar_alpha", bar.min_alpha)
    if bar.min_kappa is not None:
        found += _short(agreement.kappa, "figures.bar_kappa", bar.min_kappa)
    return tuple(dict.fromkeys(found))


def _short(coefficient: Coefficient, code: str, needed: float) -> list[Sentence]:
    if coefficient.value is None:
        return [coefficient.untold or Sentence("figures.no_common_calls")]
    if coefficient.value < needed:
        return [Sentence(code, value=coefficient.value, needed=needed)]
    return []
