import pytest

from tests.report.demo import with_demo_sentences


@pytest.fixture(autouse=True)
def demo_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    with_demo_sentences(monkeypatch)
