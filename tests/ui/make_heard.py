"""Write what the models hear in the sample calls, for tests of the window that need no model.

Run ``python -m tests.ui.make_heard`` when what is heard changes; the results are real ones.
"""

from dataclasses import replace
from pathlib import Path

from callqa.jobs.call_details import DetailsSource
from callqa.rules.packed_hearing import pack_hearing
from callqa.service.hearing_run import Heard, hear_calls
from callqa.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_calls"
SOUND = (".wav", ".flac", ".mp3")
HEARD = Path(__file__).parent / "heard"


def main() -> None:
    HEARD.mkdir(exist_ok=True)
    details = DetailsSource(call_list=SAMPLES / "calls.csv")
    recordings = sorted(each for each in SAMPLES.iterdir() if each.suffix in SOUND)
    for step in hear_calls(recordings, details, Settings()):
        if isinstance(step, Heard):
            recording = replace(step.hearing.recording, path=step.path.name)
            hearing = replace(step.hearing, recording=recording)
            (HEARD / f"{step.path.stem}.hearing").write_bytes(pack_hearing(hearing))


if __name__ == "__main__":
    main()
