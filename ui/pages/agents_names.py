"""Names of measures as the window has room for, and of people beside numbers."""

from ui.i18n import text

_NAMED = (
    "score",
    "agent_ratio",
    "interruption_rate",
    "interruptions_agent",
    "raised_customer",
    "empathy_score",
    "eased_share",
    "dead_air_s",
    "hold_s",
    "silence_s",
    "overlap_s",
    "latency_agent_s",
    "wpm_agent",
    "open_questions",
)


def measure_title(measure: str) -> str:
    """Return the name of a measure; one that is not known is shown as words."""
    if measure in _NAMED:
        return text(f"charts.measure_{measure}")
    return measure.replace("_", " ").capitalize()


def followed_measures() -> tuple[str, ...]:
    """Return the measures that a coaching item can follow."""
    return tuple(each for each in _NAMED if each != "raised_customer")


def isolated(name: str) -> str:
    """Return a name that keeps its own direction beside dates and numbers."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
