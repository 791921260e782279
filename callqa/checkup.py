"""What this machine can do: device, libraries, models, folders, and the store of calls."""

import os
import platform
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import psutil
from sqlalchemy import func, select

from callqa.catalogue import say
from callqa.domain.machine_check import MachineCheck
from callqa.errors import ModelDamaged, ModelMissing, StoreError, StoreMissing, UsageError
from callqa.paths import cache_dir, config_dir, default_store
from callqa.settings import load_settings
from callqa.speech.device import cuda_devices
from callqa.speech.manifest import manifests
from callqa.speech.models import SpeechModels
from callqa.speech.quiet import quiet_libraries
from callqa.speech.weights import locate, verify
from callqa.store.opening import open_store
from callqa.store.tables import calls

_LEAST_MEMORY_BYTES = 4_000_000_000
_LIBRARIES = ("faster-whisper", "ctranslate2", "onnxruntime", "pyannote.audio", "torch", "av")


def check_machine(store: str | None = None) -> tuple[MachineCheck, ...]:
    """Look at everything an analysis needs, and at the store; models are loaded and tried.

    `store` is a SQLite file or a PostgreSQL URL, one's own store where it is ``None``.
    """
    quiet_libraries()
    return (
        _machine(),
        _memory(),
        *_libraries(),
        *_models(),
        _device(),
        *_folders(),
        _settings(),
        check_store(store),
    )


def check_store(place: str | None = None) -> MachineCheck:
    """Look whether the store opens, without making one; see 'callqa db check' for its content."""
    try:
        store = open_store(place or str(default_store()), create=False)
    except StoreMissing:
        return MachineCheck("store", True, "none yet; 'callqa calls add' makes it")
    except (StoreError, UsageError) as error:
        return MachineCheck("store", False, f"{error.subject}: {error.what}", error.remedy)
    try:
        with store.reading() as connection:
            found = connection.execute(select(func.count()).select_from(calls)).scalar_one()
        return MachineCheck("store", True, f"{store.name}, {found} calls")
    finally:
        store.close()


def _machine() -> MachineCheck:
    cores = os.cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    found = f"{system}, Python {platform.python_version()}, {cores} cores"
    return MachineCheck("machine", True, found)


def _memory() -> MachineCheck:
    free = psutil.virtual_memory().available
    ok = free >= _LEAST_MEMORY_BYTES
    remedy = "" if ok else "A worker needs up to 1.5 GB: close other programs."
    return MachineCheck("memory", ok, f"{free / 1e9:.1f} GB free", remedy)


def _libraries() -> Iterator[MachineCheck]:
    for name in _LIBRARIES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield MachineCheck(name, False, "not installed", "Run 'python3 run.py' again.")
        else:
            yield MachineCheck(name, True, version)


def _models() -> Iterator[MachineCheck]:
    for model in manifests():
        packaged = all(file.parts for file in model.files)
        what = f"{model.role} {model.name}"
        if not packaged and locate(model) is None:
            continue
        try:
            verified = verify(model)
        except (ModelMissing, ModelDamaged) as error:
            yield MachineCheck(what, False, error.what, error.remedy)
        else:
            yield MachineCheck(what, True, f"{verified.place}, {model.licence}, hash matches")


def _device() -> MachineCheck:
    import ctranslate2

    try:
        with SpeechModels(load_settings(), threads=1) as models:
            found = say(models.device.reason)
    except (ModelMissing, ModelDamaged, UsageError) as error:
        return MachineCheck("device", False, error.what, error.remedy)
    types = ", ".join(sorted(ctranslate2.get_supported_compute_types("cpu")))
    return MachineCheck(
        "device", True, f"{found} CUDA devices: {cuda_devices()}. CPU arithmetic: {types}."
    )


def _folders() -> Iterator[MachineCheck]:
    for what, folder in (("cache", cache_dir()), ("configuration", config_dir())):
        yield _writable(what, folder)


def _writable(what: str, folder: Path) -> MachineCheck:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return MachineCheck(
            what, False, f"{folder}: {error.strerror}", "Make this folder writable."
        )
    return MachineCheck(what, True, str(folder))


def _settings() -> MachineCheck:
    try:
        load_settings()
    except UsageError as error:
        return MachineCheck("settings", False, str(error))
    return MachineCheck("settings", True, str(config_dir() / "settings.toml"))
