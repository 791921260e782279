"""Figures over many calls: per agent, team, queue and week, and the themes in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from callqa.domain.listing import CallFilter
from callqa.errors import UsageError
from callqa.figures.comparison import Change as Change
from callqa.figures.group_figures import CallFigures as CallFigures
from callqa.figures.group_figures import FiguresChange as FiguresChange
from callqa.figures.intervals import MIN_CALLS as MIN_CALLS
from callqa.figures.intervals import Estimate as Estimate
from callqa.figures.intervals import Proportion as Proportion
from callqa.figures.periods import Period as Period
from callqa.figures.proof import ProofCount
from callqa.figures.ranking import Rank as Rank
from callqa.figures.team_figures import (
    GroupFigures as GroupFigures,
)
from callqa.figures.team_figures import (
    Grouping as Grouping,
)
from callqa.figures.team_figures import (
    TeamFigures,
    team_figures,
    weekly_figures,
)
from callqa.figures.themes import Theme as Theme
from callqa.figures.themes import find_themes
from callqa.report.measure_names import measure_name as measure_name
from callqa.service.context import Context
from callqa.service.known_names import UnknownName, unknown_names
from callqa.service.period_facts import DayRange, PeriodFacts, period_facts, with_own_only
from callqa.service.proof import count_proofs, proven_questions
from callqa.service.rubric_in_force import rubric_of
from callqa.service.theme_moments import ThemeCall, theme_call
from callqa.store.rubrics import all_rubrics

EVERY_CALL = CallFilter()
LATELY = DayRange()


@dataclass(frozen=True, slots=True)
class GroupedFigures:
    """Figures of each group over a period.

    undated : calls in no period, because it is not known when they began
    proof : how many questions of the rubric in force are proven
    """

    by: Grouping | Literal["week"]
    period: Period
    undated: int
    figures: TeamFigures
    proof: ProofCount


@dataclass(frozen=True, slots=True)
class Themes:
    """What is missed in which situation over a period, the weightiest first.

    calls : of the period
    undated : calls in no period, because it is not known when they began
    questions : the text of each question by its id
    """

    period: Period
    calls: int
    undated: int
    themes: tuple[Theme, ...]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ThemeMoments:
    """A theme, and the moments of its latest calls, the latest first."""

    period: Period
    theme: Theme
    text: str
    calls: tuple[ThemeCall, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a store."""

    context: Context

    def team(
        self, by: Grouping, where: CallFilter = EVERY_CALL, days: DayRange = LATELY
    ) -> GroupedFigures:
        """Return the figures of each agent, team or queue, against the period before.

        An agent gets the figures of the own calls that were shown to the agent, without a rank.

        Parameters
        ----------
        by
            What makes a group.
        where
            Which calls; it gives no days.
        days
            The period; without it the last weeks (see `period_facts`).

        Raises
        ------
        NotAllowed
            The person may see no figures.
        UsageError
            The days make no period.
        """
        with self.context.store.reading() as connection:
            found = self._facts(connection, where, days)
            proof = count_proofs(proven_questions(connection, self.context))
        figures = team_figures(found.calls, found.before, by, found.bounds)
        if not self.context.may("see_figures"):
            alone = tuple(replace(each, rank=None) for each in figures.groups)
            figures = replace(figures, groups=alone)
        return GroupedFigures(by, found.period, found.undated, figures, proof)

    def weeks(self, where: CallFilter = EVERY_CALL, days: DayRange = LATELY) -> GroupedFigures:
        """Return the figures of each week, each against the week before it.

        Parameters and errors are those of `team`; days are made up to whole weeks.
        """
        with self.context.store.reading() as connection:
            found = self._facts(connection, where, days, by_week=True)
            proof = count_proofs(proven_questions(connection, self.context))
        figures = weekly_figures(found.calls, found.before, found.zone, found.bounds)
        return GroupedFigures("week", found.period, found.undated, figures, proof)

    def themes(self, where: CallFilter = EVERY_CALL, days: DayRange = LATELY) -> Themes:
        """Return what is missed in which difficult situation; parameters are those of `team`.

        Themes name calls, so those that the person scores blind are not among them.
        """
        self.context.require("see_figures")
        with self.context.store.reading() as connection:
            found = self._facts(connection, where, days)
            texts = question_texts(connection)
        themes = find_themes(found.named)
        return Themes(found.period, len(found.named), found.undated, themes, texts)

    def moments(
        self,
        situation: str,
        question: str,
        where: CallFilter = EVERY_CALL,
        days: DayRange = LATELY,
        *,
        limit: int = 10,
    ) -> ThemeMoments:
        """Return the moments of a theme in its latest `limit` calls.

        The access log names each call that was looked into.

        Parameters
        ----------
        situation, question
            The code and the id that name the theme.
        where, days
            As in `team`.

        Raises
        ------
        UsageError
            The question was not missed in that situation in these days.
        """
        self.context.require("see_figures")
        with self.context.store.writing() as connection:
            found = self._facts(connection, where, days)
            theme = _theme(find_themes(found.named), situation, question)
            latest = theme.call_ids[: -limit - 1 : -1]
            for call_id in latest:
                self.context.log(connection, "see moments", call_id)
            looked_into = tuple(
                theme_call(self.context, connection, each, situation, question) for each in latest
            )
            text = question_texts(connection).get(question, question)
        return ThemeMoments(found.period, theme, text, looked_into)

    def unknown_names(self, where: CallFilter) -> tuple[UnknownName, ...]:
        """Return the agents, teams and queues of a filter that the store does not know.

        Who may see own figures only is not told which names there are.
        """
        if not self.context.may("see_figures"):
            return ()
        with self.context.store.reading() as connection:
            return unknown_names(connection, where)

    def _facts(
        self, connection: Connection, where: CallFilter, days: DayRange, *, by_week: bool = False
    ) -> PeriodFacts:
        allowed = with_own_only(self.context, where)
        return period_facts(self.context, connection, allowed, days, by_week=by_week)


def question_texts(connection: Connection) -> dict[str, str]:
    """Return the text of each question by its id, as the rubric that was adopted last has it."""
    return {
        question.id: question.text
        for adopted in reversed(all_rubrics(connection))
        for question in rubric_of(adopted).questions
    }


def _theme(themes: tuple[Theme, ...], situation: str, question: str) -> Theme:
    for each in themes:
        if (each.situation, each.question) == (situation, question):
            return each
    raise UsageError(
        "is no theme of these days.",
        subject=f"{situation} {question}",
        remedy="See 'callqa figures themes'.",
    )
