"""What a rubric is: sections of questions, when they apply, and the limits of the flags.

The field names are those of the TOML file (see ``rubrics/default_rubric.toml`` for the notation
and `callqa.rules.rubric_file` for reading one). Every type refuses unknown keys.
"""

from typing import Literal

from msgspec import Struct, field

AutoFail = Literal["none", "section", "call"]


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """Values from `from_` to `to`, both included, earn `points`; an end left out is open."""

    points: float
    from_: float | None = field(default=None, name="from")
    to: float | None = None

    def holds(self, value: float) -> bool:
        """Tell whether `value` lies in the band."""
        above = self.from_ is None or value >= self.from_
        return above and (self.to is None or value <= self.to)


class Behaviour(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are to be heard, or not to be heard, in a part of the call.

    Exactly one of `any`, `all` and `none` names phrase categories. `any` needs `at_least` hits in
    all, `all` one hit of each, `none` at most `at_most` hits. The part of the call is the first
    `first_s` or last `last_s` seconds between the first and the last speech; or what follows each
    moment of `after`, or comes before each of `before`, by at most `within_s` seconds or within
    the nearest `within_turns` agent turns, whichever reaches further; or the whole call.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    first_s: float | None = None
    last_s: float | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    within_s: float | None = None
    within_turns: int | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """The phrase categories looked for."""
        return self.any or self.all or self.none

    @property
    def moments(self) -> tuple[str, ...]:
        """The phrase categories of the moments after or before which they are looked for."""
        return self.after or self.before


class Check(Behaviour, frozen=True, forbid_unknown_fields=True):
    """One part of a condition: a behaviour, or a measure between two ends (both included)."""

    measure: str | None = None
    from_: float | None = field(default=None, name="from")
    to: float | None = None


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """When a section or question applies; `otherwise` is the reason shown where it does not."""

    otherwise: str
    any_of: tuple[Check, ...] = ()
    all_of: tuple[Check, ...] = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One question; `points` is its weight inside the section.

    Exactly one of `measure` (with `bands`, the first that holds the value counts, none means 0
    points), `behaviour` and `human` answers it. `auto_fail` and `critical` take effect where the
    question applies and earns 0 points.
    """

    id: str
    text: str
    points: float
    measure: str | None = None
    bands: tuple[Band, ...] = ()
    behaviour: Behaviour | None = None
    human: bool = False
    applies_when: str | None = None
    auto_fail: AutoFail = "none"
    critical: bool = False


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the scorecard; the weights of the sections that are not `apart` sum to 100.

    A section that is apart has no weight: it is scored on its own and has no share in the total.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    weight: float | None = None
    apart: bool = False
    applies_when: str | None = None


class PlainLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """A flag that can only be switched on or off."""

    enabled: bool = True


class AnswerLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """How soon the agent must answer (docs/measures.md section 7: two agent turns or 20 s)."""

    enabled: bool = True
    within_s: float = 20.0
    within_turns: int = 2


class DistressLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a cue of distress keeps the customer counted as in distress.

    120 s: the response (20 s) and the 60 s in which it should ease (docs/measures.md section 7),
    with as much again for a turn that began late.
    """

    enabled: bool = True
    within_s: float = 120.0


class InterruptionLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Interruptions of the customer (docs/measures.md section 8: >= 2, or > 2 in 10 minutes).

    Either condition is enough. How sure an event must be is the setting
    ``scoring.interruption_confidence``, for the flag as for the score.
    """

    enabled: bool = True
    min_count: int = 2
    max_per_10min: float = 2.0


class CountLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Occurrences from which a flag is raised (docs/measures.md section 8: one)."""

    enabled: bool = True
    min_count: int = 1


class WallLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Policy walls from which a flag is raised (docs/measures.md section 8: one).

    A limit followed by another way as soon as any response is due (two agent turns or 20 s) is no
    wall.
    """

    enabled: bool = True
    min_count: int = 1
    within_s: float = 20.0
    within_turns: int = 2


class DeadAirLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """Dead air in all from which a flag is raised (docs/measures.md section 8: 30 s)."""

    enabled: bool = True
    min_total_s: float = 30.0


class TalkRatioLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """The band is the setting ``talk.agent_ratio_low`` to ``high``; shorter talk is left alone.

    60 s of talk: below, one long answer decides the ratio.
    """

    enabled: bool = True
    min_talk_s: float = 60.0


class FlagLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """The conditions of every flag, by its code."""

    auto_fail: PlainLimits = PlainLimits()
    critical: PlainLimits = PlainLimits()
    unanswered_threat: AnswerLimits = AnswerLimits()
    unanswered_escalation: AnswerLimits = AnswerLimits()
    dismissive_in_distress: DistressLimits = DistressLimits()
    interruptions: InterruptionLimits = InterruptionLimits()
    missed_empathy: CountLimits = CountLimits()
    policy_wall: WallLimits = WallLimits()
    blame: CountLimits = CountLimits()
    dead_air: DeadAirLimits = DeadAirLimits()
    talk_ratio: TalkRatioLimits = TalkRatioLimits()
    low_score: PlainLimits = PlainLimits()
    situation_handled: PlainLimits = PlainLimits()
    acknowledge_apologise_act: PlainLimits = PlainLimits()
    customer_relieved: PlainLimits = PlainLimits()


class Rubric(Struct, frozen=True, forbid_unknown_fields=True):
    """A versioned set of questions, with the mark from which a call passes (0 to 100)."""

    id: str
    version: str
    title: str
    pass_mark: float
    sections: tuple[Section, ...]
    conditions: dict[str, Condition] = {}
    flags: FlagLimits = FlagLimits()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all sections, in order."""
        return tuple(question for section in self.sections for question in section.questions)
