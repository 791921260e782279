"""Where pages end: what lies in a column of laid-out text is cut between rows and paragraphs.

Lengths are px of the paper's device.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest

from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable, QTextTableCell

_TALL_SHARE = 0.25
"""A row or a paragraph taller than this share of a page may be cut between its lines."""

_SPACE_SHARE = 0.024
"""The space above a section, as a share of a page."""

_CLEAR_OF_RULE = 0.85
"""A row begins below so much of its padding."""

_PICTURE = "\ufffc"
"""Stands for a picture in the text of a block."""

_LEAST_LINES = 2
"""So many lines of a paragraph stay together where it is cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What must not be cut.

    space : above it, but not at the top of a page
    is_header : whether it is the header row of a table
    head : the edges of the header row to repeat above it, where it begins a page
    """

    document: QTextDocument
    top: float
    bottom: float
    space: float = 0.0
    stays_with_next: bool = False
    is_header: bool = False
    head: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a document, and how far down the page it is drawn."""

    document: QTextDocument
    top: float
    bottom: float
    at: float


def pieces_of(document: QTextDocument, page_px: float) -> Iterator[Piece]:
    """Yield the pieces of a document from its top to its bottom; between them is no gap.

    A document that begins with a heading stands apart from what is above it.
    """
    found = list(_with_introductions(list(_pieces(document, page_px))))
    is_headed = document.firstBlock().blockFormat().headingLevel() > 0
    for each, following in zip_longest(found, found[1:]):
        is_first = each is found[0]
        yield replace(
            each,
            top=0.0 if is_first else each.top,
            bottom=following.top if following else max(document.size().height(), each.bottom),
            space=_SPACE_SHARE * page_px if is_first and is_headed else 0.0,
        )


def paginate(pieces: Sequence[Piece], page_px: float) -> Iterator[tuple[Slice, ...]]:
    """Yield what stands on each page, `page_px` high."""
    start = 0
    while start < len(pieces):
        end = _end_of_page(pieces, start, page_px)
        yield tuple(_slices(pieces[start:end]))
        start = end


def _end_of_page(pieces: Sequence[Piece], start: int, page_px: float) -> int:
    left = page_px - _head_height(pieces[start]) + pieces[start].space
    end = start
    while end < len(pieces) and _height(pieces[end]) <= left:
        left -= _height(pieces[end])
        end += 1
    if end == len(pieces):
        return end
    # Never without progress: what is higher than a page goes over its edge.
    kept = end
    while kept > start and pieces[kept - 1].stays_with_next:
        kept -= 1
    return kept if kept > start else max(end, start + 1)


def _slices(pieces: Sequence[Piece]) -> Iterator[Slice]:
    at = 0.0
    if pieces[0].head is not None:
        yield Slice(pieces[0].document, *pieces[0].head, at)
        at += _head_height(pieces[0])
    for document, group in groupby(pieces, key=lambda piece: piece.document):
        run = list(group)
        at += run[0].space if run[0] is not pieces[0] else 0.0
        yield Slice(document, run[0].top, run[-1].bottom, at)
        at += run[-1].bottom - run[0].top


def _height(piece: Piece) -> float:
    return piece.space + piece.bottom - piece.top


def _head_height(piece: Piece) -> float:
    return piece.head[1] - piece.head[0] if piece.head else 0.0


def _pieces(document: QTextDocument, page_px: float) -> Iterator[Piece]:
    at = document.rootFrame().begin()
    is_after_table = False
    while not at.atEnd():
        frame, block = at.currentFrame(), at.currentBlock()
        if isinstance(frame, QTextTable):
            yield from _rows(document, frame, page_px)
        elif block.isValid() and not (is_after_table and block.length() == 1):
            # The empty block behind a table is for a caret, and stands beside the table.
            yield from _block(document, block, page_px)
        is_after_table = isinstance(frame, QTextTable)
        at += 1


def _with_introductions(found: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces so that what stands above the header row of a table stays with it."""
    for each, following in zip_longest(found, found[1:]):
        yield replace(each, stays_with_next=True) if following and following.is_header else each


def _block(document: QTextDocument, block: QTextBlock, page_px: float) -> Iterator[Piece]:
    box = document.documentLayout().blockBoundingRect(block)
    is_heading = block.blockFormat().headingLevel() > 0
    # What explains a picture stands below it; a row of pictures may go on overleaf.
    is_last_picture = _PICTURE in block.text() and block.next().text() != _PICTURE
    stays = is_heading or is_last_picture
    whole = Piece(document, box.top(), box.bottom(), stays_with_next=stays)
    yield from _cut(whole, [block], page_px)


def _rows(document: QTextDocument, table: QTextTable, page_px: float) -> Iterator[Piece]:
    box = document.documentLayout().frameBoundingRect(table)
    # Qt moves the box of a table right and down by the padding of its cells. The rule under a row
    # reaches a little into the padding of the next.
    padding = box.left()
    rows = range(table.rows())
    edges = [_row_top(document, table, row) - _CLEAR_OF_RULE * padding for row in rows]
    edges.append(box.bottom() - padding)
    heads = table.format().toTableFormat().headerRowCount()
    head = (edges[0], edges[heads]) if heads else None
    for row in rows:
        piece = Piece(
            document,
            edges[row],
            edges[row + 1],
            stays_with_next=row + 1 < table.rows() and (row < heads or _is_title(table, row)),
            is_header=row < heads,
            head=head if row > heads else None,
        )
        blocks = [each for cell in _cells(table, row) for each in _blocks(cell)]
        yield from _cut(piece, blocks, page_px)


def _is_title(table: QTextTable, row: int) -> bool:
    """Tell whether a row is one cell, or tinted: the title of the rows that follow it."""
    cell = table.cellAt(row, 0)
    return table.columns() > 1 and (
        cell.columnSpan() == table.columns() or cell.format().background().isOpaque()
    )


def _row_top(document: QTextDocument, table: QTextTable, row: int) -> float:
    layout = document.documentLayout()
    return min(
        layout.blockBoundingRect(cell.firstCursorPosition().block()).top()
        for cell in _cells(table, row)
    )


def _cells(table: QTextTable, row: int) -> Iterator[QTextTableCell]:
    column = 0
    while column < table.columns():
        cell = table.cellAt(row, column)
        yield cell
        column = cell.column() + cell.columnSpan()


def _blocks(cell: QTextTableCell) -> Iterator[QTextBlock]:
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    while block.isValid():
        yield block
        if block == last:
            return
        block = block.next()


def _cut(whole: Piece, blocks: Sequence[QTextBlock], page_px: float) -> Iterator[Piece]:
    """Yield `whole`, or what lies between its lines where it is tall."""
    if whole.bottom - whole.top <= _TALL_SHARE * page_px:
        yield whole
        return
    lines = _merged(sorted(_lines(whole.document, blocks)))
    cuts = [top for top, _ in lines[_LEAST_LINES : 1 - _LEAST_LINES]]
    edges = [whole.top, *cuts, whole.bottom]
    for top, bottom in pairwise(edges):
        stays = whole.stays_with_next and bottom == whole.bottom
        yield replace(whole, top=top, bottom=bottom, stays_with_next=stays)


def _lines(document: QTextDocument, blocks: Sequence[QTextBlock]) -> Iterator[tuple[float, float]]:
    for block in blocks:
        top = document.documentLayout().blockBoundingRect(block).top()
        for index in range(block.layout().lineCount()):
            line = block.layout().lineAt(index)
            yield top + line.y(), top + line.y() + line.height()


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans that overlap, as lines of neighbouring cells do, as one."""
    merged: list[tuple[float, float]] = []
    for top, bottom in spans:
        if merged and top < merged[-1][1] - 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    return merged
