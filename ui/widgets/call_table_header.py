"""The headings of the table of calls: sort by a click, drag to order, choose columns by menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from callqa.domain.listing import Sort
from ui.i18n import text
from ui.itemmodels.call_columns import COLUMNS, PLACES
from ui.kept import Json
from ui.widgets.filter_names import NameGroup, NamePicker

_SMALLEST_EM = 3
_PADDING_PX = 8
_MOST_STRETCH, _LEAST_STRETCH = 1.7, 0.7


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Which columns are shown, in what order, and how wide those are that a person made wider.

    shown : keys from left to right
    widths_px : by key
    """

    shown: tuple[str, ...]
    widths_px: Mapping[str, int] = field(default_factory=dict)


FIRST_LAYOUT = ColumnLayout(tuple(each.key for each in COLUMNS if each.is_shown))
"""The columns before a person chose others."""


class CallHeader(QHeaderView):
    """Headings over the columns of `ui.itemmodels.call_columns`.

    Widths follow the window until a person drags one; from then on they stay.
    """

    sort_wanted = Signal(object)
    """The list is to be in this order: a `Sort`."""

    arranged = Signal()
    """The person chose, moved or widened columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._widths_px: dict[str, int] = {}
        self._is_arranging = False
        self._sort = Sort()
        self._picker = NamePicker(self)
        self._picker.toggled.connect(self._toggle)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._ask_for_order)

    @property
    def layout_now(self) -> ColumnLayout:
        """What is shown now."""
        places = (self.logicalIndex(n) for n in range(self.count()))
        shown = (COLUMNS[each].key for each in places if not self.isSectionHidden(each))
        return ColumnLayout(tuple(shown), dict(self._widths_px))

    def begin(self) -> None:
        """Take up the model's columns; called once, when there is a model."""
        self.setMinimumSectionSize(self._em_px() * _SMALLEST_EM)
        self.sectionResized.connect(self._keep_width)
        self.sectionMoved.connect(self._tell_arranged)
        self.arrange(FIRST_LAYOUT)

    def arrange(self, layout: ColumnLayout) -> None:
        """Show these columns in this order; keys that there are no more are left out."""
        shown = [each for each in layout.shown if each in PLACES] or list(FIRST_LAYOUT.shown)
        self._is_arranging = True
        rest = [each.key for each in COLUMNS if each.key not in shown]
        for visual, key in enumerate([*shown, *rest]):
            self.moveSection(self.visualIndex(PLACES[key]), visual)
            self.setSectionHidden(PLACES[key], key not in shown)
        self._widths_px = {key: px for key, px in layout.widths_px.items() if key in PLACES}
        self._is_arranging = False
        self.fit()

    def show_order(self, sort: Sort) -> None:
        """Know what the list is sorted by, so that a second click turns it round."""
        self._sort = sort

    def fit(self) -> None:
        """Give the columns whose width nobody chose the room that there is."""
        shown = self.layout_now.shown
        free = [key for key in shown if key not in self._widths_px]
        room_px = self.viewport().width() - sum(self._widths_px.get(key, 0) for key in shown)
        widths_px = {**self._widths_px, **self._shared_out(free, room_px)}
        self._is_arranging = True
        for key in shown:
            self.resizeSection(PLACES[key], widths_px[key])
        self._is_arranging = False

    def _shared_out(self, free: Sequence[str], room_px: int) -> dict[str, int]:
        """Return a width for each column, none narrower than its heading."""
        widths_px: dict[str, int] = {}
        asking = {key: COLUMNS[PLACES[key]].width_em * self._em_px() for key in free}
        while asking:
            left_px = room_px - sum(widths_px.values())
            stretch = min(max(left_px / sum(asking.values()), _LEAST_STRETCH), _MOST_STRETCH)
            narrow = {
                key: least
                for key, px in asking.items()
                if (least := self._heading_px(key)) > px * stretch
            }
            if not narrow:
                return widths_px | {key: int(px * stretch) for key, px in asking.items()}
            widths_px |= narrow
            asking = {key: px for key, px in asking.items() if key not in narrow}
        return widths_px

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        if not shown and len(self.layout_now.shown) == 1:
            return
        self.setSectionHidden(PLACES[key], not shown)
        self.fit()
        self.arranged.emit()

    def _arrange_as_at_first(self) -> None:
        self.arrange(FIRST_LAYOUT)
        self.arranged.emit()

    def _ask_for_order(self, place: int) -> None:
        column = COLUMNS[place]
        if not column.sort:
            return
        is_again = column.sort == self._sort.column
        falls = not self._sort.descending if is_again else column.falls_first
        self.sort_wanted.emit(Sort(column.sort, descending=falls))

    def _keep_width(self, place: int, _before_px: int, now_px: int) -> None:
        is_dragged = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_dragged and not self._is_arranging and now_px > 0:
            self._widths_px[COLUMNS[place].key] = now_px
            self.arranged.emit()

    def _tell_arranged(self) -> None:
        if not self._is_arranging:
            self.arranged.emit()

    def _heading_px(self, key: str) -> int:
        """Return the width that a heading needs."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words_px = QFontMetrics(bold).horizontalAdvance(COLUMNS[PLACES[key]].title)
        return words_px + 2 * _PADDING_PX

    def _em_px(self) -> int:
        return self.fontMetrics().horizontalAdvance("m")

    def choose_columns(self) -> None:
        """Open the list of columns, those that are shown checked."""
        names = {each.key: each.long_title for each in COLUMNS}
        by_name = dict(sorted(names.items(), key=lambda each: each[1].casefold()))
        chosen = frozenset(self.layout_now.shown)
        self._picker.show_names((NameGroup("column", text("library.columns"), by_name, chosen),))
        self._picker.open_under(self, at_right=True)

    def _toggle(self, _field: str, key: str) -> None:
        self.show_column(key, shown=self.isSectionHidden(PLACES[key]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        key = COLUMNS[self.logicalIndexAt(event.pos())].key
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        hide = menu.addAction(text("library.hide_column"))
        hide.triggered.connect(lambda: self.show_column(key, shown=False))
        menu.addAction(text("library.choose_columns")).triggered.connect(self.choose_columns)
        menu.addSeparator()
        again = menu.addAction(text("library.columns_reset"))
        again.triggered.connect(self._arrange_as_at_first)
        menu.popup(event.globalPos())


def layout_of(kept: object) -> ColumnLayout:
    """Return a layout from what was kept of it; the first one where that is nothing of the kind."""
    if not isinstance(kept, Mapping) or not isinstance(kept.get("shown"), Sequence):
        return FIRST_LAYOUT
    shown = tuple(str(each) for each in kept["shown"])
    widths = kept.get("widths_px")
    if not isinstance(widths, Mapping):
        return ColumnLayout(shown)
    return ColumnLayout(shown, {str(k): v for k, v in widths.items() if isinstance(v, int)})


def kept_of(layout: ColumnLayout) -> dict[str, Json]:
    """Return a layout as it is kept."""
    return {"shown": list(layout.shown), "widths_px": dict(layout.widths_px)}
