"""The time line of a call: legend, lanes with marks, and the overview of the whole call."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.actions import action
from ui.formats import length
from ui.i18n import counted, text
from ui.itemmodels.moment import KINDS, Moment, MomentKind
from ui.widgets.legend import Legend
from ui.widgets.overview_strip import OverviewStrip
from ui.widgets.time_window import TimeWindow
from ui.widgets.timeline_canvas import TimelineCanvas
from ui.widgets.timeline_facts import Outline, TimelineFacts

_ZOOM_STEP = 1.5
_GAP_PX = 6
_ICON_PX = 16


class Timeline(QWidget):
    """Shows who speaks when and what happens; a person seeks, zooms and chooses in it.

    Its keys work while the focus is in it: + - 0 zoom, the arrows seek, 1 to 9 show and hide
    kinds.
    """

    sought = Signal(float)
    """A time in seconds to move the playhead to."""

    moment_chosen = Signal(object)
    """A `Moment` that was clicked."""

    kinds_changed = Signal(object)
    """The frozenset of kinds that are shown; a person changed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = TimelineCanvas(self)
        self.legend = Legend(self)
        self.overview = OverviewStrip(self)
        self._moments: tuple[Moment, ...] = ()
        self._lay_out()
        self.canvas.sought.connect(self.sought)
        self.canvas.moment_chosen.connect(self._choose_here)
        self.canvas.window_changed.connect(self._follow_window)
        self.overview.window_wanted.connect(self.canvas.show_window)
        self.legend.kinds_changed.connect(self._show_kinds)
        self.canvas.setAccessibleName(text("timeline.name"))
        self.overview.setAccessibleName(text("timeline.overview"))
        self.overview.setToolTip(text("timeline.overview_tip"))
        self.setFocusProxy(self.canvas)

    def show_call(self, facts: TimelineFacts) -> None:
        """Show a call, whole and without marks; the sound comes with `set_peaks`.

        A call that is shown already and has only other roles keeps its window, playhead and sound.
        """
        self.overview.show_call(facts)
        self.canvas.show_call(facts)
        self._describe(facts)
        self.show_moments(())

    def show_moments(self, moments: tuple[Moment, ...]) -> None:
        """Show these moments, sorted by time, as far as their kinds are shown."""
        self._moments = moments
        self.legend.show_moments(moments)
        self._draw_moments()

    def set_peaks(self, outline: Outline) -> None:
        """Draw the sound itself; until then the lanes show when somebody speaks."""
        self.canvas.show_outline(outline)

    def set_position(self, position_s: float) -> None:
        """Move the playhead. Where it leaves the window, the window turns like a page."""
        self.canvas.set_position(position_s)
        self.overview.set_position(position_s)

    def set_kinds(self, kinds: frozenset[MomentKind]) -> None:
        """Show these kinds and hide the others; notes are always shown."""
        self.legend.set_kinds(kinds)
        self._draw_moments()

    def choose(self, moment: Moment | None) -> None:
        """Point out a moment, and scroll to it; ``None`` points out nothing."""
        self.canvas.choose(moment)

    def zoom_in(self) -> None:
        """Show less of the call, around the playhead."""
        self.canvas.zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show more of the call."""
        self.canvas.zoom(1 / _ZOOM_STEP)

    def fit(self) -> None:
        """Show the whole call."""
        self.canvas.fit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(_GAP_PX)
        head.addWidget(self.legend, 1)
        for name, slot, key in (
            ("zoom_out", self.zoom_out, "-"),
            ("zoom_in", self.zoom_in, "+; ="),
            ("fit", self.fit, "0"),
        ):
            button = QToolButton(self)
            button.setProperty("flat", True)
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setDefaultAction(action(self, f"timeline.{name}", slot, key, name))
            button.setAccessibleName(text(f"timeline.{name}"))
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP_PX)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.overview)

    def _describe(self, facts: TimelineFacts) -> None:
        voices = counted("timeline.voices", len(facts.lanes))
        self.canvas.setAccessibleDescription(
            text("timeline.description", length=length(facts.duration_s), voices=voices)
        )

    def _draw_moments(self) -> None:
        kinds = self.legend.kinds | {"note"}
        shown = tuple(each for each in self._moments if each.kind in kinds)
        self.canvas.show_moments(shown)
        self.overview.show_moments(shown)

    def _show_kinds(self, kinds: frozenset[MomentKind]) -> None:
        self._draw_moments()
        self.kinds_changed.emit(kinds)

    def _choose_here(self, moment: Moment) -> None:
        self.canvas.choose(moment)
        self.moment_chosen.emit(moment)

    def _follow_window(self, window: TimeWindow) -> None:
        self.overview.show_window(window, self.canvas.rows.plot.left())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(KINDS) and not event.modifiers():
            self.legend.toggle(KINDS[number])
        else:
            super().keyPressEvent(event)
