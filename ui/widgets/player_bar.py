"""The row of controls under the recording: what plays, how fast, which party, how loud."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from callqa.domain.span import Span
from callqa.domain.speech import Role
from ui.formats import clock_time, number
from ui.i18n import text
from ui.icons import icon
from ui.player import RATES, Player
from ui.system_needs import sound_remedy
from ui.widgets.elided_label import ElidedLabel

STEP_S = 5.0

_GAP_PX = 4
_GROUP_GAP_PX = 16
_ICON_SHARE = 1.3
"""Size of an icon against the height of a line of text, so that both grow together."""

_VOLUME_PX = 84


class PlayerBar(QWidget):
    """Shows and steers a `Player`.

    What it cannot do by itself it asks for: the next event, and the sound of one party alone.
    """

    previous_wanted = Signal()
    next_wanted = Signal()

    solo_wanted = Signal(object)
    """A role to hear alone, ``None`` for everybody; answer with `Player.solo`."""

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._event: Span | None = None
        self._silences: tuple[Span, ...] = ()
        self._shown_s = -1
        icon_px = round(self.fontMetrics().height() * _ICON_SHARE)
        self._icon_size = QSize(icon_px, icon_px)
        self._play = self._button("play", player.toggle)
        self._play.setIconSize(self._icon_size * 1.2)
        self._time = self._time_label()
        self._lost = ElidedLabel(self)
        self._lost.setProperty("role", "soft")
        self._rate = self._rate_button()
        self._skip = self._toggle("skip_silence", self._apply_silences)
        self._loop = self._toggle("loop", self._apply_loop)
        self._listen = QLabel(text("player.listen"), self)
        self._listen.setProperty("role", "soft")
        self._parties = self._party_buttons()
        self._mute = self._toggle("volume", self._apply_volume)
        self._volume = self._volume_slider()
        self._lay_out()
        self._full_px = self.minimumSizeHint().width()
        self._spare_px = self._listen.sizeHint().width() + _VOLUME_PX
        self.setMinimumWidth(self._full_px - self._spare_px)
        player.moved.connect(self._show_position)
        player.state_changed.connect(self._show_state)
        player.rate_changed.connect(self._show_rate)
        player.looped.connect(self._show_loop)
        player.opened.connect(self._show_call)
        player.lost.connect(self._show_lost)
        self._show_call(player.duration_s)

    def set_event(self, span: Span | None) -> None:
        """Offer to repeat this event, ``None`` where none is chosen; a running loop moves to it."""
        self._event = span
        self._loop.setEnabled(span is not None or self._loop.isChecked())
        key = "loop" if span else "loop_none"
        self._loop.setToolTip(text(f"player.{key}_tip"))
        if span and self._loop.isChecked():
            self._player.loop(span)

    def set_silences(self, spans: Sequence[Span]) -> None:
        """Say where nobody speaks in the open call; skipped while the toggle is on."""
        self._silences = tuple(spans)
        self._apply_silences()

    def set_parties(self, *, are_separate: bool) -> None:
        """Say whether each party has a channel of its own, and can be heard alone."""
        for role, button in self._parties.items():
            button.setEnabled(are_separate or role is None)
            button.setToolTip(
                text(f"player.listen_{role or 'both'}_tip")
                if are_separate or role is None
                else text("player.listen_mixed_tip")
            )
        self._parties[None].setChecked(True)

    def choose_party(self, role: Role | None) -> None:
        """Show that this party is heard, for when one alone cannot be had after all."""
        self._parties[role].setChecked(True)

    def toggle_skip(self) -> None:
        """Skip silences where they are heard, and the other way round."""
        self._skip.toggle()

    def toggle_loop(self) -> None:
        """Repeat the chosen event, or no longer."""
        if self._loop.isEnabled():
            self._loop.toggle()

    def toggle_mute(self) -> None:
        """Fall silent, or sound again."""
        self._mute.toggle()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(_GAP_PX)
        for each in (
            self._button("previous_event", self.previous_wanted.emit),
            self._button("back_5", lambda: self._player.step(-STEP_S)),
            self._play,
            self._button("forward_5", lambda: self._player.step(STEP_S)),
            self._button("next_event", self.next_wanted.emit),
        ):
            row.addWidget(each)
        row.addSpacing(_GROUP_GAP_PX // 2)
        row.addWidget(self._time)
        row.addSpacing(_GROUP_GAP_PX // 2)
        row.addWidget(self._lost, 1)
        for each in (self._rate, self._skip, self._loop):
            row.addWidget(each)
        row.addSpacing(_GROUP_GAP_PX)
        row.addWidget(self._listen)
        for button in self._parties.values():
            row.addWidget(button)
        row.addSpacing(_GROUP_GAP_PX)
        row.addWidget(self._mute)
        row.addWidget(self._volume)

    def _button(self, name: str, slot: Callable[[], object]) -> QToolButton:
        made = self._plain_button(name)
        made.setIcon(icon(name))
        made.setIconSize(self._icon_size)
        made.clicked.connect(lambda _checked=False: slot())
        return made

    def _toggle(self, name: str, slot: Callable[[], object]) -> QToolButton:
        made = self._plain_button(name)
        made.setIcon(icon(name))
        made.setIconSize(self._icon_size)
        made.setCheckable(True)
        made.toggled.connect(lambda _checked: slot())
        return made

    def _plain_button(self, name: str) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName(f"player.{name}")
        made.setAccessibleName(text(f"player.{name}"))
        made.setToolTip(text(f"player.{name}_tip"))
        made.setProperty("flat", True)
        # A click must not take the keyboard away from the transcript.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _time_label(self) -> QLabel:
        made = QLabel(self)
        made.setProperty("role", "numeric")
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        made.setFont(font)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return made

    def _rate_button(self) -> QToolButton:
        made = self._plain_button("rate")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        group = QActionGroup(menu)
        for rate in RATES:
            offered = menu.addAction(_rate_text(rate))
            offered.setCheckable(True)
            offered.setData(rate)
            group.addAction(offered)
        group.triggered.connect(lambda offered: self._player.set_rate(offered.data()))
        menu.aboutToShow.connect(lambda: self._tick_rate(group))
        made.setMenu(menu)
        widest = max((_rate_text(each / 100) for each in range(50, 201, 5)), key=len)
        made.setMinimumWidth(made.fontMetrics().horizontalAdvance(widest) + 2 * _GROUP_GAP_PX)
        return made

    def _party_buttons(self) -> dict[Role | None, QToolButton]:
        offered: tuple[Role | None, ...] = (None, "agent", "customer")
        made: dict[Role | None, QToolButton] = {}
        group = QButtonGroup(self)
        for role in offered:
            button = self._plain_button(f"listen_{role or 'both'}")
            button.setText(text(f"player.listen_{role or 'both'}"))
            button.setProperty("flat", None)
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, role=role: self.solo_wanted.emit(role))
            group.addButton(button)
            made[role] = button
        made[None].setChecked(True)
        return made

    def _volume_slider(self) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal, self)
        made.setRange(0, 100)
        made.setValue(round(self._player.volume * 100))
        made.setFixedWidth(_VOLUME_PX)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(text("player.loudness"))
        made.setToolTip(text("player.loudness_tip"))
        made.valueChanged.connect(self._take_volume)
        return made

    def _take_volume(self, percent: int) -> None:
        self._mute.setChecked(percent == 0)
        self._apply_volume()

    def _apply_volume(self) -> None:
        is_mute = self._mute.isChecked()
        self._mute.setIcon(icon("volume_off" if is_mute else "volume"))
        self._player.set_volume(0.0 if is_mute else self._volume.value() / 100)

    def _apply_silences(self) -> None:
        self._player.skip(self._silences if self._skip.isChecked() else ())

    def _apply_loop(self) -> None:
        self._player.loop(self._event if self._loop.isChecked() else None)

    def _tick_rate(self, group: QActionGroup) -> None:
        for offered in group.actions():
            offered.setChecked(offered.data() == self._player.rate)

    def _show_call(self, duration_s: float) -> None:
        self._shown_s = -1
        self._parties[None].setChecked(True)
        widest = f"{clock_time(duration_s)} / {clock_time(duration_s)}"
        room_px = self._time.fontMetrics().horizontalAdvance("0" * len(widest))
        self._time.setMinimumWidth(room_px)
        self.set_event(None)
        self._show_rate(self._player.rate)
        self._show_position(self._player.position_s)
        self._show_state(self._player.state)
        self._show_lost()

    def _show_lost(self) -> None:
        """Say why nothing is heard; of a recording that is gone the page has more to say."""
        reason = self._player.lost_reason
        is_said = reason is not None and reason != "no_recording"
        self._lost.setText(text(f"player.lost_{reason}") if is_said else "")
        remedy = sound_remedy() if reason == "no_sound_library" else ""
        self._lost.setToolTip(f"{self._lost.text()}\n{remedy}".strip())

    def _show_position(self, at_s: float) -> None:
        if int(at_s) != self._shown_s:
            self._shown_s = int(at_s)
            self._time.setText(f"{clock_time(at_s)} / {clock_time(self._player.duration_s)}")

    def _show_state(self, state: str) -> None:
        shown = "pause" if state == "playing" else "play"
        self._play.setIcon(icon(shown))
        self._play.setAccessibleName(text(f"player.{shown}"))
        self._play.setToolTip(text(f"player.{shown}_tip"))
        self.setEnabled(state != "empty")
        self._show_lost()

    def _show_rate(self, rate: float) -> None:
        self._rate.setText(_rate_text(rate))

    def _show_loop(self, span: Span | None) -> None:
        self._loop.setChecked(span is not None)
        self._loop.setEnabled(span is not None or self._event is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        has_room = event.size().width() >= self._full_px
        self._listen.setVisible(has_room)
        self._volume.setVisible(has_room)
        super().resizeEvent(event)


def _rate_text(rate: float) -> str:
    """Return a speed such as ``1×`` or ``1.25×``."""
    decimals = next(n for n in range(3) if n == 2 or round(rate, n) == round(rate, 2))
    return f"{number(rate, decimals)}×"
