"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from callqa.store.search_index import create_search

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, its indexes and the text search."""
    _access_log()
    _agents()
    _rubrics()
    _samples()
    _thresholds()
    _agent_aliases()
    _calibrations()
    _calls()
    _memberships()
    _users()
    _calibration_answers()
    _calibration_calls()
    _calibration_reviewers()
    _coaching_items()
    _edits()
    _findings()
    _flags()
    _hearings()
    _review_steps()
    _sampled_calls()
    _signed_verdicts()
    _situations()
    _transcripts()
    _voices()
    _disputes()
    create_search(op.get_bind())


def _access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index(op.f("ix_access_log_at"), "access_log", ["at"], unique=False)
    op.create_index(op.f("ix_access_log_call_id"), "access_log", ["call_id"], unique=False)


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("name", name=op.f("uq_agents_name")),
    )


def _rubrics() -> None:
    op.create_table(
        "rubrics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.String(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
        sa.UniqueConstraint("rubric_id", "version", name=op.f("uq_rubrics_rubric_id_version")),
    )


def _samples() -> None:
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )


def _thresholds() -> None:
    op.create_table(
        "thresholds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thresholds")),
    )


def _agent_aliases() -> None:
    op.create_table(
        "agent_aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent"], ["agents.id"], name=op.f("fk_agent_aliases_agent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_agent_aliases")),
    )
    op.create_index(op.f("ix_agent_aliases_agent"), "agent_aliases", ["agent"], unique=False)


def _calibrations() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["rubric"], ["rubrics.id"], name=op.f("fk_calibrations_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
    )


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("interaction", sa.String(), nullable=True),
        sa.Column("heard_with", sa.String(), nullable=False),
        sa.Column("judged_with", sa.String(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("machine_score", sa.Float(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("auto_fail", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "apart", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("agent_ratio", sa.Float(), nullable=True),
        sa.Column("overlap_s", sa.Float(), nullable=True),
        sa.Column("silence_s", sa.Float(), nullable=True),
        sa.Column("hold_s", sa.Float(), nullable=True),
        sa.Column("dead_air_s", sa.Float(), nullable=True),
        sa.Column("interruptions_agent", sa.Integer(), nullable=True),
        sa.Column("interruptions_customer", sa.Integer(), nullable=True),
        sa.Column("interruption_rate", sa.Float(), nullable=True),
        sa.Column("raised_agent", sa.Integer(), nullable=True),
        sa.Column("raised_customer", sa.Integer(), nullable=True),
        sa.Column("empathy_score", sa.Float(), nullable=True),
        sa.Column("empathy_outcome", sa.String(), nullable=True),
        sa.Column("eased_share", sa.Float(), nullable=True),
        sa.Column("latency_agent_s", sa.Float(), nullable=True),
        sa.Column("wpm_agent", sa.Float(), nullable=True),
        sa.Column("open_questions", sa.Integer(), nullable=True),
        sa.Column("review_state", sa.String(), nullable=False),
        sa.Column("assigned_to", sa.String(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent"], ["agents.id"], name=op.f("fk_calls_agent"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["rubric"], ["rubrics.id"], name=op.f("fk_calls_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("call_id", name=op.f("uq_calls_call_id")),
    )
    op.create_index(op.f("ix_calls_added_at"), "calls", ["added_at"], unique=False)
    op.create_index(
        "ix_calls_by_agent",
        "calls",
        [
            "agent",
            "started_at",
            "id",
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
        ],
        unique=False,
    )
    op.create_index("ix_calls_by_agent_ratio", "calls", ["agent_ratio", "id"], unique=False)
    op.create_index("ix_calls_by_assigned_to", "calls", ["assigned_to", "id"], unique=False)
    op.create_index("ix_calls_by_customer", "calls", ["customer", "id"], unique=False)
    op.create_index("ix_calls_by_dead_air_s", "calls", ["dead_air_s", "id"], unique=False)
    op.create_index("ix_calls_by_duration_s", "calls", ["duration_s", "id"], unique=False)
    op.create_index("ix_calls_by_empathy_score", "calls", ["empathy_score", "id"], unique=False)
    op.create_index("ix_calls_by_health", "calls", ["health", "id"], unique=False)
    op.create_index(
        "ix_calls_by_interruptions_agent", "calls", ["interruptions_agent", "id"], unique=False
    )
    op.create_index("ix_calls_by_queue", "calls", ["queue", "id"], unique=False)
    op.create_index("ix_calls_by_raised_customer", "calls", ["raised_customer", "id"], unique=False)
    op.create_index("ix_calls_by_review_state", "calls", ["review_state", "id"], unique=False)
    op.create_index("ix_calls_by_score", "calls", ["score", "id"], unique=False)
    op.create_index("ix_calls_by_severity", "calls", ["severity", "id"], unique=False)
    op.create_index("ix_calls_by_started_at", "calls", ["started_at", "id"], unique=False)
    op.create_index(op.f("ix_calls_interaction"), "calls", ["interaction"], unique=False)
    op.create_index(
        "ix_calls_listed",
        "calls",
        [
            "started_at",
            "id",
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
            "agent",
        ],
        unique=False,
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent"], ["agents.id"], name=op.f("fk_memberships_agent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_agent"), "memberships", ["agent"], unique=False)
    op.create_index(op.f("ix_memberships_team"), "memberships", ["team"], unique=False)


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent"], ["agents.id"], name=op.f("fk_users_agent"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_users")),
    )


def _calibration_answers() -> None:
    op.create_table(
        "calibration_answers",
        sa.Column("calibration", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration"],
            ["calibrations.id"],
            name=op.f("fk_calibration_answers_calibration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_calibration_answers_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "calibration", "call", "login", "question", name=op.f("pk_calibration_answers")
        ),
    )


def _calibration_calls() -> None:
    op.create_table(
        "calibration_calls",
        sa.Column("calibration", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration"],
            ["calibrations.id"],
            name=op.f("fk_calibration_calls_calibration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_calibration_calls_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calibration", "call", name=op.f("pk_calibration_calls")),
    )


def _calibration_reviewers() -> None:
    op.create_table(
        "calibration_reviewers",
        sa.Column("calibration", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration"],
            ["calibrations.id"],
            name=op.f("fk_calibration_reviewers_calibration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("calibration", "login", name=op.f("pk_calibration_reviewers")),
    )


def _coaching_items() -> None:
    op.create_table(
        "coaching_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tip", sa.Text(), nullable=False),
        sa.Column("role_play", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("value_then", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent"], ["agents.id"], name=op.f("fk_coaching_items_agent"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_coaching_items_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_items")),
    )
    op.create_index(op.f("ix_coaching_items_agent"), "coaching_items", ["agent"], unique=False)
    op.create_index(op.f("ix_coaching_items_call"), "coaching_items", ["call"], unique=False)
    op.create_index(op.f("ix_coaching_items_due"), "coaching_items", ["due"], unique=False)


def _edits() -> None:
    op.create_table(
        "edits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "change", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_edits_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        sa.UniqueConstraint("call", "sequence", name=op.f("uq_edits_call_sequence")),
    )
    op.create_index(op.f("ix_edits_call"), "edits", ["call"], unique=False)


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_findings_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_findings")),
    )


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_flags_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
    )
    op.create_index(op.f("ix_flags_call"), "flags", ["call"], unique=False)
    op.create_index("ix_flags_code_call", "flags", ["code", "call"], unique=False)
    op.create_index("ix_flags_severity_call", "flags", ["severity", "call"], unique=False)


def _hearings() -> None:
    op.create_table(
        "hearings",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_hearings_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_hearings")),
    )


def _review_steps() -> None:
    op.create_table(
        "review_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_review_steps_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_steps")),
    )
    op.create_index(op.f("ix_review_steps_call"), "review_steps", ["call"], unique=False)


def _sampled_calls() -> None:
    op.create_table(
        "sampled_calls",
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("inclusion", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_sampled_calls_call"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sample"], ["samples.id"], name=op.f("fk_sampled_calls_sample"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sample", "call", name=op.f("pk_sampled_calls")),
    )


def _signed_verdicts() -> None:
    op.create_table(
        "signed_verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_signed_verdicts_call"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["rubric"], ["rubrics.id"], name=op.f("fk_signed_verdicts_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_verdicts")),
    )
    op.create_index(op.f("ix_signed_verdicts_call"), "signed_verdicts", ["call"], unique=False)


def _situations() -> None:
    op.create_table(
        "situations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_situations_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
    )
    op.create_index(op.f("ix_situations_call"), "situations", ["call"], unique=False)
    op.create_index("ix_situations_code_call", "situations", ["code", "call"], unique=False)


def _transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("turns", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_transcripts_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_transcripts")),
    )


def _voices() -> None:
    op.create_table(
        "voices",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("voiced_s", sa.Float(), nullable=False),
        sa.Column("f0_hz", sa.Float(), nullable=False),
        sa.Column("balance_db", sa.Float(), nullable=False),
        sa.Column("balance_spread_db", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_voices_call"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_voices")),
    )


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step"], ["review_steps.id"], name=op.f("fk_disputes_step"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index(op.f("ix_disputes_step"), "disputes", ["step"], unique=False)
