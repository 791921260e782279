"""The flags of a call as chips in a few lines: the gravest, and how many more there are."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from callqa.domain.judgement import Flag, Severity
from ui import theme
from ui.i18n import counted, sentence, text
from ui.widgets.badge import GLYPHS

_GRAVEST: tuple[Severity, ...] = ("urgent", "coach", "praise")
_LINES = 3
_GAP_PX = 4
_LEAST_CHARACTERS = 25
_INSIDE_PX = 14


class FlagChips(QWidget):
    """Chips in columns of one width; a title without room ends in dots, whole in its tooltip."""

    chosen = Signal(str)
    """The code of a flag, empty for all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flags: tuple[Flag, ...] = ()
        self.chips: list[QToolButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("call.flags"))
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def show_flags(self, flags: Sequence[Flag]) -> None:
        """Show flags, the gravest first."""
        ordered = tuple(sorted(flags, key=lambda each: _GRAVEST.index(each.severity)))
        if ordered != self._flags:
            self._flags = ordered
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(self._least_px() * 2 + _GAP_PX, self._line_px() * _LINES)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_px(), self._line_px() * _LINES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        columns = max(1, (self.width() + _GAP_PX) // (self._least_px() + _GAP_PX))
        columns = min(columns, max(1, -(-len(self._flags) // _LINES)))
        room = columns * _LINES
        shown = len(self._flags) if len(self._flags) <= room else room - 1
        self.chips = [self._chip(each) for each in self._flags[:shown]]
        if shown < len(self._flags):
            self.chips.append(self._rest(len(self._flags) - shown))
        width = min((self.width() + _GAP_PX) // columns - _GAP_PX, self._least_px() * 2)
        height = self._line_px() - _GAP_PX
        lines = min(_LINES, -(-len(self.chips) // columns))
        top = max(0, (self.height() - lines * self._line_px()) // 2)
        for number, chip in enumerate(self.chips):
            row, column = divmod(number, columns)
            chip.setGeometry(column * (width + _GAP_PX), top + row * self._line_px(), width, height)
            whole = chip.text()
            inside = width - _INSIDE_PX
            chip.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, inside))
            chip.show()

    def _chip(self, flag: Flag) -> QToolButton:
        title = sentence(flag.title)
        severity = text(f"window.severity_{flag.severity}")
        chip = QToolButton(self)
        chip.setText(f"{GLYPHS[flag.severity]} {title}")
        chip.setProperty("flag", flag.severity)
        chip.setToolTip(f"{severity}: {title}\n{sentence(flag.reason)}")
        chip.setAccessibleName(f"{severity}: {title}")
        chip.clicked.connect(lambda: self.chosen.emit(flag.code))
        return chip

    def _rest(self, count: int) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(counted("call.more_flags", count))
        chip.setProperty("flag", "rest")
        chip.clicked.connect(lambda: self.chosen.emit(""))
        return chip

    def _least_px(self) -> int:
        return self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS

    def _line_px(self) -> int:
        return self.fontMetrics().height() + 6 + _GAP_PX

    def _dress(self) -> None:
        of = theme.colours()
        tones = (
            ("urgent", of.urgent_ink, of.urgent_tint),
            ("coach", of.coach_ink, of.coach_tint),
            ("praise", of.praise_ink, of.praise_tint),
            ("rest", of.soft, of.sunk),
        )
        rules = [
            "QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 1px 6px;"
            " text-align: left; }",
            f"QToolButton:hover {{ border-color: {of.rule_strong}; }}",
            f"QToolButton:focus {{ border: 2px solid {of.focus}; padding: 0 5px; }}",
            *(
                f'QToolButton[flag="{name}"] {{ color: {ink}; background: {tint}; }}'
                for name, ink, tint in tones
            ),
        ]
        self.setStyleSheet("\n".join(rules))
