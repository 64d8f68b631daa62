"""Two strips under the graph, on the same days: where the adult was, and how many planned steps were seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.measures.readings import Reading
from kithwork.evidence.graph import Figure
from kithwork.evidence.graph.layout import sheet_of

HIGHEST_LEVEL = 5
TOP, HIGH, GAP, BELOW = 26.0, 66.0, 40.0, 8.0


def strips(reading: Reading, figure: Figure, *, ids: str) -> str:
    """SVG as wide as the figure's, so that a day stands under itself. Empty where there is nothing to show."""
    parts = [
        part
        for part in (_level(reading, figure), _steps(reading, figure))
        if part is not None
    ]  # fmt: skip
    if not parts:
        return ""
    width = sheet_of(figure).width
    high = TOP + len(parts) * (HIGH + GAP) - GAP + BELOW
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {high:g}" role="img" class="g-fig"'
        f' aria-labelledby="{ids}-title {ids}-desc">',
        f'<title id="{ids}-title">{escape(_("Adult level and planned steps on the same days"))}</title>',
        f'<desc id="{ids}-desc">{escape(" ".join(part.says for part in parts))}</desc>',
    ]
    for place, part in enumerate(parts):
        lines += part.drawn(TOP + place * (HIGH + GAP))
    return "\n".join([*lines, "</svg>"])


class _Strip:
    """One strip: its name, what it says in words, and its marks between 0 and 1."""

    def __init__(self, figure: Figure, name: str, says: str, ends: tuple[str, str]) -> None:
        self.frame = sheet_of(figure).frames[0]
        self.box = self.frame.box
        self.low, self.high = figure.x.low, figure.x.high
        self.name, self.says, self.ends = name, says, ends
        self.path: list[tuple[float, float]] = []
        self.dots: list[tuple[float, float, bool]] = []
        self.rule: float | None = None

    def x(self, on: date) -> float:
        """Where a day stands; one off the axis stands at its end."""
        return self.frame.at_x(min(max(on.toordinal(), self.low), self.high))

    def drawn(self, top: float) -> Iterator[str]:
        bottom = top + HIGH

        def y(share: float) -> float:
            return bottom - share * HIGH

        left, right = self.box.left, self.box.right
        yield f'<text class="g-ph" x="{left:.1f}" y="{top - 8:.1f}">{escape(self.name)}</text>'
        yield f'<path class="g-ax" d="M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}"/>'
        for share, words in ((0.0, self.ends[0]), (1.0, self.ends[1])):
            yield f'<text class="g-tx" x="{left - 9:.1f}" y="{y(share) + 4:.1f}" text-anchor="end">{escape(words)}</text>'
        if self.rule is not None:
            yield f'<path class="g-med" d="M{left:.1f} {y(self.rule):.1f}H{right:.1f}"/>'
        if self.path:
            line = " ".join(f"{x:.1f} {y(share):.1f}" for x, share in self.path)
            yield f'<path class="g-l1" d="M{line}"/>'
        for x, share, is_filled in self.dots:
            look = "g-p1" if is_filled else "g-p0"
            yield f'<circle class="{look}" cx="{x:.1f}" cy="{y(share):.1f}" r="4"/>'


def _level(reading: Reading, figure: Figure) -> _Strip | None:
    """A stepped line from 5, leading, down to 0, away."""
    if not reading.levels:
        return None
    told = ", ".join(
        _("%(level)s from %(day)s") % {"level": level, "day": date_format(on, "M j")}
        for on, level in reading.levels
    )
    found = _Strip(
        figure,
        _("Adult level, 5 leads to 0 away"),
        _("Adult level: %(told)s.") % {"told": told},
        ("0", "5"),
    )
    last = max(reading.dots[-1].on, reading.levels[-1][0])
    for place, (on, level) in enumerate(reading.levels):
        if place:
            found.path.append((found.x(on), found.path[-1][1]))
        found.path.append((found.x(on), level / HIGHEST_LEVEL))
    found.path.append((found.x(last), found.path[-1][1]))
    return found


def _steps(reading: Reading, figure: Figure) -> _Strip | None:
    """Filled where somebody else looked, open where the adult looked at their own."""
    if not reading.fidelity:
        return None
    own = _("%(done)s by the adult's own word")
    told = ", ".join(
        done if one.is_observed else own % {"done": done}
        for one in reading.fidelity
        for done in [f"{date_format(one.on, 'M j')} {one.pct} %"]
    )
    name = _("Planned steps done, per cent")
    if not all(one.is_observed for one in reading.fidelity):
        name = _("Planned steps done, per cent; open: the adult's own word")
    found = _Strip(
        figure,
        name,
        _("Planned steps done: %(told)s.") % {"told": told},
        ("0", "100"),
    )
    found.rule = reading.fidelity[-1].good_pct / 100
    found.dots = [(found.x(one.on), one.pct / 100, one.is_observed) for one in reading.fidelity]
    return found
