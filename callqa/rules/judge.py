"""From what was heard to the verdict: the whole of JUDGE for one call, in two steps.

`find` looks for phrases and measures (milliseconds); `verdict` scores and flags (a fraction of
one). What lies between them can be stored, so that a changed rubric needs the second step alone.
"""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement
from callqa.domain.measures import Measures, PhraseHit
from callqa.domain.speech import VoiceBaseline
from callqa.lexicon import Pack, match, repeated_apologies
from callqa.lexicon.meaning import LikelySituation, Reading
from callqa.measures.registry import measure
from callqa.rules.case import Case
from callqa.rules.findings import Findings, findings_of
from callqa.rules.flags import Docket, find_flags
from callqa.rules.rubric import Rubric
from callqa.rules.score import score_case
from callqa.settings import Settings


def judge(hearing: Hearing, rubric: Rubric, pack: Pack | None, settings: Settings) -> Judgement:
    """Measure, score and flag one call; no file, no model, no clock.

    Parameters
    ----------
    hearing, pack, settings
        See `find`.
    rubric
        See `verdict`.
    """
    return verdict(find(hearing, pack, settings), rubric, settings)


def find(
    hearing: Hearing,
    pack: Pack | None,
    settings: Settings,
    *,
    earlier: Sequence[VoiceBaseline] = (),
) -> Findings:
    """Find phrases in a call and measure it.

    Parameters
    ----------
    hearing, settings
        The call, and the thresholds.
    pack
        The phrases of the call's language. ``None``, or those of another language: behaviours are
        not measurable, and the scorecard says so.
    earlier
        The agent's voice in earlier calls (see `callqa.measures.registry.measure`).
    """
    if pack is not None and pack.language != hearing.language.code:
        pack = None
    phrases: tuple[PhraseHit, ...] | None = None
    repeats: Mapping[PhraseHit, PhraseHit] = {}
    likely: tuple[LikelySituation, ...] = ()
    if pack is not None:
        roles = {each.id: each.role for each in hearing.speakers}
        heard = match(hearing.turns, roles, pack)
        reading = Reading(hearing.turns, hearing.passages, pack)
        hits = (*heard, *reading.suggested(roles, heard))
        phrases = tuple(sorted(hits, key=attrgetter("start_s", "end_s", "category")))
        likely = reading.situations()
        repeats = _repeats(phrases, pack)
    measures = measure(
        hearing, phrases, settings, pack, repeats=repeats, likely=likely, earlier=earlier
    )
    return findings_of(hearing, measures, pack, repeats)


def find_amended(hearing: Hearing, measures: Measures, pack: Pack | None) -> Findings:
    """Return the findings of a call whose measures a reviewer has changed."""
    if pack is not None and pack.language != hearing.language.code:
        pack = None
    return findings_of(hearing, measures, pack, _repeats(measures.phrases, pack))


def verdict(
    findings: Findings,
    rubric: Rubric,
    settings: Settings,
    *,
    given: Mapping[str, float | None] | None = None,
    dismissed: Collection[str] = (),
) -> Judgement:
    """Score and flag one call from its findings.

    Parameters
    ----------
    findings, rubric, settings
        The call, what to judge it by, and the thresholds; of these the groups `scoring` and
        `talk` count here.
    given
        Points that a person gave, by question id (see `callqa.rules.score.score_case`).
    dismissed
        Codes of flags that a person took off this call.
    """
    case = Case(findings, settings)
    scorecard = score_case(rubric, case, given=given)
    flags = find_flags(Docket(case, rubric, scorecard))
    return Judgement(
        call_id=findings.call_id,
        measures=findings.measures,
        scorecard=scorecard,
        flags=tuple(flag for flag in flags if flag.code not in dismissed),
    )


def _repeats(phrases: Sequence[PhraseHit], pack: Pack | None) -> Mapping[PhraseHit, PhraseHit]:
    if pack is None:
        return {}
    return repeated_apologies([hit for hit in phrases if hit.source == "phrase"], pack)
