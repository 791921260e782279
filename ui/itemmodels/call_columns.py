"""The columns that a table of calls can show: what each says and by what the store sorts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from callqa.catalogue import knows
from callqa.domain.listing import CallSummary
from callqa.domain.sentence import Sentence
from ui import formats
from ui.i18n import language, named, sentence, text

Drawn = Literal["text", "agent", "number", "flags", "score", "share", "outcome", "state", "health"]
"""How a cell is drawn: words to the left, numbers to the right, the others with a sign."""


@dataclass(frozen=True, slots=True)
class CallColumn:
    """One column.

    key : name in what is kept, and of its heading among the texts
    told : what the cell says
    sort : column of the store that it is sorted by, empty where it cannot be
    width_em : width at first, in widths of a capital M
    is_shown : whether it is there before a person chose columns
    falls_first : whether the first click on its heading sorts the greatest to the top
    """

    key: str
    told: Callable[[CallSummary], str]
    drawn: Drawn = "text"
    sort: str = ""
    width_em: float = 8
    is_shown: bool = False
    falls_first: bool = False

    @property
    def title(self) -> str:
        """The heading, short."""
        return text(f"library.column_{self.key}")

    @property
    def long_title(self) -> str:
        """Its name where there is room, as in a menu."""
        return text(f"library.column_{self.key}_long")

    @property
    def tip(self) -> str:
        """What the heading means, and whether a click sorts by it."""
        return (
            f"{self.long_title}\n{text('library.sort_tip' if self.sort else 'library.no_sort_tip')}"
        )

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.drawn in ("number", "score", "share")


def flag_name(code: str) -> str:
    """Return the name of a flag; a rubric's own flag is shown as words."""
    entry = f"flag.{code}_title"
    return sentence(Sentence(entry)) if knows(entry, language()) else named("flag", code)


def situation_name(code: str) -> str:
    """Return the name of a difficult situation."""
    return named("situation", code)


def coded(kind: str, code: str | None) -> str:
    """Return the name that the library has for one of a few known codes, such as a state."""
    return formats.DASH if code is None else text(f"library.{kind}_{code}")


def file_name(call: CallSummary) -> str:
    """Return the name of the recording's file."""
    return call.path.replace("\\", "/").rpartition("/")[2] if call.path else formats.DASH


def explained(column: CallColumn, call: CallSummary) -> str:
    """Return what the tooltip of a cell adds, empty where it would add nothing."""
    if column.key == "flags":
        return "\n".join(flag_name(each) for each in call.flags)
    if column.key == "score":
        return _verdict(call)
    if column.key in ("agent", "file") and call.path:
        return call.path
    if column.key == "situations":
        return "\n".join(situation_name(each) for each in call.situations)
    return ""


def _verdict(call: CallSummary) -> str:
    if call.score is None:
        return text("library.not_scored")
    verdict = "auto_fail" if call.auto_fail else "passed" if call.passed else "not_passed"
    lines = [text(f"library.score_{verdict}")]
    if _was_changed(call):
        machine, score = formats.number(call.machine_score), formats.number(call.score)
        lines.append(text("library.score_changed", machine=machine, score=score))
    return "\n".join(lines)


def _was_changed(call: CallSummary) -> bool:
    return (
        call.machine_score is not None
        and call.score is not None
        and round(call.machine_score) != round(call.score)
    )


def _flags(call: CallSummary) -> str:
    return str(len(call.flags)) if call.flags else ""


def _score(call: CallSummary) -> str:
    score = formats.number(call.score)
    if not _was_changed(call):
        return score
    return text(
        "library.score_with_machine", score=score, machine=formats.number(call.machine_score)
    )


def _raised(call: CallSummary) -> str:
    if call.raised_customer is None and call.raised_agent is None:
        return formats.DASH
    return f"{formats.number(call.raised_customer)} / {formats.number(call.raised_agent)}"


def _situations(call: CallSummary) -> str:
    return ", ".join(situation_name(each) for each in call.situations) or formats.DASH


def _agent(call: CallSummary) -> str:
    """Return the agent, or what else tells the call from others where nothing is known of it."""
    is_known = call.agent or call.customer or call.started_at
    return call.agent or formats.DASH if is_known else file_name(call)


def _words(field: str) -> Callable[[CallSummary], str]:
    return lambda call: getattr(call, field) or formats.DASH


def _code(field: str, kind: str) -> Callable[[CallSummary], str]:
    return lambda call: coded(kind, getattr(call, field))


def _number(field: str, decimals: int = 0) -> Callable[[CallSummary], str]:
    return lambda call: formats.number(getattr(call, field), decimals)


def _seconds(field: str) -> Callable[[CallSummary], str]:
    return lambda call: formats.clock_time(getattr(call, field))


def _moment(field: str) -> Callable[[CallSummary], str]:
    return lambda call: formats.moment(getattr(call, field))


def _direction(call: CallSummary) -> str:
    known = ("inbound", "outbound", "internal")
    if call.direction in known:
        return text(f"library.direction_{call.direction}")
    return call.direction or formats.DASH


COLUMNS: tuple[CallColumn, ...] = (
    CallColumn("flags", _flags, "flags", "severity", 4, is_shown=True, falls_first=True),
    CallColumn("score", _score, "score", "score", 7.5, is_shown=True),
    CallColumn("agent", _agent, "agent", "agent", 9.5, is_shown=True),
    CallColumn("customer", _words("customer"), "text", "customer", 8.5, is_shown=True),
    CallColumn(
        "started_at",
        _moment("started_at"),
        "text",
        "started_at",
        10.5,
        is_shown=True,
        falls_first=True,
    ),
    CallColumn(
        "duration_s",
        _seconds("duration_s"),
        "number",
        "duration_s",
        5,
        is_shown=True,
        falls_first=True,
    ),
    CallColumn(
        "agent_ratio",
        lambda call: formats.percent(call.agent_ratio),
        "share",
        "agent_ratio",
        6.5,
        is_shown=True,
        falls_first=True,
    ),
    CallColumn(
        "interruptions_agent",
        _number("interruptions_agent"),
        "number",
        "interruptions_agent",
        6.5,
        is_shown=True,
        falls_first=True,
    ),
    CallColumn(
        "raised", _raised, "number", "raised_customer", 6.5, is_shown=True, falls_first=True
    ),
    CallColumn(
        "empathy_outcome",
        _code("empathy_outcome", "outcome"),
        "outcome",
        "empathy_score",
        8.5,
        is_shown=True,
    ),
    CallColumn(
        "review_state", _code("review_state", "state"), "state", "review_state", 8.5, is_shown=True
    ),
    CallColumn("health", _code("health", "health"), "health", "health", 6.5, is_shown=True),
    CallColumn("queue", _words("queue"), "text", "queue"),
    CallColumn("direction", _direction),
    CallColumn("language", _words("language"), width_em=5),
    CallColumn("assigned_to", _words("assigned_to"), "text", "assigned_to"),
    CallColumn("reviewed_by", _words("reviewed_by")),
    CallColumn("reviewed_at", _moment("reviewed_at"), width_em=10.5),
    CallColumn("situations", _situations, width_em=14),
    CallColumn("silence_s", _seconds("silence_s"), "number", width_em=6),
    CallColumn("hold_s", _seconds("hold_s"), "number", width_em=6),
    CallColumn("dead_air_s", _seconds("dead_air_s"), "number", "dead_air_s", 6, falls_first=True),
    CallColumn("overlap_s", _seconds("overlap_s"), "number", width_em=6),
    CallColumn("interruptions_customer", _number("interruptions_customer"), "number", width_em=8),
    CallColumn("interruption_rate", _number("interruption_rate", 1), "number", width_em=8),
    CallColumn(
        "empathy_score", _number("empathy_score"), "number", "empathy_score", 6, falls_first=True
    ),
    CallColumn("eased_share", lambda call: formats.percent(call.eased_share), "number", width_em=7),
    CallColumn("latency_agent_s", _number("latency_agent_s", 1), "number", width_em=7),
    CallColumn("wpm_agent", _number("wpm_agent"), "number", width_em=7),
    CallColumn("open_questions", _number("open_questions"), "number", width_em=7),
    CallColumn("layout", _code("layout", "layout"), width_em=9),
    CallColumn("drawn", _code("drawn", "drawn"), width_em=8),
    CallColumn("added_at", _moment("added_at"), width_em=10.5),
    CallColumn("file", file_name, width_em=14),
)
"""Every column, in the order in which the table has them."""

PLACES: Mapping[str, int] = MappingProxyType({each.key: n for n, each in enumerate(COLUMNS)})
"""The place of each column in `COLUMNS`, by key."""
