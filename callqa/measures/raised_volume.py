"""Stretches louder, higher or brighter than the speaker's own voice (docs/measures.md section 6).

It is volume, not emotion: cheerful loud speech counts as well.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from callqa.domain.hearing import Hearing
from callqa.domain.measures import RaisedVolume, VolumeLevel
from callqa.domain.span import Span
from callqa.domain.speech import Role, VoiceBaseline
from callqa.measures.baseline import Mask, Rises, Values, rises_of, voice_of
from callqa.measures.timeline import bridged
from callqa.settings import VolumeSettings


def rises_by_speaker(
    hearing: Hearing, settings: VolumeSettings, earlier: Sequence[VoiceBaseline] = ()
) -> dict[str, Rises]:
    """Set every speaker's loudness against their own baseline; without enough speech, no entry.

    `earlier` is the agent's voice in earlier calls, as `agent_voice` gave it (see `rises_of`).
    """
    agent = _agent(hearing)
    rises = {
        track.speaker: rises_of(track, settings, earlier if track.speaker == agent else ())
        for track in hearing.loudness
    }
    return {speaker: each for speaker, each in rises.items() if each is not None}


def agent_voice(hearing: Hearing, settings: VolumeSettings) -> VoiceBaseline | None:
    """Return the agent's usual voice in this call, to set later calls of the same agent against.

    ``None`` where it cannot be told: too little voiced speech, roles or voices in doubt, or a
    call with more than one agent.
    """
    agent = _agent(hearing)
    track = next((each for each in hearing.loudness if each.speaker == agent), None)
    return voice_of(track, settings) if track else None


def _agent(hearing: Hearing) -> str | None:
    """Return the id of the call's one agent, ``None`` where there is not one for certain."""
    agents = [each.id for each in hearing.speakers if each.role == "agent"]
    return agents[0] if len(agents) == 1 and hearing.party_basis != "unreliable" else None


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
    and balance both, where the level carries nothing: it is flattened, or the baseline is that of
    earlier calls). A cue is held over a second when ``held_share`` of its voiced windows reach
    the threshold (``balance_held_share`` for balance). The two must also be up together: in as
    large a share of the stretch's voiced windows, and in windows that cover ``min_event_s``.
    Where they are, the event starts and ends; gaps shorter than ``merge_gap_s`` are merged.
    ``loud`` is a median rise of ``loud_db``, or all three cues held together. Rises are medians
    over the event's voiced windows; the level's is ``None`` where it carries nothing, the
    balance's where all of it is clipped.
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
    without_level = rises.over_earlier or is_flattened(hearing, speaker)
    every = rises.covered(np.asarray(rises.held.all(axis=0)))
    events = []
    for span in _spans(rises, without_level, settings):
        inside = rises.within(span)
        rise_db, semitones, balance_db = (
            _median(values[inside])
            for values in (rises.level_db, rises.semitones, rises.balance_db)
        )
        loud = (rise_db or 0.0) >= settings.loud_db or bool(every[inside].any())
        volume: VolumeLevel = "loud" if loud and not without_level else "raised"
        events.append(
            RaisedVolume(
                speaker=speaker,
                role=role,
                level=volume,
                start_s=round(span.start_s, 2),
                end_s=round(span.end_s, 2),
                rise_db=None if without_level else rise_db,
                rise_semitones=semitones,
                rise_balance_db=balance_db,
                basis=hearing.basis,
            )
        )
    return events


def _spans(rises: Rises, without_level: bool, settings: VolumeSettings) -> tuple[Span, ...]:
    """Return the events of one speaker."""
    held, up = (_two_cues(cues, without_level) for cues in (rises.held, rises.up))
    share = settings.balance_held_share if without_level else settings.held_share
    half_s = rises.window_s / 2
    found = []
    for first, last in _runs(rises.covered(held)):
        run = slice(first, last + 1)
        together = np.flatnonzero(up[run])
        covered_s = (len(together) - 1) * rises.hop_s + rises.window_s
        enough = (
            covered_s >= settings.min_event_s - 1e-6
            and len(together) >= share * rises.voiced[run].sum()
        )
        if enough and not _is_octave(rises, run, settings):
            centre_s = rises.centre_s[run][together]
            found.append(Span(float(centre_s[0]) - half_s, float(centre_s[-1]) + half_s))
    return bridged(found, settings.merge_gap_s)


def _is_octave(rises: Rises, run: slice, settings: VolumeSettings) -> bool:
    """Tell whether pitch leaps while the balance falls: the tracker's octave, or another voice."""
    semitones, balance_db = _median(rises.semitones[run]), _median(rises.balance_db[run])
    leap = semitones is not None and semitones >= settings.octave_semitones
    return leap and balance_db is not None and balance_db < 0


def _two_cues(cues: Mask, without_level: bool) -> Mask:
    level, pitch, balance = cues
    return np.asarray((pitch & balance) if without_level else level & (pitch | balance))


def _runs(marked: Mask) -> list[tuple[int, int]]:
    """Return first and last index of every run of marked windows."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(first), int(end) - 1) for first, end in edges.reshape(-1, 2)]


def _median(values: Values) -> float | None:
    known = values[np.isfinite(values)]
    return round(float(np.median(known)), 1) if len(known) else None
