"""A reviewer's first call, from an empty store to a second look the next day.

``python -m tests.ui.end_to_end first FOLDER RECORDING`` and then ``… again FOLDER``; each is the
real program, with the real models, driven by mouse and keys alone. Exit status 0 when all was as
it should be; else what was waited for stands on standard error.
"""

import os
import re
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QFileDialog, QLabel, QLineEdit

from tests.ui.person import Person, Script, chosen_row, rows_of
from ui.app import Desk
from ui.widgets.call_table import CallTableView
from ui.widgets.event_list import EventList
from ui.widgets.player_bar import PlayerBar
from ui.widgets.question_row import QuestionRow
from ui.widgets.score_ring import ScoreRing

PATIENCE_S = 60.0
OVERRIDDEN = "Greets the customer or gives a name at the start."
REASON = "The greeting was cut off by the recorder"


def first(person: Person, recording: Path) -> Script:
    """Import, open, play, jump to an interruption, re-class it, override a score, undo, close."""
    yield "an empty library that says how to begin", lambda: person.reads("Add recordings")
    person.press("Ctrl+O")
    yield "the file dialog", lambda: person.sees(QFileDialog)
    person.type(str(recording))
    yield "its path in the dialog", lambda: person.sees(QLineEdit, str(recording))
    person.press("Return")
    yield "the dialog gone", lambda: not person.sees(QFileDialog)
    yield "the call in the table, with its score", lambda: _scored(person)
    person.click_row(table(person), "24")
    person.press("Return")
    yield "the call page", lambda: person.reads("Not passed")

    yield from played(person)

    yield from interruption_reclassed(person)

    person.press("Alt+1")
    yield "the scorecard", lambda: person.sees(QuestionRow, OVERRIDDEN)
    before = total(person)
    yield from overridden(person)
    yield "another total", lambda: total(person) != before
    person.press("Ctrl+Z")
    yield "the total as it was", lambda: total(person) == before and not person.reads(REASON)
    person.press("Ctrl+Q")


def played(person: Person) -> Script:
    """Listen for a while with the space bar."""
    person.press("Space")
    yield "sound that moves on", lambda: shown_time(person) >= "0:02"
    person.press("Space")
    yield "the player at rest", lambda: person.reads("Play")


def interruption_reclassed(person: Person) -> Script:
    """Jump from event to event to an interruption by the agent, and make it a back-channel."""
    person.press("Alt+2")
    yield "the events", lambda: person.sees(EventList)
    events = person.sees(EventList)
    assert events is not None
    while not re.search(r"\bInterruption\b", chosen_row(events.view)):
        before = chosen_row(events.view)
        person.press(".")
        yield "the next event", lambda before=before: chosen_row(events.view) != before
    there = chosen_row(events.view)
    yield "the playhead at the event", lambda: shown_time(person) in there
    assert person.reads("Interruptions 3")
    person.click_row(events.view, there)
    person.press("B")
    yield "one interruption less", lambda: person.reads("Interruptions 2")


def overridden(person: Person) -> Script:
    """Give other points to a question, with the reason."""
    person.click(QuestionRow, OVERRIDDEN)
    person.press("Return")
    yield "the field for points", lambda: person.sees(QDoubleSpinBox)
    person.type("2")
    yield "the points in it", lambda: person.reads("2 of 5")
    while _focus_name() != "reason":
        before = _focus_name()
        person.press("Tab")
        yield "the next field", lambda before=before: _focus_name() != before
    person.type(REASON)
    yield "the reason in its field", lambda: person.sees(QLineEdit, REASON)
    person.press("Return")
    yield "the override on the scorecard", lambda: person.reads(REASON)


def _focus_name() -> str:
    focus = QApplication.focusWidget()
    return f"{focus.objectName() or type(focus).__name__}" if focus else ""


def again(person: Person) -> Script:
    """Open the call of the day before and find it as it was left."""
    yield "the call in the table", lambda: _scored(person)
    person.click_row(table(person), "24")
    person.press("Return")
    yield "the call page with two interruptions", lambda: person.reads("Interruptions 2")
    assert not person.reads(REASON)
    person.press("Alt+5")
    yield "what was done the day before", lambda: person.reads("Took back: Points")
    person.press("Ctrl+Shift+Z")
    person.press("Alt+1")
    yield "the override that was taken back, brought again", lambda: person.reads(REASON)
    person.press("Ctrl+Q")


def table(person: Person) -> CallTableView:
    found = person.sees(CallTableView)
    assert found is not None
    return found


def total(person: Person) -> str:
    """Return what the ring of the scorecard says."""
    ring = person.sees(ScoreRing)
    return ring.accessibleName() if ring is not None else ""


def shown_time(person: Person) -> str:
    """Return the position that the player bar shows."""
    bar = person.sees(PlayerBar)
    assert bar is not None
    labels = [each.text() for each in bar.findChildren(QLabel) if " / " in each.text()]
    return labels[0].partition(" / ")[0]


def _scored(person: Person) -> bool:
    found = person.sees(CallTableView)
    return found is not None and any("24" in row for row in rows_of(found))


def _stop(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at once where the window would only tell that something went wrong."""
    sys.__excepthook__(kind, error, trace)
    QApplication.exit(3)


def main() -> int:
    part, folder = sys.argv[1], Path(sys.argv[2])
    os.environ["CALLQA_DATA_DIR"] = str(folder)
    app = QApplication(sys.argv[:1])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    person = Person(PATIENCE_S)
    desk = Desk(app, None)
    sys.excepthook = _stop
    desk.start()
    person.follow(first(person, Path(sys.argv[3])) if part == "first" else again(person))
    status = app.exec()
    if person.failure:
        sys.stderr.write(f"{person.failure}\n")
        app.primaryScreen().grabWindow(0).save(str(folder / f"{part}.png"))
    return 1 if person.failure else status


if __name__ == "__main__":
    sys.exit(main())
