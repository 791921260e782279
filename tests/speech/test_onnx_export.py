"""The cache of exported networks, with a stand-in for the export itself."""

import hashlib
from pathlib import Path

import pytest

from callqa.errors import ModelDamaged, ModelMissing
from callqa.speech.backends.onnx_export import WeightsFile, onnx_model

CONTENT = b"weights of a network"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CALLQA_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "onnx"


@pytest.fixture
def weights(tmp_path: Path) -> WeightsFile:
    path = tmp_path / "weights.pt"
    path.write_bytes(CONTENT)
    return WeightsFile("net", path, hashlib.sha256(CONTENT).hexdigest())


class Exporter:
    """Writes a new model at each call."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _weights: Path, target: Path) -> None:
        self.calls += 1
        target.write_bytes(b"model %d" % self.calls)


def test_a_network_is_exported_once(cache: Path, weights: WeightsFile) -> None:
    export = Exporter()

    assert [onnx_model(weights, export) for _ in range(3)] == [b"model 1"] * 3
    assert weights.sha256[:16] in next(cache.glob("*.onnx")).name


def test_an_export_in_the_cache_needs_no_weights(cache: Path, weights: WeightsFile) -> None:
    onnx_model(weights, Exporter())
    weights.path.unlink()

    assert onnx_model(weights, Exporter()) == b"model 1"


@pytest.mark.parametrize("pattern", ["*.onnx", "*.sha256"])
@pytest.mark.parametrize("damage", [b"", b"\xff\x00 damaged"])
def test_a_damaged_cache_is_made_again(
    cache: Path, weights: WeightsFile, pattern: str, damage: bytes
) -> None:
    export = Exporter()
    onnx_model(weights, export)
    next(cache.glob(pattern)).write_bytes(damage)

    assert onnx_model(weights, export) == b"model 2"
    assert onnx_model(weights, export) == b"model 2"


def test_a_failed_export_leaves_nothing_behind(cache: Path, weights: WeightsFile) -> None:
    def fails(_weights: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise ModelDamaged("does not agree with torch.")

    with pytest.raises(ModelDamaged):
        onnx_model(weights, fails)
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("cache")
def test_weights_with_another_hash_are_not_exported(weights: WeightsFile) -> None:
    weights.path.write_bytes(b"other weights")

    with pytest.raises(ModelDamaged, match="hash"):
        onnx_model(weights, Exporter())


@pytest.mark.usefixtures("cache")
def test_missing_weights_are_named(weights: WeightsFile) -> None:
    weights.path.unlink()

    with pytest.raises(ModelMissing, match=r"weights\.pt"):
        onnx_model(weights, Exporter())
