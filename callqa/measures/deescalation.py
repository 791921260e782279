"""What became of the customer's distress or raised volume (docs/measures.md section 7)."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from callqa.domain.hearing import Hearing
from callqa.domain.measures import Deescalation, DeescalationOutcome, PhraseHit, RaisedVolume
from callqa.domain.span import Evidence
from callqa.measures.baseline import Rises
from callqa.measures.moments import Cue, Exchange, cues_in_words, of_customer
from callqa.measures.raised_volume import is_flattened
from callqa.measures.timeline import Timeline, speaks
from callqa.settings import EmpathySettings

DISTRESS_CATEGORIES = frozenset({"distress", "threat", "escalation_demand"})


class _Level(NamedTuple):
    """The customers' rises over their baselines; empty where level carries nothing.

    `speaker` is whose words are the evidence.
    """

    speaker: str | None
    rises: tuple[Rises, ...]

    def median_db(self, start_s: float, end_s: float) -> float | None:
        """Return the median rise of the voiced windows between two times."""
        parts = [
            each.level_db[
                np.searchsorted(each.centre_s, start_s) : np.searchsorted(each.centre_s, end_s)
            ]
            for each in self.rises
        ]
        values = np.concatenate(parts) if parts else np.empty(0)
        values = values[np.isfinite(values)]
        return float(np.median(values)) if len(values) else None


class _Signs(NamedTuple):
    """The customer's cues in order, and the starts of those that are suggested by meaning alone."""

    cues: Sequence[Cue]
    hints_s: Sequence[float]

    def hinted(self, start_s: float, end_s: float) -> bool:
        return any(start_s <= each <= end_s for each in self.hints_s)


def find_deescalations(
    hearing: Hearing,
    timeline: Timeline,
    found: tuple[Sequence[PhraseHit], Sequence[RaisedVolume]],
    rises: Mapping[str, Rises],
    settings: EmpathySettings,
) -> tuple[Deescalation, ...]:
    """Judge every stretch of cues; `found` are the call's phrase hits and raised volume.

    A stretch is the customer's raised volume, distress, threats and demands to escalate that no
    agent turn lies between; the response is the agent's next turn, and a stretch without one is
    left out. In the ``deescalation_s`` after the response it has ``eased`` when the customer
    speaks, shows no further cue of the kinds in the stretch, and has a median level within
    ``eased_db`` of the baseline (where level is measurable), and meaning suggests no distress
    either. It ``rose`` when there are more cues than in the stretch or the median level is higher
    than in it by more than ``eased_db``. Else it is ``unchanged``.
    """
    if hearing.party_basis == "unreliable":
        return ()
    phrases, raised = found
    volume = [Cue(e.start_s, e.end_s, "volume", "") for e in of_customer(raised)]
    cues = sorted(
        [*cues_in_words(phrases, DISTRESS_CATEGORIES, "distress"), *volume],
        key=lambda cue: cue.start_s,
    )
    hints = cues_in_words(phrases, DISTRESS_CATEGORIES, "hint", source="meaning")
    signs = _Signs(cues, [hint.start_s for hint in hints])
    level = _Level(
        hearing.speaker_of("customer"),
        tuple(
            each
            for speaker, each in rises.items()
            if timeline.roles[speaker] == "customer" and not is_flattened(hearing, speaker)
        ),
    )
    exchange = Exchange(timeline)
    judged = (
        _judge(stretch, signs, exchange, timeline, level, settings)
        for stretch in exchange.together(cues)
    )
    return tuple(each for each in judged if each is not None)


def _judge(
    stretch: Sequence[Cue],
    signs: _Signs,
    exchange: Exchange,
    timeline: Timeline,
    level: _Level,
    settings: EmpathySettings,
) -> Deescalation | None:
    response = next((each.turn for each in exchange.answers(stretch[-1], 1)), None)
    if response is None:
        return None
    start_s, end_s = stretch[0].start_s, max(cue.end_s for cue in stretch)
    until_s = response.end_s + settings.deescalation_s
    cues = signs.cues
    first = bisect_right(cues, stretch[-1].start_s, key=lambda cue: cue.start_s)
    last = bisect_right(cues, until_s, key=lambda cue: cue.start_s)
    further = cues[first:last]
    before_db = level.median_db(start_s, end_s)
    after_db = level.median_db(max(end_s, response.start_s), until_s)
    outcome: DeescalationOutcome = "unchanged"
    if len(further) > len(stretch) or _higher(before_db, after_db, settings.eased_db):
        outcome = "rose"
    elif (
        speaks(timeline.speech.customer, response.end_s, until_s)
        and not {cue.kind for cue in further} & {cue.kind for cue in stretch}
        and (after_db is None or after_db <= settings.eased_db)
        and not signs.hinted(response.start_s, until_s)
    ):
        outcome = "eased"
    customer = level.speaker
    words = Evidence(response.start_s, response.end_s, response.speaker, response.text)
    return Deescalation(
        start_s=start_s,
        end_s=end_s,
        outcome=outcome,
        evidence=(
            *(Evidence(cue.start_s, cue.end_s, customer, cue.text) for cue in stretch),
            words,
            *(Evidence(cue.start_s, cue.end_s, customer, cue.text) for cue in further),
        ),
    )


def _higher(before_db: float | None, after_db: float | None, margin_db: float) -> bool:
    return before_db is not None and after_db is not None and after_db > before_db + margin_db
