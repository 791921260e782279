"""Getting a model over the network: the one thing here that uses it, and only when asked."""

import os
from collections.abc import Callable
from pathlib import Path

from callqa.errors import ModelDamaged, ModelMissing, UsageError
from callqa.paths import site_models_dir
from callqa.speech.manifest import Manifest, manifests
from callqa.speech.weights import locate, sha256_of


def fetch(name: str, say: Callable[[str], None]) -> Path:
    """Fetch the model `name` into the site's model folder and return where it is.

    A fetch that was cut off goes on where it stopped. The hub's own hashes are compared with
    what arrived and kept in ``SHA256SUMS``, which every later load is held against.

    Raises
    ------
    UsageError
        There is no such model, or it comes as a package.
    ModelMissing
        The hub cannot be reached or refuses.
    ModelDamaged
        What arrived does not match the hub's hashes.
    """
    model = _wanted(name)
    target = site_models_dir() / model.role / model.name
    if locate(model):
        say(f"{name} is already on this machine.")
        return target
    if model.terms:
        say(model.terms)
    sums = _download(model, target, say)
    for file, expected in sums.items():
        if sha256_of(target / file) != expected:
            (target / file).unlink()
            raise ModelDamaged(
                f"{file} arrived damaged and was removed.", subject=name, remedy="Get it again."
            )
    lines = (f"{sha256_of(target / file.name)}  {file.name}\n" for file in model.files)
    (target / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    say(f"{name} is in {target}.")
    return target


def _wanted(name: str) -> Manifest:
    model = next((each for each in manifests() if each.name == name), None)
    if model is None:
        raise UsageError(
            "There is no such model.", subject=name, remedy="See 'callqa models list'."
        )
    if not model.hub_repository:
        raise UsageError(
            "This model comes as a package.", subject=name, remedy="Run 'python3 run.py'."
        )
    return model


def _download(model: Manifest, target: Path, say: Callable[[str], None]) -> dict[str, str]:
    """Fetch the files and return the hub's hashes of those that it keeps a hash of."""
    os.environ["HF_HUB_OFFLINE"] = "0"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    say(f"Fetching {model.hub_repository} into {target} ...")
    names = [file.name for file in model.files]
    revision = model.hub_revision or "main"
    try:
        snapshot_download(
            model.hub_repository, revision=revision, local_dir=target, allow_patterns=names
        )
        info = HfApi().model_info(model.hub_repository, revision=revision, files_metadata=True)
    except (HfHubHTTPError, OSError) as error:
        raise ModelMissing(
            f"It could not be fetched: {_first_line(error)}.",
            subject=model.name,
            remedy=f"Check the network and, where terms apply, that they were accepted; "
            f"or put its files in {target} by hand.",
        ) from error
    return {
        each.rfilename: each.lfs.sha256
        for each in info.siblings or []
        if each.rfilename in names and each.lfs
    }


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
