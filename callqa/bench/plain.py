"""The plain pipeline to compare with: faster-whisper and pyannote.audio at their defaults.

Run as a process of its own: ``plain.main`` prints seconds of sound, of recognition and of
diarization, and the peak memory in MB.
"""

import sys
import time
from pathlib import Path

import numpy as np


def main() -> None:
    """Recognise and diarize the file in ``argv[1]`` with ``argv[2]`` threads."""
    from callqa.speech.quiet import quiet_libraries

    quiet_libraries()
    from faster_whisper import WhisperModel

    from callqa.audio.decode import decode
    from callqa.jobs.machine import peak_bytes
    from callqa.speech.backends.campplus import load_voice_embedder
    from callqa.speech.backends.onnx_export import WeightsFile
    from callqa.speech.backends.pyannote import load_pyannote
    from callqa.speech.manifest import manifest
    from callqa.speech.weights import recognition_model, verify

    path, threads = Path(sys.argv[1]), int(sys.argv[2])
    audio = decode(path)
    samples = np.mean([audio.channel(at) for at in range(audio.channels)], axis=0)
    whisper = verify(recognition_model("balanced"))
    segmentation = verify(manifest("segmentation", "pyannote-segmentation-3.0"))
    embedding = verify(manifest("embedding", "campplus"))
    weights = WeightsFile(
        embedding.manifest.name,
        embedding.file(embedding.manifest.files[0].name),
        embedding.sha256,
    )
    model = WhisperModel(
        str(whisper.folder), device="cpu", compute_type="int8", cpu_threads=threads
    )
    diarizer = load_pyannote(
        segmentation.file(segmentation.manifest.files[0].name),
        load_voice_embedder(weights, threads=threads),
        threads=threads,
    )
    started_s = time.monotonic()
    segments, _ = model.transcribe(samples, vad_filter=True, word_timestamps=True)
    for _ in segments:
        pass
    recognised_s = time.monotonic()
    diarizer.diarize(samples)
    diarized_s = time.monotonic()
    peak_mb = peak_bytes(None) / 1e6
    sys.stdout.write(
        f"{audio.duration_s} {recognised_s - started_s} {diarized_s - recognised_s} {peak_mb}\n"
    )
