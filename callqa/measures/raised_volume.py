"""Stretches louder, higher or brighter than the speaker's own voice (MEASURES.md section 6).

It is volume, not emotion: cheerful loud speech counts as well.
"""

from collections.abc import Mapping

import numpy as np

from callqa.domain.hearing import Hearing
from callqa.domain.measures import RaisedVolume, VolumeLevel
from callqa.domain.span import Span
from callqa.domain.speech import Role
from callqa.measures.baseline import Mask, Rises, Values, rises_of
from callqa.measures.timeline import bridged
from callqa.settings import VolumeSettings


def rises_by_speaker(hearing: Hearing, settings: VolumeSettings) -> dict[str, Rises]:
    """Set every speaker's loudness against their own baseline; without enough speech, no entry."""
    rises = {track.speaker: rises_of(track, settings) for track in hearing.loudness}
    return {speaker: each for speaker, each in rises.items() if each is not None}


def is_flattened(hearing: Hearing, speaker: str) -> bool:
    """Tell whether the level of `speaker` carries nothing: gain control or normalisation."""
    channel = next(each.channel for each in hearing.speakers if each.id == speaker)
    return any(
        each.code == "level_flattened" and (channel is None or each.channel in (None, channel))
        for each in hearing.health.findings
    )


def find_raised_volume(
    hearing: Hearing, rises: Mapping[str, Rises], settings: VolumeSettings
) -> tuple[RaisedVolume, ...]:
    """Find the events of every party, sorted by start; `rises` are those of `rises_by_speaker`.

    An event is where level and one of pitch and balance are held over the same second (pitch
    and balance both, where the level is flattened); gaps shorter than ``merge_gap_s`` are
    merged. A cue is held over a second when ``held_share`` of its voiced windows reach the
    threshold (``balance_held_share`` for balance); no event is shorter than that. ``loud`` is a
    median rise of ``loud_db``, or all three cues held together. Rises are medians over the
    event's voiced windows; the level's is ``None`` where flattened.
    """
    roles = {each.id: each.role for each in hearing.speakers}
    found = [
        event
        for speaker, each in rises.items()
        if roles[speaker] != "other"
        for event in _events(hearing, speaker, roles[speaker], each, settings)
    ]
    return tuple(sorted(found, key=lambda event: (event.start_s, event.speaker)))


def _events(
    hearing: Hearing, speaker: str, role: Role, rises: Rises, settings: VolumeSettings
) -> list[RaisedVolume]:
    flattened = is_flattened(hearing, speaker)
    level, pitch, balance = rises.held
    held = (pitch & balance) if flattened else level & (pitch | balance)
    every = rises.covered(level & pitch & balance)
    events = []
    for span, first, last in _spans(rises.covered(held), rises.centre_s, settings.merge_gap_s):
        rise_db, semitones, balance_db = (
            _median(values[first : last + 1])
            for values in (rises.level_db, rises.semitones, rises.balance_db)
        )
        loud = rise_db >= settings.loud_db or bool(every[first : last + 1].any())
        volume: VolumeLevel = "loud" if loud and not flattened else "raised"
        events.append(
            RaisedVolume(
                speaker=speaker,
                role=role,
                level=volume,
                start_s=span.start_s,
                end_s=span.end_s,
                rise_db=None if flattened else rise_db,
                rise_semitones=semitones,
                rise_balance_db=balance_db,
                basis=hearing.basis,
            )
        )
    return events


def _spans(held: Mask, centre_s: Values, gap_s: float) -> list[tuple[Span, int, int]]:
    """Return each event with its first and last window; windows reach half a hop either way."""
    marked = np.flatnonzero(held)
    if not len(marked):
        return []
    half_s = float(centre_s[1] - centre_s[0]) / 2 if len(centre_s) > 1 else 0.0
    cells = [Span(float(centre_s[i]) - half_s, float(centre_s[i]) + half_s) for i in marked]
    events = bridged(cells, gap_s)
    edges_s = centre_s[marked]
    return [
        (
            Span(round(event.start_s, 2), round(event.end_s, 2)),
            int(marked[np.searchsorted(edges_s, event.start_s)]),
            int(marked[np.searchsorted(edges_s, event.end_s) - 1]),
        )
        for event in events
    ]


def _median(values: Values) -> float:
    return round(float(np.nanmedian(values)), 1)
