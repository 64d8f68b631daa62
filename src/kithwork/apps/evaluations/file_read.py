"""A file of scores, one row for each person, wave and item: read whole, or every fault with its line. Pure."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.cells import table_of

NEEDED = ("person", "group", "wave", "scale", "value")
ALSO = ("item", "class")
GROUPS = {
    "treatment": "treatment",
    "takes part": "treatment",
    "comparison": "comparison",
    "control": "comparison",
}
WAVES = {
    "start": "start", "pre": "start", "middle": "middle", "mid": "middle", "end": "end", "post": "end",
}  # fmt: skip
# A code has a figure in it, and neither a space nor a long word: a name pasted by mistake is refused (tag D, ours).
CODE = re.compile(r"(?=[A-Za-z_.-]*\d)[A-Za-z0-9_.-]{1,20}")
MOST_BYTES = 1_000_000  # some twenty thousand rows (tag D, ours)
MOST_WORDS = 60
LARGEST = 1e9


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file."""

    line: int
    person: str
    group: str
    school_class: str
    wave: str
    scale: str
    item: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file: its rows, and the mark by which it is known again."""

    name: str
    sha256: str
    lines: tuple[Line, ...]

    def people(self, group: str) -> int:
        return len({one.person for one in self.lines if one.group == group})

    @property
    def waves(self) -> list[str]:
        held = {one.wave for one in self.lines}
        return [one for one in dict.fromkeys(WAVES.values()) if one in held]

    @property
    def scales(self) -> list[tuple[str, int]]:
        """Each scale with how many items it has."""
        items: dict[str, set[str]] = {}
        for one in self.lines:
            items.setdefault(one.scale, set()).update({one.item} - {""})
        return [(scale, len(held)) for scale, held in items.items()]


def text_of(content: bytes) -> str:
    """Raises BadData for a file that is too large or no text."""
    if len(content) > MOST_BYTES:
        raise refuse(
            "too_large", f"The file has more than {MOST_BYTES // 1000} kB. Split it by scale."
        )
    try:
        return content.decode("utf-8-sig").replace("\x00", "�")
    except UnicodeDecodeError as broken:
        row = content[: broken.start].count(b"\n") + 1
        raise refuse(
            "not_utf8", "This is not text in UTF-8. Save the file as CSV UTF-8.", row=row
        ) from None


def read_sheet(name: str, text: str) -> Sheet:
    """Raises BadData with every fault: its line and its column."""
    header, rows = table_of(text, "a header and one row for each person, wave and item")
    lacking = [one for one in NEEDED if one not in header]
    if lacking:
        raise BadData(
            Fault("no_column", f"There is no column {one}. Add it.", 1, one) for one in lacking
        )
    lines, faults = [], []
    for row, cells in rows:
        given = {one: _cell(header, cells, one) for one in (*NEEDED, *ALSO)}
        wrong = list(_wrong(row, given))
        faults += wrong
        if not wrong:
            lines.append(_line(row, given))
    faults += _across(lines)
    if not lines and not faults:
        faults.append(Fault("empty", "There is no row under the header.", 1))
    if faults:
        raise BadData(sorted(faults, key=lambda one: one.row or 0))
    return Sheet(name, hashlib.sha256(text.encode()).hexdigest(), tuple(lines))


def _cell(header: Sequence[str], cells: Sequence[str], name: str) -> str:
    if name not in header or header.index(name) >= len(cells):
        return ""
    return cells[header.index(name)].strip()


def _wrong(row: int, given: Mapping[str, str]) -> Iterator[Fault]:
    if not CODE.fullmatch(given["person"]):
        said = "A person is a code with a figure in it, such as P07. Never write a name."
        yield Fault("not_a_code", said, row, "person")
    if given["class"] and not CODE.fullmatch(given["class"]):
        yield Fault(
            "not_a_code", "A class is a code with a figure in it, such as C2.", row, "class"
        )
    if given["group"].lower() not in GROUPS:
        yield Fault("bad_group", "Write treatment or comparison.", row, "group")
    if given["wave"].lower() not in WAVES:
        yield Fault("bad_wave", "Write start, middle or end (or pre, mid, post).", row, "wave")
    if not given["scale"]:
        yield Fault("no_scale", "Say which scale this belongs to.", row, "scale")
    for name in ("scale", "item"):
        if len(given[name]) > MOST_WORDS:
            yield Fault("too_long", f"At most {MOST_WORDS} signs.", row, name)
    if given["value"] and _number(given["value"]) is None:
        yield Fault(
            "not_a_number", "Write a number, or leave it empty where it is missing.", row, "value"
        )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None


def _line(row: int, given: Mapping[str, str]) -> Line:
    return Line(
        row, given["person"], GROUPS[given["group"].lower()], given["class"], WAVES[given["wave"].lower()],
        given["scale"], given["item"], _number(given["value"]) if given["value"] else None,
    )  # fmt: skip


def _across(lines: Sequence[Line]) -> Iterator[Fault]:
    """What only shows when rows are put side by side."""
    places: dict[str, tuple[str, str]] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for one in lines:
        first = places.setdefault(one.person, (one.group, one.school_class))
        if first[0] != one.group:
            yield Fault(
                "two_groups", f"{one.person} is in both groups. Keep one.", one.line, "group"
            )
        elif first[1] != one.school_class:
            said = f"{one.person} is in two classes. Write the class of the start."
            yield Fault("two_classes", said, one.line, "class")
        key = (one.person, one.wave, one.scale, one.item)
        if key in seen:
            said = f"{one.person} has this score already, on line {seen[key]}. Keep one."
            yield Fault("twice", said, one.line, "value")
        seen.setdefault(key, one.line)
