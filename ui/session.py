"""What all pages share: the store, the threads, the sound, and what one asks of another."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.bridge import Bridge
from ui.intake import Intake
from ui.kept import Kept
from ui.player import Player

if TYPE_CHECKING:
    # It takes half a second to import, and the window is shown before.
    from callqa.service.workspace import Workspace


class Session(QObject):
    """One person at work on one store."""

    calls_changed = Signal(object)
    """A frozenset of the ids of calls whose row changed; empty where any may have."""

    call_wanted = Signal(str, object)
    """Open a call: its id, and the time in seconds to go to or ``None``."""

    list_wanted = Signal(object)
    """Show the calls that a `callqa.domain.listing.CallFilter` lets through."""

    agent_wanted = Signal(str)
    """Show an agent."""

    page_wanted = Signal(str)
    """Show the page of this key."""

    said = Signal(str)
    """A short message, shown for some seconds."""

    failed = Signal(object)
    """A `CallQAError` for the person to read."""

    look_changed = Signal()
    """What is kept as ``scheme``, ``text_scale`` or ``language`` is another."""

    def __init__(
        self,
        workspace: "Workspace",
        bridge: Bridge,
        kept: Kept,
        player: Player,
        intake: Intake,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.bridge = bridge
        self.kept = kept
        self.player = player
        self.intake = intake
        bridge.failed.connect(self.failed)
        intake.failed.connect(self.failed)
        intake.stored.connect(self.calls_changed)
