import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(pin.name): pin
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for pin in [Requirement(line)]
}


def version_of(pin: Requirement) -> str:
    return next(iter(pin.specifier)).version


def test_every_pin_is_one_version_without_a_local_suffix() -> None:
    loose = [
        str(pin) for pin in PINS.values() if not re.fullmatch(r"==[^,*+]+", str(pin.specifier))
    ]

    assert loose == []


def test_every_dependency_is_pinned_within_its_range() -> None:
    extras = PROJECT["optional-dependencies"].values()
    wanted = [Requirement(each) for each in sum(extras, start=PROJECT["dependencies"])]

    missing = [each.name for each in wanted if canonicalize_name(each.name) not in PINS]
    assert missing == []
    outside = [
        str(each)
        for each in wanted
        if version_of(PINS[canonicalize_name(each.name)]) not in each.specifier
    ]
    assert outside == []


def test_models_come_from_the_pinned_version_of_their_package() -> None:
    differing = []
    for path in (ROOT / "models").glob("*/*/manifest.toml"):
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        for file in manifest["file"]:
            for source in file.get("parts", [file] if "package" in file else []):
                if source["version"] != version_of(PINS[source["package"]]):
                    differing.append((path.parent.name, source["package"]))

    assert differing == []
