"""Icons: drawings in one stroke, coloured for the theme."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui import theme


def icon(name: str) -> QIcon:
    """Return the icon of ``ui/resources/<name>.svg``; it follows the theme by itself."""
    return QIcon(_Drawn(name))


class _Drawn(QIconEngine):
    """Draws the SVG anew in the ink of the moment, so that no icon stays in old colours."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        of = theme.colours()
        ink = of.band_line if mode == QIcon.Mode.Disabled else of.ink
        _renderer(self._name, ink).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Drawn(self._name)


@cache
def _source(name: str) -> str:
    return (files("ui") / "resources" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, ink: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", ink).encode()))
