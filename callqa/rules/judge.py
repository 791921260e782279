"""From what was heard to the verdict: the whole of JUDGE for one call."""

from collections.abc import Mapping
from operator import attrgetter

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement
from callqa.domain.measures import PhraseHit
from callqa.lexicon import Pack, match, repeated_apologies
from callqa.lexicon.meaning import LikelySituation, Reading
from callqa.measures.registry import measure
from callqa.rules.case import Case
from callqa.rules.flags import Docket, find_flags
from callqa.rules.rubric import Rubric
from callqa.rules.score import score_case
from callqa.settings import Settings


def judge(
    hearing: Hearing,
    rubric: Rubric,
    pack: Pack | None,
    settings: Settings,
    *,
    given: Mapping[str, float] | None = None,
) -> Judgement:
    """Measure, score and flag one call; no file, no model, no clock.

    Parameters
    ----------
    hearing, rubric, settings
        The call, and what to judge it by.
    pack
        The phrases of the call's language. ``None``, or those of another language: behaviours are
        not measurable, and the scorecard says so.
    given
        Points that a person gave, by question id (see `callqa.rules.score.score_case`).
    """
    if pack is not None and pack.language != hearing.language.code:
        pack = None
    phrases: tuple[PhraseHit, ...] | None = None
    repeats: dict[PhraseHit, PhraseHit] = {}
    likely: tuple[LikelySituation, ...] = ()
    if pack is not None:
        roles = {each.id: each.role for each in hearing.speakers}
        heard = match(hearing.turns, roles, pack)
        reading = Reading(hearing.turns, hearing.passages, pack)
        hits = (*heard, *reading.suggested(roles, heard))
        phrases = tuple(sorted(hits, key=attrgetter("start_s", "end_s", "category")))
        likely = reading.situations()
        repeats = repeated_apologies(heard, pack)
    measures = measure(hearing, phrases, settings, pack, repeats=repeats, likely=likely)
    case = Case(hearing, measures, settings, pack, repeats)
    scorecard = score_case(rubric, case, given=given)
    return Judgement(
        call_id=hearing.call_id,
        measures=case.measures,
        scorecard=scorecard,
        flags=find_flags(Docket(case, rubric, scorecard)),
    )
