"""Light and dark: the colours by meaning, and the style sheet that is made from them."""

from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.style_sheet import STYLE

Scheme = Literal["system", "light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by what they mean, as ``#rrggbb``; ``_ink`` is for text, ``_tint`` for grounds."""

    page: str
    sheet: str
    sunk: str
    rule: str
    rule_strong: str
    ink: str
    soft: str
    link: str
    accent: str
    accent_ink: str
    on_accent: str
    agent: str
    agent_ink: str
    customer: str
    customer_ink: str
    other: str
    other_ink: str
    urgent: str
    urgent_ink: str
    urgent_tint: str
    coach: str
    coach_ink: str
    coach_tint: str
    praise: str
    praise_ink: str
    praise_tint: str
    cut: str
    cut_tint: str
    volume: str
    volume_tint: str
    silence: str
    hold: str
    empathy: str
    band: str
    band_line: str
    focus: str
    selection: str


LIGHT = Colours(
    page="#f5f6f8",
    sheet="#ffffff",
    sunk="#f0f2f5",
    rule="#d9dee5",
    rule_strong="#b4bdc9",
    ink="#1a222d",
    soft="#505c6b",
    link="#1d559a",
    accent="#1d559a",
    accent_ink="#1d559a",
    on_accent="#ffffff",
    agent="#2f6fb3",
    agent_ink="#1d559a",
    customer="#c77b1e",
    customer_ink="#854b04",
    other="#7b8492",
    other_ink="#525b68",
    urgent="#b3261e",
    urgent_ink="#a8201a",
    urgent_tint="#fdefee",
    coach="#8a5a00",
    coach_ink="#7a4f00",
    coach_tint="#fdf5e3",
    praise="#1a7440",
    praise_ink="#166638",
    praise_tint="#eaf6ee",
    cut="#9c1a63",
    cut_tint="#fbeaf3",
    volume="#6a3fb0",
    volume_tint="#f1ebfb",
    silence="#6b7786",
    hold="#4a6a86",
    empathy="#0f6e6e",
    band="#e3e7ec",
    band_line="#8f9aa8",
    focus="#1d559a",
    selection="#dce8f7",
)
DARK = Colours(
    page="#10141a",
    sheet="#181e26",
    sunk="#212933",
    rule="#323d4a",
    rule_strong="#536071",
    ink="#e8ecf1",
    soft="#aab5c3",
    link="#8fc0f5",
    accent="#8fc0f5",
    accent_ink="#8fc0f5",
    on_accent="#10141a",
    agent="#5c9fe6",
    agent_ink="#93c3f7",
    customer="#dd9a40",
    customer_ink="#f2bd76",
    other="#8c96a4",
    other_ink="#b5bfcb",
    urgent="#f28b82",
    urgent_ink="#f6a39b",
    urgent_tint="#3a2124",
    coach="#e9b44c",
    coach_ink="#f0c46c",
    coach_tint="#352b18",
    praise="#6fcf97",
    praise_ink="#86dba9",
    praise_tint="#1a3326",
    cut="#f07fbd",
    cut_tint="#3a2131",
    volume="#b79af0",
    volume_tint="#2b2540",
    silence="#93a0b0",
    hold="#8fb2d0",
    empathy="#6fcfcf",
    band="#2b3541",
    band_line="#6f7d8e",
    focus="#8fc0f5",
    selection="#263a52",
)


_TEXT_SIZES = {"title": 1.8, "heading": 1.2, "small": 0.95}
"""Sizes of text against that of ordinary text."""


class Watcher(QObject):
    """Says when the colours have changed."""

    changed = Signal()


_watcher = Watcher()
_wanted: Scheme = "system"


def watcher() -> Watcher:
    """Return what tells when to paint anew."""
    return _watcher


def is_dark() -> bool:
    """Tell whether the dark colours are in force."""
    if _wanted != "system":
        return _wanted == "dark"
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def colours() -> Colours:
    """Return the colours in force."""
    return DARK if is_dark() else LIGHT


def dress(app: QApplication, scheme: Scheme = "system", text_scale: float = 1.0) -> None:
    """Give the application its look, and keep it in step with the system from now on.

    Parameters
    ----------
    app
        The one application.
    scheme
        Which colours; ``system`` follows the desktop.
    text_scale
        Size of text against the system's own, such as 1.25.
    """
    global _wanted
    first = app.property("plain_point_size") is None
    if first:
        app.setProperty("plain_point_size", app.font().pointSizeF())
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: _paint(app))
    _wanted = scheme
    font = QFont(app.font())
    font.setPointSizeF(float(app.property("plain_point_size")) * text_scale)
    app.setFont(font)
    _paint(app)


def _paint(app: QApplication) -> None:
    app.setPalette(_palette(colours()))
    app.setStyleSheet(_style_sheet(colours(), app.font().pointSizeF()))
    _watcher.changed.emit()


def _palette(of: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for each, colour in (
        (role.Window, of.page),
        (role.WindowText, of.ink),
        (role.Base, of.sheet),
        (role.AlternateBase, of.sunk),
        (role.Text, of.ink),
        (role.PlaceholderText, of.soft),
        (role.Button, of.sheet),
        (role.ButtonText, of.ink),
        (role.Highlight, of.selection),
        (role.HighlightedText, of.ink),
        (role.Link, of.link),
        (role.ToolTipBase, of.sheet),
        (role.ToolTipText, of.ink),
        (role.Light, of.rule),
        (role.Midlight, of.rule),
        (role.Mid, of.rule_strong),
        (role.Dark, of.rule_strong),
        (role.Shadow, of.rule_strong),
        (role.Accent, of.accent),
    ):
        palette.setColor(each, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, each, QColor(of.band_line))
    return palette


def _style_sheet(of: Colours, text_pt: float) -> str:
    values: dict[str, str] = {name: getattr(of, name) for name in Colours.__slots__}
    sizes = {f"{name}_pt": f"{text_pt * size:.2f}" for name, size in _TEXT_SIZES.items()}
    drawings = str(files("ui") / "resources").replace("\\", "/")
    scheme = "dark" if of is DARK else "light"
    return Template(STYLE).substitute(values | sizes, drawings=drawings, scheme=scheme)
