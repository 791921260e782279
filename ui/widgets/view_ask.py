"""Asks for one line, such as a name, in a small panel at the place where it is needed."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QPushButton, QWidget

from ui.widgets.filter_popup import Popup


class LinePanel(Popup):
    """A line with a button; Enter is the button, Escape leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self.line = QLineEdit()
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 36)
        self.line.textChanged.connect(self._judge)
        self.line.returnPressed.connect(self._take)
        self._hint = QLabel()
        self._hint.setProperty("role", "small")
        self._hint.setWordWrap(True)
        self._act = QPushButton()
        self._act.setProperty("primary", True)
        self._act.clicked.connect(self._take)
        self._then: Callable[[str], None] = _nothing
        self._known: frozenset[str] = frozenset()
        self._unknown = ""
        for each in (self._title, self.line, self._hint, self._act):
            self.column.addWidget(each)

    def ask(self, title: str, act: str, then: Callable[[str], None], line: str = "") -> None:
        """Ask for a line and give it to `then`; `act` is the word on the button."""
        self._title.setText(title)
        self.line.setAccessibleName(title)
        self._act.setText(act)
        self._then = then
        self.line.setText(line)
        self.line.selectAll()
        self._judge()

    def offer(self, names: Collection[str], unknown: str = "") -> None:
        """Complete these names; `unknown` is shown under the line when it is none of them."""
        self._known = frozenset(names)
        self._unknown = unknown
        completer = QCompleter(sorted(names, key=str.casefold), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self._judge()

    def _judge(self) -> None:
        typed = self.line.text().strip()
        self._act.setEnabled(bool(typed))
        is_unknown = bool(typed and self._unknown) and typed not in self._known
        self._hint.setText(self._unknown if is_unknown else " ")

    def _take(self) -> None:
        typed = self.line.text().strip()
        if typed:
            then = self._then
            self.close()
            then(typed)


def _nothing(_line: str) -> None:
    """Take a line before one was asked for."""
