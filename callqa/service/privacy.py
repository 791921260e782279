"""Calls are removed from a store when their time has come, or when a customer asks for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from callqa.errors import UsageError
from callqa.service.context import Context
from callqa.service.sound_cache import forget_sound
from callqa.store.copies import copies_beside
from callqa.store.forgetting import NamedElsewhere as NamedElsewhere
from callqa.store.forgetting import named_elsewhere, remove_name
from callqa.store.retention import OldCall as OldCall
from callqa.store.retention import (
    Part,
    calls_of_customer,
    erase_traces,
    old_calls,
    remove_calls,
    remove_links,
    remove_words,
)

_AT_ONCE = 200
"""Calls removed in one transaction, so that other writers get in between."""

_ACTS: dict[Part, tuple[str, Callable[[Connection, Sequence[int]], None]]] = {
    "audio": ("remove audio link", remove_links),
    "transcripts": ("remove words", remove_words),
    "everything": ("remove call", remove_calls),
}


NOWHERE = NamedElsewhere()


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed, or with a dry run would be.

    audio : calls that lose the link to their recording; the files are the site's own
    transcripts : calls that lose every word; scores, measures and reviews stay
    everything : calls that are gone
    erased : nothing of it is left in the file of the store; ``False`` where others have it open.
        A PostgreSQL server cleans its files by itself.
    named_elsewhere : where the name of a customer who is forgotten was removed beside these calls
    copies : other files beside a SQLite store that still hold what was removed, such as backups
    """

    audio: tuple[OldCall, ...] = ()
    transcripts: tuple[OldCall, ...] = ()
    everything: tuple[OldCall, ...] = ()
    dry_run: bool = False
    erased: bool = True
    named_elsewhere: NamedElsewhere = NOWHERE
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Privacy:
    """Retention, and the removal of a customer's calls."""

    context: Context

    def retain(
        self,
        *,
        audio_days: int | None = None,
        transcript_days: int | None = None,
        everything_days: int | None = None,
        dry_run: bool = False,
    ) -> Removal:
        """Remove links, words and whole calls that are older than so many days.

        A call's age counts from when it began, or else from when it was added. Removing words
        takes what was heard, what was found in words, quotes in signed verdicts and in coaching,
        corrected words and notes; such a call can be scored by another rubric, but no longer be
        corrected or measured again. What people wrote stays: reasons, disputes, commitments.

        Raises
        ------
        NotAllowed
            The person may not remove calls.
        UsageError
            No number of days was given, or one under 1.
        """
        self.context.require("remove_calls")
        days: dict[Part, int | None] = {
            "everything": everything_days,
            "transcripts": transcript_days,
            "audio": audio_days,
        }
        due = self._due(days)
        removal = Removal(due["audio"], due["transcripts"], due["everything"], dry_run)
        if dry_run:
            return removal
        for part, some in due.items():
            self._remove(part, some)
        rewrite = any(due.values())
        erased = erase_traces(self.context.store, rewrite=rewrite)
        return replace(removal, erased=erased, copies=self._copies())

    def calls_of(self, customer: str) -> tuple[OldCall, ...]:
        """Return the calls of a customer that `forget` would remove, the oldest first.

        Raises
        ------
        NotAllowed
            The person may not remove calls.
        """
        self.context.require("remove_calls")
        with self.context.store.reading() as connection:
            return calls_of_customer(connection, customer)

    def named_elsewhere(self, customer: str) -> NamedElsewhere:
        """Return where `forget` would remove a customer's name beside the own calls.

        Raises
        ------
        NotAllowed
            The person may not remove calls.
        """
        self.context.require("remove_calls")
        with self.context.store.reading() as connection:
            return named_elsewhere(connection, customer)

    def forget(self, customer: str) -> Removal:
        """Remove all calls of a customer, with their reviews, coaching and calibration answers.

        The name goes as well from the log and from what was first heard of calls that were
        corrected to be another customer's, and from the filters of draws. The customer is named as
        in the call list; case and spaces do not count. The access log keeps the ids of the calls
        and not the customer.

        Raises
        ------
        NotAllowed
            The person may not remove calls.
        UsageError
            No call is the customer's, and the name is nowhere else.
        """
        found = self.calls_of(customer)
        if not found and self.named_elsewhere(customer) == NOWHERE:
            raise UsageError(
                "is the customer of no call in the store.",
                subject=customer,
                remedy="Write the customer as the call list does.",
            )
        self._remove("everything", found)
        with self.context.store.writing() as connection:
            elsewhere = remove_name(connection, customer)
            for call_id in elsewhere.calls:
                self.context.log(connection, "remove customer", call_id)
        erased = erase_traces(self.context.store, rewrite=True)
        return Removal(
            everything=found, erased=erased, named_elsewhere=elsewhere, copies=self._copies()
        )

    def _copies(self) -> tuple[str, ...]:
        return tuple(str(each) for each in copies_beside(self.context.store))

    def _due(self, days: dict[Part, int | None]) -> dict[Part, tuple[OldCall, ...]]:
        given = [each for each in days.values() if each is not None]
        if not given or min(given) < 1:
            raise UsageError(
                "at least one number of days is needed, and none under 1.",
                subject="retention",
                remedy="Give --audio-days, --transcript-days or --everything-days.",
            )
        now = self.context.now()
        due: dict[Part, tuple[OldCall, ...]] = {}
        with self.context.store.reading() as connection:
            for part, each in days.items():
                due[part] = (
                    () if each is None else old_calls(connection, part, now - timedelta(days=each))
                )
        gone = {each.row for each in due["everything"]}
        for part in ("audio", "transcripts"):
            due[part] = tuple(each for each in due[part] if each.row not in gone)
        return due

    def _remove(self, part: Part, some: Sequence[OldCall]) -> None:
        action, remove = _ACTS[part]
        for piece in _pieces(some):
            with self.context.store.writing() as connection:
                remove(connection, [each.row for each in piece])
                for each in piece:
                    self.context.log(connection, action, each.call_id)
        if part != "transcripts":
            forget_sound(each.call_id for each in some)


def _pieces(some: Sequence[OldCall]) -> Iterator[Sequence[OldCall]]:
    return (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))
