"""Findings: all that rules look at of a call, small enough to keep for each and quick to read.

With them a changed rubric scores and flags a call again without its Hearing and without a lexicon
pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures, PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import Role
from callqa.lexicon import Pack
from callqa.lexicon.conversation import IN_ANY_LANGUAGE, ConversationWords
from callqa.rules.packed import pack as packed
from callqa.rules.packed import unpack

CONTINUER_MAX_WORDS = 8
"""A continuer lasts at most 2 s (docs/measures.md section 5), no more words than these."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of the call and whose side it speaks for."""

    id: str
    role: Role


@dataclass(frozen=True, slots=True)
class BriefTurn:
    """When and by whom a turn was spoken; `is_continuer`: nothing but "mm-hm" and the like."""

    id: int
    speaker: str
    start_s: float
    end_s: float
    is_continuer: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one call; nothing in it depends on a rubric.

    language : ISO 639-1 code
    call : without ringing and announcements, what every measure takes the call to be
    parties_unsure : why it is not known who spoke, ``None`` where it is known
    categories : those that the language's pack can find, ``None`` without a pack
    has_words : anything was recognised at all
    repeats : hits that only say a line again, each with the first of that line; places in
        ``measures.phrases``
    """

    call_id: str
    language: str
    call: Span
    parties_unsure: Sentence | None
    voices: tuple[Voice, ...]
    turns: tuple[BriefTurn, ...]
    categories: frozenset[str] | None
    has_words: bool
    measures: Measures
    repeats: tuple[tuple[int, int], ...] = ()


def findings_of(
    hearing: Hearing,
    measures: Measures,
    pack: Pack | None,
    repeats: Mapping[PhraseHit, PhraseHit],
) -> Findings:
    """Put together what rules look at.

    Parameters
    ----------
    hearing, measures
        The call, and what was measured of it.
    pack
        The phrases of its language, if there are.
    repeats
        Hits that only say a line again, each with the first hit of that line; of those that are
        no longer among the phrases, nothing is kept.
    """
    language = pack.conversation if pack else IN_ANY_LANGUAGE
    place = {hit: number for number, hit in enumerate(measures.phrases)}
    return Findings(
        call_id=hearing.call_id,
        language=hearing.language.code,
        call=hearing.conversation(),
        parties_unsure=_parties_unsure(hearing),
        voices=tuple(Voice(each.id, each.role) for each in hearing.speakers),
        turns=_turns(hearing, language),
        categories=frozenset(pack.categories) if pack else None,
        has_words=any(turn.words for turn in hearing.turns),
        measures=measures,
        repeats=tuple(
            (place[hit], place[first])
            for hit, first in repeats.items()
            if hit in place and first in place
        ),
    )


def encode_findings(findings: Findings) -> bytes:
    """Return `findings` as bytes: 1 to 3 kB for a call of some minutes."""
    return packed(findings)


def decode_findings(data: bytes) -> Findings:
    """Return what `encode_findings` was given.

    Raises
    ------
    RecordUnreadable
        The bytes are damaged, or are not those of Findings.
    """
    return unpack(data, Findings)


def _parties_unsure(hearing: Hearing) -> Sentence | None:
    if hearing.party_basis != "unreliable":
        return None
    return hearing.party_basis_reason or Sentence("rubric.parties_unsure")


def _turns(hearing: Hearing, language: ConversationWords) -> tuple[BriefTurn, ...]:
    return tuple(
        BriefTurn(
            id=turn.id,
            speaker=turn.speaker,
            start_s=turn.start_s,
            end_s=turn.end_s,
            is_continuer=len(turn.words) <= CONTINUER_MAX_WORDS
            and language.is_continuer(turn.words),
        )
        for turn in hearing.turns
    )
