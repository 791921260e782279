"""A measure as a row: values in words, the band it should be in, what it rests on."""

from dataclasses import dataclass

from callqa.domain.span import Evidence
from ui.itemmodels.measure_bands import Band


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure.

    agent, customer : values in words; `customer` is ``None`` where `agent` is the whole call's
    number : what `band` is about, in its unit; ``None`` where there is none
    most : where a scale of it ends
    basis : what it rests on, in words
    """

    key: str
    name: str
    definition: str
    agent: str
    customer: str | None
    basis: str
    number: float | None = None
    band: Band | None = None
    band_words: str = ""
    most: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures that belong together."""

    title: str
    rows: tuple[MeasureRow, ...]
