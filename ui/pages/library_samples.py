"""The sample calls that come with the program, with their agents and teams."""

from pathlib import Path

from PySide6.QtCore import QObject

import ui
from callqa.errors import CallQAError
from ui.session import Session


def sample_folder() -> Path | None:
    """Return the folder of the sample calls, where the program runs from its repository."""
    folder = Path(ui.__file__).parent.parent / "sample_calls"
    return folder if folder.is_dir() else None


def add_samples(session: Session, owner: QObject, folder: Path) -> None:
    """Add the sample calls; their agents come first, so that each call finds its team.

    Agent, customer and time of each call are in ``calls.csv`` beside the recordings.
    """
    agents = folder / "agents.csv"
    workspace = session.workspace
    if not (workspace.context.may("manage_people") and agents.is_file()):
        session.intake.add([folder])
        return

    def refused(error: CallQAError) -> None:
        session.failed.emit(error)
        session.intake.add([folder])

    session.bridge.write(
        owner,
        lambda: workspace.people.import_agents(agents),
        lambda _updates: session.intake.add([folder]),
        refused,
    )
