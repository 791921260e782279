"""One mistake in a rubric file."""

from dataclasses import dataclass

from callqa.rules.toml_lines import Path


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a rubric: where in the document, what, and what to do."""

    path: Path
    what: str
    remedy: str
