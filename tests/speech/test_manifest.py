import hashlib
from pathlib import Path

import pytest

from callqa.errors import ModelDamaged, ModelMissing, UsageError
from callqa.speech.manifest import manifest, manifests
from callqa.speech.weights import locate, recognition_model, verify

SMALL = manifest("recognition", "whisper-small")


@pytest.fixture
def site_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CALLQA_MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path


def put_small_model(folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in SMALL.files:
        (folder / file.name).write_bytes(file.name.encode())


def state_hashes(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256((folder / file.name).read_bytes()).hexdigest()}  {file.name}\n"
        for file in SMALL.files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def test_every_packaged_model_is_here_and_whole() -> None:
    packaged = [each for each in manifests() if all(file.parts for file in each.files)]

    verified = {each.name: verify(each) for each in packaged}

    assert {"whisper-base", "whisper-tiny", "silero", "campplus"} <= set(verified)
    assert all(
        each.file(file.name).is_file() for each in verified.values() for file in each.manifest.files
    )


def test_whisper_base_is_joined_from_its_parts_to_the_bytes_that_were_published() -> None:
    verified = verify(manifest("recognition", "whisper-base"))

    joined = verified.file("model.bin").read_bytes()

    assert hashlib.sha256(joined).hexdigest() == verified.manifest.files[0].sha256


def test_a_joined_file_that_was_damaged_is_found_out() -> None:
    model = manifest("recognition", "whisper-base")
    config = verify(model).file("config.json")
    whole = config.read_bytes()
    config.write_bytes(whole[:-1])

    with pytest.raises(ModelDamaged, match=r"config\.json"):
        verify(model)
    config.write_bytes(whole)


def test_a_site_puts_a_larger_model_in_and_the_accurate_profile_takes_it(site_models: Path) -> None:
    put_small_model(site_models / "recognition" / "whisper-small")

    assert recognition_model("accurate").name == "whisper-small"
    assert verify(SMALL).place == "site"


def test_a_model_in_an_existing_hub_cache_is_found(site_models: Path) -> None:
    repository = "models--Systran--faster-whisper-small"
    put_small_model(site_models / "hub" / repository / "snapshots" / "abc")

    located = locate(SMALL)

    assert located is not None
    assert located.place == "hub cache"


def test_a_site_model_is_held_against_the_hashes_the_site_stated(site_models: Path) -> None:
    folder = site_models / "recognition" / "whisper-small"
    put_small_model(folder)
    state_hashes(folder)
    verify(SMALL)
    (folder / "model.bin").write_bytes(b"changed")

    with pytest.raises(ModelDamaged, match=r"model\.bin"):
        verify(SMALL)


def test_a_missing_model_says_where_to_put_it(site_models: Path) -> None:
    with pytest.raises(ModelMissing, match="whisper-small"):
        verify(SMALL)
    with pytest.raises(UsageError, match="accurate"):
        recognition_model("accurate")


def test_the_profiles_have_their_models() -> None:
    assert recognition_model("fast").name == "whisper-tiny"
    assert recognition_model("balanced").name == "whisper-base"
