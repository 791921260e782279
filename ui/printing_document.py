"""The parts of a printed report as documents that Qt lays out, with their pictures as vectors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer

from callqa.service.exporting import Printed

CSS_DPI = 96
"""Sizes of pictures are px of this many an inch, as on the web."""

_SCHEME = "callqa:"


class Pictures(QPyTextObject):
    """Draws the named pictures of a report where its text has them."""

    def __init__(self, svg: Mapping[str, str], dpi: int, parent: QObject) -> None:
        super().__init__(parent)
        self._scale = dpi / CSS_DPI
        self._svg = svg

    def intrinsicSize(self, doc: QTextDocument, position: int, of: QTextFormat) -> QSizeF:
        image = of.toImageFormat()
        return QSizeF(image.width(), image.height()) * self._scale

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        position: int,
        of: QTextFormat,
    ) -> None:
        svg = self._svg[of.toImageFormat().name().removeprefix(_SCHEME)]
        renderer = QSvgRenderer(QByteArray(svg.encode()))
        renderer.render(painter, QRectF(rect))


@dataclass(frozen=True, slots=True)
class Printing:
    """What the layout of one report shares: lengths are px of the paper's device."""

    device: QPagedPaintDevice
    dpi: int
    width_px: float

    def documents(self, printed: Printed, owner: QObject) -> Iterator[QTextDocument]:
        """Yield each part of `printed`, laid out in one column of endless length.

        A part takes a few thousandths of a second, after which other threads have their turn: Qt
        does not let Python go on elsewhere while it lays out text.
        """
        pictures = Pictures(printed.pictures, self.dpi, owner)
        for part in printed.parts:
            document = QTextDocument(owner)
            document.setDocumentMargin(0)
            document.setDefaultFont(plain_font())
            document.setUseDesignMetrics(True)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            document.setDefaultTextOption(option)
            layout = document.documentLayout()
            layout.setPaintDevice(self.device)
            layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, pictures)
            document.setDefaultStyleSheet(printed.style)
            document.setHtml(part)
            document.setTextWidth(self.width_px)
            yield document


def plain_font(size_pt: float = 9.0) -> QFont:
    """Return the font of paper: the window's own, but not at the size of its screen."""
    font = QFont(QGuiApplication.font().family())
    font.setPointSizeF(size_pt)
    return font
