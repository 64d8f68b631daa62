"""A mapped list becomes a Roster: people only, one column per period, or one row per class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.values import (
    SHORTENED,
    email_of,
    grade_of,
    is_damaged,
    split_name,
    turned_to_date,
)
from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings, MappedRow, mapped_rows
from kithwork.apps.integrations.roster_sheet.targets import WIDE_TARGET
from kithwork.apps.people.roster.rows import (
    ABSENT,
    BULK,
    DELTA,
    At,
    EnrolmentRow,
    Org,
    Roster,
    SectionRow,
    StaffRow,
    StudentRow,
    TeachingRow,
    TermRow,
)

HERE = "here"  # the school the file is imported for, when the list names none
NOT_A_CLASS = {
    "-",
    "--",
    "—",
    "–",
    "none",
    "n/a",
    "na",
    "free",
    "off",
    "open",
    "lunch",
    "libre",
    "x",
}
LONG_TARGETS = {"section_id", "section_number", "class_name", "course"}
NAME_TARGETS = {"full_name", "first_name", "last_name"}
STUDENT_FIELDS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "preferred_name": "preferred_name",
    "grade": "grade",
    "homeroom": "homeroom",
    "lunch": "lunch_label",
    "languages": "languages",
    "student_number": "number",
}


class SheetReader:
    """One list being read: what has been met so far, by key."""

    def __init__(self, meanings: ColumnMeanings, roster: Roster, faults: Faults) -> None:
        self.roster, self.faults = roster, faults
        targets = set(meanings.columns.values())
        self.targets = targets
        self.periods: dict[str, dict[str, str]] = _wide(meanings)
        self.is_long = bool(targets & LONG_TARGETS) and not self.periods
        self.students: dict[str, StudentRow] = {}
        self.sections: dict[str, SectionRow] = {}
        self.staff: dict[str, StaffRow] = {}
        self.orgs: dict[str, Org] = {}
        self.terms: dict[str, TermRow] = {}
        self.enrolled: set[tuple[str, str]] = set()
        self.taught: dict[str, set[str]] = defaultdict(set)
        self._school_now = HERE

    def take(self, row: MappedRow) -> None:
        """Everything one row says, or RowRefused before any of it is kept."""
        has_student = bool(self.targets & (NAME_TARGETS | {"student_number"}))
        student = self._student(row) if has_student else None
        places = self._classes(row)
        if student is not None:
            self._keep_student(student)
        for label, cells in places:
            section = self._section(row, label, cells)
            if student is not None:
                self._enrol(row.at, section, student)
            self._teach(row.at, section, cells)

    # -- people ---------------------------------------------------------------------

    def _student(self, row: MappedRow) -> StudentRow:
        first, last = self._name(row)
        number = row["student_number"]
        if is_damaged(number):
            raise RowRefused("damaged-id", "student_number", value=number)
        self._not_a_day(row, "student_number")
        if SHORTENED.match(number):
            self._count("short-id", row.at, "student_number", value=number)
        if "student_number" in self.targets and not number:
            raise RowRefused("missing-value", "student_number", column_of="student_number")
        if len(number) > 60:
            raise RowRefused("long-value", "student_number", column_of="student_number", limit=60)
        grade = grade_of(row["grade"])
        if grade is None:
            self._count("unknown-grade", row.at, "grade", value=row["grade"])
        languages = row["languages"].replace(";", ",").replace("/", ",").split(",")
        student = StudentRow(
            at=row.at,
            source_id=number or f"name:{first} {last}".strip().casefold(),
            school_ids=(self._school(row),),
            first_name=_within(first, "first_name", 80),
            last_name=_within(last, "last_name", 80),
            preferred_name=_within(row["preferred_name"], "preferred_name", 80),
            number=number,
            grade=grade or "",
            homeroom=_within(row["homeroom"], "homeroom", 60),
            lunch_label=_within(row["lunch"], "lunch", 40),
            languages=tuple(word.strip()[:40] for word in languages if word.strip()),
        )
        if student.source_id in self.students and not self.is_long and not number:
            raise RowRefused("two-of-one-name", "full_name", value=f"{first} {last}".strip())
        if student.source_id in self.students and not self.is_long:
            self._same_person(student, self.students[student.source_id])
        return student

    def _same_person(self, row: StudentRow, first: StudentRow) -> None:
        if replace(row, at=first.at) != first:
            raise RowRefused(
                "duplicate-id", "student_number", value=row.number, first=first.at.line
            )

    def _name(self, row: MappedRow) -> tuple[str, str]:
        first, last = row["first_name"], row["last_name"]
        if first or last:
            return (first, last) if first else (last, "")
        whole = row["full_name"]
        if not whole:
            if self.targets & NAME_TARGETS:
                raise RowRefused("no-name", "full_name")
            return row["student_number"], ""
        first, last, sure = split_name(whole)
        if not sure:
            self.faults.say(
                "name-kept-whole",
                file=row.at.file,
                line=row.at.line,
                column="full_name",
                value=whole,
            )
        return first, last

    def _keep_student(self, student: StudentRow) -> None:
        first = self.students.setdefault(student.source_id, student)
        if first is not student and replace(student, at=first.at) != first:
            self._count("people-disagree", student.at, value=student.source_id, first=first.at.line)

    def _staff_key(self, at: At, name: str, email: str) -> str:
        address = email_of(email)
        if email and not address:
            self.faults.say(
                "bad-email", file=at.file, line=at.line, column="teacher_email", value=email
            )
        if not name and not address:
            return ""
        key = address.casefold() or f"name:{name}".casefold()
        if key not in self.staff:
            first, last, sure = split_name(name or address.split("@")[0])
            if not last or not sure:
                first, last = "", name or address.split("@")[0]
            self.staff[key] = StaffRow(
                at=at,
                source_id=key,
                school_ids=(self._school_now,),
                first_name=first[:80],
                last_name=last[:80],
                email=address,
                title="Teacher",
            )
        return key

    # -- places ---------------------------------------------------------------------

    def _school(self, row: MappedRow) -> str:
        name = row["school"]
        key = f"school:{name}".casefold() if name else HERE
        if key not in self.orgs:
            self.orgs[key] = Org(at=row.at, source_id=key, name=name[:120], kind="school")
        self._school_now = key
        return key

    def _classes(self, row: MappedRow) -> list[tuple[str, dict[str, str]]]:
        """The classes of this row: its label, and what is said of each."""
        if self.periods:
            found = []
            for label, columns in self.periods.items():
                cells = {part: row[target] for part, target in columns.items()}
                if cells.get("class") and cells["class"].casefold() not in NOT_A_CLASS:
                    found.append((label, cells))
            return found
        if not self.is_long:
            return []
        if not any(row[target] for target in LONG_TARGETS):
            if row["period"] or row["teacher_name"]:
                raise RowRefused("class-without-key", "class_name")
            return []
        if is_damaged(row["section_id"]) or is_damaged(row["section_number"]):
            raise RowRefused(
                "damaged-id", "section_id", value=row["section_id"] or row["section_number"]
            )
        for target in ("section_id", "section_number", "period"):
            self._not_a_day(row, target)
        cells = {
            "class": row["class_name"]
            or row["course"]
            or row["section_id"]
            or row["section_number"],
            "teacher": row["teacher_name"],
            "email": row["teacher_email"],
            "room": row["room"],
        }
        return [(row["period"], cells)]

    def _not_a_day(self, row: MappedRow, target: str) -> None:
        """3-4 typed into a spreadsheet is the third of April a moment later."""
        if turned_to_date(row[target]):
            raise RowRefused("turned-to-date", target, value=row[target])

    def _section(self, row: MappedRow, label: str, cells: Mapping[str, str]) -> str:
        school = self._school(row)
        term = row["term"]
        if row["section_id"] and not self.periods:
            key = row["section_id"]
        else:
            parts = [
                school if school != HERE else "",
                row["course"] if self.is_long else "",
                cells["class"],
                row["section_number"] if self.is_long else "",
                label,
                cells.get("teacher", ""),
                cells.get("room", "") if self.periods else "",
                term,
            ]
            key = "|".join(part.casefold() for part in parts if part)
        known = self.sections.get(key)
        periods = tuple(filter(None, [label[:200]]))
        if known is not None:
            if label and label not in known.periods:
                self.sections[key] = replace(known, periods=(*known.periods, *periods))
            return key
        if len(key) > 255:
            raise RowRefused("long-value", "class_name", column_of="class_name", limit=255)
        self.sections[key] = SectionRow(
            at=row.at,
            source_id=key,
            school_id=school,
            title=_within(cells["class"], "class_name", 160),
            code=_within(row["section_number"] or row["course"], "section_number", 60),
            room=_within(cells.get("room", ""), "room", 60),
            term_ids=self._term(row.at, term),
            periods=periods,
        )
        return key

    def _term(self, at: At, title: str) -> tuple[str, ...]:
        if not title:
            return ()
        key = f"term:{title}".casefold()
        if key not in self.terms:
            self.terms[key] = TermRow(
                at=at, source_id=key, title=title[:60], kind="term", starts_on=None, ends_on=None
            )
        return (key,)

    def _enrol(self, at: At, section: str, student: StudentRow) -> None:
        pair = (section, student.source_id)
        if pair not in self.enrolled:
            self.enrolled.add(pair)
            self.roster.enrolments.append(
                EnrolmentRow(
                    at=at,
                    section_id=section,
                    student_id=student.source_id,
                    source_id=f"{section}|{student.source_id}"[:255],
                )
            )

    def _teach(self, at: At, section: str, cells: Mapping[str, str]) -> None:
        staff = self._staff_key(at, cells.get("teacher", ""), cells.get("email", ""))
        teachers = self.taught[section]
        if staff and staff not in teachers:
            self.roster.teachings.append(
                TeachingRow(
                    at=at,
                    section_id=section,
                    staff_id=staff,
                    source_id=f"{section}|{staff}"[:255],
                    is_primary=not teachers,
                )
            )
            teachers.add(staff)

    def _count(self, code: str, at: At, column: str = "", **words: object) -> None:
        self.faults.count(code, file=at.file, line=at.line, column=column, **words)


def _within(text: str, column: str, limit: int) -> str:
    if len(text) > limit:
        raise RowRefused("long-value", column, column_of=column, limit=limit)
    return text


def _wide(meanings: ColumnMeanings) -> dict[str, dict[str, str]]:
    """For each period label, which target holds its class, teacher and room."""
    periods: dict[str, dict[str, str]] = defaultdict(dict)
    for target in meanings.columns.values():
        if found := WIDE_TARGET.match(target):
            periods[found[2]][found[1]] = target
    return {label: parts for label, parts in periods.items() if "class" in parts}


def read_sheet(upload: Upload, meanings: ColumnMeanings) -> tuple[Roster, Faults]:
    """Every row that can be taken, and every fault.

    Raises FileRefused when the columns cannot make people, or not the headings meant.
    """
    faults = Faults()
    faults.add(*upload.faults)
    targets = set(meanings.columns.values())
    if not targets & (NAME_TARGETS | {"student_number"}):
        raise refused("no-mapping", file=upload.name, columns="")
    roster = Roster(layout="sheet", source="sheet")
    reader = SheetReader(meanings, roster, faults)
    read = 0
    for row in mapped_rows(upload, meanings, faults, roster.dropped):
        read += 1
        try:
            row.check()
            reader.take(row)
        except RowRefused as no:
            roster.refused["students"] = roster.refused.get("students", 0) + 1
            roster.refused_ids |= {row["student_number"], *map(str.strip, row.moved)} - {""}
            faults.say(no.code, file=row.at.file, line=row.at.line, column=no.column, **no.words)
    if not read:
        raise refused("empty-file", file=upload.name)
    _finish(reader, meanings)
    return roster, faults


def _finish(reader: SheetReader, meanings: ColumnMeanings) -> None:
    roster = reader.roster
    roster.orgs.extend(reader.orgs.values())
    roster.terms.extend(reader.terms.values())
    roster.students.extend(reader.students.values())
    roster.sections.extend(reader.sections.values())
    roster.staff.extend(reader.staff.values())
    truth = BULK if meanings.whole else DELTA
    classes = truth if reader.periods or reader.is_long else ABSENT
    roster.modes = {
        "orgs": DELTA,
        "terms": DELTA,
        "courses": ABSENT,
        "sections": classes,
        "students": truth,
        "staff": DELTA if roster.staff else ABSENT,
        "guardians": ABSENT,
        "guardianships": ABSENT,
        "enrolments": classes,
        "teachings": classes if roster.teachings else ABSENT,
    }
    roster.fields_read = {"students": _student_fields(reader.targets)}


def _student_fields(targets: set[str]) -> frozenset[str]:
    named: set[Any] = {STUDENT_FIELDS[t] for t in targets if t in STUDENT_FIELDS}
    if "full_name" in targets:
        named |= {"first_name", "last_name"}
    return frozenset(named)
