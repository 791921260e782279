"""What a person may do with a word or a turn; only what the call will accept is offered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callqa.domain.edits import (
    Change,
    DismissEvent,
    MergeTurns,
    ReassignTurn,
    SetRole,
    SplitTurn,
    SwapRoles,
)
from callqa.domain.speech import PARTIES, Role, Speaker
from ui.i18n import named, text
from ui.itemmodels.turns import Row, TurnRow, names_of

KEYS = {
    "fix": "F2",
    "reassign": "O",
    "split": "Shift+Return",
    "merge_previous": "Backspace",
    "merge_next": "Del",
    "note": "N",
    "coach": "C",
    "copy": "Ctrl+C",
}
"""The keys that do these while the transcript has the focus; turns are split and joined with
those that split and join the lines of a text."""

_ROLES: tuple[Role, ...] = (*PARTIES, "other")


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do.

    change : what it changes; ``None`` where the transcript has to ask for words first
    group : offers of one group stand together; ``who`` is a menu of its own
    is_so : for a choice of several, whether it is so already
    """

    name: str
    label: str
    group: str
    change: Change | None = None
    is_so: bool | None = None

    @property
    def key(self) -> str:
        """The key that does it, empty where it has none."""
        return KEYS.get(self.name, "")


def offers_for(
    rows: Sequence[Row], speakers: Sequence[Speaker], place: tuple[int, int], *, editable: bool
) -> tuple[Offer, ...]:
    """Return what can be done with the word at `place` (row and word) and with its turn."""
    row = rows[place[0]]
    if not isinstance(row, TurnRow):
        return ()
    plain = (
        Offer("coach", text("transcript.coach"), "talk"),
        Offer("copy", text("transcript.copy"), "talk"),
    )
    if not editable:
        return plain
    note = Offer("note", text("transcript.note"), "talk")
    return (
        *_word_offers(row, place[1]),
        *_turn_offers(rows, row, speakers, place),
        note,
        *plain,
        *_who_offers(row, speakers),
    )


def _word_offers(row: TurnRow, word: int) -> Iterator[Offer]:
    if not row.is_redacted(word):
        yield Offer("fix", text("transcript.fix", word=row.turn.words[word].text), "word")
    for mark in row.marks_on(word):
        if mark.ref is not None:
            label = text("transcript.dismiss", title=mark.title)
            yield Offer("dismiss", label, "word", DismissEvent(mark.ref))


def _turn_offers(
    rows: Sequence[Row], row: TurnRow, speakers: Sequence[Speaker], place: tuple[int, int]
) -> Iterator[Offer]:
    names = names_of(speakers)
    others = [each for each in speakers if each.id != row.turn.speaker]
    # The other party comes first: its offer is the one that the key takes.
    others.sort(key=lambda each: each.role == row.role or each.role == "other")
    for number, each in enumerate(others):
        label = text("transcript.reassign", name=names[each.id])
        name = "reassign" if number == 0 else "reassign_else"
        yield Offer(name, label, "turn", ReassignTurn(row.turn.id, each.id))
    if place[1] > 0:
        label = text("transcript.split", word=row.turn.words[place[1]].text)
        yield Offer("split", label, "turn", SplitTurn(row.turn.id, place[1]))
    before, after = _neighbours(rows, row)
    if before:
        change = MergeTurns(before.turn.id, row.turn.id)
        yield Offer("merge_previous", text("transcript.merge_previous"), "turn", change)
    if after:
        change = MergeTurns(row.turn.id, after.turn.id)
        yield Offer("merge_next", text("transcript.merge_next"), "turn", change)


def _neighbours(rows: Sequence[Row], row: TurnRow) -> tuple[TurnRow | None, TurnRow | None]:
    """Return the turns of the same speaker before and after; others may speak between them."""
    own = [
        each for each in rows if isinstance(each, TurnRow) and each.turn.speaker == row.turn.speaker
    ]
    at = own.index(row)
    return own[at - 1] if at else None, own[at + 1] if at + 1 < len(own) else None


def _who_offers(row: TurnRow, speakers: Sequence[Speaker]) -> Iterator[Offer]:
    for role in _ROLES:
        label = text("transcript.role", name=row.name, role=named("role", role))
        change = SetRole(row.turn.speaker, role)
        yield Offer(f"role_{role}", label, "who", change, is_so=role == row.role)
    yield Offer("name", text("transcript.name", name=row.name), "who")
    if any(each.role in PARTIES for each in speakers):
        yield Offer("swap", text("transcript.swap"), "who", SwapRoles())
