"""A vocabulary on the command line: one clear error when it is bad, a trace when it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def callqa(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "callqa", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bad_vocabulary_is_one_line_with_file_reason_and_remedy(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("# none yet\n", "utf-8")

    run = callqa("analyze", tmp_path, "--vocabulary", names)

    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert str(names) in line
    assert "has no names" in line
    assert "one name or product word on each line" in line


@pytest.mark.models
def test_a_result_says_which_vocabulary_it_was_heard_with_and_no_path_of_the_settings(
    tmp_path: Path, sample_calls: Path
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Greenvalley Energy\nSiobhan\n", "utf-8")
    settings = tmp_path / "settings.toml"
    listed = tmp_path / "listed.csv"
    listed.write_text("file,agent\n09_card_payment.wav,Siobhan\n", "utf-8")
    settings.write_text(
        f"[hearing]\nvocabulary = '{names}'\n\n[intake]\ncall_list = '{listed}'\n", "utf-8"
    )
    call = sample_calls / "09_card_payment.wav"

    run = callqa("analyze", call, "--out", tmp_path, "--json", "--settings", settings)

    assert run.returncode == 0, run.stderr
    (result,) = json.loads(run.stdout)
    used = result["provenance"]["settings"]["hearing.vocabulary"]
    assert used.startswith("2 entries, sha256 ")
    assert result["recording"]["agent"] == "Siobhan"
    assert not any(str(each) in run.stdout for each in (names, listed))
    assert "Greenvalley Energy" in result["turns"][0]["text"]
