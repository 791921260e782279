"""Where a command looks up what is known about a call beside its sound."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callqa.jobs.call_details import DetailsSource
    from callqa.settings import Settings


def details_source(
    settings: "Settings", filename_pattern: str | None, call_list: Path | None
) -> "DetailsSource":
    """Return the source of call details: what the command was given, or else the settings."""
    from callqa.jobs.call_details import DetailsSource

    intake = settings.intake
    pattern = intake.filename_pattern if filename_pattern is None else filename_pattern
    listed = call_list or (Path(intake.call_list) if intake.call_list else None)
    return DetailsSource(pattern, listed)
