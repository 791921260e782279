"""Made calls of a made team over ten weeks, and a coaching pack, for the tests of the pages."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from callqa.domain.coaching import CoachingItem
from callqa.domain.judgement import Severity
from callqa.figures.comparison import compare_means
from callqa.figures.facts import CallFacts
from callqa.figures.group_figures import call_figures, compare_figures
from callqa.figures.intervals import NOT_NEGATIVE, SCORE, SHARE, Bounds, estimate_mean
from callqa.figures.periods import days
from callqa.figures.proof import ProofCount
from callqa.figures.team_figures import team_figures, weekly_figures
from callqa.figures.themes import find_themes
from callqa.report.agent_report import AgentReport
from callqa.report.coaching_pack import CoachingPack, FollowUp, PackItem, Quote
from callqa.report.period_report import CallLink, PeriodFigures
from callqa.report.team_report import TeamReport

ZONE = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2026, 3, 2), date(2026, 5, 10)
AGENTS = (
    "Anna Lindqvist",
    "Ben Okafor",
    "Maximilian-Alexander von Hohenstein-Oberwaldenburg",
    "שרה לוי",
    "Zoë 😀 Petit",
)
BOUNDS: dict[str, Bounds] = {
    "agent_ratio": SHARE,
    "empathy_score": SCORE,
    "eased_share": SHARE,
    "dead_air_s": NOT_NEGATIVE,
    "interruption_rate": NOT_NEGATIVE,
    "latency_agent_s": NOT_NEGATIVE,
    "raised_customer": NOT_NEGATIVE,
}
QUESTIONS = {
    "acknowledge": "Acknowledges the customer's problem before solving it",
    "next_step": "Says what happens next, and when",
    "other_way": "Offers another way with every limit",
}
SITUATIONS = ("situation_dispute", "situation_service_failure", "situation_policy_restriction")
FLAGS: tuple[tuple[str, Severity, float], ...] = (
    ("acknowledge_apologise_act", "praise", 0.22),
    ("situation_handled", "praise", 0.12),
    ("customer_relieved", "praise", 0.08),
    ("dismissive_in_distress", "urgent", 0.03),
    ("missed_empathy", "coach", 0.18),
    ("interruptions", "coach", 0.10),
    ("low_score", "coach", 0.2),
)


def made_calls(seed: int = 5) -> list[CallFacts]:
    """Return calls of twenty weeks: the period and as long before it."""
    draw = random.Random(seed)
    calls: list[CallFacts] = []
    start = datetime(2025, 12, 22, 9, tzinfo=UTC)
    for number in range(620):
        agent = draw.choices(AGENTS, (6, 5, 4, 3, 0.15))[0]
        at = start + timedelta(days=draw.random() * 140)
        if date(2026, 4, 6) <= at.date() < date(2026, 4, 13):
            continue
        skill = 60 + 5 * AGENTS.index(agent) + 8 * ((at - start).days / 140)
        score = None if draw.random() < 0.03 else min(100.0, max(0.0, draw.gauss(skill, 14)))
        situations = frozenset(each for each in SITUATIONS if draw.random() < 0.2)
        missed = {each for each in QUESTIONS if draw.random() < 0.12 + 0.25 * bool(situations)}
        source = draw.choice(("random", "random", "flag", "by_hand", None, None, None))
        calls.append(
            CallFacts(
                call_id=f"{number:04d}" + "c0ffee" * 10,
                agent=agent,
                team="Deliveries",
                queue="Deliveries",
                started_at=at,
                score=score,
                passed=None if score is None else score >= 70,
                rubric="default 1.2" if at.date() < date(2026, 4, 20) else "default 1.3",
                models="base 2026-01",
                measures={
                    "agent_ratio": min(1.0, max(0.0, draw.gauss(0.52, 0.1))),
                    "interruption_rate": max(0.0, draw.gauss(1.1, 0.9)),
                    "empathy_score": None if draw.random() < 0.5 else draw.choice((0, 50, 100)),
                    "eased_share": None if draw.random() < 0.8 else draw.choice((0.0, 0.5, 1.0)),
                    "dead_air_s": max(0.0, draw.gauss(9, 12)),
                    "latency_agent_s": max(0.1, draw.gauss(1.2, 0.4)),
                    "raised_customer": float(draw.choice((0, 0, 0, 1, 2))),
                },
                flags={code: grade for code, grade, share in FLAGS if draw.random() < share},
                coaching_items=int(draw.random() < 0.1),
                situations=situations,
                missed=frozenset(missed),
                source=source,
                reviewed=source is not None,
                inclusion=0.05 if source == "random" else None,
            )
        )
    return calls


def period_figures(calls: list[CallFacts]) -> PeriodFigures:
    """Return the figures of `calls` over the made period."""
    period = days(FIRST, LAST)
    begin, end = period.bounds_utc(ZONE)
    before_begin = period.previous().bounds_utc(ZONE)[0]
    now = [each for each in calls if begin <= each.started_at < end]
    before = [each for each in calls if before_begin <= each.started_at < begin]
    figures = call_figures(now, BOUNDS)
    return PeriodFigures(
        period=period,
        zone=ZONE,
        made_at=datetime(2026, 5, 11, 6, 30, tzinfo=UTC),
        figures=figures,
        change=compare_figures(figures, call_figures(before, BOUNDS)),
        weeks=weekly_figures(now, before, ZONE, BOUNDS).groups,
        scores=tuple(each.score for each in now if each.score is not None),
        proof=ProofCount(proven=3, provisional=8, human=2),
        pass_mark=70.0,
        themes=find_themes(now),
        questions=QUESTIONS,
        calls={
            each.call_id: CallLink(f"{each.started_at.astimezone(ZONE):%Y-%m-%d %H:%M}", "a.html")
            for each in now[::2]
        },
    )


def agent_report(agent: str = AGENTS[0], **changes: object) -> AgentReport:
    """Return the report on one agent of the made team."""
    content = period_figures([each for each in made_calls() if each.agent == agent])
    ranks = {each.key: each.rank for each in team_report().groups}
    return AgentReport(agent, ("Deliveries",), ranks[agent], replace(content, **changes))  # type: ignore[arg-type]


def team_report() -> TeamReport:
    """Return the report on the made team."""
    calls = made_calls()
    content = period_figures(calls)
    begin, end = content.period.bounds_utc(ZONE)
    now = [each for each in calls if begin <= each.started_at < end]
    before = [each for each in calls if each.started_at < begin]
    groups = team_figures(now, before, "agent", BOUNDS).groups
    return TeamReport("Deliveries", "agent", groups, content)


def coaching_item(number: int, **changes: object) -> CoachingItem:
    """Return an item of the made pack."""
    made = CoachingItem(
        id=number,
        call_id="c0ffee" * 10,
        agent=AGENTS[0],
        kind="improve",
        origin="missed_empathy",
        title="A moment for empathy was missed",
        tip="Practise one sentence of acknowledgement before the next question or step.",
        role_play="The customer says: “Nobody ever called me back.” (0:21). Answer in one breath: "
        "what you heard, in the customer's words, and what you will do.",
        start_s=21.4,
        end_s=27.9,
        state="agreed",
        created_by="leader",
        created_at=datetime(2026, 4, 3, 9, tzinfo=UTC),
        commitment="Say back what happened before I ask for the order number.",
        due=date(2026, 4, 30),
        measure="empathy_score",
        value_then=0.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def follow_up() -> FollowUp:
    """Return a measure of calls since that is higher than that of the calls before."""
    before = estimate_mean(
        [0.0, 50.0, 0.0, 100.0, 50.0, 0.0, 50.0, 0.0, 50.0, 0.0, 50.0, 0.0], SCORE
    )
    since = estimate_mean(
        [100.0, 50.0, 100.0, 100.0, 50.0, 100.0, 0.0, 100.0, 100.0, 50.0, 100.0], SCORE
    )
    return FollowUp(since, before, compare_means(since, before))


def coaching_pack(clip: bytes | None) -> CoachingPack:
    """Return a pack with praise, an open item and an item without sound."""
    quotes = (
        Quote(21.4, "customer", "It is four five eight two, and nobody ever called me back."),
        Quote(25.1, "agent", "You should have checked the table before you signed the form."),
    )
    at = datetime(2026, 4, 2, 12, 5, tzinfo=UTC)
    first = PackItem(
        coaching_item(1),
        at,
        "+44 20 7946 0018",
        "maple street 4582.wav",
        quotes,
        clip,
        "",
        follow_up(),
        "en",
    )
    praise = replace(
        first,
        item=coaching_item(
            2,
            kind="praise",
            origin="acknowledge_apologise_act",
            title="Acknowledge, apologise, act: complete",
            tip="Share this answer as an example: it names the problem, says sorry and promises an "
            "action, in that order.",
            role_play="Play the call to the team up to “the third time” (0:08) and stop. Let "
            "everyone answer with all three parts, then compare.",
            commitment="",
            due=None,
            measure=None,
        ),
        quotes=(
            Quote(
                31.0,
                "agent",
                "I can see how frustrating this has been, and I am very sorry. I am "
                "going to book a new table for Thursday right now.",
            ),
            Quote(40.2, "customer", "Thank you. That is a relief."),
        ),
        follow_up=None,
    )
    silent = replace(
        first,
        item=coaching_item(
            3,
            title="שיחה ארוכה 😀 " + "Donaudampfschifffahrt" * 6,
            commitment="",
            due=None,
            state="open",
            origin="by_hand",
            start_s=3725.0,
            end_s=3731.5,
        ),
        started_at=None,
        customer=None,
        quotes=(Quote(3725.0, "customer", "אני מחכה כבר שלושה שבועות ואף אחד לא חזר אליי."),),
        clip=None,
        no_clip="The recording cannot be found: there is no such file.",
        follow_up=None,
        language="he",
    )
    return CoachingPack(
        AGENTS[0], (first, praise, silent), at + timedelta(days=9), "m.leader", ZONE
    )
