"""A file-name pattern tried on a real name."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.i18n import text

_TINTS = ("selection", "praise_tint", "coach_tint", "volume_tint", "cut_tint")


class GroupFacts(Protocol):
    """A piece of a file name: what it is, where it stands, what is read from it."""

    @property
    def group(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def value(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """What a pattern finds in a name; `mistake` tells a pattern that cannot be used."""

    groups: Sequence[GroupFacts] = ()
    mistake: str = ""


class PatternTrial(QWidget):
    """A name, typed or chosen from the library, and what the pattern finds in it."""

    name_changed = Signal(str)
    """The name that the pattern is to be tried on."""

    proposal_wanted = Signal()
    """Propose a pattern from the names of the library."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: PatternFacts | None = None
        self._names = QComboBox()
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setAccessibleName(text("preferences.pattern_name"))
        self._names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._names.editTextChanged.connect(self.name_changed)
        self._found = QLabel()
        self._found.setWordWrap(True)
        self._found.setTextFormat(Qt.TextFormat.RichText)
        self._found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._propose = QPushButton(text("preferences.pattern_propose"))
        self._propose.setToolTip(text("preferences.pattern_propose_tip"))
        self._propose.clicked.connect(self.proposal_wanted)
        label = QLabel(text("preferences.pattern_name"))
        label.setProperty("role", "soft")
        label.setBuddy(self._names)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(6)
        for each in (label, self._names, self._found):
            lines.addWidget(each)
        lines.addWidget(self._propose, 0, Qt.AlignmentFlag.AlignLeft)
        theme.watcher().changed.connect(self._show)

    @property
    def name(self) -> str:
        """The name that the pattern is tried on."""
        return self._names.currentText()

    @property
    def words(self) -> str:
        """What is told about the name."""
        return self._found.text()

    def show_names(self, names: Sequence[str]) -> None:
        """Offer names of recordings; one that was typed stays."""
        before = self._names.currentText()
        self._names.blockSignals(True)
        self._names.clear()
        self._names.addItems(list(names))
        self._names.setCurrentText(before or (names[0] if names else ""))
        self._names.blockSignals(False)
        self._propose.setEnabled(len(names) > 1)

    def show_found(self, facts: PatternFacts | None) -> None:
        """Show what the pattern finds; ``None`` where there is no pattern."""
        self._facts = facts
        self._show()

    def _show(self) -> None:
        facts = self._facts
        if facts is None:
            self._found.setText(escape(text("preferences.pattern_none")))
        elif facts.mistake:
            self._found.setText(f"<b>{escape(facts.mistake)}</b>")
        elif not facts.groups:
            self._found.setText(escape(text("preferences.pattern_misses")))
        else:
            self._found.setText(self._marked(facts.groups))

    def _marked(self, groups: Sequence[GroupFacts]) -> str:
        of = theme.colours()
        marked, at = "", 0
        lines = []
        for number, each in enumerate(groups):
            tint = getattr(of, _TINTS[number % len(_TINTS)])
            piece = self.name[each.start : each.end]
            marked += escape(self.name[at : each.start])
            marked += f'<span style="background-color: {tint};">{escape(piece)}</span>'
            at = each.end
            word = text(f"preferences.group_{each.group}")
            lines.append(f"{escape(word)}: <b>{escape(each.value)}</b>")
        marked += escape(self.name[at:])
        return f"{marked}<br/>{'<br/>'.join(lines)}"
