"""Hearing a call with each party on a channel of its own: no diarization across channels."""

from dataclasses import dataclass

from callqa.audio.bleed import measure_bleed, without_bleed
from callqa.audio.decode import Audio
from callqa.audio.tones import find_music_and_tones
from callqa.domain.span import Span
from callqa.domain.speech import SpeechSpan
from callqa.settings import Settings
from callqa.speech.activity import find_all_speech
from callqa.speech.diarization import Diarization
from callqa.speech.models import SpeechModels
from callqa.speech.progress import StageClock
from callqa.speech.scene import Scene, Voice
from callqa.speech.second_voice import may_hold_second_voice
from callqa.speech.speakers import find_second_voice
from callqa.speech.transcribe import ChannelSpeech, Transcriber
from callqa.speech.turns import SpokenWord, words_to_speakers
from callqa.speech.voice_windows import VoiceModels


@dataclass(frozen=True, slots=True)
class _Party:
    """One channel: its speech in all, and span by span with the voice, ``S1`` or ``S2``."""

    channel: int
    speech: tuple[Span, ...]
    spoken: tuple[SpeechSpan, ...]
    second_voice_at_s: float | None


class TwoChannelEar:
    """Hears calls whose parties have a channel each."""

    def __init__(self, models: SpeechModels, settings: Settings) -> None:
        self._models = models
        self._settings = settings
        self._transcriber = Transcriber(
            models.recogniser, models.pool, settings.hearing, models.names
        )

    def listen(self, audio: Audio, channels: tuple[int, int], clock: StageClock) -> Scene:
        """Return who spoke when and what; `channels` are those of the parties, from 0."""
        pool = self._models.pool
        with clock.stage("listening") as progress:
            # Loaded here: threads of the pool would each load their own.
            activity, networks = self._models.activity, self._models.voices
            music = list(pool.map(lambda at: find_music_and_tones(audio.sound(at)), channels))
            progress(1, 3)
            heard = list(
                pool.map(
                    lambda at, tones: find_all_speech(
                        audio, at, tones, activity, networks.segmenter, self._settings.hearing
                    ),
                    channels,
                    music,
                )
            )
            bleeds = measure_bleed(audio, channels, heard)
            speech = without_bleed(audio, channels, heard, bleeds)
            progress(2, 3)
            parties = list(
                pool.map(lambda at, own: self._party(audio, at, own, networks), channels, speech)
            )
        with clock.stage("recognising") as progress:
            listed = [ChannelSpeech(each.channel, each.speech) for each in parties]
            transcript = self._transcriber.transcribe(audio, listed, progress)
        voices: list[Voice] = []
        spoken: list[SpeechSpan] = []
        words: list[SpokenWord] = []
        for party in parties:
            own = _numbered(party, first=len(voices) + 1)
            names = dict.fromkeys(span.speaker for span in own)
            voices.extend(Voice(name, party.channel, alone=True) for name in names)
            spoken.extend(own)
            words.extend(words_to_speakers(transcript.words[party.channel], own))
        return Scene(
            kind="two_channel",
            voices=tuple(voices),
            speech=tuple(sorted(spoken, key=lambda span: (span.start_s, span.end_s))),
            words=tuple(words),
            language=transcript.language,
            music=dict(zip(channels, music, strict=True)),
            heard=dict(zip(channels, heard, strict=True)),
            bleeds=bleeds,
            second_voice_at_s={
                each.channel: each.second_voice_at_s
                for each in parties
                if each.second_voice_at_s is not None
            },
            basis="channel",
            basis_reason=None,
        )

    def _party(
        self, audio: Audio, channel: int, speech: tuple[Span, ...], networks: VoiceModels
    ) -> _Party:
        samples = audio.sound(channel)
        limits = self._settings.speakers
        one = tuple(SpeechSpan(span.start_s, span.end_s, "S1") for span in speech)
        if not may_hold_second_voice(samples, speech, networks.embedder, limits):
            return _Party(channel, speech, one, None)
        found = find_second_voice(samples, networks, settings=limits)
        if found is None:
            return _Party(channel, speech, one, None)
        handover_s = _handover_s(found)
        two = tuple(
            SpeechSpan(span.start_s, span.end_s, "S1" if span.start_s < handover_s else "S2")
            for span in speech
        )
        return _Party(channel, speech, two, handover_s)


def _handover_s(found: Diarization) -> float:
    """Return the start of the span from which on the fewest seconds have the wrong voice."""
    starts = sorted(span.start_s for span in found.speech_of("S2"))

    def misplaced_s(at_s: float) -> float:
        early = sum(s.duration_s for s in found.speech_of("S2") if s.start_s < at_s)
        late = sum(s.duration_s for s in found.speech_of("S1") if s.start_s >= at_s)
        return early + late

    return min(starts, key=misplaced_s)


def _numbered(party: _Party, first: int) -> tuple[SpeechSpan, ...]:
    """Give the voices of a channel their numbers in the call."""
    names = list(dict.fromkeys(span.speaker for span in party.spoken))
    return tuple(
        SpeechSpan(span.start_s, span.end_s, f"S{first + names.index(span.speaker)}")
        for span in party.spoken
    )
