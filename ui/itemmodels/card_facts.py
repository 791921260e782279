"""A review card as widgets read it: the shapes of what ``callqa.service.review_card`` returns."""

from collections.abc import Sequence
from typing import Protocol

from callqa.domain.judgement import Flag
from callqa.domain.listing import CallSummary
from callqa.domain.review import Dispute
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence


class PersonsAnswer(Protocol):
    """What a person answered instead of the machine."""

    @property
    def points(self) -> float | None:
        """On the question's own scale; ``None`` where it does not apply."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...

    @property
    def who(self) -> str:
        """The person's login."""
        ...


class CardLine(Protocol):
    """One question, as ``callqa.service.review_card`` has it."""

    @property
    def section(self) -> str:
        """Title of its section."""
        ...

    @property
    def id(self) -> str:
        """The question's id."""
        ...

    @property
    def text(self) -> str:
        """The question."""
        ...

    @property
    def most(self) -> float:
        """Its points, on its own scale."""
        ...

    @property
    def answer(self) -> str:
        """The machine's answer, in a word or a number."""
        ...

    @property
    def machine(self) -> float | None:
        """The machine's points, on the question's own scale."""
        ...

    @property
    def person(self) -> PersonsAnswer | None:
        """What a person answered instead, if anybody did."""
        ...

    @property
    def points(self) -> float:
        """What counts, as a share of 100."""
        ...

    @property
    def max_points(self) -> float:
        """The most that could count, as a share of 100."""
        ...

    @property
    def explanation(self) -> Sentence:
        """What the machine's answer rests on."""
        ...

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where to hear it."""
        ...

    @property
    def provisional(self) -> bool:
        """Whether the machine's answer counts without proof that it can."""
        ...

    @property
    def open(self) -> bool:
        """Whether a person is to answer and nobody has."""
        ...


class Card(Protocol):
    """A call under review, as ``callqa.service.review_card`` has it."""

    @property
    def call(self) -> CallSummary:
        """The call's row in the list."""
        ...

    @property
    def blind(self) -> str | None:
        """Title of the calibration in which the person scores the call blind."""
        ...

    @property
    def total(self) -> float | None:
        """The total as it stands, 0 to 100."""
        ...

    @property
    def machine_total(self) -> float | None:
        """What the machine alone gives."""
        ...

    @property
    def passed(self) -> bool | None:
        """Whether the call passes."""
        ...

    @property
    def lines(self) -> Sequence[CardLine]:
        """The questions, in the order of the rubric."""
        ...

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that hold."""
        ...

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """What the agent does not accept."""
        ...
