"""The settings that a result was made with, as far as it names them."""

from callqa.report.document import Analysis
from callqa.settings import Scalar, Settings


def settings_in_force(document: Analysis) -> dict[str, Scalar]:
    """Return every setting as ``group.name``: from the result's provenance, else the default."""
    return {**Settings().flat(), **document.provenance.settings}
