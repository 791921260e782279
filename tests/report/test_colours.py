import re
from importlib.resources import files
from itertools import product

import pytest

STYLE = (files("callqa.report") / "templates" / "style.css").read_text(encoding="utf-8")

# WCAG 2.2, success criterion 1.4.3: text of ordinary size.
LEAST_CONTRAST = 4.5
# The same, criterion 1.4.11: parts of a drawing against what lies beside them.
LEAST_CONTRAST_OF_SHAPES = 3.0

INKS = ("ink", "soft", "link", "agent-ink", "customer-ink", "other-ink", "cut", "volume")
INKS += ("urgent-ink", "coach-ink", "praise-ink")
GROUNDS = ("sheet", "page", "sunk")
TINTED = (
    ("urgent-ink", "urgent-tint"),
    ("coach-ink", "coach-tint"),
    ("praise-ink", "praise-tint"),
    ("ink", "urgent-tint"),
    ("ink", "coach-tint"),
    ("link", "urgent-tint"),
    ("link", "coach-tint"),
    ("ink", "cut-tint"),
    ("soft", "cut-tint"),
    ("ink", "volume-tint"),
    ("soft", "volume-tint"),
    ("ink", "band"),
    ("on-solid", "urgent"),
    ("on-solid", "coach"),
    ("on-solid", "praise"),
)
SHAPES = ("agent", "customer", "other", "urgent", "coach", "praise", "cut", "volume")


def scheme(name: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", light))
    return (
        colours
        if name == "light"
        else {**colours, **dict(re.findall(r"--([\w-]+): (#\w{6})", dark))}
    )


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_every_ground(name: str) -> None:
    colours = scheme(name)

    faint = {
        (ink, ground): round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in (*product(INKS, GROUNDS), *TINTED)
        if contrast(colours[ink], colours[ground]) < LEAST_CONTRAST
    }

    assert faint == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_shapes_stand_out_from_the_sheet(name: str) -> None:
    colours = scheme(name)

    faint = {
        shape: round(contrast(colours[shape], colours["sheet"]), 2)
        for shape in SHAPES
        if contrast(colours[shape], colours["sheet"]) < LEAST_CONTRAST_OF_SHAPES
    }

    assert faint == {}
