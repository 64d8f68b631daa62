"""What any roster file says, in our words: frozen rows that remember their file and line.

Whatever is not a field here cannot get past a reader: no password, no demographics, no
disability, lunch or health columns, no phone or address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import NamedTuple

BULK, DELTA, ABSENT = "bulk", "delta", "absent"
TABLES = (
    "orgs",
    "terms",
    "courses",
    "sections",
    "students",
    "staff",
    "guardians",
    "guardianships",
    "enrolments",
    "teachings",
)


class At(NamedTuple):
    """Where a row was read."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    at: At
    source_id: str
    name: str
    kind: str  # school, district, department, other
    parent_id: str = ""
    identifier: str = ""
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    at: At
    source_id: str
    title: str
    kind: str  # year, term
    starts_on: date | None
    ends_on: date | None
    parent_id: str = ""
    ends_in: str = ""  # the year in which the school year ends
    school_ids: tuple[str, ...] = ()  # empty: every school of the file
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    at: At
    source_id: str
    title: str
    code: str = ""
    subject: str = ""
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    at: At
    source_id: str
    school_id: str
    title: str
    code: str = ""
    subject: str = ""
    course_id: str = ""
    room: str = ""
    term_ids: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()  # as written, one expression each
    is_homeroom: bool = False
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRow:
    at: At
    source_id: str
    school_ids: tuple[str, ...]
    first_name: str
    last_name: str = ""
    preferred_name: str = ""
    number: str = ""
    grade: str = ""
    homeroom: str = ""
    lunch_label: str = ""
    languages: tuple[str, ...] = ()
    only_if_held: bool = False  # a change to somebody whose role the file does not repeat
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    at: At
    source_id: str
    school_ids: tuple[str, ...]
    first_name: str
    last_name: str
    email: str = ""
    title: str = ""
    only_if_held: bool = False  # a change to somebody whose role the file does not repeat
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianRow:
    at: At
    source_id: str
    first_name: str
    last_name: str
    only_if_held: bool = False  # a change to somebody whose role the file does not repeat
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipRow:
    at: At
    guardian_id: str
    student_id: str
    relationship: str = ""
    gone: bool = False
    changed_at: datetime | None = None

    @property
    def source_id(self) -> str:
        return f"{self.guardian_id}|{self.student_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow:
    at: At
    section_id: str
    student_id: str
    source_id: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingRow:
    at: At
    section_id: str
    staff_id: str
    source_id: str = ""
    is_primary: bool = True
    begins_on: date | None = None
    ends_on: date | None = None
    gone: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file or a column that was not read. ``why``: never (private), unused, or hidden."""

    file: str
    column: str  # empty: the whole file
    why: str


@dataclass(slots=True)
class Roster:
    """Everything one package says. Lists are filled by one reader and not changed afterwards."""

    layout: str
    source: str
    modes: dict[str, str] = field(default_factory=dict)
    fields_read: dict[str, frozenset[str]] = field(default_factory=dict)
    orgs: list[Org] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    sections: list[SectionRow] = field(default_factory=list)
    students: list[StudentRow] = field(default_factory=list)
    staff: list[StaffRow] = field(default_factory=list)
    guardians: list[GuardianRow] = field(default_factory=list)
    guardianships: list[GuardianshipRow] = field(default_factory=list)
    enrolments: list[EnrolmentRow] = field(default_factory=list)
    teachings: list[TeachingRow] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    # Ids (or class|person) of rows that were refused: nobody leaves because of a bad row.
    refused_ids: set[str] = field(default_factory=set)

    @property
    def schools(self) -> list[Org]:
        return [org for org in self.orgs if org.kind == "school" and not org.gone]

    def rows_of(self, table: str) -> list:
        return getattr(self, table)

    def mode_of(self, table: str) -> str:
        return self.modes.get(table, ABSENT)

    def reads(self, table: str, name: str) -> bool:
        """Does this file say anything about that field? What it does not name is left alone."""
        known = self.fields_read.get(table)
        return known is None or name in known

    def counts(self) -> dict[str, int]:
        counts = {table: len(self.rows_of(table)) for table in TABLES}
        counts["schools"] = len(self.schools)
        return counts


def field_names(row_type: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(row_type))


TABLE_OF: dict[type, str] = {
    Org: "orgs",
    TermRow: "terms",
    Course: "courses",
    SectionRow: "sections",
    StudentRow: "students",
    StaffRow: "staff",
    GuardianRow: "guardians",
    GuardianshipRow: "guardianships",
    EnrolmentRow: "enrolments",
    TeachingRow: "teachings",
}
