"""What the calls of a store are judged by: its rubric and its thresholds."""

from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Connection

from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import DEFAULT_RUBRIC, parse_rubric, shipped_rubric_text
from callqa.service.context import Context
from callqa.service.judging import Judging
from callqa.service.thresholds import judging_settings, keep_thresholds
from callqa.store.loading import StoredCall
from callqa.store.rubrics import (
    AdoptedRubric,
    hold_rubrics,
    put_in_force,
    rubric_at,
    rubric_in_force,
)


def judging_in_force(
    connection: Connection, context: Context, *, held: bool = False
) -> tuple[int, Judging]:
    """Return the row of the rubric in force, and what calls are judged by.

    A store in which no rubric was adopted yet adopts the default one. With `held`, in a
    transaction that writes, no other is adopted until it ends.
    """
    adopted = rubric_in_force(connection, held=held)
    if adopted is None:
        hold_rubrics(connection)
        adopted = rubric_in_force(connection)
    if adopted is not None:
        row, rubric = adopted.row, rubric_of(adopted)
    else:
        keep_thresholds(connection, context)
        text = shipped_rubric_text(DEFAULT_RUBRIC)
        rubric = parse_rubric(text, source=DEFAULT_RUBRIC)
        row = put_in_force(connection, rubric, text, at=context.now(), by=context.user.login)
    return row, Judging(rubric, judging_settings(connection, context.settings))


def judging_of(connection: Connection, context: Context, stored: StoredCall) -> Judging:
    """Return what a call is judged by: the rubric that it was signed by, or else the one in force.

    A signed verdict and the machine's own beside it answer the same questions.
    """
    judging = judging_in_force(connection, context)[1]
    if stored.is_signed and stored.rubric is not None:
        return replace(judging, rubric=rubric_of(rubric_at(connection, stored.rubric)))
    return judging


def rubric_of(adopted: AdoptedRubric) -> Rubric:
    """Return an adopted rubric as rules use it."""
    return _parsed(adopted.text, f"{adopted.id} {adopted.version}")


@lru_cache(maxsize=16)
def _parsed(text: str, source: str) -> Rubric:
    return parse_rubric(text, source=source)
