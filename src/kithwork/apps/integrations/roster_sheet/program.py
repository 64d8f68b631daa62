"""Needs and volunteers from a spreadsheet: typed rows, before anybody looks a student up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kithwork.apps.foundation.fault import Fault
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.values import date_in, is_damaged, iso_date
from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings, MappedRow, mapped_rows
from kithwork.apps.integrations.roster_sheet.targets import normal
from kithwork.apps.people.roster.rows import At, Dropped

PLACES = {
    "class": "class", "inclass": "class", "classroom": "class", "clase": "class", "enclase": "class",
    "lunch": "lunch", "atlunch": "lunch", "cafeteria": "lunch", "almuerzo": "lunch",
    "free": "free", "freeperiod": "free", "inafreeperiod": "free", "studyhall": "free", "libre": "free",
    "hallway": "hallway", "betweenclasses": "hallway", "passing": "hallway", "hall": "hallway",
    "pasillo": "hallway", "hallwaytime": "hallway",
}  # fmt: skip
PEER_ROLES = {
    "tutor": "tutor", "buddy": "buddy", "amigo": "buddy", "notetaker": "note_taker", "notes": "note_taker",
    "facilitator": "facilitator", "practicepartner": "practice_partner", "practice": "practice_partner",
}  # fmt: skip
WAYS = {
    "speech": "speech", "inspeechorsign": "speech", "sign": "speech", "spoken": "speech",
    "symbols": "symbols", "withsymbolsorphotos": "symbols", "photos": "symbols",
    "device": "device", "withaspeechdevice": "device", "aac": "device",
    "writing": "writing", "inwriting": "writing", "written": "writing",
    "observed": "observed", "choicesseenonthreeoccasions": "observed",
    "notyet": "not_yet", "notaskedyet": "not_yet",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One support need as a spreadsheet says it. Empty text and None mean: not said."""

    at: At
    number: str
    name: str
    place: str
    class_text: str
    periods: tuple[str, ...]
    role: str
    times_a_week: int
    min_peers: int | None
    max_peers: int | None
    minutes: int | None
    brings: str
    how_asked: str
    would_like: tuple[str, ...]
    rather_not: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRow:
    """One volunteer as a spreadsheet says it. None means: not said."""

    at: At
    number: str
    name: str
    roles: tuple[str, ...]
    weekly_minutes: int | None
    max_sessions: int | None
    max_per_day: int | None
    max_partners: int | None
    max_lunch_days: int | None
    protected_classes: tuple[str, ...]
    would_like: tuple[str, ...]
    rather_not: tuple[str, ...]


RowType = TypeVar("RowType", NeedRow, VolunteerRow)


@dataclass(frozen=True, slots=True)
class ProgramList:
    """What one list of needs or volunteers says."""

    rows: tuple[NeedRow | VolunteerRow, ...]
    faults: tuple[Fault, ...]
    dropped: tuple[Dropped, ...]
    refused: int


def read_needs(upload: Upload, meanings: ColumnMeanings) -> ProgramList:
    """Support needs, row by row. Raises FileRefused when the columns cannot make any."""
    return _read(upload, meanings, _need, {"role", "times_a_week"})


def read_volunteers(upload: Upload, meanings: ColumnMeanings) -> ProgramList:
    """Volunteers, row by row. Raises FileRefused when the columns cannot make any."""
    return _read(upload, meanings, _volunteer, set())


def _read(
    upload: Upload,
    meanings: ColumnMeanings,
    make: Callable[[MappedRow, ColumnMeanings], RowType],
    needed: set[str],
) -> ProgramList:
    targets = set(meanings.columns.values())
    who = {"student_number", "full_name", "first_name", "last_name"}
    if not targets & who or not needed <= targets:
        raise refused("no-mapping", file=upload.name, columns=", ".join(sorted(needed - targets)))
    faults = Faults()
    faults.add(*upload.faults)
    dropped: list[Dropped] = []
    rows: list[NeedRow | VolunteerRow] = []
    for row in mapped_rows(upload, meanings, faults, dropped):
        try:
            row.check()
            rows.append(make(row, meanings))
        except RowRefused as no:
            faults.say(no.code, file=row.at.file, line=row.at.line, column=no.column, **no.words)
    return ProgramList(tuple(rows), faults.listed(), tuple(dropped), faults.refused_rows)


def _need(row: MappedRow, meanings: ColumnMeanings) -> NeedRow:
    number, name = _who(row)
    least, most = _span(row["peers"], "peers", 1, 6)
    place = _word(row["place"], PLACES, "place") if row["place"] else ""
    times = _number(row["times_a_week"], "times_a_week", 1, 20)
    if times is None:
        raise RowRefused("missing-value", "times_a_week", column_of="times_a_week")
    starts_on = _date(row["starts_on"], "starts_on", meanings)
    ends_on = _date(row["ends_on"], "ends_on", meanings)
    if starts_on and ends_on and ends_on < starts_on:
        raise RowRefused(
            "date-order", "ends_on", start=starts_on.isoformat(), end=ends_on.isoformat()
        )
    return NeedRow(
        at=row.at,
        number=number,
        name=name,
        place=place or ("class" if row["class_name"] else ""),
        class_text=row["class_name"][:160],
        periods=_list(row["period"]),
        role=_word(row["role"], PEER_ROLES, "role"),
        times_a_week=times,
        min_peers=least,
        max_peers=most,
        minutes=_number(row["minutes"], "minutes", 5, 180),
        brings=_within(row["brings"], "brings", 200),
        how_asked=_word(row["how_asked"], WAYS, "how_asked") if row["how_asked"] else "",
        would_like=_people(row["would_like"]),
        rather_not=_people(row["rather_not"]),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _volunteer(row: MappedRow, _meanings: ColumnMeanings) -> VolunteerRow:
    number, name = _who(row)
    roles = tuple(_word(word, PEER_ROLES, "roles") for word in _list(row["roles"]))
    return VolunteerRow(
        at=row.at,
        number=number,
        name=name,
        roles=tuple(dict.fromkeys(roles)),
        weekly_minutes=_number(row["weekly_minutes"], "weekly_minutes", 0, 600),
        max_sessions=_number(row["max_sessions"], "max_sessions", 0, 20),
        max_per_day=_number(row["max_per_day"], "max_per_day", 0, 6),
        max_partners=_number(row["max_partners"], "max_partners", 0, 6),
        max_lunch_days=_number(row["max_lunch_days"], "max_lunch_days", 0, 7),
        protected_classes=_people(row["protected_classes"]),
        would_like=_people(row["would_like"]),
        rather_not=_people(row["rather_not"]),
    )


def _who(row: MappedRow) -> tuple[str, str]:
    number = row["student_number"]
    if is_damaged(number):
        raise RowRefused("damaged-id", "student_number", value=number)
    name = row["full_name"] or f"{row['first_name']} {row['last_name']}".strip()
    if not number and not name:
        raise RowRefused("no-name", "full_name")
    return number, name


def _word(text: str, words: dict[str, str], column: str) -> str:
    if not text:
        raise RowRefused("missing-value", column, column_of=column)
    found = words.get(normal(text))
    if found is None:
        allowed = ", ".join(dict.fromkeys(words.values()))
        raise RowRefused("unknown-word", column, value=text, allowed=allowed)
    return found


def _number(text: str, column: str, low: int, high: int) -> int | None:
    if not text:
        return None
    found = re.fullmatch(
        r"(\d{1,4})\s*(x|×|times|min|minutes|minutos|veces)?(\s*(a|per)\s*week)?",
        text,
        re.IGNORECASE,
    )
    if found is None:
        raise RowRefused("cannot-read-number", column, value=text)
    number = int(found[1])
    if not low <= number <= high:
        raise RowRefused("number-out-of-range", column, value=text, low=low, high=high)
    return number


def _span(text: str, column: str, low: int, high: int) -> tuple[int | None, int | None]:
    """``2`` or ``1-2``."""
    parts = re.split(r"\s*[-–]\s*", text) if text else []
    if len(parts) == 2:
        least, most = _number(parts[0], column, low, high), _number(parts[1], column, low, high)
        if least is None or most is None or least > most:
            raise RowRefused("cannot-read-number", column, value=text)
        return least, most
    number = _number(text, column, low, high)
    return number, number


def _date(text: str, column: str, meanings: ColumnMeanings) -> date | None:
    if not text:
        return None
    if found := iso_date(text[:10]):
        return found
    if not meanings.date_order:
        raise refused("ambiguous-date", column=column, value=text)
    found = date_in(text, meanings.date_order)
    if found is None:
        raise RowRefused("bad-date", column, value=text)
    return found


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;/\n]", text) if part.strip()))


def _people(text: str) -> tuple[str, ...]:
    """Names parted by semicolons, because ``Last, First`` has a comma; bare numbers by commas too."""
    if re.fullmatch(r"[\w\-]+(\s*,\s*[\w\-]+)+", text) and any(c.isdigit() for c in text):
        return _list(text)
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;\n|]", text) if part.strip()))


def _within(text: str, column: str, limit: int) -> str:
    if len(text) > limit:
        raise RowRefused("long-value", column, column_of=column, limit=limit)
    return text
