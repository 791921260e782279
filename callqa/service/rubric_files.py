"""Rubrics outside a store: those that ship, and files of people."""

from pathlib import Path

from callqa.errors import OutputFailed, RubricError
from callqa.report.atomic import write_atomically
from callqa.rules.rubric_file import rubric_text as rubric_text
from callqa.rules.rubric_file import shipped_rubric_text as shipped_rubric_text
from callqa.rules.rubric_file import shipped_rubrics as shipped_rubrics


def write_rubric_file(path: Path, text: str) -> None:
    """Write the text of a rubric into a file, whole or not at all.

    Raises
    ------
    RubricError
        It could not be written; what stood there is as it was.
    """
    try:
        write_atomically(path, text.encode("utf-8"))
    except OutputFailed as error:
        raise RubricError(
            error.what, subject=error.subject, remedy="Choose another folder."
        ) from error
