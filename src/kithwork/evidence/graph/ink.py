"""How each class of a figure looks on paper: black and greys, told apart by shape and dash. Pages have figure.css."""

from __future__ import annotations

FAMILY = "Kithwork Figure, Atkinson Hyperlegible Next, Helvetica, Arial, sans-serif"
_BLACK, _GREY, _WHITE = "#000000", "#595959", "#ffffff"


def _line(width: float, colour: str = _BLACK, dash: str = "") -> dict[str, str]:
    drawn = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return drawn | ({"stroke-dasharray": dash} if dash else {})


def _shape(fill: str) -> dict[str, str]:
    return {"fill": fill, "stroke": _BLACK, "stroke-width": "1.4", "stroke-linejoin": "round"}


def _type(size: float = 14, *, bold: bool = False, colour: str = _BLACK) -> dict[str, str]:
    return {"fill": colour, "font-size": f"{size:g}"} | ({"font-weight": "700"} if bold else {})


_ROUND = {"stroke-linejoin": "round", "stroke-linecap": "round"}
INK: dict[str, dict[str, str]] = {
    "g-sheet": {"fill": _WHITE},
    "g-ax": _line(1.2),
    "g-pc": _line(1.4, dash="6 4"),
    "g-l0": _line(1.3) | _ROUND,
    "g-l1": _line(1.3) | _ROUND,
    "g-l2": _line(1.3) | _ROUND,
    "g-l3": _line(1.3) | _ROUND,
    "g-p0": _shape(_WHITE),
    "g-p1": _shape(_BLACK),
    "g-p2": _shape(_WHITE),
    "g-p3": _shape("#8c8c8c"),
    "g-pr": _shape("#c4c4c4"),
    "g-aim": _line(1.4, _GREY, "10 5"),
    "g-aimh": {"fill": _GREY},
    "g-cr": _line(1.8, _GREY),
    "g-mean": _line(1.3, _GREY),
    "g-med": _line(1.4, _GREY, "2 3"),
    "g-tr": _line(1.3, _GREY, "9 3 2 3"),
    "g-en": _line(1, _GREY, "1 3"),
    "g-dc": _line(1.4, _GREY, "4 3"),
    "g-tx": _type(13),
    "g-ti": _type(14),
    "g-ph": _type(14, bold=True),
    "g-end": _type(14),
    "g-aimt": _type(14, bold=True),
    "g-rem": _type(13, colour=_GREY),
    "g-h": _type(16, bold=True),
    "g-box": {"fill": _WHITE, "stroke": _BLACK, "stroke-width": "1"},
    "g-name": _type(14),
}
