import pytest

from callqa.catalogue import say
from callqa.errors import UsageError
from callqa.speech import device
from callqa.speech.device import load_on_best_device


class Loads:
    """Loads on the (device, arithmetic) pairs it is told work, and keeps what was tried."""

    def __init__(self, *working: tuple[str, str]) -> None:
        self.working = working
        self.tried: list[tuple[str, str]] = []

    def __call__(self, kind: str, compute_type: str) -> str:
        self.tried.append((kind, compute_type))
        if (kind, compute_type) not in self.working:
            raise RuntimeError("Library libcublas.so.12 is not found")
        return f"{kind} {compute_type}"


@pytest.fixture
def one_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "cuda_devices", lambda: 1)


@pytest.fixture
def no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "cuda_devices", lambda: 0)


@pytest.mark.usefixtures("no_card")
def test_without_a_card_the_cpu_is_taken_and_says_why() -> None:
    loaded, chosen = load_on_best_device("auto", Loads(("cpu", "int8")))

    assert (loaded, chosen.kind) == ("cpu int8", "cpu")
    assert "no CUDA device" in say(chosen.reason)


@pytest.mark.usefixtures("one_card")
def test_an_old_card_without_float16_is_used_with_int8() -> None:
    loaded, chosen = load_on_best_device("auto", Loads(("cuda", "int8"), ("cpu", "int8")))

    assert (loaded, chosen.compute_type) == ("cuda int8", "int8")


@pytest.mark.usefixtures("one_card")
def test_a_card_without_its_libraries_falls_back_to_the_cpu_and_names_the_library() -> None:
    _, chosen = load_on_best_device("auto", Loads(("cpu", "int8")))

    assert chosen.kind == "cpu"
    assert "libcublas.so.12" in say(chosen.reason)


@pytest.mark.usefixtures("one_card")
def test_the_cpu_is_taken_without_trying_the_card_when_asked_for() -> None:
    loads = Loads(("cpu", "int8"))

    load_on_best_device("cpu", loads)

    assert loads.tried == [("cpu", "int8")]


@pytest.mark.usefixtures("one_card")
def test_cuda_that_was_asked_for_and_fails_is_an_error_not_a_silent_cpu() -> None:
    with pytest.raises(UsageError, match="does not work"):
        load_on_best_device("cuda", Loads(("cpu", "int8")))


@pytest.mark.usefixtures("no_card")
def test_cuda_that_was_asked_for_without_a_card_is_an_error() -> None:
    with pytest.raises(UsageError, match="no CUDA device"):
        load_on_best_device("cuda", Loads(("cpu", "int8")))
