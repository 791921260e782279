"""One voice's lane: its name, and its sound as a picture."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from callqa.domain.speech import Role
from ui import theme
from ui.i18n import named, text
from ui.widgets.time_window import Scale
from ui.widgets.timeline_facts import LaneFacts, Outline

_FULL_SCALE = 32_768.0
_FILLED = 0.94
"""Share of a lane that a voice's usual peaks fill."""

_MOST_GAIN = 16.0
"""24 dB: quiet voices fill their lane, the hiss of an empty channel does not."""

_ACTIVITY = 0.42
_ACTIVITY_ALPHA = 0.45
"""Voice activity, which stands for the sound until that is read: a subtle band."""

_OUTSIDE_ALPHA = 0.35
_SHARED_ALPHA = 0.12
"""Sound outside the voice's own speech: fainter, and hardly there where it is somebody else's."""


def role_ink(role: Role) -> str:
    """Return the colour of text about a role."""
    of = theme.colours()
    return {"agent": of.agent_ink, "customer": of.customer_ink, "other": of.other_ink}[role]


def role_colour(role: Role) -> str:
    """Return the colour of a role's sound."""
    of = theme.colours()
    return {"agent": of.agent, "customer": of.customer, "other": of.other}[role]


def lane_words(lane: LaneFacts) -> tuple[str, str]:
    """Return the name of a lane and what is said beneath it, which may be nothing."""
    if lane.speaker is None:
        return text("timeline.channel", number=lane.channels[0] + 1), text("timeline.no_speech")
    role = named("role", lane.role)
    return (lane.name, role) if lane.name else (role, "")


def gain_of(outline: Outline, channels: tuple[int, ...]) -> float:
    """Return by how much sound is raised so that its usual peaks fill a lane."""
    cells = outline.levels[-1][list(channels)]
    if not cells.size:
        return 1.0
    usual = float(np.percentile(np.abs(cells.astype(np.int32)).max(axis=1), 99.5))
    return min(_MOST_GAIN, _FULL_SCALE / max(usual, 1.0))


def draw_lane(
    painter: QPainter, lane: LaneFacts, scale: Scale, rect: QRectF, outline: Outline | None
) -> None:
    """Draw the sound of a voice into `rect`, or its activity where there is no outline yet."""
    ratio = painter.device().devicePixelRatioF()
    width, height = max(1, round(scale.width_px * ratio)), max(1, round(rect.height() * ratio))
    edges_s = np.linspace(scale.window.start_s, scale.window.end_s, width + 1)
    speaks = lane.speaks_in(edges_s)
    channels = () if outline is None else tuple(c for c in lane.channels if c < outline.channels)
    if outline is None or not channels:
        reach = np.where(speaks, _ACTIVITY, 0.0)
        highs, lows = reach, -reach
        alphas = np.where(speaks, _ACTIVITY_ALPHA, 0.0)
    else:
        span = (scale.window.start_s, scale.window.end_s, width)
        columns = np.stack([outline.columns(each, *span) for each in channels])
        factor = gain_of(outline, channels) * _FILLED / _FULL_SCALE
        lows, highs = columns[:, 0].min(axis=0) * factor, columns[:, 1].max(axis=0) * factor
        outside = _SHARED_ALPHA if lane.shares else _OUTSIDE_ALPHA
        alphas = np.where(speaks, 1.0, outside if lane.speaker else 1.0)
        alphas = np.where(edges_s[:-1] < outline.duration_s, alphas, 0.0)
    pixels = _picture(np.clip(lows, -1, 1), np.clip(highs, -1, 1), alphas, height)
    image = _coloured(pixels, role_colour(lane.role))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(scale.left_px, rect.top()), image)


def draw_lane_name(painter: QPainter, lane: LaneFacts, rect: QRectF) -> None:
    """Draw who it is into `rect`, which is left of the lane; long names are cut."""
    name, beneath = lane_words(lane)
    plain = painter.font()
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(strong)
    two_lines = bool(beneath) and rect.height() >= 2 * metrics.height()
    height = metrics.height() * (2 if two_lines else 1)
    line = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), metrics.height())
    painter.setPen(QColor(role_ink(lane.role)))
    _draw_line(painter, strong, line, name)
    if two_lines:
        line.translate(0, metrics.height())
        painter.setPen(QColor(theme.colours().soft))
        _draw_line(painter, plain, line, beneath)
    painter.setFont(plain)


def _draw_line(painter: QPainter, font: QFont, rect: QRectF, words: str) -> None:
    painter.setFont(font)
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _picture(
    lows: NDArray[np.float64], highs: NDArray[np.float64], alphas: NDArray[np.float64], height: int
) -> NDArray[np.uint8]:
    """Return how much of each pixel is covered, 0 to 255: uint8 [height, width]."""
    middle = height / 2
    tops = (middle - highs * middle).astype(np.float32)
    bottoms = (middle - lows * middle).astype(np.float32)
    # What is quieter than a pixel is still a line.
    thin = bottoms - tops < 1
    tops, bottoms = np.where(thin, middle - 0.5, tops), np.where(thin, middle + 0.5, bottoms)
    rows = np.arange(height, dtype=np.float32)[:, None]
    covered = np.minimum(rows + 1, bottoms) - np.maximum(rows, tops)
    shades = np.clip(covered, 0, 1) * (255 * alphas).astype(np.float32)
    return np.asarray(shades, np.uint8)


def _coloured(covered: NDArray[np.uint8], colour: str) -> QImage:
    pixels = _ramp(colour)[covered]
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


@lru_cache(maxsize=16)
def _ramp(colour: str) -> NDArray[np.uint32]:
    """Return the premultiplied pixel of a colour for each of 256 degrees of cover."""
    ink = QColor(colour)
    degrees = np.arange(256, dtype=np.uint32)
    shares = (ink.red(), ink.green(), ink.blue())
    parts = [degrees] + [degrees * np.uint32(each) // 255 for each in shares]
    return np.asarray(parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3], np.uint32)
