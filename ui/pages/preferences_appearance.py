"""The look of the window: colours, language, size of text."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout

from ui.formats import percent
from ui.i18n import LANGUAGES, text
from ui.kept import Json
from ui.pages.preferences_section import Section, soft
from ui.theme import SCHEMES
from ui.widgets.setting_combo import StillComboBox

_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class AppearanceSection(Section):
    """What the window itself remembers; it is taken up at once."""

    def build(self) -> None:
        card = self.add_card(text("preferences.appearance"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        schemes = [(text(f"preferences.scheme_{each}"), each) for each in SCHEMES]
        languages = [
            (text(f"preferences.language_{each}"), each) for each in ("system", *LANGUAGES)
        ]
        sizes = [(percent(each), each) for each in _SCALES]
        self.scheme = self._combo("scheme", schemes, "system")
        self.language = self._combo("language", languages, "system")
        self.text_size = self._combo("text_scale", sizes, 1.0)
        for key, combo in (
            ("scheme", self.scheme),
            ("language", self.language),
            ("text_size", self.text_size),
        ):
            combo.setAccessibleName(text(f"preferences.{key}"))
            form.addRow(soft(text(f"preferences.{key}")), combo)
        card.content.addLayout(form)
        centre = self.add_card(text("preferences.centre"))
        self.add_rows(centre, ("centre.time_zone", "report.uncertain_probability"))

    def _combo(self, key: str, choices: Sequence[tuple[str, Json]], default: Json) -> QComboBox:
        combo = StillComboBox()
        for words, value in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(combo.findData(self.session.kept.get(key, default)), 0))

        def take() -> None:
            self.session.kept.set(key, combo.currentData())
            self.session.look_changed.emit()

        combo.activated.connect(take)
        return combo
