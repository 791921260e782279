"""Rubrics of a store: what one would change, adopting one, and scoring calls again."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection

from callqa.domain.listing import CallSummary
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import parse_rubric, rubric_text
from callqa.service.blindness import without_verdict
from callqa.service.context import Context
from callqa.service.flips import Distribution, Flip, Preview, distribution, flip_of
from callqa.service.judging import Judging
from callqa.service.rescore import CHUNK, score_again, scored_anew
from callqa.service.rescore import Rescored as Rescored
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.thresholds import (
    adopt_thresholds,
    judging_settings,
    keep_thresholds,
    thresholds_of,
)
from callqa.service.visibility import require_calls
from callqa.settings import Scalar, Settings
from callqa.store.calibrations import blind_call_ids, blind_calls
from callqa.store.rescoring import (
    languages,
    signed_count,
    stale_calls,
    standing_verdicts,
    unsigned_count,
)
from callqa.store.rubrics import (
    AdoptedRubric as AdoptedRubric,
)
from callqa.store.rubrics import (
    all_rubrics,
    hold_in_force,
    put_in_force,
    rubric_at,
    rubric_in_force,
)
from callqa.store.summaries import call_rows, summaries

_TOLD_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a rubric would change in the calls that were scored so far, of `total`."""

    preview: Preview
    total: int


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

    def text_in_force(self) -> str:
        """Return the text of the rubric that calls are scored by."""
        require_calls(self.context)
        with self.context.store.reading() as connection:
            if adopted := rubric_in_force(connection):
                return adopted.text
        with self.context.store.writing() as connection:
            row = judging_in_force(connection, self.context)[0]
            return rubric_at(connection, row).text

    def flipped(self, call_ids: Sequence[str]) -> dict[str, CallSummary]:
        """Return the rows of calls by call id, to name what flips."""
        self.context.require("see_figures")
        with self.context.store.reading() as connection:
            blind = blind_calls(connection, self.context.user.login)
            rows = summaries(connection, call_rows(connection, call_ids))
        return {each.call_id: without_verdict(each) if each.id in blind else each for each in rows}

    def preview(self, rubric: Rubric) -> Preview:
        """Score every call with `rubric` and return what would change; nothing is written.

        Flips of calls that the person scores blind are not told, here and in what follows.
        """
        return deque(self.previewing(rubric), maxlen=1).pop().preview

    def previewing(self, rubric: Rubric) -> Iterator[Previewed]:
        """Do the same step by step: after some calls, what would change so far.

        The last step holds every call.
        """
        self.context.require("see_figures")
        flips: list[Flip] = []
        before: list[tuple[float | None, bool | None]] = []
        after: list[tuple[float | None, bool | None]] = []
        last, told_s = 0, monotonic()
        with self.context.store.reading() as connection:
            judging = Judging(rubric, judging_settings(connection, self.context.settings))
            blind = blind_call_ids(connection, self.context.user.login)
            signed, total = signed_count(connection), unsigned_count(connection)

            def so_far() -> Previewed:
                told = tuple(each for each in flips if each.call_id not in blind)
                preview = Preview(len(before), signed, told, _spread(before), _spread(after))
                return Previewed(preview, max(total, len(before)))

            while chunk := standing_verdicts(connection, after=last, limit=CHUNK):
                last = chunk[-1].row
                for call in chunk:
                    verdict = scored_anew(judging, call)
                    before.append((call.score, call.passed))
                    after.append((verdict.score, verdict.passed))
                    if flip := flip_of(call, verdict, rubric):
                        flips.append(flip)
                if monotonic() - told_s >= _TOLD_EVERY_S:
                    yield so_far()
                    told_s = monotonic()
            yield so_far()

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
        yield from self.adopt_text(rubric_text(path), str(path))

    def adopt_text(self, text: str, source: str = "draft") -> Iterator[Rescored]:
        """Put the text of a rubric in force; as `adopt`, `source` names it in errors."""
        self.context.require("change_rubric")
        rubric = parse_rubric(text, source=source)
        with self.context.store.writing() as connection:
            now, login = self.context.now(), self.context.user.login
            keep_thresholds(connection, self.context)
            put_in_force(connection, rubric, text, at=now, by=login)
            self.context.log(connection, "adopt rubric")
        yield from self._score_again()

    def unfinished(self) -> int:
        """Return how many calls the rubric in force is still to score, as after a stop."""
        require_calls(self.context)
        with self.context.store.reading() as connection:
            adopted = rubric_in_force(connection)
            return unsigned_count(connection, but_scored_by=adopted.row) if adopted else 0

    def thresholds(self) -> dict[str, Scalar]:
        """Return the thresholds that calls are judged by, as ``group.name``."""
        require_calls(self.context)
        with self.context.store.reading() as connection:
            return thresholds_of(judging_settings(connection, self.context.settings))

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
