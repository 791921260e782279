"""What rules look at: one call's Hearing and Measures, and the views on them that rules share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures, PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence, Span
from callqa.lexicon import Pack
from callqa.lexicon.conversation import IN_ANY_LANGUAGE
from callqa.rules.categories import counts_from
from callqa.settings import Settings

CONTINUER_MAX_WORDS = 8
"""A continuer lasts at most 2 s (docs/measures.md section 5), no more words than these."""


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """One of the agent's turns by id; `order` is the same where only a pause lies between two."""

    id: int
    start_s: float
    order: int


@dataclass(frozen=True)
class Case:
    """One call as rules see it; `pack` holds the phrases of its language, if there are.

    `repeats` are hits that only say a line again, each with the first hit of that line. Views
    are made once per call: a library is re-scored by the thousand.
    """

    hearing: Hearing
    measures: Measures
    settings: Settings
    pack: Pack | None
    repeats: Mapping[PhraseHit, PhraseHit] = field(default_factory=dict)

    @cached_property
    def call(self) -> Span:
        """The call without ringing and announcements: what every measure takes it to be."""
        return self.hearing.conversation()

    @property
    def parties_unsure(self) -> Sentence | None:
        """Why it is not known who spoke, ``None`` where it is known."""
        if self.hearing.party_basis != "unreliable":
            return None
        return self.hearing.party_basis_reason or Sentence("rubric.parties_unsure")

    @cached_property
    def words_missing(self) -> Sentence | None:
        """Why behaviours cannot be read from words, ``None`` where they can."""
        if reason := self.parties_unsure:
            return reason
        if self.pack is None:
            return Sentence("rubric.no_pack", language=self.hearing.language.code)
        if not any(turn.words for turn in self.hearing.turns):
            return Sentence("rubric.no_words")
        return None

    def cannot_read(self, categories: Iterable[str]) -> Sentence | None:
        """Why behaviours of `categories` cannot be read from words, ``None`` where they can."""
        if reason := self.words_missing:
            return reason
        missing = sorted(set(categories) - self.pack.categories.keys()) if self.pack else []
        if not missing:
            return None
        return Sentence(
            "rubric.not_in_pack",
            language=self.hearing.language.code,
            categories=", ".join(missing),
        )

    @cached_property
    def agent_turns(self) -> tuple[AgentTurn, ...]:
        """The agent's turns in order, without those that are nothing but continuers ("mm-hm")."""
        role_of = {each.id: each.role for each in self.hearing.speakers}
        language = self.pack.conversation if self.pack else IN_ANY_LANGUAGE
        turns: list[AgentTurn] = []
        order = 0
        for turn in self.hearing.turns:
            if len(turn.words) <= CONTINUER_MAX_WORDS and language.is_continuer(turn.words):
                continue
            if role_of[turn.speaker] == "agent":
                turns.append(AgentTurn(turn.id, turn.start_s, order))
            else:
                order += 1
        return tuple(turns)

    def heard(
        self, categories: Iterable[str], *, with_suggested: bool = False
    ) -> tuple[PhraseHit, ...]:
        """Return the hits of `categories` by the party they are about, in order of time.

        A hit by meaning is a suggestion, not a proof: it may speak for somebody
        (`with_suggested`), never against.
        """
        hits = [hit for category in set(categories) for hit in self._by_category.get(category, ())]
        if not with_suggested:
            hits = [hit for hit in hits if hit.source == "phrase"]
        return tuple(sorted(hits, key=attrgetter("start_s", "end_s", "category")))

    @cached_property
    def _by_category(self) -> dict[str, list[PhraseHit]]:
        by_category: dict[str, list[PhraseHit]] = {}
        for hit in self.measures.phrases:
            if counts_from(hit.category, hit.role):
                by_category.setdefault(hit.category, []).append(hit)
        return by_category

    @cached_property
    def _speaker_of(self) -> dict[int, str]:
        return {turn.id: turn.speaker for turn in self.hearing.turns}

    def distinct(self, hits: Iterable[PhraseHit]) -> tuple[PhraseHit, ...]:
        """Return `hits` without those that only repeat the line of an earlier one among them."""
        lines: dict[PhraseHit, PhraseHit] = {}
        for hit in hits:
            lines.setdefault(self.repeats.get(hit, hit), hit)
        return tuple(lines.values())

    def evidence(self, hits: Iterable[PhraseHit]) -> tuple[Evidence, ...]:
        """Return where `hits` can be played, with speaker and words."""
        return tuple(
            Evidence(hit.start_s, hit.end_s, self._speaker_of.get(hit.turn), hit.text)
            for hit in hits
        )
