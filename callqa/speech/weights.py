"""Where a model's files lie and whether they are whole: packages, site folders, a hub cache.

Nothing here reaches the network.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from callqa.domain.hearing import ModelUsed
from callqa.errors import ModelDamaged, ModelMissing, UsageError
from callqa.paths import cache_dir, site_models_dir
from callqa.speech.manifest import Manifest, ModelFile, PackageFile, manifests

Place = Literal["package", "site", "hub cache"]
_BLOCK_BYTES = 1 << 20
_SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Located:
    """A model whose files are all on this machine, not yet compared with their hashes."""

    manifest: Manifest
    place: Place
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Verified:
    """A model whose files were compared with their hashes and may be loaded.

    Attributes
    ----------
    folder
        Where all its files lie together.
    sha256
        Hash of its first file, the weights.
    """

    manifest: Manifest
    place: Place
    folder: Path
    sha256: str

    def file(self, name: str) -> Path:
        """Return the path of the file that the manifest calls `name`."""
        return self.folder / name

    def used(self) -> ModelUsed:
        """Return the record of this model for a result's provenance."""
        first = self.manifest.files[0].parts[0] if self.place == "package" else None
        return ModelUsed(
            role=self.manifest.role,
            name=self.manifest.name,
            package=first.package if first else self.place,
            version=first.version if first else self.manifest.hub_revision,
            sha256=self.sha256,
            licence=self.manifest.licence,
        )


def locate(model: Manifest) -> Located | None:
    """Find the model's files: site folders, packages, hub cache; ``None`` when any is missing."""
    for folder in (site_models_dir() / model.role / model.name, model.folder / "weights"):
        if _has_all(folder, model):
            return Located(model, "site", folder)
    if all(file.parts for file in model.files):
        found = all(_installed(part) is not None for file in model.files for part in file.parts)
        return Located(model, "package", None) if found else None
    snapshot = _hub_snapshot(model)
    return Located(model, "hub cache", snapshot) if snapshot else None


def size_bytes(located: Located) -> int:
    """Return how much room the files of a model take."""
    if located.folder is not None:
        files = [located.folder / each.name for each in located.manifest.files]
    else:
        files = [path for each in located.manifest.files for path in _part_paths(each)]
    return sum(each.stat().st_size for each in files)


def verify(model: Manifest) -> Verified:
    """Compare the model's files with their hashes and return where to load them from.

    Files that come in parts are joined once, into the cache folder.

    Raises
    ------
    ModelMissing
        A file is not on this machine.
    ModelDamaged
        A file does not match its hash.
    """
    located = locate(model)
    if located is None:
        raise ModelMissing(
            "The files of this model are not on this machine.",
            subject=f"{model.role}/{model.name}",
            remedy=_how_to_get(model),
        )
    folder = located.folder or _package_folder(model)
    stated = _stated_sums(folder) if located.place != "package" else {}
    found = {file.name: sha256_of(folder / file.name) for file in model.files}
    for file in model.files:
        expected = file.sha256 or stated.get(file.name, "")
        if expected and found[file.name] != expected:
            raise ModelDamaged(
                f"{file.name} does not match its hash.",
                subject=f"{model.role}/{model.name}",
                remedy=f"Remove {folder} and install the model again.",
            )
    return Verified(model, located.place, folder, found[model.files[0].name])


def recognition_model(profile: str) -> Manifest:
    """Return the recognition model of a profile.

    ``accurate`` takes the largest that is on this machine, the others the one that names them.

    Raises
    ------
    UsageError
        ``accurate`` was asked for and no model larger than the default is here.
    """
    recognition = [each for each in manifests() if each.role == "recognition"]
    if profile != "accurate":
        return next(each for each in recognition if each.profile == profile)
    here = [each for each in recognition if each.profile == "accurate" and locate(each)]
    if not here:
        names = ", ".join(each.name for each in recognition if each.profile == "accurate")
        raise UsageError(
            "The accurate profile needs a larger recognition model.",
            subject="profile accurate",
            remedy=f"Put one of {names} in {site_models_dir() / 'recognition'}, "
            "or use 'callqa models get NAME'.",
        )
    return max(here, key=lambda each: each.parameters_m)


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file, read in blocks."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _installed(part: PackageFile) -> Path | None:
    """Return where a packaged file lies, ``None`` without that version of the package."""
    try:
        distribution = metadata.distribution(part.package)
    except metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(part.path)))
    return path if distribution.version == part.version and path.is_file() else None


def _package_folder(model: Manifest) -> Path:
    """Return a folder with the packaged files under the names that the manifest gives them."""
    in_place = _in_place(model)
    if in_place is not None:
        return in_place
    folder = cache_dir() / "models" / model.role / model.name
    for file in model.files:
        target = folder / file.name
        if not target.is_file():
            _join(file, target)
    return folder


def _in_place(model: Manifest) -> Path | None:
    """Return the package folder itself where it already holds every file by its name."""
    parents = set()
    for file in model.files:
        path = _installed(file.parts[0])
        if len(file.parts) > 1 or path is None or path.name != file.name:
            return None
        parents.add(path.parent)
    return parents.pop() if len(parents) == 1 else None


def _join(file: ModelFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as sink:
            for path in _part_paths(file):
                with path.open("rb") as source:
                    shutil.copyfileobj(source, sink, _BLOCK_BYTES)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _part_paths(file: ModelFile) -> Iterator[Path]:
    for part in file.parts:
        path = _installed(part)
        if path is None:
            raise ModelMissing("is not installed.", subject=f"{part.package} {part.version}")
        yield path


def _has_all(folder: Path, model: Manifest) -> bool:
    return all((folder / file.name).is_file() for file in model.files)


def _hub_snapshot(model: Manifest) -> Path | None:
    """Return the newest whole snapshot of the model in an existing hub cache."""
    if not model.hub_repository:
        return None
    home = os.environ.get("HF_HUB_CACHE") or os.path.join(
        os.environ.get("HF_HOME", str(Path.home() / ".cache" / "huggingface")), "hub"
    )
    repository = Path(home) / f"models--{model.hub_repository.replace('/', '--')}"
    whole: Iterable[Path] = (
        each for each in repository.glob("snapshots/*") if _has_all(each, model)
    )
    return max(whole, key=lambda each: each.stat().st_mtime, default=None)


def _stated_sums(folder: Path) -> dict[str, str]:
    """Read the site's own ``SHA256SUMS`` (hash, spaces, name on each line)."""
    sums = folder / _SUMS
    if not sums.is_file():
        return {}
    lines = (line.split(maxsplit=1) for line in sums.read_text(encoding="utf-8").splitlines())
    return {parts[1].lstrip("*"): parts[0] for parts in lines if len(parts) == 2}


def _how_to_get(model: Manifest) -> str:
    if all(file.parts for file in model.files):
        packages = sorted({part.package for file in model.files for part in file.parts})
        return f"Run 'python3 run.py' again: it installs {', '.join(packages)}."
    return (
        f"Put its files in {site_models_dir() / model.role / model.name}, "
        f"or run 'callqa models get {model.name}'."
    )
