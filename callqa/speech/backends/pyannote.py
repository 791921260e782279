"""pyannote.audio's own ``SpeakerDiarization`` pipeline on the weights that are installed.

Nothing is fetched and nothing is reported: `quiet_libraries` runs before the import, models are
loaded from local files, and sound is handed over decoded.
"""

import contextlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ
from callqa.domain.span import Span
from callqa.errors import ModelDamaged, ModelMissing
from callqa.settings import SpeakerSettings
from callqa.speech.backends.campplus import (
    EMBEDDING_SIZE,
    FBANK_HOP_SAMPLES,
    VoiceEmbedder,
    log_mel_fbank,
)
from callqa.speech.diarization import (
    Diarization,
    VoiceEvidence,
    are_two_people,
    named_diarization,
)
from callqa.speech.quiet import import_torchaudio, quiet_libraries
from callqa.speech.voice_clusters import Voices, label_voices, weigh
from callqa.speech.voice_windows import MIN_SPEECH_S, LocalVoice, Progress, VoiceWindows

_CLUSTERING = {"method": "centroid", "min_cluster_size": 12, "threshold": 0.7045654963945799}
"""The values that pyannote/speaker-diarization-3.1 ships for this clustering."""

_SEGMENTATION_SHARE = 0.2
"""Of the pipeline's time, for honest progress; embeddings take the rest (measured)."""

_MIN_FBANK_ROWS = round(MIN_SPEECH_S * SAMPLE_RATE_HZ / FBANK_HOP_SAMPLES)


class PyannoteDiarizer:
    """The pipeline, ready to run.

    Parameters
    ----------
    pipeline
        A ``pyannote.audio`` ``SpeakerDiarization`` with its parameters set.
    """

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def diarize(
        self,
        samples: NDArray[np.float32],
        *,
        num_speakers: int | None = 2,
        settings: SpeakerSettings | None = None,
        progress: Progress | None = None,
    ) -> Diarization:
        """Tell who spoke when in one channel; see `callqa.speech.speakers.diarize`.

        Parameters
        ----------
        samples : float32 [n]
            Sound at 16 kHz, -1..1.
        num_speakers
            Speakers to tell apart; ``None`` leaves two or three to the pipeline's clustering.
            Two come out as one where the evidence does not carry them.
        settings
            Thresholds; the shipped ones when ``None``.
        progress
            Called with seconds done and seconds in all.
        """
        import torch

        limits = settings or SpeakerSettings()
        record = _Record(len(samples) / SAMPLE_RATE_HZ, progress)
        bounds = (
            {"min_speakers": 2, "max_speakers": 3}
            if num_speakers is None
            else {"num_speakers": num_speakers}
        )
        file = {"waveform": torch.from_numpy(samples)[np.newaxis], "sample_rate": SAMPLE_RATE_HZ}
        with _silence():
            output = self._pipeline({**file, "uri": "call"}, hook=record, **bounds)
        return _as_diarization(output, record, limits)


def load_pyannote(
    segmentation_weights: Path, embedder: VoiceEmbedder, *, threads: int = 1
) -> PyannoteDiarizer:
    """Build the pipeline on segmentation-3.0 and CAM++.

    Parameters
    ----------
    segmentation_weights
        The verified PyTorch file of segmentation-3.0.
    embedder
        From `callqa.speech.backends.campplus.load_voice_embedder`.
    threads
        Threads of torch, in the whole process.
    """
    _prepare(threads)
    with _silence():
        from pyannote.audio import Model
        from pyannote.audio.core.plda import PLDA
        from pyannote.audio.pipelines import SpeakerDiarization

        segmentation = Model.from_pretrained(segmentation_weights)
        if segmentation is None:
            raise ModelDamaged("They hold no pyannote model.", subject=str(segmentation_weights))

        class NoPlda(PLDA):
            """Stands where the constructor wants one; agglomerative clustering uses none."""

            def __init__(self) -> None:
                pass

        pipeline = SpeakerDiarization(
            segmentation=segmentation,
            embedding=_as_pyannote_model(embedder),
            embedding_exclude_overlap=True,
            plda=NoPlda(),
            clustering="AgglomerativeClustering",
            segmentation_batch_size=8,
        )
    pipeline.instantiate({"segmentation": {"min_duration_off": 0.0}, "clustering": _CLUSTERING})
    return PyannoteDiarizer(pipeline)


def load_pyannote_folder(folder: Path, *, threads: int = 1) -> PyannoteDiarizer:
    """Load a whole pipeline from a local folder, as of ``speaker-diarization-community-1``.

    Raises
    ------
    ModelMissing
        The folder holds no ``config.yaml``.
    ModelDamaged
        The pipeline cannot be built from the folder.
    """
    if not (folder / "config.yaml").is_file():
        raise ModelMissing(
            "There is no config.yaml of a pyannote pipeline in this folder.",
            subject=str(folder),
            remedy="Give the folder that holds config.yaml and the weights beside it.",
        )
    _prepare(threads)
    with _silence():
        from pyannote.audio import Pipeline

        pipeline = Pipeline.from_pretrained(folder)
    if pipeline is None:
        raise ModelDamaged("No pipeline can be built from this folder.", subject=str(folder))
    return PyannoteDiarizer(pipeline)


class _Record:
    """The hook the pipeline reports its stages to: keeps what is needed, passes progress on."""

    def __init__(self, total_s: float, progress: Progress | None) -> None:
        self.artefacts: dict[str, Any] = {}
        self.total_s = total_s
        self._progress = progress

    def __call__(
        self,
        stage: str,
        artefact: Any,
        file: Any = None,
        total: int | None = None,
        completed: int | None = None,
    ) -> None:
        if completed is None or not total:
            self.artefacts[stage] = artefact
        elif self._progress is not None:
            share = min(1.0, float(completed) / total)
            done = (
                _SEGMENTATION_SHARE * share
                if stage == "segmentation"
                else _SEGMENTATION_SHARE + (1.0 - _SEGMENTATION_SHARE) * share
            )
            self._progress(done * self.total_s, self.total_s)


def _as_diarization(output: Any, record: _Record, limits: SpeakerSettings) -> Diarization:
    annotation = output.speaker_diarization
    rows = {label: row for row, label in enumerate(annotation.labels())}
    centroids = _unit_rows(np.asarray(output.speaker_embeddings, dtype=np.float32))
    evidence = _evidence(record, centroids)
    if len(rows) == 2 and not are_two_people(evidence, limits):
        rows = dict.fromkeys(rows, 0)
    speech = [
        (Span(max(0.0, segment.start), min(segment.end, record.total_s)), rows[label])
        for segment, _, label in annotation.itertracks(yield_label=True)
    ]
    return named_diarization(speech, evidence, limits)


def _evidence(record: _Record, centroids: NDArray[np.float32]) -> VoiceEvidence:
    if len(centroids) < 2 or not np.isfinite(centroids).all():
        return VoiceEvidence(0.0, 1.0, 0, 0.0)
    segmentation = record.artefacts["segmentation"]
    frame_s = segmentation.sliding_window.duration / segmentation.data.shape[1]
    speech_s = np.nan_to_num(segmentation.data).sum(axis=1) * frame_s
    embeddings = record.artefacts["embeddings"]
    voices = {
        (chunk, speaker): LocalVoice(vector, float(speech_s[chunk, speaker]))
        for chunk, local in enumerate(embeddings)
        for speaker, vector in enumerate(_unit_rows(local))
        if np.isfinite(vector).all() and speech_s[chunk, speaker] >= MIN_SPEECH_S
    }
    windows = VoiceWindows(
        starts=np.arange(len(embeddings)),
        probabilities=np.empty((0, 0, 0), dtype=np.float16),
        voices=voices,
        frames=0,
    )
    return weigh(windows, Voices(centroids, label_voices(windows, centroids)))


def _unit_rows(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12
    scaled: NDArray[np.float32] = (vectors / lengths).astype(np.float32)
    return scaled


def _as_pyannote_model(embedder: VoiceEmbedder) -> Any:
    """Return the embedder behind pyannote's interface of an embedding model."""
    import torch
    from pyannote.audio import Model

    class CamPlusPlus(Model):
        """CAM++ as pyannote calls it: masked waveforms in, one embedding each out."""

        @property
        def dimension(self) -> int:
            return EMBEDDING_SIZE

        def forward(self, waveforms: Any, **kwargs: Any) -> Any:
            weights = kwargs.get("weights")
            masks = [None] * len(waveforms) if weights is None else weights.numpy()
            pairs = zip(waveforms.numpy()[:, 0], masks, strict=True)
            return torch.from_numpy(np.stack([_embed_masked(embedder, *each) for each in pairs]))

    return CamPlusPlus()


def _embed_masked(
    embedder: VoiceEmbedder, samples: NDArray[np.float32], mask: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Embed the frames that `mask` [frames of any rate] keeps; NaN where they are too few."""
    fbank = log_mel_fbank(samples)
    if mask is not None:
        place = (np.arange(len(fbank)) + 0.5) * len(mask) / max(1, len(fbank))
        fbank = fbank[mask[place.astype(np.int64)] > 0.5]
    if len(fbank) < _MIN_FBANK_ROWS:
        return np.full(EMBEDDING_SIZE, np.nan, dtype=np.float32)
    return embedder.embed(fbank)


def _prepare(threads: int) -> None:
    quiet_libraries()
    with _silence():
        import_torchaudio()
    import torch

    torch.set_num_threads(threads)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the library's warnings and prints out of our streams: standard output is for results."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
