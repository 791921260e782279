"""All measures of a call, in report order."""

from collections.abc import Collection, Sequence

from callqa.domain.hearing import Hearing
from callqa.domain.measures import CLOSED_QUESTION, OPEN_QUESTION, Measures, PhraseHit
from callqa.domain.speech import VoiceBaseline
from callqa.lexicon import Pack
from callqa.lexicon.conversation import IN_ANY_LANGUAGE
from callqa.lexicon.meaning import LikelySituation
from callqa.measures.deescalation import find_deescalations
from callqa.measures.empathy import measure_empathy
from callqa.measures.floor import floors_of
from callqa.measures.interruption import find_interruptions
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.measures.silence import find_silences
from callqa.measures.situations import find_situations
from callqa.measures.talk import measure_talk
from callqa.measures.timeline import lay_out
from callqa.settings import Settings


def measure(  # noqa: PLR0913
    hearing: Hearing,
    phrases: tuple[PhraseHit, ...] | None,
    settings: Settings,
    pack: Pack | None,
    *,
    repeats: Collection[PhraseHit] = (),
    likely: Sequence[LikelySituation] = (),
    earlier: Sequence[VoiceBaseline] = (),
) -> Measures:
    """Measure a call from what was heard and the phrase hits of the lexicon.

    `phrases` is ``None`` where none could be looked for (a language without a `pack`): then what
    is counted in words, questions and empathy, is not measured either. `repeats` are the hits
    that only say a line again: they stay in the list of phrases, and empathy does not count them.
    `likely` is how near the words come to each situation in meaning; `earlier` is the agent's voice
    in earlier calls, each as `agent_voice` gave it.

    Where it is not known who spoke, or which of the voices is the agent's, numbers that depend
    on it are ``None``, never 0, and there are no findings that accuse or praise a party: no
    interruptions, empathy moments, de-escalation or situations, and no hold is credited to an
    agent's words. ``talk.basis_reason`` says why. Raised volume is a matter of one voice alone
    and is still found where the voices are told apart.
    """
    reliable = hearing.party_basis != "unreliable"
    hits = phrases or ()
    timeline = lay_out(hearing, pack.conversation if pack else IN_ANY_LANGUAGE)
    floors = floors_of(timeline, settings.interruption)
    apart = hearing.basis != "unreliable"
    rises = rises_by_speaker(hearing, settings.volume, earlier) if apart else {}
    silences = find_silences(
        timeline, hearing.music, phrases if reliable else None, settings.silence
    )
    interruptions = (
        find_interruptions(floors, hits, hearing.basis, settings.interruption) if reliable else ()
    )
    asks = pack is not None and pack.categories.keys() >= {OPEN_QUESTION, CLOSED_QUESTION}
    raised = find_raised_volume(hearing, rises, settings.volume)
    return Measures(
        talk=measure_talk(
            hearing,
            timeline,
            floors,
            (silences, interruptions, phrases if asks else None),
            settings,
        ),
        silences=silences,
        interruptions=interruptions,
        raised_volume=raised,
        phrases=hits,
        empathy=measure_empathy(
            timeline,
            tuple(hit for hit in hits if hit not in repeats),
            raised,
            "unreliable" if phrases is None else hearing.party_basis,
            settings.empathy,
        ),
        deescalation=find_deescalations(hearing, timeline, (hits, raised), rises, settings.empathy),
        redaction=hearing.redaction,
        situations=find_situations(hearing, hits, raised, likely, settings.situation),
    )
