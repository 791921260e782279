"""What the sections of the preferences share: a page that scrolls, with cards of rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from callqa.errors import CallQAError
from callqa.settings import Scalar
from ui import dialogs
from ui.i18n import text
from ui.pages.preferences_desk import OPTIONS, PreferencesDesk, is_heard_anew
from ui.session import Session
from ui.widgets.card import Card
from ui.widgets.setting_row import SettingRow

_WIDEST_CHARACTERS = 130
_FILES = {
    "hearing.vocabulary": "preferences.files_vocabulary",
    "intake.call_list": "preferences.files_call_list",
}


class Section(QScrollArea):
    """One section; its settings are saved as soon as they are changed."""

    def __init__(
        self, session: Session, desk: PreferencesDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.desk = desk
        self.rows: dict[str, SettingRow] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST_CHARACTERS)
        self.lines = QVBoxLayout(inner)
        self.lines.setContentsMargins(0, 0, 12, 12)
        self.lines.setSpacing(12)
        self.setWidget(inner)
        self.build()
        self.lines.addStretch(1)
        desk.changed.connect(self._show_value)
        desk.refused.connect(self._show_refusal)

    def build(self) -> None:
        """Fill `lines`."""

    def entered(self) -> None:
        """Bring the section up to date; called each time it is shown."""
        self.show_settings()

    def show_settings(self) -> None:
        """Show every setting as the file has it."""
        flat = self.desk.settings.flat()
        for key, row in self.rows.items():
            row.set_value(flat[key])
            row.setEnabled(self.desk.problem is None)

    def add_card(self, heading: str, about: str = "") -> Card:
        """Add a card with a heading and a sentence below it."""
        card = Card(heading)
        if about:
            card.content.addWidget(soft(about))
        self.lines.addWidget(card)
        return card

    def add_rows(self, card: Card, keys: Sequence[str], *, titled: bool = True) -> None:
        """Add a row for each setting; without titles their help is the title."""
        for key in keys:
            title = text(f"settings.{key.replace('.', '_')}") if titled else ""
            row = SettingRow(OPTIONS[key], title, self._browse(key))
            row.changed.connect(self.desk.save)
            self.rows[key] = row
            card.content.addWidget(row)
        if titled and any(map(is_heard_anew, keys)):
            card.content.addWidget(soft(text("preferences.heard_anew")))

    def say(self, words: str) -> None:
        """Say something short to the person."""
        self.session.said.emit(words)

    def _browse(self, key: str) -> Callable[[], str] | None:
        if key not in _FILES:
            return None

        def ask() -> str:
            found = dialogs.file_to_open(
                self, text(f"settings.{key.replace('.', '_')}"), text(_FILES[key])
            )
            return str(found) if found else ""

        return ask

    def _show_value(self, key: str, value: Scalar) -> None:
        if key in self.rows:
            self.rows[key].set_value(value)

    def _show_refusal(self, key: str, error: CallQAError) -> None:
        if key in self.rows:
            self.rows[key].set_value(self.desk.settings.flat()[key])
            self.rows[key].set_mistake(f"{error.what} {error.remedy}".strip())


def soft(words: str) -> QLabel:
    """Return a sentence in soft ink."""
    label = QLabel(words)
    label.setProperty("role", "soft")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def button(words: str, act: Callable[[], object], tip: str = "") -> QPushButton:
    """Return a button."""
    made = QPushButton(words)
    made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: act())
    return made
