"""A store with the nine sample calls as the models heard them; no model runs."""

from dataclasses import replace
from pathlib import Path

from callqa.rules.packed_hearing import unpack_hearing
from callqa.service.adding import add_heard
from callqa.service.hearing_run import Heard
from callqa.service.workspace import Workspace

HEARD = Path(__file__).parent / "heard"


def fill_store(place: Path, sample_calls: Path) -> None:
    """Make a SQLite store at `place` whose recordings are those in `sample_calls`."""
    workspace = Workspace.open(str(place))
    for stored in sorted(HEARD.glob("*.hearing")):
        hearing = unpack_hearing(stored.read_bytes())
        recording = sample_calls / hearing.recording.path
        hearing = replace(hearing, recording=replace(hearing.recording, path=str(recording)))
        add_heard(workspace.context, Heard(recording, hearing))
    workspace.people.import_agents(sample_calls / "agents.csv")
    workspace.context.store.close()
