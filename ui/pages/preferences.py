"""The preferences: sections on the left, the chosen one beside them; all is saved at once."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.errors import CallQAError
from callqa.service.preferences import Preferences
from callqa.settings import Scalar
from ui.actions import action
from ui.i18n import text
from ui.pages.page import Page
from ui.pages.preferences_appearance import AppearanceSection
from ui.pages.preferences_desk import PreferencesDesk, is_heard_anew
from ui.pages.preferences_machine import DeviceSection, ModelsSection
from ui.pages.preferences_people import PeopleSection
from ui.pages.preferences_privacy import PrivacySection
from ui.pages.preferences_recordings import RecognitionSection, RecordingsSection
from ui.pages.preferences_section import Section
from ui.pages.preferences_store import StoreSection
from ui.pages.preferences_thresholds import HearingSection, ThresholdsSection
from ui.session import Session
from ui.widgets.banner import Banner

_SECTIONS: dict[str, type[Section]] = {
    "store": StoreSection,
    "models": ModelsSection,
    "device": DeviceSection,
    "recognition": RecognitionSection,
    "recordings": RecordingsSection,
    "privacy": PrivacySection,
    "appearance": AppearanceSection,
    "people": PeopleSection,
    "thresholds": ThresholdsSection,
    "hearing": HearingSection,
}
_LIST_CHARACTERS = 26
_AIR_PX = 16


class PreferencesPage(Page):
    """Everything that can be set, from the one declaration of each setting."""

    key = "preferences"

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(session, parent)
        self.desk = PreferencesDesk(session, preferences or Preferences.own(), self)
        self._sections: dict[str, Section] = {}
        self.banner = Banner()
        self._stack = QStackedWidget()
        self._undo = action(self, "preferences.undo", self.desk.undo, "Ctrl+Z", "undo")
        self._undo.setEnabled(False)
        self._list = QListWidget()
        self._fill_list()
        self._lay_out()
        self._list.currentItemChanged.connect(self._choose)
        self.banner.acted.connect(self._open_file)
        self.desk.changed.connect(self._saved)
        self.desk.refused.connect(self._refused)

    def entered(self) -> None:
        self.desk.read(self._show)

    def section(self, key: str) -> Section:
        """Bring a section to the front and return it."""
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self._list.setCurrentRow(row)
        return self._sections[key]

    def _show(self) -> None:
        problem = self.desk.problem
        if problem is not None:
            words = f"{problem} {text('preferences.file_damaged')}"
            self.banner.show_message("urgent", words, text("preferences.open_file"))
        else:
            self.banner.hide()
        if self._list.currentRow() < 0:
            wanted = self.session.kept.get("preferences_section", "store")
            rows = [
                row
                for row in range(self._list.count())
                if self._list.item(row).data(Qt.ItemDataRole.UserRole) == wanted
            ]
            self._list.setCurrentRow(rows[0] if rows else 0)
        elif isinstance(front := self._stack.currentWidget(), Section):
            front.entered()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = item.data(Qt.ItemDataRole.UserRole)
        if key not in self._sections:
            self._sections[key] = _SECTIONS[key](self.session, self.desk)
            self._stack.addWidget(self._sections[key])
        self._stack.setCurrentWidget(self._sections[key])
        self.session.kept.set("preferences_section", key)
        self._sections[key].entered()

    def _saved(self, key: str, _value: Scalar) -> None:
        self._undo.setEnabled(self.desk.can_undo)
        words = "preferences.saved_anew" if is_heard_anew(key) else "preferences.saved"
        self.session.said.emit(text(words))

    def _refused(self, _key: str, error: CallQAError) -> None:
        self.session.failed.emit(error)

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.desk.place))

    def _fill_list(self) -> None:
        may_manage = self.session.workspace.context.may("manage_people")
        for key in _SECTIONS:
            if key == "people" and not may_manage:
                continue
            item = QListWidgetItem(text(f"preferences.{key}"))
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + _AIR_PX))
            self._list.addItem(item)
        self._list.setStyleSheet("QListWidget::item { padding-left: 10px; }")
        self._list.setAccessibleName(text("preferences.sections"))
        self._list.setFixedWidth(self.fontMetrics().averageCharWidth() * _LIST_CHARACTERS)

    def _lay_out(self) -> None:
        title = QLabel(text("preferences.title"))
        title.setProperty("role", "title")
        place = QLabel(text("preferences.kept_in", path=self.desk.place))
        place.setProperty("role", "soft")
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        undo = QToolButton()
        undo.setDefaultAction(self._undo)
        undo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(title)
        names.addWidget(place)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(undo)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._list)
        middle.addWidget(self._stack, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(10)
        lines.addLayout(top)
        lines.addWidget(self.banner)
        lines.addLayout(middle, 1)
