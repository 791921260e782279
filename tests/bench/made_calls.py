"""A library of made-up calls, written straight into the tables of a store.

The rows look like those of a busy centre: 200 agents in 12 teams, 12 queues, two years, words with
the frequencies of speech (Zipf), a few stock phrases, and measures with the gaps that real ones
have. What is known of each call is drawn from a seed, so the same library comes out each time. No
Hearing is written: neither list nor search reads one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlalchemy import insert

from callqa.domain.speech import PARTIES, Role
from callqa.store.engine import Store
from callqa.store.spoken import SpokenTurn, indexed_text, pack_turns
from callqa.store.tables import agents, calls, flags, memberships, situations, transcripts

AGENTS = 200
TEAMS = 12
QUEUES = (
    "billing", "booking", "cancellations", "claims", "complaints", "contracts",
    "deliveries", "moves", "orders", "returns", "support", "welcome",
)  # fmt: skip
SITUATIONS = (
    "aggressive_customer", "service_failure", "policy_restriction", "high_stress",
    "unreasonable_demand", "language_barrier", "technical_issue", "unmet_expectation",
)  # fmt: skip
FLAGS = (
    ("urgent", "threat_unanswered", 0.01),
    ("urgent", "auto_fail", 0.02),
    ("coach", "interruptions", 0.18),
    ("coach", "missed_empathy", 0.15),
    ("coach", "dead_air", 0.06),
    ("praise", "difficult_call_well", 0.08),
)
GREETING = "thank you for calling"
ESCALATION = "speak to a manager"
RARE = "quixotic"
_LEVELS = {"praise": 1, "coach": 2, "urgent": 3}
_FIRST_DAY = datetime(2024, 11, 1, tzinfo=UTC)
_DAYS = 730
_COMMON = (
    "the you i to a and it that is for your of in my have we on this can me not so with just be "
    "do are was if but will at they what there or get no yes okay an know from one would by like"
)
_VOCABULARY = 20_000
_TURN_WORDS = 15
_WORD_MS = 320
_CHUNK = 1000


def write_library(store: Store, count: int, seed: int = 4) -> None:
    """Write `count` calls with all that lists and searches look at."""
    rng = np.random.default_rng(seed)
    with store.writing() as connection:
        connection.execute(insert(agents), _agents())
        connection.execute(insert(memberships), _memberships())
    words = _vocabulary(rng)
    for first in range(1, count + 1, _CHUNK):
        numbers = range(first, min(first + _CHUNK, count + 1))
        with store.writing() as connection:
            raised = list(_flags(rng, numbers))
            connection.execute(insert(calls), list(_calls(rng, numbers, raised)))
            connection.execute(insert(transcripts), list(_transcripts(rng, words, numbers)))
            connection.execute(insert(flags), raised)
            connection.execute(insert(situations), list(_situations(rng, numbers)))


def _agents() -> list[dict[str, object]]:
    return [{"id": n, "name": f"Agent {(n * 37) % AGENTS:03d}"} for n in range(1, AGENTS + 1)]


def _memberships() -> list[dict[str, object]]:
    moved = date(2025, 11, 1)
    rows: list[dict[str, object]] = []
    for n in range(1, AGENTS + 1):
        team = f"Team {n % TEAMS:02d}"
        if n % 10:
            rows.append({"agent": n, "team": team, "since": None, "until": None})
            continue
        later = f"Team {(n + 1) % TEAMS:02d}"
        rows.append({"agent": n, "team": team, "since": None, "until": moved})
        rows.append({"agent": n, "team": later, "since": moved + timedelta(1), "until": None})
    return rows


def _calls(
    rng: np.random.Generator, numbers: range, raised: list[dict[str, object]]
) -> Iterator[dict[str, object]]:
    levels: dict[object, int] = {}
    for flag in raised:
        call, level = flag["call"], _LEVELS[str(flag["severity"])]
        levels[call] = max(level, levels.get(call, 0))
    for number in numbers:
        yield {**_call(rng, number), "severity": levels.get(number, 0)}


def _call(rng: np.random.Generator, number: int) -> dict[str, object]:
    at = _FIRST_DAY + timedelta(seconds=int(rng.integers(_DAYS * 86_400)))
    state = rng.choice(_STATES, p=_STATE_SHARES)
    total = round(min(max(rng.normal(76, 14), 0.0), 100.0), 1)
    score = _maybe(rng, 0.95, total)
    return {
        "id": number,
        "call_id": rng.bytes(32).hex(),
        "status": "done" if rng.random() < 0.99 else "empty",
        "added_at": at + timedelta(hours=9),
        "path": f"/recordings/{at:%Y/%m/%d}/{number:06d}.wav",
        "sha256": rng.bytes(32).hex(),
        "duration_s": round(rng.lognormal(5.5, 0.6), 2),
        "started_at": _maybe(rng, 0.97, at),
        "agent": _maybe(rng, 0.98, int(AGENTS * rng.random() ** 1.5) + 1),
        "customer": _maybe(rng, 0.7, f"C{rng.integers(40_000):06d}"),
        "queue": _maybe(rng, 0.95, str(rng.choice(QUEUES))),
        "direction": str(rng.choice(["inbound", "outbound"], p=[0.85, 0.15])),
        "language": str(rng.choice(["en", "es", "de"], p=[0.9, 0.06, 0.04])),
        "layout": "two_channel",
        "health": str(rng.choice(["good", "fair", "poor"], p=[0.6, 0.33, 0.07])),
        "interaction": _maybe(rng, 0.05, f"I{rng.integers(3000):06d}"),
        "heard_with": "0123456789ab",
        "judged_with": "ba9876543210",
        "score": score,
        "machine_score": score,
        "passed": None if score is None else total >= 70,
        "auto_fail": bool(rng.random() < 0.02),
        "answers": {f"question_{n}": [round(float(rng.random()), 4)] * 2 for n in range(20)},
        "apart": {"compliance": 100.0},
        **_measures(rng),
        "review_state": str(state),
        "assigned_to": None if state == "new" else f"reviewer{rng.integers(15)}",
        "reviewed_by": None,
        "reviewed_at": None,
        "drawn": _maybe(rng, 0.1, "random"),
        "revision": 0,
    }


_STATES = ("new", "assigned", "in_review", "reviewed", "agent_informed", "closed")
_STATE_SHARES = (0.85, 0.02, 0.01, 0.02, 0.02, 0.08)


def _measures(rng: np.random.Generator) -> dict[str, object]:
    outcome = _maybe(rng, 0.3, str(rng.choice(["given", "late", "missed"])))
    return {
        "agent_ratio": _maybe(rng, 0.97, round(rng.beta(6, 6), 4)),
        "overlap_s": round(rng.exponential(5.0), 2),
        "silence_s": round(rng.exponential(30.0), 2),
        "hold_s": round(rng.exponential(10.0), 2),
        "dead_air_s": round(rng.exponential(8.0), 2),
        "interruptions_agent": _maybe(rng, 0.95, int(rng.poisson(1.0))),
        "interruptions_customer": _maybe(rng, 0.95, int(rng.poisson(1.2))),
        "interruption_rate": _maybe(rng, 0.95, round(rng.exponential(1.5), 3)),
        "raised_agent": int(rng.poisson(0.1)),
        "raised_customer": int(rng.poisson(0.3)),
        "empathy_score": None if outcome is None else float(rng.integers(0, 101)),
        "empathy_outcome": outcome or "not_needed",
        "eased_share": _maybe(rng, 0.2, float(rng.random())),
        "latency_agent_s": round(rng.exponential(0.8), 3),
        "wpm_agent": round(rng.normal(155, 18), 1),
        "open_questions": int(rng.poisson(3.0)),
    }


def _maybe(rng: np.random.Generator, share: float, value: object) -> object:
    return value if rng.random() < share else None


def _vocabulary(rng: np.random.Generator) -> np.ndarray:
    """Return the words, the most frequent first."""
    starts = ("b", "br", "c", "d", "f", "g", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v")
    ends = ("an", "el", "er", "in", "on", "ent", "ing", "al", "ist", "o", "us", "ay")
    made: dict[str, None] = dict.fromkeys(_COMMON.split())
    while len(made) < _VOCABULARY:
        parts = [str(rng.choice(starts)) + str(rng.choice(ends)) for _ in range(rng.integers(2, 4))]
        made["".join(parts)] = None
    return np.array(list(made), dtype=object)


def _transcripts(
    rng: np.random.Generator, vocabulary: np.ndarray, numbers: range
) -> Iterator[dict[str, object]]:
    shares = np.cumsum(1.0 / np.arange(1, len(vocabulary) + 1))
    for number in numbers:
        count = int(np.clip(rng.lognormal(6.3, 0.4), 60, 3000))
        drawn = vocabulary[np.searchsorted(shares, rng.random(count) * shares[-1])].tolist()
        turns = _turns(rng, drawn)
        yield {
            "call": number,
            **{role: indexed_text(turns, role) for role in (*PARTIES, "other")},
            "turns": pack_turns(turns),
        }


def _turns(rng: np.random.Generator, words: list[str]) -> tuple[SpokenTurn, ...]:
    """Lay out words in turns, with the stock phrases and the rare word where they are drawn."""
    turns = []
    clock_ms, place = 1500, 0
    said = [words[n : n + _TURN_WORDS] for n in range(0, len(words), _TURN_WORDS)]
    if rng.random() < 0.8:
        said[0] = [*GREETING.split(), *said[0]]
    if rng.random() < 0.02:
        said[min(3, len(said) - 1)] += ESCALATION.split()
    if rng.random() < 0.0005:
        said[-1].append(RARE)
    for place, each in enumerate(said):
        lengths = rng.integers(_WORD_MS // 2, _WORD_MS * 3 // 2, len(each))
        ends = clock_ms + np.cumsum(lengths)
        role: Role = PARTIES[place % 2]
        turns.append(
            SpokenTurn(
                place, role, tuple(each), tuple((ends - lengths).tolist()), tuple(ends.tolist())
            )
        )
        clock_ms = int(ends[-1]) + int(rng.integers(100, 900))
    return tuple(turns)


def _flags(rng: np.random.Generator, numbers: range) -> Iterator[dict[str, object]]:
    for number in numbers:
        for severity, code, share in FLAGS:
            if rng.random() < share:
                yield {"call": number, "severity": severity, "code": code, "start_s": 12.0}


def _situations(rng: np.random.Generator, numbers: range) -> Iterator[dict[str, object]]:
    for number in numbers:
        if rng.random() < 0.3:
            code = str(rng.choice(SITUATIONS))
            yield {"call": number, "code": code, "confidence": 0.8, "start_s": 40.0}
