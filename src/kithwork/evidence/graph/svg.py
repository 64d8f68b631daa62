"""Writes a sheet as SVG: classes for pages, presentation attributes besides for paper. No style, no script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from kithwork.evidence.graph.axes import day_words
from kithwork.evidence.graph.ink import FAMILY, INK
from kithwork.evidence.graph.layout import TICK, sheet_of
from kithwork.evidence.graph.model import Figure, Look, Mark, Panel
from kithwork.evidence.graph.numbers import plain
from kithwork.evidence.graph.sheet import LINE_HEIGHT, Frame, Sheet, Text

# Characters XML cannot hold at all.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# ruling -> class
RULED = {
    "aim": "g-aim", "criterion": "g-cr", "mean": "g-mean", "median": "g-med", "trend": "g-tr",
    "envelope": "g-en", "dual": "g-dc",
}  # fmt: skip


def svg_of(figure: Figure, *, ids: str, paper: bool) -> str:
    """The figure as SVG text. Parameters as `Figure.svg` has them."""
    sheet = sheet_of(figure)
    pen = _Pen(paper)
    ids = re.sub(r"[^A-Za-z0-9_-]", "-", ids)
    size = f"{_n(sheet.width)} {_n(sheet.height)}"
    root = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {size}",
        "role": "img",
        "aria-labelledby": f"{ids}-title {ids}-desc",
        "class": "g-fig",
    }
    if paper:
        wide, high = size.split()
        root |= {"width": wide, "height": high, "font-family": FAMILY, "font-size": "14"}
    lines = [
        f"<svg {_attributes(root)}>",
        f'<title id="{ids}-title">{_safe(figure.title)}</title>',
        f'<desc id="{ids}-desc">{_safe(figure.sentence)}</desc>',
        *_drawn(figure, sheet, pen),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawn(figure: Figure, sheet: Sheet, pen: _Pen) -> Iterator[str]:
    if pen.paper:
        yield pen.tag("rect", "g-sheet", x=0, y=0, width=sheet.width, height=sheet.height)
    for frame in sheet.frames:
        yield from _axes(frame, pen)
    for step in sheet.steps:
        yield pen.tag("path", "g-pc", d=_path(step))
    for panel, frame in zip(figure.panels, sheet.frames, strict=True):
        yield from _data(panel, frame, sheet.radius, pen)
    for name in sheet.names:
        box = name.box
        yield pen.tag(
            "rect", "g-box", x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top
        )  # fmt: skip
        for place, line in enumerate(name.lines):
            middle = (box.left + box.right) / 2
            y = box.top + 16.5 + place * LINE_HEIGHT
            yield pen.text(Text("g-name", middle, y, line, "middle"))
    for text in sheet.texts:
        if text.look is not None:
            yield pen.marker(text.look, text.x - 11, text.y - 4.5, 4.2)
        yield pen.text(text)


def _axes(frame: Frame, pen: _Pen) -> Iterator[str]:
    box = frame.box
    if not pen.paper:
        for tick in frame.y.ticks[1:]:
            y = frame.at_y(tick.at)
            yield pen.tag("path", "g-gr", d=_path([(box.left, y), (box.right, y)]))
    yield pen.tag(
        "path",
        "g-ax",
        d=_path([(box.left, box.top), (box.left, box.bottom), (box.right, box.bottom)]),
    )
    ticks = [
        ((box.left - TICK, y), (box.left, y)) for y in (frame.at_y(t.at) for t in frame.y.ticks)
    ]
    ticks += [
        ((x, box.bottom), (x, box.bottom + TICK)) for x in (frame.at_x(t.at) for t in frame.x.ticks)
    ]
    yield pen.tag("path", "g-ax", d="".join(_path(tick) for tick in ticks))


def _data(panel: Panel, frame: Frame, radius: float, pen: _Pen) -> Iterator[str]:
    names = {group.label: group.name for group in panel.groups}
    for ruling in panel.rulings:
        line = frame.ruled(ruling)
        if line:
            yield pen.tag("path", RULED[ruling.what], d=_path(line))
        head = frame.arrow(ruling)
        if head:
            yield pen.tag("path", "g-aimh", d=_path(head) + "Z")
    for path in panel.paths:
        yield pen.tag(
            "path", f"g-l{path.look}", d=_path([frame.at(point) for point in path.points])
        )
    for mark, value in panel.marks:
        x, y = frame.at((mark.x, value))
        yield pen.marker(mark.look, x, y, radius, _tooltip(mark, value, names))


def _tooltip(mark: Mark, value: float, names: dict[str, str]) -> str:
    phase = "Probe" if mark.look is Look.PROBE else names.get(mark.phase, mark.phase)
    day = f" ({day_words(mark.on)})" if mark.on else ""
    return f"{phase}, session {plain(mark.session)}{day}: {plain(value)}"


class _Pen:
    """Writes elements, with or without ink."""

    def __init__(self, paper: bool) -> None:
        self.paper = paper

    def tag(self, name: str, style: str, content: str = "", **attributes: str | float) -> str:
        """One element of a class."""
        written = {"class": style} | (INK[style] if self.paper else {})
        written |= {
            key.replace("_", "-"): value if isinstance(value, str) else _n(value)
            for key, value in attributes.items()
        }
        end = f">{content}</{name}>" if content else "/>"
        return f"<{name} {_attributes(written)}{end}"

    def text(self, text: Text) -> str:
        """One line of text."""
        where: dict[str, str | float] = {"x": text.x, "y": text.y}
        if not text.upright:
            where = {"transform": f"translate({_n(text.x)} {_n(text.y)}) rotate(-90)"}
        if text.anchor != "start":
            where["text_anchor"] = text.anchor
        return self.tag("text", text.style, _safe(text.text), **where)

    def marker(self, look: Look, x: float, y: float, radius: float, told: str = "") -> str:
        """A point in the shape of its data series; ``told`` appears when it is pointed at."""
        style = f"g-p{look}"
        title = f"<title>{_safe(told)}</title>" if told else ""
        if look in (Look.BASELINE, Look.FIRST):
            return self.tag("circle", style, title, cx=x, cy=y, r=radius)
        r = radius
        shape = {
            Look.SECOND: [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            Look.THIRD: [(x, y - 1.3 * r), (x + 1.25 * r, y + r), (x - 1.25 * r, y + r)],
            Look.PROBE: [
                (x, y - 1.45 * r),
                (x + 1.45 * r, y),
                (x, y + 1.45 * r),
                (x - 1.45 * r, y),
            ],
        }[look]
        return self.tag("path", style, title, d=_path(shape) + "Z")


def _path(points: Iterable[tuple[float, float]]) -> str:
    pairs = [f"{_n(x)} {_n(y)}" for x, y in points]
    return "M" + "L".join(pairs)


def _n(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


def _attributes(attributes: dict[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
