"""Reports as PDF: on the paper of the country, in light colours, with fonts embedded.

It may run in any thread, and touches no widget.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QEventLoop,
    QIODevice,
    QLocale,
    QMarginsF,
    QObject,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
)

from callqa.service.exporting import Printed
from ui import theme
from ui.i18n import text
from ui.printing_document import Printing, plain_font
from ui.printing_pages import Slice, paginate, pieces_of

SUFFIX = ".pdf"

_DPI = 600
_MM = _DPI / 25.4
_SIDE_MM, _TOP_MM, _BOTTOM_MM = 18.0, 22.0, 20.0
_RUNNING_HEAD_MM = 11.0
_FOOT_MM = 11.0
_EDGE_MM = 0.3

_COUNTRY = QLocale.Country
_LETTER_COUNTRIES = frozenset(
    {
        _COUNTRY.Belize,
        _COUNTRY.Canada,
        _COUNTRY.Chile,
        _COUNTRY.Colombia,
        _COUNTRY.CostaRica,
        _COUNTRY.ElSalvador,
        _COUNTRY.Guatemala,
        _COUNTRY.Mexico,
        _COUNTRY.Nicaragua,
        _COUNTRY.Panama,
        _COUNTRY.Philippines,
        _COUNTRY.PuertoRico,
        _COUNTRY.UnitedStates,
        _COUNTRY.Venezuela,
    }
)
"""Where paper is US Letter, as the Unicode locale data have it; A4 everywhere else."""


def printer_for(path: Path) -> Callable[[Printed], bytes] | None:
    """Return what makes a PDF where the ending of `path` asks for one, ``None`` for a page."""
    return pdf_of if path.suffix.lower() == SUFFIX else None


def kinds() -> tuple[str, ...]:
    """Return the kinds of a report for a question where to write one, the usual one first."""
    return tuple(f"{words} (*{suffix})" for words, suffix in kinds_in_words())


def kinds_in_words() -> tuple[tuple[str, str], ...]:
    """Return what each kind of a report is called, and the ending of its file."""
    return (text("printing.kind_html"), ".html"), (text("printing.kind_pdf"), SUFFIX)


def paper_of(locale: QLocale) -> QPageSize:
    """Return the paper that is usual where `locale` is."""
    is_letter = locale.territory() in _LETTER_COUNTRIES
    return QPageSize(QPageSize.PageSizeId.Letter if is_letter else QPageSize.PageSizeId.A4)


def pdf_of(printed: Printed) -> bytes:
    """Return `printed` as the bytes of a PDF."""
    # Layouts set timers, for which a thread that is not Qt's own has nobody: this gives it one.
    QEventLoop()
    owner = QObject()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(printed.title)
    writer.setCreator("CallQA")
    paper = paper_of(QLocale.system())
    margins = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, margins))
    whole = QSizeF(writer.width(), writer.height())
    body = QRectF(
        _SIDE_MM * _MM,
        _TOP_MM * _MM,
        whole.width() - 2 * _SIDE_MM * _MM,
        whole.height() - (_TOP_MM + _BOTTOM_MM) * _MM,
    )
    documents = Printing(writer, _DPI, body.width()).documents(printed, owner)
    pieces = [each for document in documents for each in pieces_of(document, body.height())]
    pages = tuple(paginate(pieces, body.height()))
    painter = QPainter(writer)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
            _draw_head(painter, body, printed)
        _draw_page(painter, body, page)
        _draw_foot(painter, body, whole, number, len(pages))
    painter.end()
    return bytes(buffer.data().data())


def _draw_page(painter: QPainter, body: QRectF, page: Sequence[Slice]) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(theme.LIGHT.ink))
    for each in page:
        painter.save()
        painter.translate(body.left(), body.top() + each.at - each.top)
        box = QRectF(0.0, each.top, body.width(), each.bottom - each.top)
        painter.setClipRect(box)
        # A line that reaches over the edge by less would be drawn unseen, and found by a search.
        context.clip = box.adjusted(0.0, _EDGE_MM * _MM, 0.0, -_EDGE_MM * _MM)
        each.document.documentLayout().draw(painter, context)
        painter.restore()


def _draw_head(painter: QPainter, body: QRectF, printed: Printed) -> None:
    painter.setFont(plain_font(7.5))
    painter.setPen(QColor(theme.LIGHT.soft))
    metrics = painter.fontMetrics()
    kind_px = metrics.horizontalAdvance(printed.kind)
    base = _RUNNING_HEAD_MM * _MM + metrics.ascent()
    room = body.width() - kind_px - 4 * _MM
    about = metrics.elidedText(printed.about, Qt.TextElideMode.ElideRight, round(room))
    painter.drawText(QPointF(body.left(), base), about)
    painter.drawText(QPointF(body.right() - kind_px, base), printed.kind)
    painter.setPen(QPen(QColor(theme.LIGHT.rule_strong), 0.2 * _MM))
    y = base + 2 * _MM
    painter.drawLine(QPointF(body.left(), y), QPointF(body.right(), y))


def _draw_foot(painter: QPainter, body: QRectF, whole: QSizeF, number: int, count: int) -> None:
    painter.setFont(plain_font(7.5))
    painter.setPen(QColor(theme.LIGHT.soft))
    words = text("printing.page", number=number, count=count)
    width_px = painter.fontMetrics().horizontalAdvance(words)
    painter.drawText(QPointF(body.right() - width_px, whole.height() - _FOOT_MM * _MM), words)
