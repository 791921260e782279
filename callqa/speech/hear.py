"""HEAR: one recording to everything that can be heard in it."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from callqa import __version__
from callqa.audio.channels import ChannelLayout, find_layout
from callqa.audio.clipping import find_clipped
from callqa.audio.decode import Audio, decode
from callqa.audio.health import HealthFacts, examine
from callqa.audio.loudness import track
from callqa.domain.hearing import Hearing, ModelUsed, Provenance
from callqa.domain.recording import CallDetails, Layout, Recording, grade
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span, merged, subtracted
from callqa.domain.speech import LoudnessTrack, Speaker, Turn
from callqa.lexicon import load_pack
from callqa.lexicon.meaning import load_meanings
from callqa.settings import Scalar, Settings
from callqa.speech.meaning import embed_passages
from callqa.speech.models import SpeechModels
from callqa.speech.one_channel import OneChannelEar
from callqa.speech.progress import MONO_WORK, TWO_CHANNEL_WORK, Stage, StageClock
from callqa.speech.redact import redact
from callqa.speech.roles import assign_roles
from callqa.speech.scene import Scene, Voice
from callqa.speech.turns import build_turns
from callqa.speech.two_channel import TwoChannelEar

# Where voices share a channel, a change of speaker is known to 0.3 to 0.5 s, and the end of a loud
# voice looks like the raised start of the next one (measured on the mono development calls and
# mono mixes of acted calls: two false events without this margin, none with it, the true ones
# alike; 0.5 s splits a true one).
_SHARED_EDGE_S = 0.3

# Groups of settings that change nothing in a result. It may go to other people, whom the folders
# of this person and the retention of this centre do not concern.
_APART = ("intake", "privacy")


def hear(
    path: Path,
    details: CallDetails,
    models: SpeechModels,
    settings: Settings,
    report: Callable[[Stage, float], None],
) -> Hearing:
    """Return everything that can be heard in the recording at `path`.

    Parameters
    ----------
    path
        The recording.
    details
        What is known about the call beside its sound.
    models
        The worker's models.
    settings
        All settings; those of HEAR matter here.
    report
        Called with the stage that moved and the share of the work that is done, 0 to 1.

    Raises
    ------
    RecordingMissing, RecordingUnreadable, NoAudio
        The file cannot be decoded.
    ModelMissing, ModelDamaged
        A model that the call needs cannot be loaded.
    """
    clock = StageClock(report)
    with clock.stage("decoding") as progress:
        audio = decode(path, progress)
        layout = find_layout(audio, settings.health)
    clock.expect(TWO_CHANNEL_WORK if layout.kind == "two_channel" else MONO_WORK)
    scene = _listen(audio, layout, models, settings, clock)
    with clock.stage("measuring"):
        said = build_turns(scene.words, scene.speech, settings.hearing.turn_gap_s)
        # Before anything quotes the words: what is taken out must not live on in a reason.
        turns, redaction = redact(said, settings.hearing.redact)
        pack = load_pack(scene.language.code)
        means = load_meanings(scene.language.code) is not None
        passages = embed_passages(turns, models.sentences()) if means else ()
        speakers = assign_roles(scene, turns, pack, details, settings.hearing.agent_channel)
        loudness = tuple(models.pool.map(lambda each: _loudness(audio, scene, each), scene.voices))
        findings = examine(audio, _facts(layout, scene, turns), settings.health)
        basis, basis_reason = scene.basis, scene.basis_reason
        if any(each.code == "one_party_only" for each in findings):
            basis, basis_reason = "unreliable", Sentence("diarization.one_party")
        role_doubt = _role_doubt(speakers, settings.hearing.min_role_confidence)
        unsure = basis == "unreliable" or role_doubt is not None
        health = grade(findings, not_measurable=unsure)
    device = models.device
    return Hearing(
        call_id=audio.content_id,
        recording=_recording(path, audio, details),
        health=health,
        layout=Layout(layout.kind, _agent_channel(speakers)),
        language=scene.language,
        basis=basis,
        basis_reason=basis_reason,
        speakers=speakers,
        speech=scene.speech,
        turns=turns,
        music=merged(span for spans in scene.music.values() for span in spans),
        loudness=loudness,
        redaction=redaction,
        provenance=Provenance(
            callqa_version=__version__,
            models=_models_used(models, layout, settings.hearing.diarizer),
            device=device.kind,
            device_reason=device.reason,
            compute_type=device.compute_type,
            settings=_made_with(settings, models.vocabulary.identity),
            timings_s=clock.times_s(),
        ),
        role_doubt=role_doubt,
        passages=passages,
    )


def _made_with(settings: Settings, vocabulary: str) -> dict[str, Scalar]:
    """Return the settings of a result by ``group.name``; no path on this machine is among them."""
    told = {
        key: value for key, value in settings.flat().items() if key.partition(".")[0] not in _APART
    }
    return {**told, "hearing.vocabulary": vocabulary}


def _listen(
    audio: Audio,
    layout: ChannelLayout,
    models: SpeechModels,
    settings: Settings,
    clock: StageClock,
) -> Scene:
    if layout.kind == "two_channel":
        first, second = layout.kept
        return TwoChannelEar(models, settings).listen(audio, (first, second), clock)
    return OneChannelEar(models, settings).listen(audio, layout.kept[0], layout.kind, clock)


def _facts(layout: ChannelLayout, scene: Scene, turns: Sequence[Turn]) -> HealthFacts:
    return HealthFacts(
        layout=layout,
        speech=scene.speech,
        channel_of={voice.id: voice.source for voice in scene.voices},
        turns=turns,
        music=scene.music,
        heard=scene.heard,
        bleeds=scene.bleeds,
        second_voice_at_s=scene.second_voice_at_s,
    )


def _loudness(audio: Audio, scene: Scene, voice: Voice) -> LoudnessTrack:
    """Track a voice where it is heard alone: outside overlap and music."""
    own = merged(span for span in scene.speech if span.speaker == voice.id)
    edge_s = 0.0 if voice.alone else _SHARED_EDGE_S
    others = [
        Span(max(0.0, span.start_s - edge_s), span.end_s + edge_s)
        for span in scene.speech
        if span.speaker != voice.id
    ]
    return track(
        audio.sound(voice.source),
        subtracted(own, merged([*others, *scene.music[voice.source]])),
        speaker=voice.id,
        clipped=find_clipped(audio.clipped_share_per_s[voice.source]),
    )


def _recording(path: Path, audio: Audio, details: CallDetails) -> Recording:
    return Recording(
        path=os.fsencode(path).decode("utf-8", "replace"),
        sha256=audio.file_sha256,
        codec=audio.codec,
        sample_rate_hz=audio.source_rate_hz,
        channels=audio.channels,
        duration_s=round(audio.duration_s, 3),
        started_at=details.started_at,
        agent=details.agent,
        customer=details.customer,
        queue=details.queue,
        direction=details.direction,
    )


def _role_doubt(speakers: Sequence[Speaker], enough: float) -> Sentence | None:
    parties = [each for each in speakers if each.role != "other"]
    if all(each.role_confidence >= enough for each in parties):
        return None
    return Sentence("role.unknown")


def _agent_channel(speakers: Sequence[Speaker]) -> int | None:
    return next((each.channel for each in speakers if each.role == "agent"), None)


def _models_used(
    models: SpeechModels, layout: ChannelLayout, diarizer: str
) -> tuple[ModelUsed, ...]:
    """Return the models that a call of this layout is heard with.

    Segmentation looks for speech that voice activity lost, in any layout; embeddings tell voices
    apart, unless a diarization model of its own does; meaning is looked for in English alone.
    """
    own = layout.kind != "two_channel" and diarizer == "pyannote" and models.used("diarization")
    voices = "diarization" if own else "embedding"
    return models.used("activity", "segmentation", voices, "recognition", "meaning")
