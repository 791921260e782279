"""Recording health: what stands between a recording and figures that can be trusted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from callqa.audio.bleed import Bleed
from callqa.audio.channels import ChannelLayout
from callqa.audio.decode import Audio
from callqa.audio.quality import Channel, clipped_speech, lost_speech, snr_db, turn_levels_db
from callqa.domain.recording import HealthCode, HealthFinding, gravity
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence, Span, merged, subtracted, total_s
from callqa.domain.speech import SpeechSpan, Turn
from callqa.settings import HealthSettings

_EVIDENCE = 20
"""Spans shown for one finding; the longest ones where there are more."""

_MIN_MUSIC_S = 1.0
"""A single beep is taken out of speech and not worth a finding."""


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What earlier steps know about the recording. Channels count from 0.

    layout : of the channels
    speech : every speaker's speech, sorted
    channel_of : channel on which each speaker is heard
    turns : in order
    music : music and tones by channel
    heard : voice activity by channel before the other party's leak was taken out
    bleeds : leaks between the parties' channels
    second_voice_at_s : by channel, when a second person took over on it
    """

    layout: ChannelLayout
    speech: Sequence[SpeechSpan]
    channel_of: Mapping[str, int]
    turns: Sequence[Turn]
    music: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    heard: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    bleeds: Sequence[Bleed] = ()
    second_voice_at_s: Mapping[int, float] = field(default_factory=dict)


def examine(
    audio: Audio, facts: HealthFacts, settings: HealthSettings
) -> tuple[HealthFinding, ...]:
    """Run every check of docs/measures.md section 1; the gravest finding comes first."""
    channels = [_channel(audio, facts, index) for index in facts.layout.kept]
    findings = chain(
        _of_file(audio, settings),
        _of_layout(audio, facts, settings),
        _of_speech(audio, facts, settings),
        *(_of_channel(channel, facts, settings) for channel in channels),
        _lost(channels, settings),
    )
    return tuple(sorted(findings, key=gravity))


def _channel(audio: Audio, facts: HealthFacts, index: int) -> Channel:
    own = [span for span in facts.speech if facts.channel_of[span.speaker] == index]
    return Channel.of(audio, index, own, facts.music.get(index, ()), facts.heard.get(index, ()))


def _of_file(audio: Audio, settings: HealthSettings) -> Iterator[HealthFinding]:
    if audio.truncated:
        end = Evidence(max(0.0, audio.duration_s - 5.0), audio.duration_s)
        yield _finding("truncated_file", None, [end], seconds=audio.duration_s)
    if audio.source_rate_hz <= settings.narrow_band_hz:
        yield _finding("narrow_band", None, (), rate_hz=audio.source_rate_hz)


def _of_layout(
    audio: Audio, facts: HealthFacts, settings: HealthSettings
) -> Iterator[HealthFinding]:
    whole = [Evidence(0.0, audio.duration_s)]
    if audio.channels > 1:
        for index in facts.layout.silent:
            yield _finding("silent_channel", index, whole, number=index + 1)
    for copy in facts.layout.copies:
        yield _finding("dual_mono", copy.channel, whole, number=copy.channel + 1, other=copy.of + 1)
    for leak in facts.bleeds:
        if leak.gain_db >= settings.bleed_db:
            source = [
                span for span in facts.speech if facts.channel_of[span.speaker] == leak.source
            ]
            spans = subtracted(
                facts.heard.get(leak.target, merged(source)),
                merged(
                    each for each in facts.speech if facts.channel_of[each.speaker] == leak.target
                ),
            )
            yield _finding(
                "channel_bleed",
                leak.target,
                _evidence(spans),
                number=leak.target + 1,
                source=leak.source + 1,
                gain_db=round(leak.gain_db, 1),
            )
    for index, at_s in facts.second_voice_at_s.items():
        evidence = [Evidence(at_s, min(at_s + 10.0, audio.duration_s))]
        yield _finding("two_voices_in_channel", index, evidence, number=index + 1, at_s=at_s)


def _of_speech(
    audio: Audio, facts: HealthFacts, settings: HealthSettings
) -> Iterator[HealthFinding]:
    spoken = merged(facts.speech)
    seconds = total_s(spoken)
    if not spoken:
        yield _finding("no_speech", None, ())
        return
    if seconds < settings.too_short_s:
        yield _finding("too_short", None, _evidence(spoken), seconds=round(seconds, 1))
    if len({span.speaker for span in facts.speech}) == 1:
        channel = facts.channel_of[facts.speech[0].speaker] if audio.channels > 1 else None
        yield _finding("one_party_only", channel, _evidence(spoken))


def _of_channel(
    channel: Channel, facts: HealthFacts, settings: HealthSettings
) -> Iterator[HealthFinding]:
    number = channel.index + 1
    if total_s(channel.music) >= _MIN_MUSIC_S:
        yield _finding(
            "music_or_tones",
            channel.index,
            _evidence(channel.music),
            number=number,
            seconds=round(total_s(channel.music), 1),
        )
    share, where = clipped_speech(channel)
    if share > settings.clipping_share:
        yield _finding("clipping", channel.index, _evidence(where), number=number, share=share)
    ratio_db = snr_db(channel)
    if ratio_db is not None and ratio_db < settings.low_snr_db:
        evidence = _evidence(channel.speech)
        yield _finding("low_snr", channel.index, evidence, number=number, snr_db=round(ratio_db, 1))
    yield from _flattened(channel, facts, settings)


def _flattened(
    channel: Channel, facts: HealthFacts, settings: HealthSettings
) -> Iterator[HealthFinding]:
    for speaker, index in facts.channel_of.items():
        if index != channel.index:
            continue
        turns = [Span(turn.start_s, turn.end_s) for turn in facts.turns if turn.speaker == speaker]
        levels_db = turn_levels_db(channel, turns)
        if len(levels_db) < settings.level_flattened_min_turns:
            continue
        spread_db = float(np.std(levels_db))
        if spread_db < settings.level_flattened_db:
            yield _finding(
                "level_flattened",
                channel.index,
                _evidence(turns, speaker),
                number=channel.index + 1,
                turns=len(levels_db),
                spread_db=round(spread_db, 2),
            )


def _lost(channels: Sequence[Channel], settings: HealthSettings) -> Iterator[HealthFinding]:
    for channel in channels:
        lost = lost_speech(channel)
        lost_s = total_s(lost)
        share = lost_s / (lost_s + total_s(channel.speech)) if lost else 0.0
        if share > settings.speech_lost_share:
            yield _finding(
                "speech_lost",
                channel.index,
                _evidence(lost),
                number=channel.index + 1,
                seconds=round(lost_s, 1),
                share=share,
            )


def _finding(
    code: HealthCode,
    channel: int | None,
    evidence: Sequence[Evidence],
    **values: str | int | float,
) -> HealthFinding:
    number = None if channel is None else channel + 1
    return HealthFinding(code, number, Sentence(f"health.{code}", **values), tuple(evidence))


def _evidence(spans: Sequence[Span], speaker: str | None = None) -> tuple[Evidence, ...]:
    longest = sorted(spans, key=lambda span: -span.duration_s)[:_EVIDENCE]
    return tuple(
        Evidence(span.start_s, span.end_s, speaker)
        for span in sorted(longest, key=lambda span: span.start_s)
    )
