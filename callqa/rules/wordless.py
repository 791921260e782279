"""Findings and verdicts without the words that were said: what is kept after a centre's retention.

Scores, measures, times and classes stay, and so does the rubric's own text. No rule looks at the
words of a finding, so a call can still be scored by another rubric.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from callqa.domain.measures import (
    EmpathyOpportunity,
    EmpathyResponse,
    Interruption,
    PhraseHit,
)
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence

T = TypeVar("T")

REMOVED = "[…]"
"""Stands where words were."""

_SPOKEN: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Evidence: ("text",),
        PhraseHit: ("text",),
        EmpathyOpportunity: ("text",),
        EmpathyResponse: ("text",),
        Interruption: ("text_by", "text_of"),
    }
)

_QUOTED = ("quote", "from_quote", "text", "name")
"""Values of sentences that repeat what was said, or who was named in it."""


def without_words(value: T) -> T:
    """Return `value`, a dataclass or a structure of them, with `REMOVED` for what was said."""
    return _cleared(value)  # type: ignore[no-any-return]


def _cleared(value: Any) -> Any:
    if isinstance(value, Sentence):
        return Sentence(value.code, **{key: _word(key, each) for key, each in value.values.items()})
    if isinstance(value, tuple):
        return tuple(_cleared(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    spoken = _SPOKEN.get(type(value), ())
    changes = {
        each.name: (
            _removed(getattr(value, each.name))
            if each.name in spoken
            else _cleared(getattr(value, each.name))
        )
        for each in fields(value)
    }
    return replace(value, **changes)


def _word(key: str, value: Any) -> Any:
    return _removed(value) if key in _QUOTED else value


def _removed(text: Any) -> Any:
    return REMOVED if text else text
