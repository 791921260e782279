"""The sample calls analysed once, in real worker processes, beside the truth of their scripts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from callqa.jobs.call_details import DetailsSource
from callqa.service.analysis import Analyzed, Analyzer, Output
from callqa.service.hearing_run import NotAnalyzed

SAMPLES = Path(__file__).resolve().parents[2] / "sample_calls"
TRUTHS = sorted(SAMPLES.glob("*.truth.json"))


@dataclass(frozen=True)
class SampleCall:
    """A sample call: its script's truth and the JSON that was written for it."""

    name: str
    truth: dict[str, Any]
    result: dict[str, Any]
    report: Path

    def role(self, speaker: str) -> str:
        """Return the role that the result gives a speaker id."""
        return next(each["role"] for each in self.result["speakers"] if each["id"] == speaker)


@pytest.fixture(scope="session")
def sample_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SampleCall]:
    """Analyse every sample call, with results and reports in a folder of their own."""
    folder = tmp_path_factory.mktemp("results")
    truths = {path: json.loads(path.read_text(encoding="utf-8")) for path in TRUTHS}
    recordings = [SAMPLES / truth["audio"] for truth in truths.values()]
    found: dict[str, Analyzed] = {}
    for step in Analyzer().analyze(recordings, DetailsSource(), Output(folder, html=True)):
        assert not isinstance(step, NotAnalyzed), step.error
        if isinstance(step, Analyzed):
            found[step.path.name] = step
    return {
        path.name.removesuffix(".truth.json"): SampleCall(
            path.name.removesuffix(".truth.json"),
            truth,
            json.loads(found[truth["audio"]].result.read_bytes()),
            found[truth["audio"]].report or folder,
        )
        for path, truth in truths.items()
    }


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `call_name` once for each sample call."""
    if "call_name" in metafunc.fixturenames:
        names = [path.name.removesuffix(".truth.json") for path in TRUTHS]
        metafunc.parametrize("call_name", names)


@pytest.fixture
def call(call_name: str, sample_results: dict[str, SampleCall]) -> SampleCall:
    """One sample call with its result."""
    return sample_results[call_name]
