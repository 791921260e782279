"""Models as their manifests declare them; the format is described in ``models/README.md``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from callqa.errors import ModelMissing


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file inside an installed package; `path` is relative to the packages' folder."""

    package: str
    version: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file a model is loaded from; `parts` are joined in order, none for a site's own file.

    `sha256` is empty where only the site can state it.
    """

    name: str
    sha256: str
    parts: tuple[PackageFile, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model: `role`, `name` and what its ``manifest.toml`` says; `folder` is where that lies."""

    role: str
    name: str
    title: str
    profile: str
    licence: str
    origin: str
    languages: tuple[str, ...]
    parameters_m: int
    terms: str
    hub_repository: str
    hub_revision: str
    files: tuple[ModelFile, ...]
    folder: Path


@cache
def manifests() -> tuple[Manifest, ...]:
    """Return every model that this version knows, sorted by role and name."""
    return tuple(_read(path) for path in sorted(_manifests_dir().glob("*/*/manifest.toml")))


def manifest(role: str, name: str) -> Manifest:
    """Return the manifest of a model.

    Raises
    ------
    ModelMissing
        No manifest has this role and name.
    """
    for each in manifests():
        if (each.role, each.name) == (role, name):
            return each
    raise ModelMissing(
        f"There is no {role} model of this name.",
        subject=name,
        remedy="'callqa models list' names those there are.",
    )


def _manifests_dir() -> Path:
    """In an installed package the manifests lie inside it, in a checkout beside it."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "models"
    return inside if inside.is_dir() else package.parent / "models"


def _read(path: Path) -> Manifest:
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    hub = document.get("hub", {})
    return Manifest(
        role=document["role"],
        name=document["name"],
        title=document["title"],
        profile=document["profile"],
        licence=document["licence"],
        origin=document["origin"],
        languages=tuple(document["languages"]),
        parameters_m=document.get("parameters_m", 0),
        terms=document.get("terms", ""),
        hub_repository=hub.get("repository", ""),
        hub_revision=hub.get("revision", ""),
        files=tuple(_file(entry) for entry in document["file"]),
        folder=path.parent,
    )


def _file(entry: dict[str, Any]) -> ModelFile:
    sources = entry.get("parts") or ([entry] if "package" in entry else [])
    parts = tuple(
        PackageFile(each["package"], each["version"], each["path"], each["sha256"])
        for each in sources
    )
    return ModelFile(entry["name"], entry.get("sha256", ""), parts)
