"""Hearing a call with both parties on one channel: diarization beside recognition."""

from callqa.audio.decode import Audio
from callqa.audio.tones import find_music_and_tones
from callqa.domain.recording import LayoutKind
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span, merged, subtracted
from callqa.domain.speech import SpeechSpan
from callqa.settings import Settings
from callqa.speech.activity import find_all_speech
from callqa.speech.diarization import Diarization
from callqa.speech.models import SpeechModels
from callqa.speech.progress import StageClock
from callqa.speech.scene import Scene, Voice
from callqa.speech.transcribe import ChannelSpeech, Transcriber
from callqa.speech.turns import words_to_speakers


class OneChannelEar:
    """Hears calls whose parties share a channel."""

    def __init__(self, models: SpeechModels, settings: Settings) -> None:
        self._models = models
        self._settings = settings
        self._transcriber = Transcriber(
            models.recogniser, models.pool, settings.hearing, models.names
        )

    def listen(self, audio: Audio, channel: int, kind: LayoutKind, clock: StageClock) -> Scene:
        """Return who spoke when and what on `channel` (from 0)."""
        pool = self._models.pool
        with clock.stage("listening") as progress:
            music = find_music_and_tones(audio.sound(channel))
            progress(1, 2)
            speech = find_all_speech(
                audio,
                channel,
                music,
                self._models.activity,
                self._models.voices.segmenter,
                self._settings.hearing,
            )
        with clock.stage("diarizing") as told, clock.stage("recognising") as recognised:
            diarized = pool.submit(self._models.diarize, audio.sound(channel), told)
            listed = [ChannelSpeech(channel, speech)]
            transcript = self._transcriber.transcribe(audio, listed, recognised)
            diarization = diarized.result()
            spoken = _without(diarization, music)
            # Two networks listened for speech; what only the diarizer's heard has no words yet.
            unheard = subtracted(merged(spoken), merged(speech))
            late = self._transcriber.hear_again(audio, channel, unheard, transcript.language.code)
        words = sorted([*transcript.words[channel], *late], key=lambda word: word.start_s)
        doubt = _doubt(diarization)
        return Scene(
            kind=kind,
            voices=tuple(
                Voice(name, channel, alone=False)
                for name in dict.fromkeys(span.speaker for span in spoken)
            ),
            speech=spoken,
            words=words_to_speakers(words, spoken),
            language=transcript.language,
            music={channel: music},
            heard={channel: speech},
            bleeds=(),
            second_voice_at_s={},
            basis="diarized" if doubt is None else "unreliable",
            basis_reason=doubt,
        )


def _without(diarization: Diarization, music: tuple[Span, ...]) -> tuple[SpeechSpan, ...]:
    """Take music and tones out of each speaker's speech."""
    spoken = [
        SpeechSpan(piece.start_s, piece.end_s, name)
        for name in diarization.speakers
        for piece in subtracted(merged(diarization.speech_of(name)), music)
    ]
    return tuple(sorted(spoken, key=lambda span: (span.start_s, span.end_s)))


def _doubt(diarization: Diarization) -> Sentence | None:
    doubts = diarization.confidence.doubts
    return Sentence(f"diarization.{doubts[0]}") if doubts else None
