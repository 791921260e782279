from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from callqa.figures.facts import CallFacts
from callqa.figures.intervals import SHARE, estimate_share
from callqa.figures.ranking import Rank
from callqa.figures.team_figures import GroupFigures, TeamFigures, team_figures, weekly_figures
from tests.figures.handmade import MONDAY, call, calls

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


def by_agent(facts: list[CallFacts], before: list[CallFacts] | None = None) -> TeamFigures:
    return team_figures(facts, before or [], "agent", {"talk_ratio": SHARE})


def only(figures: TeamFigures) -> GroupFigures:
    (group,) = figures.groups
    return group


def test_each_agent_has_figures_of_their_own_and_all_calls_have_theirs() -> None:
    figures = by_agent(calls("a", [60, 80]) + calls("b", [90], agent="Ben"))

    assert [(each.key, each.figures.score.mean) for each in figures.groups] == [
        ("Ann", 70.0),
        ("Ben", 90.0),
    ]
    assert figures.overall.n == 3
    assert figures.overall.score.mean == pytest.approx(230 / 3)


@pytest.mark.parametrize(("by", "keys"), [("team", ["North", "South"]), ("queue", ["billing"])])
def test_calls_are_grouped_by_team_or_queue(by: str, keys: list[str]) -> None:
    facts = [call("1"), call("2", team="South")]

    figures = team_figures(facts, [], by, {})  # type: ignore[arg-type]

    assert [each.key for each in figures.groups] == keys


def test_calls_of_nobody_known_stand_last_and_are_not_ranked() -> None:
    figures = by_agent(calls("x", [80.0, 90.0] * 6, agent=None) + calls("a", [70.0, 60.0] * 6))

    assert [each.key for each in figures.groups] == ["Ann", None]
    assert figures.groups[0].rank == Rank(1, 1, 1)
    assert figures.groups[1].rank is None


def test_a_measure_counts_only_the_calls_in_which_it_is_measurable() -> None:
    facts = [
        call("1", measures={"talk_ratio": 0.4}),
        call("2", measures={"talk_ratio": None, "pace": None}),
        call("3", measures={"talk_ratio": 0.6}),
        call("4", score=None, passed=None),
    ]

    figures = only(by_agent(facts)).figures

    assert (figures.n, figures.score.n, figures.passed.n) == (4, 3, 3)
    talk = figures.measures["talk_ratio"]
    assert (talk.n, talk.mean, talk.low, talk.high) == (2, pytest.approx(0.5), 0.0, 1.0)
    assert (figures.measures["pace"].n, figures.measures["pace"].mean) == (0, None)


def test_flags_are_rates_of_calls_with_urgent_first_and_praise_beside_them() -> None:
    facts = [
        call("1", flags={"dead_air": "coach", "thanks": "praise"}),
        call("2", flags={"dead_air": "coach", "threat": "urgent"}),
        call("3", coaching_items=2),
        call("4", flags={"blame": "coach", "thanks": "praise"}, coaching_items=1),
    ]

    figures = only(by_agent(facts)).figures

    assert [(each.code, each.severity, each.calls.count) for each in figures.flags] == [
        ("threat", "urgent", 1),
        ("dead_air", "coach", 2),
        ("blame", "coach", 1),
        ("thanks", "praise", 2),
    ]
    assert figures.flags[0].calls == estimate_share(1, 4)
    assert figures.praised == estimate_share(2, 4)
    assert (figures.coached, figures.coaching_items) == (estimate_share(2, 4), 3)


def test_pass_rate_is_the_share_of_scored_calls() -> None:
    facts = [*calls("a", [60, 80, 90]), call("x", score=None, passed=None)]

    assert only(by_agent(facts)).figures.passed == estimate_share(2, 3)


def test_figures_that_mix_versions_are_marked() -> None:
    plain = only(by_agent([call("1"), call("2")])).figures
    mixed = only(by_agent([call("1"), call("2", rubric="default 2", models="base 2")])).figures

    assert (plain.mixes_rubrics, plain.mixes_models) == (False, False)
    assert (mixed.mixes_rubrics, mixed.mixes_models) == (True, True)
    assert mixed.rubrics == ("default 1", "default 2")


def test_a_change_between_versions_is_marked_though_neither_period_mixes() -> None:
    group = only(by_agent([call("2", rubric="default 2")], [call("1")]))

    assert not group.figures.mixes_rubrics
    assert group.change.mixes_rubrics
    assert not group.change.mixes_models


def test_reviews_are_told_apart_by_how_calls_came_under_review() -> None:
    facts = [
        *calls("r", [80, 90], source="random", reviewed=True, inclusion=0.1),
        *calls("f", [40, 50], source="flag", reviewed=True),
        *calls("u", [10], source="random", reviewed=False, inclusion=0.1),
        *calls("n", [70]),
    ]

    reviews = {each.source: each for each in only(by_agent(facts)).figures.reviews}

    assert reviews.keys() == {"random", "flag"}
    assert (reviews["random"].calls, reviews["random"].score.mean) == (2, pytest.approx(85))
    assert (reviews["flag"].score.mean, reviews["flag"].weighted) == (45.0, False)


def test_reviews_drawn_by_risk_are_weighted_by_their_chance() -> None:
    facts = [
        call("1", score=40.0, source="risk", reviewed=True, inclusion=1.0),
        call("2", score=80.0, source="risk", reviewed=True, inclusion=0.25),
    ]

    (review,) = only(by_agent(facts)).figures.reviews

    assert review.weighted
    assert review.score.mean == pytest.approx((40 + 4 * 80) / 5)


def test_agents_are_ranked_from_ten_scored_calls_on() -> None:
    nine = [*calls("a", [90.0, 92.0, 94.0] * 3), call("x", score=None)]

    figures = by_agent(
        nine
        + calls("b", [80.0, 82.0] * 5, agent="Ben")
        + calls("c", [60.0, 62.0] * 5, agent="Cem")
        + calls("d", [80.0, 83.0] * 5, agent="Deb")
    )

    ranks = {each.key: each.rank for each in figures.groups}
    assert ranks == {"Ann": None, "Ben": Rank(1, 2, 3), "Cem": Rank(3, 3, 3), "Deb": Rank(1, 2, 3)}


def test_each_agent_is_compared_with_their_own_period_before() -> None:
    now = calls("a", [80.0, 90.0] * 6) + calls("b", [80.0, 90.0] * 6, agent="Ben")
    before = calls("c", [50.0, 60.0] * 6, flags={"threat": "urgent"}) + calls(
        "d", [80.0, 90.0] * 4, agent="Ben"
    )

    ann, ben = by_agent(now, before).groups

    assert ann.change.score.difference == pytest.approx(30.0)
    assert ann.change.score.significant
    assert ann.change.passed.difference == 1.0
    assert ann.change.flags["threat"].difference == -1.0
    assert ann.change.flags["threat"].significant
    assert ben.change.score.difference == 0.0
    assert ben.change.score.significant is None


def test_an_agent_without_calls_before_has_figures_and_no_change() -> None:
    change = only(by_agent(calls("a", [80.0, 90.0] * 6))).change

    assert change.score.difference is None
    assert change.score.untold is not None


def test_weeks_are_the_centres_and_each_is_compared_with_the_one_before() -> None:
    sunday_night = MONDAY.replace(hour=22, minute=30) - timedelta(days=1)
    facts = [
        *calls("a", [60.0, 70.0] * 6),
        *calls("b", [80.0, 90.0] * 6, started_at=MONDAY + WEEK),
        call("late", started_at=sunday_night + WEEK),
        call("later", started_at=sunday_night + WEEK + timedelta(minutes=30)),
    ]
    before = calls("c", [60.0, 70.0] * 6, started_at=MONDAY - WEEK)

    weeks = weekly_figures(facts, before, BERLIN, {}).groups

    assert [(each.key, each.figures.n, each.rank) for each in weeks] == [
        ("2026-W10", 13, None),
        ("2026-W11", 13, None),
    ]
    assert weeks[0].change.score.n_before == 12
    assert not weeks[0].change.score.significant
    assert weeks[1].change.score.n_before == 13
    assert weeks[1].change.score.significant


def test_a_week_after_a_week_without_calls_has_nothing_to_compare_with() -> None:
    facts = [call("1"), call("2", started_at=MONDAY + 2 * WEEK)]

    weeks = weekly_figures(facts, [], BERLIN, {}).groups

    assert weeks[1].change.score.n_before == 0


def test_without_calls_there_are_no_groups() -> None:
    figures = by_agent([])

    assert figures.groups == ()
    assert figures.overall.n == 0
