"""School Data Sync v1: School, Section, Student, Teacher, StudentEnrollment, TeacherRoster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.records import (
    EITHER,
    LONGEST_ID,
    FileSpec,
    Reading,
    Record,
    fill,
    read_records,
)
from kithwork.apps.integrations.roster.values import date_in, email_of, grade_of
from kithwork.apps.people.roster.rows import (
    BULK,
    TABLES,
    Dropped,
    EnrolmentRow,
    Org,
    Roster,
    SectionRow,
    StaffRow,
    StudentRow,
    TeachingRow,
    TermRow,
)

FILES = ("School", "Section", "Student", "Teacher", "StudentEnrollment", "TeacherRoster")
NEVER = frozenset(
    {
        "Password", "Birthdate", "Address", "City", "Zip", "Phone", "Secondary Email",
        "Principal Secondary Email", "State ID",
    }
)  # fmt: skip
# The UK headings for the same columns.
ALSO_CALLED = {
    "ID": "SIS ID",
    "School DfE Number": "School SIS ID",
    "DfE Number": "SIS ID",
    "Section ID": "Section SIS ID",
    "Forename": "First Name",
    "Surname": "Last Name",
    "Year": "Grade",
}


BRITISH = {"School DfE Number", "DfE Number", "Forename", "Surname"}
TERM_DATES = {"Term StartDate", "Term EndDate"}


def _spec(name: str, columns: str, required: str, take: str) -> FileSpec:
    return FileSpec(
        name=f"{name}.csv",
        columns=tuple(columns.split("|")),
        required=frozenset(required.split("|")),
        take=frozenset(take.split("|")),
        never=NEVER,
        also_called=ALSO_CALLED,
        date_order="mdy",
    )


SCHOOL = _spec(
    "School",
    "SIS ID|Name|School Number|School NCES_ID|State ID|Grade Low|Grade High|Principal SIS ID"
    "|Principal Name|Principal Secondary Email|Address|City|State|Country|Zip|Phone|Zone",
    "SIS ID|Name",
    "SIS ID|Name|School Number",
)
SECTION = _spec(
    "Section",
    "SIS ID|School SIS ID|Section Name|Section Number|Term SIS ID|Term Name|Term StartDate"
    "|Term EndDate|Course SIS ID|Course Name|Course Number|Course Description|Course Subject"
    "|Periods|Status|Room",
    "SIS ID|School SIS ID|Section Name",
    "SIS ID|School SIS ID|Section Name|Section Number|Term SIS ID|Term Name|Term StartDate"
    "|Term EndDate|Course SIS ID|Course Subject|Periods|Status|Room",
)
STUDENT = _spec(
    "Student",
    "SIS ID|School SIS ID|First Name|Last Name|Username|Password|State ID|Secondary Email"
    "|Student Number|Middle Name|Grade|Status|Birthdate|Graduation Year",
    "SIS ID|School SIS ID",
    "SIS ID|School SIS ID|First Name|Last Name|Student Number|Grade|Status",
)
TEACHER = _spec(
    "Teacher",
    "SIS ID|School SIS ID|First Name|Last Name|Username|Password|State ID|Teacher Number|Status"
    "|Middle Name|Secondary Email|Title|Qualification|Email",
    "SIS ID|School SIS ID",
    "SIS ID|School SIS ID|First Name|Last Name|Status|Title|Email",
)
ENROLMENT = _spec(
    "StudentEnrollment", "Section SIS ID|SIS ID", "Section SIS ID|SIS ID", "Section SIS ID|SIS ID"
)
TEACHING = _spec(
    "TeacherRoster", "Section SIS ID|SIS ID", "Section SIS ID|SIS ID", "Section SIS ID|SIS ID"
)


class Package:
    """One package being read, and the ids known so far."""

    def __init__(self, upload: Upload, reading: Reading) -> None:
        self.upload, self.reading = upload, reading
        self.roster = reading.roster
        self.terms: dict[str, TermRow] = {}

    def records(self, spec: FileSpec) -> object:
        entry = self.upload.entry(spec.name)
        return read_records(entry, spec, self.reading) if entry else iter(())

    def gone(self, record: Record) -> bool:
        status = record.text("Status").lower()
        if status in {"", "active"}:
            return False
        if status in {"inactive"}:
            self.reading.faults.count(
                "inactive-kept", file=record.at.file, line=record.at.line, column="Status"
            )
            return False
        if status in {"deleted", "withdrawn"}:
            return True
        raise RowRefused(
            "unknown-word", "Status", value=status, allowed="Active, Inactive, Deleted"
        )


def read_sds_v1(upload: Upload, *, today: date) -> tuple[Roster, Faults]:
    """Every row that can be taken, and every fault.

    Raises FileRefused when a file the layout cannot do without is missing or empty.
    """
    faults = Faults()
    faults.add(*upload.faults)
    roster = Roster(layout="sds-v1", source="sds")
    package = Package(upload, Reading(roster, faults, today))
    for name in FILES:
        entry = upload.entry(f"{name}.csv")
        if entry is None:
            raise refused("missing-file", name=f"{name}.csv", layout="School Data Sync")
        rows = open_table(entry).rows()
        next(rows, None)
        if next(rows, None) is None:
            raise refused("empty-file", file=entry.name)
    for entry in upload.entries:
        if entry.name.lower() not in {f"{name}.csv".lower() for name in FILES}:
            roster.dropped.append(Dropped(entry.name, "", "never"))
    _read_schools(package)
    _read_sections(package)
    _read_people(package)
    _read_classes_of(package)
    roster.modes = dict.fromkeys(
        (t for t in TABLES if t not in {"guardians", "guardianships"}), BULK
    )
    return roster, faults


def _read_schools(package: Package) -> None:
    def make(record: Record) -> Org:
        return Org(
            at=record.at,
            source_id=record.id("SIS ID"),
            name=record.short("Name", 120, needed=True),
            kind="school",
            identifier=record.text("School Number"),
        )

    fill("orgs", package.records(SCHOOL), make, package.reading)


def _read_sections(package: Package) -> None:
    schools = {org.source_id for org in package.roster.orgs}

    def make(record: Record) -> SectionRow:
        school = _school(record, schools)
        return SectionRow(
            at=record.at,
            source_id=record.id("SIS ID"),
            school_id=school,
            title=record.short("Section Name", 160, needed=True),
            code=record.short("Section Number", 60),
            subject=record.short("Course Subject", 80),
            course_id=record.id_if_any("Course SIS ID"),
            room=record.short("Room", 60),
            term_ids=_term(package, record, school),
            periods=tuple(filter(None, [record.text("Periods", limit=200)])),
            gone=package.gone(record),
        )

    spec = replace(SECTION, date_order=_date_order(package))
    fill("sections", package.records(spec), make, package.reading)
    package.roster.terms.extend(package.terms.values())


def _date_order(package: Package) -> str:
    """Month first, as the layout says; unless the file itself shows that it was made elsewhere."""
    entry = package.upload.entry(SECTION.name)
    rows = open_table(entry).rows() if entry else iter(())
    _, header = next(rows, (0, []))
    names = [heading.strip() for heading in header]
    if BRITISH & set(names):
        return EITHER
    dates = [i for i, name in enumerate(names) if name in TERM_DATES]
    for _line, cells in rows:
        for text in (cells[i].strip() for i in dates if i < len(cells)):
            if date_in(text, "dmy") and not date_in(text, "mdy"):
                return EITHER
    return SECTION.date_order


def _term(package: Package, record: Record, school: str) -> tuple[str, ...]:
    source_id = record.id_if_any("Term SIS ID") or record.text("Term Name")
    if not source_id:
        return ()
    starts_on, ends_on = record.term_dates("Term StartDate", "Term EndDate")
    known = package.terms.get(source_id)
    row = TermRow(
        at=known.at if known else record.at,
        source_id=source_id,
        title=record.short("Term Name", 60) or source_id,
        kind="term",
        starts_on=(known.starts_on if known else None) or starts_on,
        ends_on=(known.ends_on if known else None) or ends_on,
        school_ids=tuple(dict.fromkeys([*(known.school_ids if known else ()), school])),
    )
    package.terms[source_id] = row
    return (source_id,)


def _school(record: Record, schools: set[str]) -> str:
    school = record.id("School SIS ID")
    if school not in schools:
        raise RowRefused("unknown-reference", "School SIS ID", value=school, table="School.csv")
    return school


def _names(record: Record) -> tuple[str, str]:
    first, last = record.text("First Name", limit=80), record.text("Last Name", limit=80)
    if not first and not last:
        raise RowRefused("no-name", "First Name")
    return first, last


def _read_people(package: Package) -> None:
    schools = {org.source_id for org in package.roster.orgs}
    faults = package.reading.faults

    def student(record: Record) -> StudentRow:
        first, last = _names(record)
        grade = grade_of(record.text("Grade"))
        if grade is None:
            faults.count(
                "unknown-grade", file=record.at.file, line=record.at.line, column="Grade",
                value=record.text("Grade"),
            )  # fmt: skip
        return StudentRow(
            at=record.at,
            source_id=record.id("SIS ID"),
            school_ids=(_school(record, schools),),
            first_name=first or last,
            last_name=last if first else "",
            number=record.number("Student Number"),
            grade=grade or "",
            gone=package.gone(record),
        )

    def teacher(record: Record) -> StaffRow:
        first, last = _names(record)
        return StaffRow(
            at=record.at,
            source_id=record.id("SIS ID"),
            school_ids=(_school(record, schools),),
            first_name=first,
            last_name=last or first,
            email=email_of(record.text("Email")),
            title=record.short("Title", 80),
            gone=package.gone(record),
        )

    fill("students", package.records(STUDENT), student, package.reading)
    fill("staff", package.records(TEACHER), teacher, package.reading)


def _read_classes_of(package: Package) -> None:
    sections = {row.source_id for row in package.roster.sections}
    students = {row.source_id for row in package.roster.students}
    staff = {row.source_id for row in package.roster.staff}
    taught: set[str] = set()

    def ids(record: Record, people: set[str], table: str) -> tuple[str, str]:
        section, person = record.id("Section SIS ID"), record.id("SIS ID")
        if section not in sections:
            raise RowRefused(
                "unknown-reference", "Section SIS ID", value=section, table="Section.csv"
            )
        if person not in people:
            raise RowRefused("unknown-reference", "SIS ID", value=person, table=table)
        return section, person

    def enrolment(record: Record) -> EnrolmentRow:
        section, person = ids(record, students, "Student.csv")
        return EnrolmentRow(
            at=record.at,
            section_id=section,
            student_id=person,
            source_id=f"{section}|{person}"[:LONGEST_ID],
        )

    def teaching(record: Record) -> TeachingRow:
        section, person = ids(record, staff, "Teacher.csv")
        primary = section not in taught
        taught.add(section)
        return TeachingRow(
            at=record.at,
            section_id=section,
            staff_id=person,
            source_id=f"{section}|{person}"[:LONGEST_ID],
            is_primary=primary,
        )

    fill("enrolments", package.records(ENROLMENT), enrolment, package.reading)
    fill("teachings", package.records(TEACHING), teaching, package.reading)
