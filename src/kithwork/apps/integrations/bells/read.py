"""Bell schedules as schools publish them, read without guessing morning from afternoon."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from kithwork.apps.foundation.fault import Fault, FileRefused, Severity, fault_of
from kithwork.apps.integrations.files.archive import Entry, Upload
from kithwork.apps.integrations.files.limits import MIB
from kithwork.apps.integrations.files.sentences import gettext_noop as _
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster_sheet.targets import normal

FILE, ROW, NOTICE = Severity.FILE, Severity.ROW, Severity.NOTICE
SENTENCES = {
    "bad-json": (FILE, _("This is not JSON: {why}.")),
    "no-bells": (
        FILE,
        _("No bell schedule was found: day types, with periods that have a name, a start and an end."),
    ),
    "bells-header": (FILE, _("The first row must name the columns day_type, label, start and end.")),
    "no-end": (NOTICE, _("{label} on {day} has no end: a bell, not a period. It was left out.")),
    "bad-time": (ROW, _("{value} is not a time we can read safely. Write it as 13:05 or 1:05 PM.")),
    "no-label": (ROW, _("A period on {day} has no name.")),
    "label-twice": (ROW, _("{label} is on {day} twice. Give each period its own name.")),
    "ends-first": (ROW, _("{label} on {day} ends before it starts. Say whether the times are AM or PM.")),
    "bad-kind": (ROW, _("{value} is not a kind of period: class, lunch or other.")),
    "too-big": (FILE, _("The file is too large for a bell schedule.")),
}  # fmt: skip
KINDS = {"class", "lunch", "other"}
COLUMNS = {
    "day_type": {"daytype", "day", "schedule", "type", "dia", "horario"},
    "label": {"label", "period", "name", "slot", "periodo"},
    "start": {"start", "starts", "begin", "from", "startsat", "starttime", "inicio"},
    "end": {"end", "ends", "until", "to", "endsat", "endtime", "fin"},
    "kind": {"kind", "clase", "type2"},
}
CLASS_LABEL = re.compile(
    r"^((period|per|p|block|blk|hour|mod)\s*)?(\d{1,2}[a-z]?|[a-h]\d{0,2})$", re.IGNORECASE
)
LUNCH_LABEL = re.compile(r"lunch|almuerzo|cafeteria", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    label: str
    starts_at: time
    ends_at: time
    kind: str


@dataclass(frozen=True, slots=True)
class DayType:
    name: str
    slots: tuple[Slot, ...]

    @property
    def is_regular(self) -> bool:
        return "regular" in self.name.lower()


@dataclass(frozen=True, slots=True)
class Bells:
    day_types: tuple[DayType, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """One line of a schedule before it is judged."""

    line: int
    day: str
    label: Any
    start: Any
    end: Any
    kind: str = ""


def read_bells(upload: Upload) -> Bells:
    """Day types with their slots, overlaps allowed.

    Raises FileRefused when there is no schedule in the file.
    """
    entry = upload.entries[0]
    raws = _from_json(entry) if entry.ending == ".json" else _from_table(entry)
    faults: list[Fault] = []
    days: dict[str, list[Slot]] = {}
    for raw in raws:
        slots = days.setdefault(raw.day, [])
        found = _slot(raw, slots)
        if isinstance(found, Slot):
            slots.append(found)
            continue
        code, column, words = found
        place = {"file": entry.name, "line": raw.line, "column": column}
        faults.append(fault_of(SENTENCES, code, **place, **words))
    if not any(days.values()):
        raise FileRefused(fault_of(SENTENCES, "no-bells", file=entry.name), *faults)
    return Bells(
        tuple(DayType(name, _in_order(slots)) for name, slots in days.items() if slots),
        tuple(faults),
    )


def _in_order(slots: list[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda s: (s.starts_at, s.ends_at, s.label)))


def _slot(raw: _Raw, others: list[Slot]) -> Slot | tuple[str, str, dict[str, object]]:
    label = " ".join(str(raw.label if raw.label is not None else "").split())[:40]
    if not label:
        return "no-label", "label", {"day": raw.day}
    if raw.end in {None, ""}:
        return "no-end", "end", {"label": label, "day": raw.day}
    starts_at, ends_at = clock_time(raw.start), clock_time(raw.end)
    if starts_at is None or ends_at is None:
        value = raw.start if starts_at is None else raw.end
        return "bad-time", "start" if starts_at is None else "end", {"value": value}
    if ends_at <= starts_at:
        return "ends-first", "end", {"label": label, "day": raw.day}
    if any(slot.label == label for slot in others):
        return "label-twice", "label", {"label": label, "day": raw.day}
    if raw.kind and raw.kind not in KINDS:
        return "bad-kind", "kind", {"value": raw.kind}
    return Slot(label, starts_at, ends_at, raw.kind or kind_of(label))


def kind_of(label: str) -> str:
    """A number or a letter is a class, a lunch is a lunch, a warning bell is neither."""
    if LUNCH_LABEL.search(label):
        return "lunch"
    return "class" if CLASS_LABEL.match(label) else "other"


def clock_time(value: Any) -> time | None:
    """``7:25``, ``1:05 PM``, or minutes since midnight as a number; None when unsure."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return time(value // 60, value % 60) if 0 <= value < 24 * 60 else None
    text = str(value).strip().lower()
    found = re.fullmatch(r"(\d{1,2})[:.h](\d{2})(?::00)?\s*([ap])?\.?\s*m?\.?", text)
    if found is None:
        return clock_time(int(text)) if re.fullmatch(r"\d{3,4}", text) else None
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _from_json(entry: Entry) -> list[_Raw]:
    raw = entry.head(MIB + 1)
    if len(raw) > MIB:
        raise FileRefused(fault_of(SENTENCES, "too-big", file=entry.name))
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        why = getattr(error, "msg", "the text cannot be decoded")
        line = getattr(error, "lineno", 0)
        raise FileRefused(
            fault_of(SENTENCES, "bad-json", file=entry.name, line=line, why=why)
        ) from error
    return list(_walk(content, ""))


def _walk(node: Any, name: str, depth: int = 0) -> Iterator[_Raw]:
    """Every list of periods, under the nearest name above it."""
    if depth > 8 or not isinstance(node, dict):
        return
    periods = node.get("periods")
    if isinstance(periods, list):
        day = _day_name(str(node.get("name") or name))
        for number, period in enumerate(periods, 1):
            if isinstance(period, dict):
                kind = str(period.get("kind") or "")
                yield _Raw(
                    number, day, period.get("name", period.get("label")), period.get("start"),
                    period.get("end"), kind,
                )  # fmt: skip
        return
    for key, value in node.items():
        yield from _walk(value, str(key), depth + 1)


def _day_name(key: str) -> str:
    words = re.sub(r"[_\-]+", " ", key).strip()
    words = re.sub(r"\s*schedule$", "", words, flags=re.IGNORECASE) or words or "Regular"
    return (words[:1].upper() + words[1:])[:60]


def _from_table(entry: Entry) -> list[_Raw]:
    rows = open_table(entry).rows()
    _, header = next(rows, (0, []))
    where: dict[str, int] = {}
    for i, heading in enumerate(header):
        for column, names in COLUMNS.items():
            if normal(heading) in names:
                where.setdefault(column, i)
    if not {"day_type", "label", "start", "end"} <= set(where):
        raise FileRefused(fault_of(SENTENCES, "bells-header", file=entry.name, line=1))

    def cell(cells: list[str], column: str) -> str:
        i = where.get(column, -1)
        return cells[i].strip() if 0 <= i < len(cells) else ""

    return [
        _Raw(
            line,
            cell(cells, "day_type") or "Regular",
            cell(cells, "label"),
            cell(cells, "start"),
            cell(cells, "end"),
            cell(cells, "kind").lower(),
        )
        for line, cells in rows
    ]


__all__ = ["Bells", "DayType", "Slot", "clock_time", "kind_of", "read_bells"]
