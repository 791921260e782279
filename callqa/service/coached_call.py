"""A call as coaching looks at it: its flags, its moments, and who could be coached on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection

from callqa.domain.coaching import CoachingKind
from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Flag
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Turn
from callqa.errors import HearingRemoved
from callqa.rules.coaching import role_play, role_play_by_hand
from callqa.service.blindness import require_sight
from callqa.service.context import Context
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.stored_judgement import stored_judgement
from callqa.service.visibility import visible_call
from callqa.store.listing import get_summary
from callqa.store.loading import StoredCall, load_hearing
from callqa.store.reviews import signed_verdict

MEASURE_OF: Mapping[str, str] = MappingProxyType(
    {
        "auto_fail": "score",
        "critical": "score",
        "low_score": "score",
        "missed_empathy": "empathy_score",
        "dismissive_in_distress": "eased_share",
        "interruptions": "interruption_rate",
        "dead_air": "dead_air_s",
        "talk_ratio": "agent_ratio",
    }
)
"""The measure that shows whether what a flag is about has changed, where there is one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a flag gives to talk over.

    role_play : ``None`` where the call has no line to start from
    start_s, end_s : the moment, in seconds; both 0 where the flag is about the whole call
    measure : what can be followed on later calls, ``None`` without one
    """

    flag: str
    kind: CoachingKind
    title: Sentence
    reason: Sentence
    tip: Sentence
    role_play: Sentence | None
    start_s: float
    end_s: float
    measure: str | None


@dataclass(frozen=True, slots=True)
class CoachedCall:
    """A call with what it gives to talk over.

    agent : the agent's name, ``None`` where unknown
    hearing : with what people corrected; ``None`` where its words were removed
    """

    stored: StoredCall
    agent: str | None
    duration_s: float
    hearing: Hearing | None
    flags: tuple[Flag, ...]

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return what each flag gives to talk over, in the order of the flags."""
        return tuple(self._suggestion(each) for each in self.flags)

    def role_play_by_hand(self, kind: CoachingKind, time_s: float) -> Sentence | None:
        """Return what to play after a moment that a person chose, ``None`` without words."""
        return role_play_by_hand(kind, time_s, self._customer_turns())

    def _suggestion(self, flag: Flag) -> Suggestion:
        moment = flag.evidence[0] if flag.evidence else None
        return Suggestion(
            flag=flag.code,
            kind="praise" if flag.severity == "praise" else "improve",
            title=flag.title,
            reason=flag.reason,
            tip=flag.tip,
            role_play=role_play(flag, self._customer_turns()),
            start_s=moment.start_s if moment else 0.0,
            end_s=moment.end_s if moment else 0.0,
            measure=MEASURE_OF.get(flag.code),
        )

    def _customer_turns(self) -> tuple[Turn, ...]:
        if self.hearing is None:
            return ()
        customers = {each.id for each in self.hearing.speakers if each.role == "customer"}
        return tuple(turn for turn in self.hearing.turns if turn.speaker in customers)


def coached_call(
    context: Context,
    connection: Connection,
    call: str,
    *,
    needs_flags: bool = True,
    to_change: bool = False,
) -> CoachedCall:
    """Return a call by its id or the beginning of it; where signed, with the signed flags.

    `to_change` keeps other writers away from it until the transaction ends.

    Raises
    ------
    UnknownCall
        There is no such call, or none that the person may see.
    ReviewRefused
        Flags are needed, and the person scores the call blind at present.
    HearingRemoved
        Flags are needed, and the words were removed before anybody signed the verdict.
    """
    stored = visible_call(context, connection, call, to_change=to_change)
    if needs_flags:
        require_sight(context, connection, stored)
    summary = get_summary(connection, stored.row)
    verdict = signed_verdict(connection, stored.row) if stored.is_signed else None
    hearing = None
    try:
        if stored.status == "empty":
            hearing = load_hearing(connection, stored.row)
        else:
            judging = judging_in_force(connection, context)[1]
            judged = stored_judgement(connection, stored, judging)
            hearing, verdict = judged.hearing, verdict or judged.judgement
    except HearingRemoved:
        if needs_flags and verdict is None:
            raise
    flags = verdict.flags if verdict else ()
    return CoachedCall(stored, summary.agent, summary.duration_s, hearing, flags)
