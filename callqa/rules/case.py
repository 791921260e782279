"""What rules look at: one call's Findings, and the views on them that rules share."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from callqa.domain.measures import Measures, PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence, Span
from callqa.domain.speech import Role
from callqa.rules.categories import counts_from
from callqa.rules.findings import Findings
from callqa.settings import Settings


class AgentTurn(Struct, frozen=True):
    """One of the agent's turns by id; `order` is the same where only a pause lies between two."""

    id: int
    start_s: float
    order: int


class Case:
    """One call as rules see it.

    Views are made once per call: a library is re-scored by the thousand.

    call : the call without ringing and announcements
    parties_unsure : why it is not known who spoke, ``None`` where it is known
    words_missing : why behaviours cannot be read from words, ``None`` where they can
    """

    def __init__(self, findings: Findings, settings: Settings) -> None:
        self.findings = findings
        self.settings = settings
        self.measures: Measures = findings.measures
        self.call: Span = findings.call
        self.parties_unsure: Sentence | None = findings.parties_unsure
        self.words_missing: Sentence | None = _words_missing(findings)
        self._speakers = {each.role: each.id for each in reversed(findings.voices)}
        self._speaker_of_turn = {turn.id: turn.speaker for turn in findings.turns}
        self._hits = _Hits(findings.measures.phrases)
        self._heard: dict[tuple[tuple[str, ...], bool], tuple[PhraseHit, ...]] = {}

    def cannot_read(self, categories: Sequence[str]) -> Sentence | None:
        """Why behaviours of `categories` cannot be read from words, ``None`` where they can."""
        known = self.findings.categories
        if self.words_missing or known is None:
            return self.words_missing
        if known.issuperset(categories):
            return None
        return Sentence(
            "rubric.not_in_pack",
            language=self.findings.language,
            categories=", ".join(sorted(set(categories) - known)),
        )

    def speaker_of(self, role: Role) -> str | None:
        """Return the id of the first speaker in `role`, ``None`` where there is none."""
        return self._speakers.get(role)

    @cached_property
    def agent_turns(self) -> tuple[AgentTurn, ...]:
        """The agent's turns in order, without those that are nothing but continuers ("mm-hm")."""
        agents = {each.id for each in self.findings.voices if each.role == "agent"}
        turns: list[AgentTurn] = []
        order = 0
        for turn in self.findings.turns:
            if turn.is_continuer:
                continue
            if turn.speaker in agents:
                turns.append(AgentTurn(turn.id, turn.start_s, order))
            else:
                order += 1
        return tuple(turns)

    @cached_property
    def agent_turn_starts_s(self) -> tuple[float, ...]:
        """When each of `agent_turns` starts."""
        return tuple(turn.start_s for turn in self.agent_turns)

    def heard(
        self, categories: tuple[str, ...], *, with_suggested: bool = False
    ) -> tuple[PhraseHit, ...]:
        """Return the hits of `categories` by the party they are about, in order of time.

        A hit by meaning is a suggestion, not a proof: it may speak for somebody
        (`with_suggested`), never against.
        """
        key = (categories, with_suggested)
        if key not in self._heard:
            self._heard[key] = self._hits.of(categories, with_suggested)
        return self._heard[key]

    def distinct(self, hits: Sequence[PhraseHit]) -> tuple[PhraseHit, ...]:
        """Return `hits` without those that only repeat the line of an earlier one among them."""
        if len(hits) < 2:
            return tuple(hits)
        if not self._first_of_line:
            return tuple(dict.fromkeys(hits))
        lines: dict[PhraseHit, PhraseHit] = {}
        for hit in hits:
            lines.setdefault(self._first_of_line.get(hit, hit), hit)
        return tuple(lines.values())

    @cached_property
    def _first_of_line(self) -> dict[PhraseHit, PhraseHit]:
        phrases = self.measures.phrases
        return {phrases[hit]: phrases[first] for hit, first in self.findings.repeats}

    def evidence(self, hits: Iterable[PhraseHit]) -> tuple[Evidence, ...]:
        """Return where `hits` can be played, with speaker and words."""
        speaker = self._speaker_of_turn
        return tuple(
            [Evidence(hit.start_s, hit.end_s, speaker.get(hit.turn), hit.text) for hit in hits]
        )


class _Hits:
    """Hits by time, and by category the places among them of those that count."""

    def __init__(self, phrases: Iterable[PhraseHit]) -> None:
        self._ordered = sorted(phrases, key=attrgetter("start_s", "end_s", "category"))
        self._said: dict[str, list[int]] = {}
        self._suggested: dict[str, list[int]] = {}
        for place, hit in enumerate(self._ordered):
            if counts_from(hit.category, hit.role):
                places = self._said if hit.source == "phrase" else self._suggested
                places.setdefault(hit.category, []).append(place)

    def of(self, categories: Iterable[str], with_suggested: bool) -> tuple[PhraseHit, ...]:
        places: list[int] = []
        for category in set(categories):
            places += self._said.get(category, ())
            if with_suggested:
                places += self._suggested.get(category, ())
        places.sort()
        return tuple([self._ordered[place] for place in places])


def _words_missing(findings: Findings) -> Sentence | None:
    if findings.parties_unsure:
        return findings.parties_unsure
    if findings.categories is None:
        return Sentence("rubric.no_pack", language=findings.language)
    return None if findings.has_words else Sentence("rubric.no_words")
