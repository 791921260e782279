"""A language's phrase pack: read from TOML, checked, compiled.

A pack is the folder ``packs/<language>/``: ``language.toml`` (spelling, word lists, guards) and
any number of files of categories. ``packs/en/language.toml`` starts with the notation, for the
team leader who edits it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from callqa.domain.measures import Polarity
from callqa.domain.speech import Role
from callqa.lexicon.compiling import Clause, Compiled, Soft
from callqa.lexicon.conversation import ConversationWords
from callqa.lexicon.normalise import Spelling

Purpose = Literal["behaviour", "situation", "roles"]
Speakers = Literal["agent", "customer", "both", "any"]


@dataclass(frozen=True, slots=True)
class Category:
    """One behaviour, cue or kind of evidence.

    role : who may say it; ``both`` is agent and customer, ``any`` is everyone
    purpose : ``behaviour`` and ``situation`` are found in every call, ``roles`` only on request
    keep_reported : what somebody is reported to have said counts too
    in_questions : it counts inside a question too
    once_a_sentence : two hits in a sentence are one
    """

    id: str
    title: str
    polarity: Polarity
    role: Speakers
    purpose: Purpose
    keep_reported: bool
    in_questions: bool
    once_a_sentence: bool

    def may_be_said_by(self, role: Role) -> bool:
        """Tell whether words of `role` can be a hit."""
        return self.role in (role, "any") or (self.role == "both" and role != "other")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern of a category, with the context it asks for or forbids.

    anchor : the clause of ``needs`` whose words are rarest in the pack; looked up first
    """

    category: Category
    pattern: Compiled
    anchor: Clause
    required: tuple[Compiled, ...]
    forbidden: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True)
class Guards:
    """What right before or after a hit undoes it: negation, and somebody else's words."""

    negation: tuple[Compiled, ...]
    not_negation: tuple[Compiled, ...]
    reported: tuple[Compiled, ...]
    question: tuple[Compiled, ...]
    negation_after: tuple[Compiled, ...]
    reported_after: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """The phrases of one language. Compared and hashed by identity: a pack is loaded once.

    soft : single words that may stand between any two words of a pattern ("really")
    digest : SHA-256 over the pack's files; changes whenever a phrase does
    slips : words long enough to be recognised with a wrong letter
    inflections : endings that make another form of a word
    prefixes : what ``word*`` patterns start with
    suffixes : what ``*word`` patterns end with
    soft_phrases : those words and longer phrases, by their first word
    opener_ends : last words of what a sentence may start after
    conversation : what tells how an utterance works: listening, agreeing, breaking off
    """

    language: str
    digest: str
    categories: Mapping[str, Category]
    phrases: tuple[Phrase, ...]
    by_anchor: Mapping[str, tuple[int, ...]]
    guards: Guards
    spelling: Spelling
    soft: frozenset[str]
    soft_phrases: Soft
    opener_ends: frozenset[str]
    vocabulary: frozenset[str]
    slips: tuple[str, ...]
    inflections: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    conversation: ConversationWords

    def titles(self) -> dict[str, str]:
        """Return each category's name for people, in pack order."""
        return {each.id: each.title for each in self.categories.values()}
