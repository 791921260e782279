"""What became of the rows of a list between two looks at the same stretch of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows taken out and put in at one place.

    at : the first of them, counted in the stretch as it was
    removed, inserted : how many
    """

    at: int
    removed: int
    inserted: int


def changes_between(before: Sequence[int], after: Sequence[int], growth: int) -> list[RowChange]:
    """Return what turns one look at a stretch into the next, the last place first.

    Both looks begin at the same row of the list and hold the ids of its rows. Rows that a change
    further up pushed over the end of the stretch are still in the list, and rows that it pulled in
    were there before: `growth`, by how many rows the whole list is longer, tells them apart from
    rows that came or went.
    """
    matched = SequenceMatcher(None, before, after, autojunk=False)
    changes = [
        RowChange(i, i_end - i, j_end - j)
        for tag, i, i_end, j, j_end in matched.get_opcodes()
        if tag != "equal"
    ]
    surplus = growth - sum(each.inserted - each.removed for each in changes)
    if changes and changes[-1].at + changes[-1].removed == len(before):
        last = changes[-1]
        kept = min(max(surplus, 0), last.removed)
        known = min(max(-surplus, 0), last.inserted)
        changes[-1] = replace(last, removed=last.removed - kept, inserted=last.inserted - known)
    return changes[::-1]
