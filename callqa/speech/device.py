"""Where recognition runs: a GPU when it really works, else the CPU, and why."""

import ctypes
import site
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from callqa.domain.sentence import Sentence
from callqa.errors import UsageError

Loaded = TypeVar("Loaded")
# From the fastest to the one that needs least of the card; older cards lack float16.
_CUDA_COMPUTE_TYPES = ("float16", "int8_float16", "int8")
_CPU_COMPUTE_TYPE = "int8"
# What CTranslate2 loads at its first multiplication, in the order of their own needs.
_CUDA_LIBRARIES = ("libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9")


@dataclass(frozen=True, slots=True)
class Device:
    """A device and arithmetic as CTranslate2 names them, and why they were chosen."""

    kind: str
    compute_type: str
    reason: Sentence


def load_on_best_device(wanted: str, load: Callable[[str, str], Loaded]) -> tuple[Loaded, Device]:
    """Load on the first device and arithmetic that work.

    Parameters
    ----------
    wanted
        ``auto``, ``cpu`` or ``cuda``.
    load
        Called with device and compute type; loads and runs a self-test, raising RuntimeError
        or ValueError (what CTranslate2 raises) where they do not work.

    Raises
    ------
    UsageError
        ``cuda`` was asked for and does not work.
    """
    if wanted == "cpu":
        return load("cpu", _CPU_COMPUTE_TYPE), _cpu(Sentence("device.cpu_asked"))
    if not cuda_devices():
        if wanted == "cuda":
            raise UsageError(
                "There is no CUDA device that can be used.",
                subject="--device cuda",
                remedy="Use --device cpu, or install the driver of the card.",
            )
        return load("cpu", _CPU_COMPUTE_TYPE), _cpu(Sentence("device.no_cuda"))
    failure = ""
    _preload_cuda_libraries()
    for compute_type in _CUDA_COMPUTE_TYPES:
        try:
            loaded = load("cuda", compute_type)
        except (RuntimeError, ValueError) as error:
            failure = failure or str(error).splitlines()[0]
        else:
            reason = Sentence("device.cuda_works", compute_type=compute_type)
            return loaded, Device("cuda", compute_type, reason)
    if wanted == "cuda":
        raise UsageError(
            f"The CUDA device does not work: {failure}.",
            subject="--device cuda",
            remedy="Use --device cpu, or install the CUDA libraries the message names.",
        )
    return load("cpu", _CPU_COMPUTE_TYPE), _cpu(Sentence("device.cuda_fails", failure=failure))


def cuda_devices() -> int:
    """Return how many CUDA devices CTranslate2 sees."""
    import ctranslate2

    return int(ctranslate2.get_cuda_device_count())


def _cpu(reason: Sentence) -> Device:
    return Device("cpu", _CPU_COMPUTE_TYPE, reason)


def _preload_cuda_libraries() -> None:
    """Make the CUDA libraries that torch's packages bring known to the loader."""
    for name in _CUDA_LIBRARIES:
        for path in _packaged_libraries(name):
            try:
                ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
            except OSError:
                continue
            break


def _packaged_libraries(name: str) -> Iterator[Path]:
    for folder in site.getsitepackages():
        yield from Path(folder).glob(f"nvidia/*/lib/{name}")
