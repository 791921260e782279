"""People with names that are long, written from right to left, or carry a picture."""

from callqa.domain.edits import NameSpeaker, SetDetail
from callqa.domain.listing import CallFilter, Sort
from callqa.service.editing import edit_call
from callqa.service.workspace import Workspace

LONG = "Dr. Maximiliane Freifrau von und zu Hohenschwangau-Neuschwanstein"
RIGHT_TO_LEFT = "محمد عبد الرحمن"
PICTURED = "🙂 Zoë"
_QUEUE = "Reklamationen und Rückerstattungen, zweite Ebene (nur werktags)"
AGENTS = (LONG, PICTURED, RIGHT_TO_LEFT)


def write_odd_names(workspace: Workspace) -> tuple[str, ...]:
    """Give every call of the store such names, in turn; return the ids of the calls."""
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    for number, row in enumerate(rows):
        agent = AGENTS[number % len(AGENTS)]
        customer = AGENTS[(number + 2) % len(AGENTS)]
        for change in (
            SetDetail("agent", agent),
            SetDetail("customer", customer),
            SetDetail("queue", _QUEUE),
        ):
            edit_call(workspace.context, row.call_id, change, new_agent=True)
        document = workspace.calls.show(row.call_id).document
        for speaker in document.speakers if document else ():
            name = agent if speaker.role == "agent" else customer
            edit_call(workspace.context, row.call_id, NameSpeaker(speaker.id, name))
    return tuple(row.call_id for row in rows)
