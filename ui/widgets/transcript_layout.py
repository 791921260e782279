"""Where the parts of a transcript row lie: columns, lines, words."""

import math
from collections.abc import Iterable, Iterator
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ui.formats import clock_time
from ui.i18n import text
from ui.itemmodels.turns import GapRow, Row, TurnRow

_EDGE_PX = 12.0
_GAP_PX = 10.0
_ROW_PAD_PX = 5.0
_LINE_SPACING = 1.45
"""Room for the underlines of phrases between lines."""

_READABLE_CHARACTERS = 92
"""Longer lines are hard to read; wide windows keep the rest blank."""

MOST_SIGNS = 3
"""Signs in the margin of a turn, each of another kind; the time line has them all."""

SIGN_GAP_PX = 4.0
NAME_GAP_PX = 6.0

_NAME_CHARACTERS = 14
_NARROW_PX = 460.0
"""Under this width the name stands in a line of its own above the words."""


class Columns:
    """The columns of all rows at one width and font, with room for these names and times.

    All sizes in px.

    is_narrow : time and name stand above the words instead of beside them
    """

    def __init__(self, font: QFont, width_px: float, names: Iterable[str], latest_s: float) -> None:
        self.font = font
        self.small = QFont(font)
        self.small.setPointSizeF(font.pointSizeF() * 0.9)
        self.small.setFeature(QFont.Tag("tnum"), 1)
        metrics = QFontMetricsF(font)
        small = QFontMetricsF(self.small)
        self.width_px = width_px
        self.line_px = round(metrics.height() * _LINE_SPACING)
        self.ascent_px = metrics.ascent() + (self.line_px - metrics.height()) / 2
        self.glyph_px = round(metrics.height())
        self.is_narrow = width_px < _NARROW_PX
        self.time_px = math.ceil(small.horizontalAdvance(clock_time(latest_s))) + 1
        self.margin_px = MOST_SIGNS * (self.glyph_px + SIGN_GAP_PX) + _GAP_PX
        self.time_x = _EDGE_PX
        self.who_x = self.time_x + self.time_px + _GAP_PX
        most_px = small.averageCharWidth() * _NAME_CHARACTERS
        longest_px = max((small.horizontalAdvance(name) for name in names), default=most_px)
        name_px = math.ceil(min(longest_px, most_px) + self.glyph_px + NAME_GAP_PX + 1)
        head_px = self.who_x + name_px + _GAP_PX
        self.text_x = _EDGE_PX if self.is_narrow else head_px
        self.who_px = width_px - self.who_x - _EDGE_PX if self.is_narrow else name_px
        room_px = width_px - self.text_x - self.margin_px - _EDGE_PX
        widest_px = metrics.averageCharWidth() * _READABLE_CHARACTERS
        self.text_px = max(80.0, min(room_px, widest_px))
        self.margin_x = self.text_x + self.text_px + _GAP_PX
        self.head_y = _ROW_PAD_PX
        self.text_y = self.head_y + (self.line_px if self.is_narrow else 0.0)

        self.from_left, self.from_right = QTextOption(), QTextOption()
        self.from_right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        for option in (self.from_left, self.from_right):
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def height_of(self, lines: int) -> float:
        """Return the height of a row with so many lines of words."""
        return self.text_y + max(lines, 1) * self.line_px + _ROW_PAD_PX


class TurnLayout:
    """The words of one turn in lines; positions are relative to the row's top left corner."""

    def __init__(self, row: TurnRow, columns: Columns) -> None:
        self._columns = columns
        words = [word.text for word in row.turn.words]
        words = words or [row.turn.text or text("transcript.wordless")]
        self._bounds: list[tuple[int, int]] = []
        end = 0
        for word in words:
            start, end = end, end + _length(word)
            self._bounds.append((start, end))
            end += 1
        said = " ".join(words)
        self.is_right_to_left, self._is_mixed = _directions(said)
        self.text = QTextLayout(said, columns.font)
        self.text.setTextOption(columns.from_right if self.is_right_to_left else columns.from_left)
        if row.marks:
            self.text.setFormats(list(self._unsure(row)))
        self._lay_out()

    @property
    def height_px(self) -> float:
        """Height of the row."""
        return self._columns.height_of(self.text.lineCount())

    @property
    def origin(self) -> QPointF:
        """Where the words begin."""
        return QPointF(self._columns.text_x, self._columns.text_y)

    @property
    def length(self) -> int:
        """How many characters the words have, as Qt counts them."""
        return self._bounds[-1][1]

    def word_at(self, point: QPointF) -> int | None:
        """Return the word at a point of the row, ``None`` where there is none."""
        return next((word for word in range(len(self._bounds)) if self._touches(word, point)), None)

    def rects(self, first: int, end: int) -> Iterator[QRectF]:
        """Yield a rectangle on each line for the words `first` up to before `end`.

        Where both directions of writing meet, each word has its own.
        """
        if self._is_mixed and end - first > 1:
            for word in range(first, end):
                yield from self.rects(word, word + 1)
            return
        start, stop = self._bounds[first][0], self._bounds[end - 1][1]
        for number in range(self.text.lineCount()):
            line = self.text.lineAt(number)
            left = max(start, line.textStart())
            right = min(stop, line.textStart() + line.textLength())
            if left < right:
                x, width = self._reach(line, left, right)
                top = self._columns.text_y + number * self._columns.line_px
                yield QRectF(self._columns.text_x + x, top, width, self._columns.line_px)

    def _reach(self, line: QTextLine, left: int, right: int) -> tuple[float, float]:
        """Return where characters of a line begin on the left, and how wide they are."""
        if self._is_mixed:
            boxes = [run.boundingRect() for run in line.glyphRuns(left, right - left)]
            x = min((box.left() for box in boxes), default=0.0)
            return x, max((box.right() for box in boxes), default=x) - x
        ends = _x_of(line.cursorToX(left)), _x_of(line.cursorToX(right))
        return min(ends), abs(ends[1] - ends[0])

    def characters(self, word: int) -> tuple[int, int]:
        """Return where a word begins in the text, and how long it is."""
        start, end = self._bounds[word]
        return start, end - start

    def _touches(self, word: int, point: QPointF) -> bool:
        return any(
            rect.adjusted(-2, 0, 2, 0).contains(point) for rect in self.rects(word, word + 1)
        )

    def _unsure(self, row: TurnRow) -> Iterator[QTextLayout.FormatRange]:
        for mark in row.marks:
            if mark.kind == "uncertain":
                unsure = QTextLayout.FormatRange()
                unsure.start, unsure.length = self.characters(mark.first)
                unsure.format = QTextCharFormat()
                unsure.format.setFontItalic(True)
                yield unsure

    def _lay_out(self) -> None:
        columns = self._columns
        self.text.beginLayout()
        number = 0
        while (line := self.text.createLine()).isValid():
            line.setLineWidth(columns.text_px)
            top = number * columns.line_px + columns.ascent_px - line.ascent()
            line.setPosition(QPointF(0.0, top))
            number += 1
        self.text.endLayout()


def row_height(row: Row, layout: TurnLayout | None, columns: Columns) -> float:
    """Return the height of any row."""
    if isinstance(row, GapRow) or layout is None:
        return columns.line_px + 2 * _ROW_PAD_PX
    return layout.height_px


def _length(word: str) -> int:
    """Return how many characters a word has as Qt counts them, which is as UTF-16 does."""
    return len(word) if word.isascii() else len(word.encode("utf-16-le")) // 2


def _directions(words: str) -> tuple[bool, bool]:
    """Tell whether text runs from right to left, by its first letter, and whether any of it does.

    The first letter decides in Unicode and in Qt as well.
    """
    if words.isascii():
        return False, False
    kinds = [kind for each in words if (kind := bidirectional(each)) in ("L", "R", "AL")]
    return kinds[:1] in (["R"], ["AL"]), "R" in kinds or "AL" in kinds


def _x_of(found: object) -> float:
    """Return the x of `QTextLine.cursorToX`: a pair in PySide, a number in its types."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
