"""The severity of a flag as glyph, word and colour."""

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from callqa.domain.judgement import Severity
from ui.i18n import text

GLYPHS: dict[Severity, str] = {"urgent": "▲", "coach": "◆", "praise": "★"}
"""Shapes that tell severities apart without colour."""


class SeverityBadge(QLabel):
    """A small label such as "▲ Urgent"."""

    def __init__(self, severity: Severity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", severity)
        self.setText(f"{GLYPHS[severity]} {text(f'window.severity_{severity}')}")


def show_tone(label: QLabel, tone: str, words: str) -> None:
    """Show words in a tone of the style sheet; the padding of the tone counts in its size."""
    # Only a frame of this shape takes the padding of the style sheet into its size.
    label.setFrameShape(QFrame.Shape.StyledPanel)
    label.setProperty("tone", tone)
    label.style().unpolish(label)
    label.style().polish(label)
    label.setText(words)
    label.updateGeometry()
