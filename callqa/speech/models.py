"""The models of one worker: verified and loaded once, at their first use, and kept."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.domain.hearing import ModelUsed
from callqa.settings import Settings
from callqa.speech.backends.minilm import SentenceEmbedder, load_sentence_embedder
from callqa.speech.backends.pyannote import (
    PyannoteDiarizer,
    load_pyannote,
    load_pyannote_folder,
)
from callqa.speech.backends.silero import SileroActivity
from callqa.speech.backends.whisper import WhisperRecogniser
from callqa.speech.device import Device, load_on_best_device
from callqa.speech.diarization import Diarization
from callqa.speech.known_names import KnownNames
from callqa.speech.manifest import manifest
from callqa.speech.speakers import diarize, load_voice_models
from callqa.speech.vocabulary import Vocabulary, load_vocabulary
from callqa.speech.voice_windows import VoiceModels
from callqa.speech.weights import Verified, locate, recognition_model, verify

# The smallest Whisper models lose whole chunks in windows shorter than they were trained on.
_FULL_WINDOW_UNDER_M = 60


class SpeechModels:
    """Models of a worker with `threads` cores; a call loads only those it needs.

    Each runs on one thread a call, and calls run side by side on `pool`: two single-thread
    calls do 1.3 to 1.5 times the work of one call on two threads (measured).
    """

    def __init__(self, settings: Settings, *, threads: int) -> None:
        self.threads = threads
        self.pool: Executor = ThreadPoolExecutor(threads)
        self._settings = settings
        self._used: dict[str, Verified] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.pool.shutdown(cancel_futures=True)

    @cached_property
    def activity(self) -> SileroActivity:
        """Voice activity."""
        model = self._verified("activity", "silero")
        return SileroActivity(model.file(model.manifest.files[0].name))

    @cached_property
    def voices(self) -> VoiceModels:
        """Segmentation and speaker embedding of the fast diarizer."""
        segmentation = self._verified("segmentation", "pyannote-segmentation-3.0")
        return load_voice_models(segmentation, self._verified("embedding", "campplus"))

    def diarize(self, sound: Sound, progress: Callable[[float, float], None]) -> Diarization:
        """Tell who spoke when in one channel, by the chosen engine."""
        limits = self._settings.speakers
        if self._settings.hearing.diarizer == "pyannote":
            return self._pyannote.diarize(
                sound[:], num_speakers=None, settings=limits, progress=progress
            )
        return diarize(sound, self.voices, num_speakers=None, settings=limits, progress=progress)

    @cached_property
    def _pyannote(self) -> PyannoteDiarizer:
        """Pyannote's own pipeline; community-1 where the site has it."""
        community = manifest("diarization", "community-1")
        if locate(community):
            model = self._verified("diarization", community.name)
            return load_pyannote_folder(model.folder, threads=self.threads)
        segmentation = self._verified("segmentation", "pyannote-segmentation-3.0")
        weights = segmentation.file(segmentation.manifest.files[0].name)
        return load_pyannote(weights, self.voices.embedder, threads=self.threads)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The site's names and product words, none where no file is set."""
        path = self._settings.hearing.vocabulary
        return load_vocabulary(Path(path)) if path else Vocabulary()

    @cached_property
    def names(self) -> KnownNames:
        """The vocabulary, ready to be compared with what is heard."""
        return KnownNames(self.vocabulary.entries)

    def sentences(self) -> SentenceEmbedder:
        """Return what tells what passages mean.

        It is not kept: it loads in 0.2 s, holds 170 MB, and a call needs it only at its end.
        """
        return load_sentence_embedder(self._meaning)

    @cached_property
    def _meaning(self) -> Verified:
        return self._verified("meaning", "minilm")

    @property
    def recogniser(self) -> WhisperRecogniser:
        """Recognition, on the device that works."""
        return self._recogniser_on_device[0]

    @property
    def device(self) -> Device:
        """Where recognition runs and why."""
        return self._recogniser_on_device[1]

    def used(self, *roles: str) -> tuple[ModelUsed, ...]:
        """Return the loaded models of these roles, as a result's provenance names them."""
        return tuple(self._used[role].used() for role in roles if role in self._used)

    @cached_property
    def _recogniser_on_device(self) -> tuple[WhisperRecogniser, Device]:
        model = verify(recognition_model(self._settings.hearing.profile))
        self._used["recognition"] = model

        def load(kind: str, compute_type: str) -> WhisperRecogniser:
            recogniser = WhisperRecogniser(
                model.folder,
                device=kind,
                compute_type=compute_type,
                threads=self.threads,
                full_window=model.manifest.parameters_m < _FULL_WINDOW_UNDER_M,
            )
            if kind != "cpu":
                recogniser.transcribe([np.zeros(SAMPLE_RATE_HZ, np.float32)], "en")
            return recogniser

        return load_on_best_device(self._settings.hearing.device, load)

    def _verified(self, role: str, name: str) -> Verified:
        self._used[role] = verify(manifest(role, name))
        return self._used[role]
