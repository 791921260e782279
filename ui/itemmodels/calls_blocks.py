"""The rows of a long list that are at hand, in blocks; those not looked at for long are let go."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from callqa.domain.listing import CallSummary, Page

BLOCK = 100
"""Rows that are asked for at once."""

_KEPT = 24


@dataclass(slots=True)
class HeldRow:
    """A call, and what its cells say as far as they were drawn."""

    call: CallSummary
    told: dict[int, str] = field(default_factory=dict)


class CallBlocks:
    """Rows by their place in the list."""

    def __init__(self) -> None:
        self._blocks: OrderedDict[int, list[HeldRow]] = OrderedDict()

    def __contains__(self, block: int) -> bool:
        return block in self._blocks

    def clear(self) -> None:
        """Let go of every row."""
        self._blocks.clear()

    def keep(self, page: Page) -> None:
        """Take the rows of a page that begins with a block."""
        first = page.offset // BLOCK
        for start in range(0, len(page.rows), BLOCK):
            rows = [HeldRow(each) for each in page.rows[start : start + BLOCK]]
            self._blocks[first + start // BLOCK] = rows
            self.use(first + start // BLOCK)
        while len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)

    def use(self, block: int) -> None:
        """Let go of this block after all others."""
        self._blocks.move_to_end(block)

    def at(self, row: int) -> HeldRow | None:
        """Return a row, ``None`` where it is not at hand."""
        block, place = divmod(row, BLOCK)
        rows = self._blocks.get(block)
        return rows[place] if rows is not None and place < len(rows) else None

    def rows_of(self, call_ids: Collection[str]) -> dict[str, int]:
        """Return the places of those of these calls that are at hand."""
        return {
            each.call.call_id: block * BLOCK + place
            for block, rows in self._blocks.items()
            for place, each in enumerate(rows)
            if each.call.call_id in call_ids
        }

    def ids_from(self, offset: int) -> list[int]:
        """Return the ids of the rows from `offset` on, up to the first that is not at hand."""
        ids: list[int] = []
        block = offset // BLOCK
        while block in self._blocks:
            ids += [each.call.id for each in self._blocks[block]]
            block += 1
        return ids
