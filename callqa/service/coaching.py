"""Coaching: moments to talk over with an agent, what was agreed, and whether it changed."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from callqa.catalogue import say
from callqa.domain.coaching import CoachingItem, CoachingKind, CoachingState
from callqa.domain.listing import CallFilter
from callqa.domain.sentence import Sentence
from callqa.domain.span import clock
from callqa.errors import UsageError
from callqa.report.atomic import refuse_overwrite
from callqa.service.blindness import sees_item
from callqa.service.coached_call import MEASURE_OF, Suggestion, coached_call
from callqa.service.coaching_items import (
    OPEN_STATES,
    agent_asked,
    known_item,
    new_item,
    open_item,
    refuse_twice,
    unknown_item,
    write_item,
)
from callqa.service.coaching_pack import pack_item, write_pack
from callqa.service.context import Context
from callqa.service.flagged_moments import FlaggedMoment as FlaggedMoment
from callqa.service.flagged_moments import flagged_moments
from callqa.service.follow_up import FollowUp, follow_up_of
from callqa.service.local_zone import centre_zone
from callqa.store.calibrations import blind_call_ids
from callqa.store.coaching import FOLLOWED, change_item, list_items, value_in
from callqa.store.listing import find_call


@dataclass(frozen=True, slots=True)
class Coaching:
    """The coaching of a store."""

    context: Context

    def suggest(self, call: str) -> tuple[Suggestion, ...]:
        """Return what the flags of a call give to talk over, praise among them.

        Raises
        ------
        NotAllowed
            The person does not coach.
        UnknownCall
            There is no such call.
        HearingRemoved
            The words of the call were removed before anybody signed its verdict.
        """
        self.context.require("coach")
        with self.context.store.writing() as connection:
            coached = coached_call(self.context, connection, call)
            self.context.log(connection, "see", coached.stored.call_id)
        return coached.suggestions()

    def moments(
        self, where: CallFilter, kind: CoachingKind, *, limit: int = 5
    ) -> tuple[FlaggedMoment, ...]:
        """Return where the flags of the latest `limit` calls were raised, the gravest calls first.

        This is a list and no look into a call: no words are read, and the access log has nothing of
        it. What is to be said about a moment comes from `suggest`.

        Raises
        ------
        NotAllowed
            The person does not coach.
        """
        self.context.require("coach")
        return flagged_moments(self.context, where, kind, limit)

    def add(self, call: str, flag: str, *, language: str = "en") -> CoachingItem:
        """Take a flag of a call among the coaching items, in the words of a language.

        Raises
        ------
        UsageError
            The call has no such flag, or it is an item already; and what `suggest` raises.
        """
        self.context.require("coach")
        with self.context.store.writing() as connection:
            coached = coached_call(self.context, connection, call, to_change=True)
            suggestions = {each.flag: each for each in coached.suggestions()}
            if flag not in suggestions:
                raise UsageError(
                    f"is no flag of this call, which has {', '.join(suggestions) or 'none'}.",
                    subject=flag,
                    remedy="See 'callqa coach suggest'.",
                )
            refuse_twice(connection, coached, flag)
            chosen = suggestions[flag]
            title, tip = (say(each, language) for each in (chosen.title, chosen.tip))
            new = new_item(self.context, coached, chosen.kind, title, chosen.start_s, chosen.end_s)
            play = _said(chosen.role_play, language)
            new = replace(new, origin=flag, tip=tip, role_play=play)
            return write_item(self.context, connection, coached, new)

    def add_by_hand(  # noqa: PLR0913 - each is a field of the item
        self,
        call: str,
        start_s: float,
        end_s: float,
        title: str,
        *,
        tip: str = "",
        kind: CoachingKind = "improve",
        language: str = "en",
    ) -> CoachingItem:
        """Take a moment that a person chose among the coaching items; times in seconds.

        The role play that is put to it is in the words of `language`.

        Raises
        ------
        UsageError
            The moment does not lie in the call, or there is no title.
        """
        self.context.require("coach")
        title = title.strip()
        if not title:
            raise UsageError("a title is needed.", subject="title", remedy="Say what it is about.")
        with self.context.store.writing() as connection:
            coached = coached_call(self.context, connection, call, needs_flags=False)
            if not 0 <= start_s < end_s <= coached.duration_s:
                raise UsageError(
                    f"{clock(start_s)} to {clock(end_s)} is no moment of this call, which lasts "
                    f"{clock(coached.duration_s)}.",
                    subject=coached.stored.call_id,
                )
            new = new_item(self.context, coached, kind, title, start_s, end_s)
            play = _said(coached.role_play_by_hand(kind, start_s), language)
            return write_item(
                self.context, connection, coached, replace(new, tip=tip.strip(), role_play=play)
            )

    def agree(
        self, item: int, commitment: str, due: date, measure: str | None = None
    ) -> CoachingItem:
        """Write what the agent undertakes, by when, and the measure that is to show it.

        Without `measure` it is the one that belongs to the flag (`MEASURE_OF`), if there is one.

        Raises
        ------
        UsageError
            There is no such item or it is closed; no commitment; the day has passed; the measure
            is none that can be followed.
        """
        self.context.require("coach")
        commitment = commitment.strip()
        if not commitment:
            raise UsageError("a commitment is needed.", subject="commitment")
        if due < self.context.now().astimezone(centre_zone(self.context)).date():
            raise UsageError(f"{due} has passed.", subject="due", remedy="Give a later day.")
        with self.context.store.writing() as connection:
            found = open_item(self.context, connection, item)
            measure = measure or MEASURE_OF.get(found.origin)
            if measure is not None and measure not in FOLLOWED:
                raise UsageError(
                    "is no measure that can be followed.",
                    subject=measure,
                    remedy=f"Give one of {', '.join(FOLLOWED)}.",
                )
            row = find_call(connection, found.call_id)
            change_item(
                connection,
                item,
                state="agreed",
                commitment=commitment,
                due=due,
                measure=measure,
                value_then=value_in(connection, row, measure) if measure else None,
            )
            self.context.log(connection, "coach: agreed", found.call_id)
            return known_item(self.context, connection, item)

    def close(self, item: int, state: Literal["done", "dropped"]) -> CoachingItem:
        """End an item: it was talked over, or it is not to be.

        Raises
        ------
        UsageError
            There is no such item, or it is closed.
        """
        self.context.require("coach")
        with self.context.store.writing() as connection:
            found = open_item(self.context, connection, item)
            change_item(connection, item, state=state)
            self.context.log(connection, f"coach: {state}", found.call_id)
            return known_item(self.context, connection, item)

    def items(
        self,
        *,
        agent: str | None = None,
        due_before: date | None = None,
        state: CoachingState | None = None,
    ) -> tuple[CoachingItem, ...]:
        """Return items, the next due first; an agent sees the own ones only.

        What others made of a call that the person scores blind is left out.

        Raises
        ------
        UsageError
            There is no such agent.
        """
        with self.context.store.reading() as connection:
            name = agent_asked(self.context, connection, agent)
            found = list_items(
                connection, agent=name, due_before=due_before, states=(state,) if state else ()
            )
            blind = blind_call_ids(connection, self.context.user.login)
        return tuple(each for each in found if sees_item(blind, self.context, each))

    def follow_up(self, item: int, *, since: date | None = None) -> FollowUp:
        """Return the measure of an item in the agent's later calls against that call and before.

        Parameters
        ----------
        since
            The first day of later calls, in the centre's time zone; all after the call by default.

        Raises
        ------
        UsageError
            There is no such item among those the person may see, no measure was agreed on, or the
            agent is not known.
        """
        with self.context.store.reading() as connection:
            found = known_item(self.context, connection, item)
            whose = agent_asked(self.context, connection, None)
            if whose is not None and found.agent != whose:
                raise unknown_item(item)
            return follow_up_of(self.context, connection, found, since)

    def pack(self, agent: str, path: Path, *, force: bool = False, language: str = "en") -> Path:
        """Write an agent's open items as one HTML page with their sound, and return where it is.

        The page is in `language`; the items are in the words in which they were made.

        Raises
        ------
        UsageError
            There is no such agent, the agent has no open item, or there is such a file already and
            not `force`.
        ReviewRefused
            The person scores the call of an item blind at present.
        OutputFailed
            The page cannot be written.
        """
        self.context.require("coach")
        refuse_overwrite(path, force=force)
        with self.context.store.reading() as connection:
            name = agent_asked(self.context, connection, agent) or agent
            some = list_items(connection, agent=name, states=OPEN_STATES)
            moments = [pack_item(self.context, connection, each, language) for each in some]
        if not moments:
            raise UsageError(
                "has no open coaching item.",
                subject=agent,
                remedy="Add one first: callqa coach add.",
            )
        with self.context.store.writing() as connection:
            for call_id in sorted({each.call_id for each in some}):
                self.context.log(connection, "export", call_id)
        write_pack(self.context, name, moments, path, language)
        return path


def _said(sentence: Sentence | None, language: str) -> str:
    return say(sentence, language) if sentence is not None else ""
