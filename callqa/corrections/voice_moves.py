"""Speech and loudness of a turn going over to another speaker."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from callqa.corrections.lookup import turns_of
from callqa.domain.hearing import Hearing
from callqa.domain.span import Span, intersection, merged, subtracted, total_s
from callqa.domain.speech import LoudnessTrack, Speaker, SpeechSpan, Turn

_EDGE_S = 0.001
"""Turn times are rounded to 1 ms, speech is not: no sliver of it is left behind."""

_Rows = tuple[list[float | None], list[float | None], list[float | None]]


def with_voice_moved(hearing: Hearing, turn: Turn, to: Speaker) -> Hearing:
    """Return `hearing` with the speech in `turn` said by `to`, and talk times counted again.

    What moves is the speaker's speech between start and end of the turn that lies in none of
    their other turns; where `to` speaks as well it becomes one. Levels, pitch and balance go with
    it where both share a channel. From another channel they say nothing about the voice of `to`
    and are dropped, as are windows that hold speech of both.
    """
    giver = next(each for each in hearing.speakers if each.id == turn.speaker)
    others = [each for each in turns_of(hearing.turns, giver.id) if each.id != turn.id]
    own = speech_of(hearing, giver.id)
    reach = Span(turn.start_s - _EDGE_S, turn.end_s + _EDGE_S)
    taken = merged(Span(each.start_s, each.end_s) for each in others)
    moved = subtracted(intersection(own, (reach,)), taken)
    changed = {
        giver.id: subtracted(own, moved),
        to.id: merged([*speech_of(hearing, to.id), *moved]),
    }
    rest = [span for span in hearing.speech if span.speaker not in changed]
    new = [
        SpeechSpan(span.start_s, span.end_s, who)
        for who, spans in changed.items()
        for span in spans
    ]
    return replace(
        hearing,
        speech=tuple(sorted([*rest, *new], key=lambda span: (span.start_s, span.end_s))),
        speakers=tuple(
            replace(each, talk_s=round(total_s(changed[each.id]), 3))
            if each.id in changed
            else each
            for each in hearing.speakers
        ),
        loudness=_moved_loudness(hearing.loudness, moved, giver, to),
    )


def speech_of(hearing: Hearing, speaker: str) -> tuple[Span, ...]:
    """Return the speech of one voice, sorted and without overlap."""
    return merged(span for span in hearing.speech if span.speaker == speaker)


def _moved_loudness(
    tracks: Sequence[LoudnessTrack], moved: Sequence[Span], giver: Speaker, to: Speaker
) -> tuple[LoudnessTrack, ...]:
    source = next((each for each in tracks if each.speaker == giver.id), None)
    if source is None:
        return tuple(tracks)
    target = next((each for each in tracks if each.speaker == to.id), None)
    comparable = giver.channel == to.channel and target is not None and _grid(source, target)
    gives = _rows(source)
    takes = _rows(target) if target and comparable else None
    for row_number, row in enumerate(gives):
        for touched, inside in _windows(source, moved):
            if takes:
                new = takes[row_number]
                for place in inside:
                    new[place] = row[place] if new[place] is None else new[place]
            row[touched.start : touched.stop] = [None] * len(touched)
    changed = {giver.id: _with_rows(source, gives)}
    if target and takes:
        changed[to.id] = _with_rows(target, takes)
    return tuple(changed.get(each.speaker, each) for each in tracks)


def _grid(one: LoudnessTrack, other: LoudnessTrack) -> bool:
    """Tell whether windows of the same number are at the same time."""
    same = (one.start_s, one.hop_s, one.window_s) == (other.start_s, other.hop_s, other.window_s)
    return same and len(one.level_db) == len(other.level_db)


def _windows(track: LoudnessTrack, spans: Sequence[Span]) -> Iterator[tuple[range, range]]:
    """Yield the windows that touch each span, and those wholly inside it."""
    last = len(track.level_db)
    for span in spans:
        start_s, end_s = span.start_s - track.start_s, span.end_s - track.start_s
        first_inside = math.ceil((start_s - _EDGE_S) / track.hop_s)
        end_inside = math.floor((end_s + _EDGE_S - track.window_s) / track.hop_s) + 1
        first_touched = math.floor((start_s + _EDGE_S - track.window_s) / track.hop_s) + 1
        end_touched = math.ceil((end_s - _EDGE_S) / track.hop_s)
        yield (
            range(min(last, max(0, first_touched)), max(0, min(last, end_touched))),
            range(min(last, max(0, first_inside)), max(0, min(last, end_inside))),
        )


def _rows(track: LoudnessTrack) -> _Rows:
    return list(track.level_db), list(track.f0_hz), list(track.balance_db)


def _with_rows(track: LoudnessTrack, rows: _Rows) -> LoudnessTrack:
    level_db, f0_hz, balance_db = map(tuple, rows)
    return replace(track, level_db=level_db, f0_hz=f0_hz, balance_db=balance_db)
