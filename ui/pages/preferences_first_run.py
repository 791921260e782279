"""The first start in the window: what is found out meanwhile, and what a person may begin with."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callqa.errors import CallQAError
from callqa.service.filename_patterns import GROUPS, find_groups, propose_for
from callqa.service.machine import MachineCheck, ModelFacts, models, self_test
from callqa.service.preferences import Preferences
from ui import dialogs, formats
from ui.i18n import counted, text
from ui.pages.library_samples import add_samples
from ui.pages.preferences_desk import PreferencesDesk
from ui.session import Session
from ui.widgets.first_run import FirstRun, FoundOut

_KEPT = "first_run_seen"


class FirstRunPage(QWidget):
    """Shown once, before there are calls; it never keeps anybody from working.

    Parameters
    ----------
    samples
        Folder of the sample calls, ``None`` where there is none.
    """

    done = Signal()
    """The person has begun, or wants to look around first."""

    def __init__(
        self,
        session: Session,
        samples: Path | None,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._samples = samples
        self._desk = PreferencesDesk(session, preferences or Preferences.own(), self)
        self.card = FirstRun(has_samples=samples is not None)
        lines = QVBoxLayout(self)
        lines.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.card.samples_wanted.connect(self._add_samples)
        self.card.add_wanted.connect(self._ask_recordings)
        self.card.left.connect(self._leave)
        self.card.pattern_taken.connect(self._take_pattern)
        self.card.pattern_refused.connect(self._leave)
        self._desk.changed.connect(lambda _key, _value: self._pattern_saved())
        self._desk.refused.connect(lambda _key, error: session.failed.emit(error))
        self._waiting: tuple[Path, ...] = ()
        place = session.workspace.context.store.name
        self._found = {
            "models": FoundOut(text("first_run.models"), text("first_run.looking")),
            "device": FoundOut(text("first_run.device"), text("first_run.looking")),
            "store": FoundOut(text("first_run.store"), place, ok=True),
        }
        self._show()

    @staticmethod
    def is_due(session: Session) -> bool:
        """Tell whether this person has not yet seen the first start."""
        return session.kept.get(_KEPT) is not True and session.workspace.context.may("add_calls")

    def look(self) -> None:
        """Find out what is here; what takes longer comes later."""
        self._desk.read(lambda: None)
        self._session.bridge.read(self, models, self._take_models)
        store = self._session.workspace.context.store
        place = store.name if store.is_file else None
        self._session.bridge.read(
            self, lambda: self_test(place), self._take_checks, self._take_failure
        )

    def _take_models(self, found: tuple[ModelFacts, ...]) -> None:
        needed = [each for each in found if each.needed]
        here = sum(each.place is not None for each in needed)
        words = text("first_run.models_here", here=here, needed=len(needed))
        self._found["models"] = FoundOut(text("first_run.models"), words, here == len(needed))
        self._show()

    def _take_checks(self, checks: Sequence[MachineCheck]) -> None:
        device = next((each for each in checks if each.what == "device"), None)
        if device is not None:
            words = f"{device.found} {device.remedy}".strip()
            self._found["device"] = FoundOut(text("first_run.device"), words, device.ok)
        wrong = [each for each in checks if not each.ok and each.what != "device"]
        verified = sum(each.ok and "hash matches" in each.found for each in checks)
        if verified and not wrong:
            words = counted("first_run.models_verified", verified)
            self._found["models"] = FoundOut(text("first_run.models"), words, ok=True)
        for each in wrong:
            words = f"{each.found} {each.remedy}".strip()
            self._found[each.what] = FoundOut(each.what, words, ok=False)
        self._show()

    def _take_failure(self, error: CallQAError) -> None:
        self._found["device"] = FoundOut(text("first_run.device"), str(error), ok=False)
        self._show()

    def _show(self) -> None:
        self.card.show_found(list(self._found.values()))

    def _take_pattern(self, pattern: str) -> None:
        self._desk.save("intake.filename_pattern", pattern)

    def _pattern_saved(self) -> None:
        self._session.said.emit(text("first_run.pattern_taken"))
        self._leave()

    def _add_samples(self) -> None:
        if self._samples is not None:
            add_samples(self._session, self._session.intake, self._samples)
            self._leave()

    def _ask_recordings(self) -> None:
        paths = dialogs.recordings_to_add(self)
        if paths:
            self.begin_with(paths)

    def begin_with(self, paths: Sequence[Path]) -> None:
        """Add recordings; where their names look like a pattern, it is offered before."""
        self._waiting = tuple(paths)
        if self._desk.settings.intake.filename_pattern:
            self._leave()
            return
        self._session.bridge.read(self, lambda: propose_for(paths), self._offer)

    def _offer(self, proposed: tuple[str, str]) -> None:
        pattern, name = proposed
        if pattern:
            self.card.offer_pattern(pattern, example_of(pattern, name))
        else:
            self._leave()

    def _leave(self) -> None:
        if self._waiting:
            self._session.intake.add(self._waiting)
            self._waiting = ()
        self._session.kept.set(_KEPT, True)
        self.done.emit()


def example_of(pattern: str, name: str) -> str:
    """Return what a pattern finds in a name, in words."""
    found = {each.group: each.value for each in find_groups(pattern, name)}
    pieces = (
        f"{text(f'preferences.group_{group}')} {_in_words(group, found[group])}"
        for group in GROUPS
        if group in found
    )
    return ", ".join(pieces)


def _in_words(group: str, value: str) -> str:
    if group == "started_at":
        with contextlib.suppress(ValueError):
            return formats.moment(datetime.fromisoformat(value))
    return value
