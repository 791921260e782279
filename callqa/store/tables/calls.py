"""Calls, what was heard and found in them, and what they are judged by."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from callqa.store.columns import Document, UtcDateTime
from callqa.store.tables.schema import call_key, metadata

rubrics = Table(
    "rubrics",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rubric_id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("adopted_at", UtcDateTime, nullable=False),
    Column("adopted_by", String, nullable=False),
    Column("in_force", Boolean, nullable=False),
    UniqueConstraint("rubric_id", "version"),
)

thresholds = Table(
    "thresholds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("values", Document, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", String, nullable=False, unique=True),
    Column("status", String, nullable=False),
    Column("added_at", UtcDateTime, nullable=False, index=True),
    # the recording; path is NULL once its link was deleted
    Column("path", String),
    Column("sha256", String, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("started_at", UtcDateTime),
    Column("agent", ForeignKey("agents.id", ondelete="SET NULL")),
    Column("customer", String),
    Column("queue", String),
    Column("direction", String),
    Column("language", String, nullable=False),
    Column("layout", String, nullable=False),
    Column("health", String, nullable=False),
    Column("interaction", String, index=True),
    # what made the figures: digests of models and hearing settings, of lexicon and thresholds
    Column("heard_with", String, nullable=False),
    Column("judged_with", String, nullable=False),
    Column("rubric", ForeignKey("rubrics.id")),
    # the verdict: score counts what people changed, machine_score does not; answers holds, by
    # question, the share of its points for both; apart the scores of sections apart
    Column("score", Float),
    Column("machine_score", Float),
    Column("passed", Boolean),
    Column("auto_fail", Boolean, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("answers", Document, nullable=False),
    Column("apart", Document, nullable=False),
    # measures; NULL is not measurable
    Column("agent_ratio", Float),
    Column("overlap_s", Float),
    Column("silence_s", Float),
    Column("hold_s", Float),
    Column("dead_air_s", Float),
    Column("interruptions_agent", Integer),
    Column("interruptions_customer", Integer),
    Column("interruption_rate", Float),
    Column("raised_agent", Integer),
    Column("raised_customer", Integer),
    Column("empathy_score", Float),
    Column("empathy_outcome", String),
    Column("eased_share", Float),
    Column("latency_agent_s", Float),
    Column("wpm_agent", Float),
    Column("open_questions", Integer),
    # review
    Column("review_state", String, nullable=False),
    Column("assigned_to", String),
    Column("reviewed_by", String),
    Column("reviewed_at", UtcDateTime),
    Column("drawn", String),
    Column("revision", Integer, nullable=False),
)

SORTABLE = (
    "started_at",
    "duration_s",
    "score",
    "severity",
    "agent",
    "customer",
    "queue",
    "health",
    "agent_ratio",
    "dead_air_s",
    "interruptions_agent",
    "raised_customer",
    "empathy_score",
    "review_state",
    "assigned_to",
)
"""Columns that a list of calls may be sorted by; each has an index that begins with it."""

for _column in SORTABLE:
    if _column != "agent":
        Index(f"ix_calls_by_{_column}", calls.c[_column], calls.c.id)

FILTERABLE = (
    "agent",
    "queue",
    "score",
    "health",
    "review_state",
    "assigned_to",
    "language",
    "status",
    "customer",
    "interaction",
    "severity",
    "duration_s",
    "agent_ratio",
    "overlap_s",
    "silence_s",
    "hold_s",
    "dead_air_s",
    "interruptions_agent",
    "interruptions_customer",
    "interruption_rate",
    "raised_agent",
    "raised_customer",
    "empathy_score",
    "eased_share",
    "latency_agent_s",
    "wpm_agent",
    "open_questions",
)
"""Columns that a list may be filtered and sorted by, beside the time of the call.

Two indexes hold them all, each an eighth of the size of the table, so that any filter is one pass
over one of them: by the time of the call, and by agent (measured: 10 to 20 ms for 100,000 calls in
SQLite; over the table itself 90 ms).
"""

_listed = (calls.c.started_at, calls.c.id, *(calls.c[each] for each in FILTERABLE[1:]))
Index("ix_calls_listed", *_listed, calls.c.agent)
Index("ix_calls_by_agent", calls.c.agent, *_listed)

hearings = Table(
    "hearings",
    metadata,
    call_key(primary=True),
    Column("data", LargeBinary, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    call_key(primary=True),
    Column("data", LargeBinary, nullable=False),
    # what the machine found, where that is another thing because of what people changed
    Column("machine", LargeBinary),
)

transcripts = Table(
    "transcripts",
    metadata,
    call_key(primary=True),
    # folded words by role, for the full-text index; the turns that they stand in, for their times
    Column("agent", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("turns", LargeBinary, nullable=False),
)

voices = Table(
    "voices",
    metadata,
    call_key(primary=True),
    Column("voiced_s", Float, nullable=False),
    Column("f0_hz", Float, nullable=False),
    Column("balance_db", Float, nullable=False),
    Column("balance_spread_db", Float, nullable=False),
)

situations = Table(
    "situations",
    metadata,
    Column("id", Integer, primary_key=True),
    call_key(),
    Column("code", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("start_s", Float),
    Index("ix_situations_code_call", "code", "call"),
)

flags = Table(
    "flags",
    metadata,
    Column("id", Integer, primary_key=True),
    call_key(),
    Column("severity", String, nullable=False),
    Column("code", String, nullable=False),
    Column("start_s", Float),
    Index("ix_flags_code_call", "code", "call"),
    Index("ix_flags_severity_call", "severity", "call"),
)
