"""The findings that a person may judge anew: where they stand, and what classes they have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Any, get_args

from callqa.domain.edits import EventKind
from callqa.domain.hearing import Hearing
from callqa.domain.measures import (
    MEANING,
    Deescalation,
    DeescalationOutcome,
    Empathy,
    EmpathyOpportunity,
    EmpathyOutcome,
    Interruption,
    InterruptionKind,
    Measures,
    PhraseHit,
    RaisedVolume,
    Silence,
    SilenceKind,
    Situation,
    VolumeLevel,
)
from callqa.errors import EditRefused
from callqa.lexicon import Category, load_pack

Event = (
    Interruption
    | RaisedVolume
    | Silence
    | PhraseHit
    | EmpathyOpportunity
    | Deescalation
    | Situation
)

IN_WORDS = "words"
"""The cue of an empathy moment that a person has confirmed: words that were said."""

_SITUATION = "situation_"


@dataclass(frozen=True, slots=True)
class EventType:
    """What there is to know about one kind of finding.

    name : what people call it
    class_field : the field that holds its class
    of_field : the field that tells findings apart that start together, if there is one
    order : what findings of the kind are sorted by
    classes : those that a person may choose from, in a call
    """

    name: str
    class_field: str
    of_field: str | None
    order: Callable[[Any], Any]
    classes: Callable[[Hearing], tuple[str, ...]]

    def class_of(self, event: Event) -> str:
        """Return the class of a finding."""
        return str(getattr(event, self.class_field))

    def of(self, event: Event) -> str:
        """Return what tells a finding apart from others that start with it."""
        return str(getattr(event, self.of_field)) if self.of_field else ""

    def in_order(self, events: list[Any]) -> tuple[Any, ...]:
        """Return findings as they stand among the measures."""
        return tuple(sorted(events, key=self.order))


def events_of(measures: Measures, kind: EventKind) -> tuple[Event, ...]:
    """Return the findings of one kind."""
    if kind == "empathy":
        return measures.empathy.opportunities
    found: tuple[Event, ...] = getattr(measures, kind)
    return found


def with_events(measures: Measures, kind: EventKind, events: list[Event]) -> Measures:
    """Return `measures` with other findings of one kind, sorted; numbers are as they were."""
    ordered = EVENT_TYPES[kind].in_order(events)
    if kind == "empathy":
        return replace(measures, empathy=Empathy.of(measures.empathy.basis, ordered))
    changed: dict[str, Any] = {kind: ordered}
    return replace(measures, **changed)


def reclassed(event: Event, to: str, hearing: Hearing) -> Event:
    """Return a finding in another class; in its own class, it is confirmed.

    A person is sure: a confidence becomes 1, and what only meaning suggested counts as said. An
    interruption that comes from another class is not taken to have made the other stop, and a
    silence that becomes a hold not to have been announced: a class says no more than itself.

    Raises
    ------
    EditRefused
        The speaker of a phrase cannot say the category.
    """
    new: dict[str, Any]
    match event:
        case Interruption():
            yielded = event.yielded and to == "interruption"
            new = {"kind": to, "confidence": 1.0, "yielded": yielded}
        case RaisedVolume():
            new = {"level": to}
        case Silence():
            is_hold = to == event.kind == "hold"
            courtesy = event.courtesy_complete if is_hold else None
            new = {
                "kind": to,
                "announced": is_hold and event.announced,
                "courtesy_complete": courtesy,
            }
        case PhraseHit():
            category = category_of(hearing, to)
            if not category.may_be_said_by(event.role):
                raise EditRefused(
                    f"a phrase of the {event.role} cannot be of this category.",
                    subject=to,
                    remedy=f"Choose a category for words of the {event.role}.",
                )
            new = {"category": to, "polarity": category.polarity, "source": "phrase"}
        case EmpathyOpportunity():
            cue = IN_WORDS if event.cue == MEANING else event.cue
            response = None if to == "missed" else event.response
            new = {"outcome": to, "cue": cue, "response": response}
        case Deescalation():
            new = {"outcome": to}
        case Situation():
            new = {"code": to, "confidence": 1.0}
    return replace(event, **new)


def category_of(hearing: Hearing, category: str) -> Category:
    """Return a category of the phrase pack of the call's language.

    Raises
    ------
    EditRefused
        There is no such category.
    """
    pack = load_pack(hearing.language.code)
    if pack is None or category not in _categories(hearing):
        raise EditRefused(
            f"the phrase pack of the language {hearing.language.code!r} has no such category.",
            subject=category,
            remedy="Choose one of: " + (", ".join(_categories(hearing)) or "none") + ".",
        )
    return pack.categories[category]


def _among(classes: object) -> Callable[[Hearing], tuple[str, ...]]:
    def known(_: Hearing) -> tuple[str, ...]:
        return get_args(classes)

    return known


def _categories(hearing: Hearing) -> tuple[str, ...]:
    pack = load_pack(hearing.language.code)
    known = pack.categories.values() if pack else ()
    return tuple(each.id for each in known if each.purpose != "roles")


def _situations(hearing: Hearing) -> tuple[str, ...]:
    known = (each for each in _categories(hearing) if each.startswith(_SITUATION))
    return tuple(each.removeprefix(_SITUATION) for each in known)


def _surest_first(situation: Situation) -> float:
    return -situation.confidence


EVENT_TYPES: Mapping[EventKind, EventType] = MappingProxyType(
    {
        "interruptions": EventType(
            "interruption", "kind", "by", attrgetter("start_s", "by"), _among(InterruptionKind)
        ),
        "raised_volume": EventType(
            "raised volume",
            "level",
            "speaker",
            attrgetter("start_s", "speaker"),
            _among(VolumeLevel),
        ),
        "silences": EventType("silence", "kind", None, attrgetter("start_s"), _among(SilenceKind)),
        "phrases": EventType(
            "phrase",
            "category",
            "category",
            attrgetter("start_s", "end_s", "category"),
            _categories,
        ),
        "empathy": EventType(
            "empathy moment", "outcome", None, attrgetter("start_s"), _among(EmpathyOutcome)
        ),
        "deescalation": EventType(
            "tense stretch", "outcome", None, attrgetter("start_s"), _among(DeescalationOutcome)
        ),
        "situations": EventType("situation", "code", "code", _surest_first, _situations),
    }
)
"""Every kind of finding, by the name that an edit uses for it."""
