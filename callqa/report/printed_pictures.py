"""The pictures of a printed report: the SVG of the screen, with light colours and sizes for paper.

What draws them on paper knows class selectors, but neither the variables of a page's style sheet
nor its other elements. So every picture carries the rules that it needs.
"""

import re
from functools import cache
from importlib.resources import files

_SVG = re.compile(r"<svg\b(?P<head>[^>]*)>(?P<body>.*?)</svg>", re.DOTALL)
_VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (?P<width>[\d.]+) (?P<height>[\d.]+)"')
_LINK = re.compile(r"<(/?)a\b")
_CLASS = re.compile(r'class="(?P<first>[\w-]+)')
_VARIABLE = re.compile(r"(--[\w-]+):\s*(#\w+)")
_USE = re.compile(r"var\((--[\w-]+)\)")
_PATTERN = re.compile(r"url\(#[\w-]+\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
_DRAWS = re.compile(r"fill|stroke|font-|letter-")

_WIDTHS_PX = {
    "ring": 104.0,
    "badge": 18.0,
    "mark": 15.0,
    "share": 104.0,
    "spark": 84.0,
    "interval": 120.0,
}
_FULL_PX = 640.0
"""At 96 px an inch this fits between the margins of A4 and of Letter."""

_HALF_PX = 430.0
_WIDE = 1000.0
_SMALL_SIGN = 0.8

# Wide pictures shrink to two thirds on paper, and their words must still be read. What is behind
# words on screen, a stroke of the ground's colour, would be drawn over them.
_LARGER = """
.strip text, .trend text { font-size: 15px; }
.strip text.band-label { font-size: 14px; }
.strip .pin text { font-size: 13px; }
.interval text { font-size: 18px; }
.chart text.value, .strip text.band-label { stroke: none; }
"""


def lift_pictures(page: str) -> tuple[str, dict[str, str]]:
    """Return `page` with a named image in place of each SVG, and the SVG by that name."""
    pictures: dict[str, str] = {}

    def lift(found: re.Match[str]) -> str:
        name = str(len(pictures) + 1)
        width, height = _size_px(found["head"])
        pictures[name] = _whole(found["head"], found["body"])
        return f'<img src="callqa:{name}" width="{width:.0f}" height="{height:.0f}">'

    return _SVG.sub(lift, page), pictures


@cache
def paper_style() -> str:
    """Return the style sheet of printed reports."""
    return _in_light(_source("printed.css"))


@cache
def _picture_style() -> str:
    whole = _source("style.css") + _source("period.css")
    # Patterns are more than paper can draw: a frame and a word tell the kinds of silence apart.
    plain = _PATTERN.sub("var(--band)", _AT_RULE.sub("", _COMMENT.sub("", whole)))
    rules = [
        f"{found['selector'].strip()} {{{found['body']}}}"
        for found in _RULE.finditer(_in_light(plain))
        if _DRAWS.search(found["body"]) and not found["selector"].strip().startswith(":")
    ]
    return "\n".join(rules) + _LARGER


def _whole(head: str, body: str) -> str:
    # Links lead nowhere on paper, and their class would be lost.
    body = _LINK.sub(r"<\1g", body)
    # The drawing of a call has its class around it on screen.
    inner = body if _CLASS.search(head) else f'<g class="drawing strip">{body}</g>'
    style = f'<style type="text/css">{_picture_style()}</style>'
    return f'<svg xmlns="http://www.w3.org/2000/svg"{head}>{style}{inner}</svg>'


def _size_px(head: str) -> tuple[float, float]:
    box = _VIEW_BOX.search(head)
    if box is None:
        raise ValueError(f"A picture has no viewBox: {head}")
    width, height = float(box["width"]), float(box["height"])
    named = _CLASS.search(head)
    wanted = _WIDTHS_PX.get(named["first"], 0.0) if named else 0.0
    if not wanted:
        wanted = _FULL_PX if width >= _WIDE else _HALF_PX if named else width * _SMALL_SIGN
    return wanted, height * wanted / width


def _in_light(style: str) -> str:
    """Return a style sheet with the light colours in place of their variables."""
    colours = _light_colours()
    return _USE.sub(lambda use: colours[use[1]], style)


@cache
def _light_colours() -> dict[str, str]:
    return dict(_VARIABLE.findall(_source("style.css").partition("}")[0]))


def _source(name: str) -> str:
    return (files("callqa.report") / "templates" / name).read_text(encoding="utf-8")
