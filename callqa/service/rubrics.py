"""Rubrics of a store: what one would change, adopting one, and scoring calls again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import parse_rubric, rubric_text
from callqa.service.context import Context
from callqa.service.flips import Distribution, Flip, Preview, distribution, flip_of
from callqa.service.judging import Judging
from callqa.service.rescore import CHUNK, Rescored, score_again, scored_anew
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.thresholds import (
    adopt_thresholds,
    judging_settings,
    keep_thresholds,
    thresholds_of,
)
from callqa.service.visibility import require_calls
from callqa.settings import Scalar, Settings
from callqa.store.calibrations import blind_call_ids
from callqa.store.rescoring import (
    languages,
    signed_count,
    stale_calls,
    standing_verdicts,
    unsigned_count,
)
from callqa.store.rubrics import AdoptedRubric, all_rubrics, hold_in_force, put_in_force


@dataclass(frozen=True, slots=True)
class ChangedThreshold:
    """A threshold, by its name in the settings, in force and as it would be."""

    name: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True, slots=True)
class Rubrics:
    """The rubrics of a store."""

    context: Context

    def adopted(self) -> tuple[AdoptedRubric, ...]:
        """Return every rubric that was adopted, the latest first."""
        require_calls(self.context)
        with self.context.store.reading() as connection:
            return all_rubrics(connection)

    def in_force(self) -> Rubric:
        """Return the rubric that calls are scored by."""
        require_calls(self.context)
        with self.context.store.writing() as connection:
            return judging_in_force(connection, self.context)[1].rubric

    def preview(self, rubric: Rubric) -> Preview:
        """Score every call with `rubric` and return what would change; nothing is written.

        Flips of calls that the person scores blind are not told, here and in what follows.
        """
        self.context.require("see_figures")
        flips: list[Flip] = []
        before: list[tuple[float | None, bool | None]] = []
        after: list[tuple[float | None, bool | None]] = []
        last = 0
        with self.context.store.reading() as connection:
            judging = Judging(rubric, judging_settings(connection, self.context.settings))
            while chunk := standing_verdicts(connection, after=last, limit=CHUNK):
                last = chunk[-1].row
                for call in chunk:
                    verdict = scored_anew(judging, call)
                    before.append((call.score, call.passed))
                    after.append((verdict.score, verdict.passed))
                    if flip := flip_of(call, verdict, rubric):
                        flips.append(flip)
            blind = blind_call_ids(connection, self.context.user.login)
            return Preview(
                calls=len(before),
                signed=signed_count(connection),
                flips=tuple(each for each in flips if each.call_id not in blind),
                before=_spread(before),
                after=_spread(after),
            )

    def adopt(self, path: Path) -> Iterator[Rescored]:
        """Put a rubric file in force and score every call that no person has signed by it.

        Raises
        ------
        RubricError
            The file has a mistake; nothing is changed.
        UsageError
            Its version was adopted before with another content.
        """
        self.context.require("change_rubric")
        text = rubric_text(path)
        rubric = parse_rubric(text, source=str(path))
        with self.context.store.writing() as connection:
            now, login = self.context.now(), self.context.user.login
            keep_thresholds(connection, self.context)
            put_in_force(connection, rubric, text, at=now, by=login)
            self.context.log(connection, "adopt rubric")
        yield from self._score_again()

    def changed_thresholds(self, settings: Settings) -> tuple[ChangedThreshold, ...]:
        """Return what adopting the thresholds of `settings` would change."""
        require_calls(self.context)
        with self.context.store.reading() as connection:
            return _changed(judging_settings(connection, self.context.settings), settings)

    def rescore(self, thresholds: Settings | None = None) -> Iterator[Rescored]:
        """Bring every call that no person has signed up to what is in force.

        Calls that other phrases or thresholds measured are measured anew from what was heard, on
        all cores; calls that only another rubric scored are scored anew, which is much quicker.

        Parameters
        ----------
        thresholds
            Settings whose thresholds are put in force for everybody first; those that the store
            has stay by default.
        """
        from callqa.service.measure_again import measure_again

        self.context.require("change_rubric")
        with self.context.store.writing() as connection:
            if thresholds is not None:
                self._adopt_thresholds(connection, thresholds)
            by = judging_in_force(connection, self.context)
            made_with = {each: by[1].made_with(each) for each in languages(connection)}
            stale = stale_calls(connection, made_with)
            blind = blind_call_ids(connection, self.context.user.login)
        measured = 0
        for step in measure_again(self.context, by, stale):
            measured = step.done
            yield step.without(blind)
        for step in self._score_again():
            yield replace(step, done=measured + step.done, total=measured + step.total)

    def _adopt_thresholds(self, connection: Connection, settings: Settings) -> None:
        # Whoever judges a call at present holds the rubric; the next one reads the new thresholds.
        hold_in_force(connection)
        keep_thresholds(connection, self.context)
        if _changed(judging_settings(connection, self.context.settings), settings):
            adopt_thresholds(connection, self.context, settings)

    def _score_again(self) -> Iterator[Rescored]:
        with self.context.store.writing() as connection:
            row, _ = judging_in_force(connection, self.context)
            total = unsigned_count(connection, but_scored_by=row)
            blind = blind_call_ids(connection, self.context.user.login)
        for step in score_again(self.context, row, total):
            yield step.without(blind)


def _changed(before: Settings, after: Settings) -> tuple[ChangedThreshold, ...]:
    old = thresholds_of(before)
    return tuple(
        ChangedThreshold(key, old[key], value)
        for key, value in thresholds_of(after).items()
        if value != old[key]
    )


def _spread(verdicts: list[tuple[float | None, bool | None]]) -> Distribution:
    return distribution((score for score, _ in verdicts), (passed for _, passed in verdicts))
