"""The rows of a SQLite file straight from its pages, for a file that SQLite refuses.

The layout is that of https://www.sqlite.org/fileformat2.html; its numbers stand here by name.
Nothing that is read is taken on trust: a page or a row that contradicts itself is `Unreadable`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from mmap import ACCESS_READ, mmap
from pathlib import Path

Value = int | float | str | bytes | None
Leaf = tuple[int, int, float]
"""A page with rows, and which: their ids are above the second number and not above the third."""

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100
LEAF, INTERIOR = 0x0D, 0x05
INDEX_LEAF, INDEX_INTERIOR = 0x0A, 0x02
_USUAL_PAGE_BYTES = 4096
_LEAF_HEAD, _INTERIOR_HEAD = 8, 12
_WAL_HEAD, _FRAME_HEAD = 32, 24
_WAL_MAGIC_LITTLE, _WAL_MAGIC_BIG = 0x377F0682, 0x377F0683
_UINT32 = 0xFFFFFFFF
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12


class Unreadable(Exception):  # noqa: N818 - named for what is wrong, like the errors of callqa
    """A page or a row contradicts itself."""


@dataclass(slots=True)
class Tree:
    """What was met on the way through one table or index.

    rows : entries of the leaves, and of the inner pages of an index, that a page announces
    holes : (low, high], the row ids that a page which cannot be read may have held
    """

    leaves: list[Leaf] = field(default_factory=list)
    rows: int = 0
    holes: list[tuple[int, float]] = field(default_factory=list)


class PageFile:
    """The pages of a SQLite file as they were after its last whole transaction."""

    def __init__(self, path: Path) -> None:
        self._data = _mapped(path)
        self.has_header = self._data[: len(MAGIC)] == MAGIC and _is_page_size(self._announced())
        self.page_bytes = self._announced() if self.has_header else _USUAL_PAGE_BYTES
        self._usable = self.page_bytes - (self._data[20] if self.has_header else 0)
        self._newer = _pages_in_log(path.with_name(f"{path.name}-wal"), self.page_bytes)
        in_file = -(-len(self._data) // self.page_bytes)
        self.count = max([in_file, *self._newer])

    def _announced(self) -> int:
        number = int.from_bytes(self._data[16:18], "big")
        return 65536 if number == 1 else number

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._data, mmap):
            self._data.close()

    def page(self, number: int) -> bytes:
        """Return page `number`, from 1; where the file was cut off, as much as is there."""
        if not 1 <= number <= self.count:
            raise Unreadable
        if number in self._newer:
            return self._newer[number]
        return self._data[(number - 1) * self.page_bytes : number * self.page_bytes]

    def kind(self, number: int) -> int:
        """Return which kind of b-tree page this is, 0 where it is none."""
        try:
            return self._head(number)[1]
        except Unreadable:
            return 0

    def free_pages(self) -> set[int]:
        """Return the pages that the file does not use; what they hold was deleted."""
        free: set[int] = set()
        try:
            trunk = int.from_bytes(self.page(1)[32:36], "big")
            while trunk and trunk not in free:
                free.add(trunk)
                following, count = struct.unpack_from(">II", self.page(trunk))
                free.update(struct.unpack_from(f">{count}I", self.page(trunk), 8))
                trunk = following
        except (Unreadable, struct.error):
            return free
        return free

    def walk(self, root: int) -> Tree:
        """Go through the table or index whose first page is `root`, around what is unreadable."""
        tree = Tree()
        seen: set[int] = set()
        waiting: list[tuple[int, int, float]] = [(root, 0, inf)]
        while waiting:
            number, low, high = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            try:
                waiting.extend(reversed(self._children(number, low, high, tree)))
            except Unreadable:
                tree.holes.append((low, high))
        return tree

    def _children(
        self, number: int, low: int, high: float, tree: Tree
    ) -> list[tuple[int, int, float]]:
        page, kind, at, cells = self._head(number)
        if kind in (LEAF, INDEX_LEAF):
            tree.leaves.append((number, low, high))
            tree.rows += len(cells)
            return []
        if kind == INDEX_INTERIOR:
            tree.rows += len(cells)
        children = []
        for cell in cells:
            child = _uint32(page, cell)
            key = _varint(page, cell + 4)[0] if kind == INTERIOR else 0
            children.append((child, low, key))
            low = key
        return [*children, (_uint32(page, at + 8), low, high)]

    def rows(self, leaf: Leaf) -> Iterator[tuple[int, tuple[Value, ...]] | None]:
        """Yield the row id and the values of each row on a leaf, ``None`` for an unreadable one."""
        number, low, high = leaf
        page, kind, _, cells = self._head(number)
        if kind != LEAF:
            raise Unreadable
        for cell in cells:
            try:
                row, values = self._row(page, cell)
            except (Unreadable, UnicodeDecodeError):
                yield None
            else:
                yield (row, values) if low < row <= high else None

    def _head(self, number: int) -> tuple[bytes, int, int, tuple[int, ...]]:
        """Return a b-tree page, its kind, where its head is and where its cells are."""
        page = self.page(number)
        at = HEADER_BYTES if number == 1 else 0
        try:
            kind, count = page[at], int.from_bytes(page[at + 3 : at + 5], "big")
            head = _INTERIOR_HEAD if kind in (INTERIOR, INDEX_INTERIOR) else _LEAF_HEAD
            cells = struct.unpack_from(f">{count}H", page, at + head)
        except (IndexError, struct.error) as error:
            raise Unreadable from error
        if kind not in (LEAF, INTERIOR, INDEX_LEAF, INDEX_INTERIOR):
            raise Unreadable
        if any(cell < at + head + 2 * count for cell in cells):
            raise Unreadable
        return page, kind, at, cells

    def _row(self, page: bytes, cell: int) -> tuple[int, tuple[Value, ...]]:
        size, at = _varint(page, cell)
        row, at = _varint(page, at)
        payload = self._payload(page, at, size)
        head_size, at = _varint(payload, 0)
        kinds = []
        while at < head_size:
            kind, at = _varint(payload, at)
            kinds.append(kind)
        if at != head_size or head_size + sum(map(_size_of, kinds)) != size:
            raise Unreadable
        values = []
        for kind in kinds:
            values.append(_value(kind, payload[at : at + _size_of(kind)]))
            at += _size_of(kind)
        return row, tuple(values)

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        """Return a row's bytes, from its page and the chain of pages that takes what is over."""
        if size > self.count * self.page_bytes:
            raise Unreadable
        largest = self._usable - 35
        if size <= largest:
            return _whole(page[at : at + size], size)
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (self._usable - 4)
        here = here if here <= largest else least
        parts, missing = [_whole(page[at : at + here], here)], size - here
        following = _uint32(page, at + here)
        while missing:
            more = self.page(following)
            taken = min(missing, self._usable - 4)
            parts.append(_whole(more[4 : 4 + taken], taken))
            missing -= taken
            following = _uint32(more, 0)
        return b"".join(parts)


def _mapped(path: Path) -> mmap | bytes:
    """Return what is in the file, which may be larger than memory."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""


def _pages_in_log(path: Path, page_bytes: int) -> dict[int, bytes]:
    """Return the pages that whole transactions left in the write-ahead log, the newest of each."""
    data = path.read_bytes() if path.exists() else b""
    if len(data) < _WAL_HEAD:
        return {}
    magic, _, announced, _, *_ = struct.unpack_from(">8I", data)
    if magic not in (_WAL_MAGIC_LITTLE, _WAL_MAGIC_BIG) or announced != page_bytes:
        return {}
    order = "<" if magic == _WAL_MAGIC_LITTLE else ">"
    salt, sums = data[16:24], _checksum(data[:24], (0, 0), order)
    if sums != struct.unpack_from(">2I", data, 24):
        return {}
    whole: dict[int, bytes] = {}
    open_transaction: dict[int, bytes] = {}
    frame_bytes = _FRAME_HEAD + page_bytes
    for at in range(_WAL_HEAD, len(data) - frame_bytes + 1, frame_bytes):
        number, commits = struct.unpack_from(">2I", data, at)
        page = data[at + _FRAME_HEAD : at + frame_bytes]
        sums = _checksum(page, _checksum(data[at : at + 8], sums, order), order)
        if data[at + 8 : at + 16] != salt or sums != struct.unpack_from(">2I", data, at + 16):
            break
        open_transaction[number] = page
        if commits:
            whole.update(open_transaction)
            open_transaction.clear()
    return whole


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}2I", data):
        first = (first + one + second) & _UINT32
        second = (second + other + first) & _UINT32
    return first, second


def _is_page_size(number: int) -> bool:
    return 512 <= number <= 65536 and number & (number - 1) == 0


def _uint32(data: bytes, at: int) -> int:
    return int.from_bytes(_whole(data[at : at + 4], 4), "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the integer of 1 to 9 bytes at `at`, and where it ends."""
    value = 0
    for place in range(at, at + 8):
        if place >= len(data):
            raise Unreadable
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    last = _whole(data[at + 8 : at + 9], 1)[0]
    value = value << 8 | last
    return value - (1 << 64) if value >> 63 else value, at + 9


def _size_of(kind: int) -> int:
    if kind < 0:
        raise Unreadable
    if kind < len(_INTEGER_BYTES):
        return _INTEGER_BYTES[kind]
    if kind >= _FIRST_BLOB:
        return (kind - _FIRST_BLOB) // 2
    return 8 if kind == _REAL else 0


def _value(kind: int, data: bytes) -> Value:
    if kind >= _FIRST_BLOB:
        return data.decode("utf-8") if kind % 2 else data
    if kind == 0:
        return None
    if kind in (_ZERO, _ONE):
        return kind - _ZERO
    if kind == _REAL:
        return float(struct.unpack(">d", data)[0])
    if kind < _REAL:
        return int.from_bytes(data, "big", signed=True)
    raise Unreadable


def _whole(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise Unreadable
    return data
