"""What this machine has for hearing calls: its models, and a self-test in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from callqa.domain.machine_check import MachineCheck as MachineCheck
from callqa.errors import CallQAError, ModelDamaged, ModelMissing
from callqa.speech.manifest import manifest, manifests
from callqa.speech.weights import locate, size_bytes, verify

_PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model that this version knows.

    place : ``package``, ``site`` or ``hub cache``; ``None`` where it is not on this machine
    origin : where its weights come from
    size_bytes : of its files here, ``None`` where they are not
    needed : comes with CallQA and is used by default
    """

    role: str
    name: str
    title: str
    profile: str
    licence: str
    origin: str
    place: str | None
    size_bytes: int | None
    needed: bool


def models() -> tuple[ModelFacts, ...]:
    """Return every model that this version knows, by role and name."""
    facts = []
    for each in manifests():
        located = locate(each)
        facts.append(
            ModelFacts(
                each.role,
                each.name,
                each.title,
                each.profile,
                each.licence,
                each.origin,
                located.place if located else None,
                size_bytes(located) if located else None,
                all(file.parts for file in each.files),
            )
        )
    return tuple(facts)


def verify_model(role: str, name: str) -> MachineCheck:
    """Compare the files of a model with their hashes; takes a second for each half gigabyte."""
    try:
        verified = verify(manifest(role, name))
    except (ModelMissing, ModelDamaged) as error:
        return MachineCheck(f"{role} {name}", False, error.what, error.remedy)
    return MachineCheck(f"{role} {name}", True, verified.sha256)


def self_test(place: str | None = None) -> tuple[MachineCheck, ...]:
    """Run ``callqa doctor`` in a process of its own, which loads models and tries the device.

    Parameters
    ----------
    place
        The store to look at, one's own without it.

    Raises
    ------
    CallQAError
        The process gave no answer.
    """
    words = [sys.executable, "-m", "callqa", "doctor", "--json"]
    try:
        child = subprocess.run(
            words,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            env=_environment(place),
        )
        rows = json.loads(child.stdout)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise CallQAError(
            "gave no answer.", subject="callqa doctor", remedy="Run it in a terminal to see why."
        ) from error
    return tuple(MachineCheck(**row) for row in rows)


def _environment(place: str | None) -> dict[str, str]:
    """Let the child find the package also where it runs from its repository, not installed.

    The store is named here, not among the words of the command, which everybody on the machine can
    read: its URL may hold a password.
    """
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), root)))
    store = {"CALLQA_STORE": place} if place else {}
    return {**os.environ, "PYTHONPATH": path, **store}
