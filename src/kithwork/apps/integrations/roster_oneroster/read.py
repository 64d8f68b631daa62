"""A OneRoster package, file by file in the order of the standard, into one Roster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.records import (
    LONGEST_PERIODS,
    FileSpec,
    Reading,
    Record,
    fill,
    read_records,
)
from kithwork.apps.integrations.roster.values import instant
from kithwork.apps.integrations.roster_oneroster import tables
from kithwork.apps.integrations.roster_oneroster.manifest import Manifest, read_manifest
from kithwork.apps.integrations.roster_oneroster.people import read_people
from kithwork.apps.people.roster.rows import (
    ABSENT,
    BULK,
    DELTA,
    Course,
    Dropped,
    EnrolmentRow,
    Org,
    Roster,
    SectionRow,
    TeachingRow,
    TermRow,
)

READ = {
    "manifest",
    "orgs",
    "academicsessions",
    "courses",
    "classes",
    "users",
    "roles",
    "enrollments",
}


STATUSES = ("active", "tobedeleted", "inactive")


def _as_written(record: Record, column: str, words: Iterable[str], faults: Faults) -> str:
    """The word of the standard, when the file differs in capitals only, which is said aloud."""
    word = record.text(column)
    if not word or word in words:
        return word
    found = next((w for w in words if w.casefold() == word.casefold()), "")
    if not found:
        return word
    faults.count(
        "word-case", file=record.at.file, line=record.at.line, column=column,
        value=word, found=found,
    )  # fmt: skip
    return found


class Package:
    """One package being read: where it is, what its manifest says, and which ids are known."""

    def __init__(self, upload: Upload, manifest: Manifest, reading: Reading) -> None:
        self.upload, self.manifest, self.reading = upload, manifest, reading
        self.known: dict[str, set[str]] = {}
        self.schools: set[str] = set()

    def mode(self, file: str) -> str:
        return self.manifest.modes.get(file, ABSENT)

    def records(self, spec: FileSpec) -> list[Record] | object:
        entry = self.upload.entry(spec.name)
        if entry is None or self.mode(spec.name.removesuffix(".csv")) == ABSENT:
            return iter(())
        return read_records(entry, spec, self.reading)

    def standing(self, record: Record) -> dict[str, object]:
        """Is the row gone, and when was it last touched? By the rules of its file's mode."""
        status = _as_written(record, "status", STATUSES, self.reading.faults)
        stamp = record.text("dateLastModified")
        changed_at = instant(stamp) if stamp else None
        if status and status not in STATUSES:
            raise RowRefused("unknown-word", "status", value=status, allowed="active, tobedeleted")
        where = {"file": record.at.file, "line": record.at.line}
        if self.mode(record.spec.name.removesuffix(".csv")) == DELTA:
            if not status or not stamp:
                raise RowRefused("missing-status", "status")
            if changed_at is None:
                raise RowRefused("bad-timestamp", "dateLastModified", value=stamp)
        elif status or stamp:
            self.reading.faults.count("status-in-bulk", **where)
        if status == "inactive":
            self.reading.faults.count("inactive-kept", column="status", **where)
        return {"gone": status == "tobedeleted", "changed_at": changed_at}

    def must_know(self, file: str, value: str, column: str) -> None:
        """A reference resolves here; beside a file of changes, also in what is held."""
        if value in self.known.get(file, ()):
            return
        if self.mode(file) == BULK:
            raise RowRefused("unknown-reference", column, value=value, table=f"{file}.csv")

    def title(self, record: Record) -> str:
        """What a person's role is called here; empty for the roles of no staff."""
        word = record.text("role").casefold()
        return next((t for r, t in tables.STAFF_TITLES.items() if r.casefold() == word), "")

    def word(self, record: Record, column: str, allowed: dict[str, str], other: str) -> str:
        """What a word of a closed list means here; a vendor's own (ext:) means `other`."""
        record.needed(column)
        word = _as_written(record, column, allowed, self.reading.faults)
        if word in allowed:
            return allowed[word]
        if word.startswith("ext:") and len(word) > 4:
            self.reading.faults.count(
                "extended-word",
                file=record.at.file,
                line=record.at.line,
                column=column,
                value=word,
            )
            return other
        raise RowRefused("unknown-word", column, value=word, allowed=", ".join(allowed))


def read_oneroster(upload: Upload, *, today: date) -> tuple[Roster, Faults]:
    """Every row of the package that can be taken, and every fault.

    Raises FileRefused when nothing of it may be taken.
    """
    faults = Faults()
    faults.add(*upload.faults)
    manifest = read_manifest(upload, faults)
    roster = Roster(layout=f"oneroster-{manifest.version}", source="oneroster")
    package = Package(upload, manifest, Reading(roster, faults, today))
    if not manifest.modes:
        raise refused("unknown-layout", file=upload.name)
    _name_unread_files(package)
    _refuse_empty_files(package)
    _orgs(package)
    _sessions(package)
    _courses(package)
    _classes(package)
    read_people(package)
    _enrollments(package)
    _modes(package)
    return roster, faults


def _name_unread_files(package: Package) -> None:
    never = {name.lower() for name in tables.NEVER_FILES}
    for entry in package.upload.entries:
        stem = entry.name.lower().removesuffix(".csv")
        if stem not in READ:
            why = "never" if stem in never else "unused"
            package.reading.roster.dropped.append(Dropped(entry.name, "", why))


def _refuse_empty_files(package: Package) -> None:
    """A heading without rows would make everybody leave, if it were believed."""
    for name in ("orgs", "classes", "users", "roles", "enrollments", "academicSessions", "courses"):
        entry = package.upload.entry(f"{name}.csv")
        if entry is None or package.mode(name) != BULK:
            continue
        rows = open_table(entry).rows()
        next(rows, None)
        if next(rows, None) is None:
            if name in {"academicSessions", "courses"}:
                package.reading.faults.say("empty-optional-file", file=entry.name)
                package.manifest.modes[name] = ABSENT
            else:
                raise refused("empty-file", file=entry.name)


def _orgs(package: Package) -> None:
    def make(record: Record) -> Org:
        return Org(
            at=record.at,
            source_id=record.id("sourcedId"),
            name=record.short("name", 120, needed=True),
            kind=package.word(record, "type", tables.ORG_KINDS, "other"),
            identifier=record.text("identifier"),
            parent_id=record.id_if_any("parentSourcedId"),
            **package.standing(record),
        )

    fill("orgs", package.records(tables.ORGS), make, package.reading)
    orgs = package.reading.roster.orgs
    package.known["orgs"] = {org.source_id for org in orgs}
    package.schools = {org.source_id for org in orgs if org.kind == "school"}
    if package.mode("orgs") == BULK and not package.schools:
        raise refused("no-school", file="orgs.csv")
    for org in orgs:
        _check_parent(package, "orgs", org)


def _check_parent(package: Package, file: str, row: Org | TermRow) -> None:
    if not row.parent_id or row.parent_id in package.known[file] or package.mode(file) != BULK:
        return
    package.reading.faults.say(
        "unknown-parent",
        file=row.at.file,
        line=row.at.line,
        column="parentSourcedId",
        value=row.parent_id,
        table=f"{file}.csv",
    )


def _sessions(package: Package) -> None:
    def make(record: Record) -> TermRow:
        starts_on, ends_on = record.term_dates("startDate", "endDate")
        record.needed("startDate")
        record.needed("endDate")
        return TermRow(
            at=record.at,
            source_id=record.id("sourcedId"),
            title=record.short("title", 60, needed=True),
            kind=package.word(record, "type", tables.SESSION_KINDS, "term"),
            starts_on=starts_on,
            ends_on=ends_on,
            parent_id=record.id_if_any("parentSourcedId"),
            ends_in=record.text("schoolYear"),
            **package.standing(record),
        )

    fill("terms", package.records(tables.SESSIONS), make, package.reading)
    terms = package.reading.roster.terms
    package.known["academicSessions"] = {term.source_id for term in terms}
    for term in terms:
        _check_parent(package, "academicSessions", term)


def _courses(package: Package) -> None:
    def make(record: Record) -> Course:
        return Course(
            at=record.at,
            source_id=record.id("sourcedId"),
            title=record.short("title", 160, needed=True),
            code=record.short("courseCode", 60),
            subject=next(iter(record.words("subjects")), ""),
            **package.standing(record),
        )

    fill("courses", package.records(tables.COURSES), make, package.reading)
    package.known["courses"] = {c.source_id for c in package.reading.roster.courses}


def _classes(package: Package) -> None:
    courses = {course.source_id: course for course in package.reading.roster.courses}

    def make(record: Record) -> SectionRow:
        school = record.id("schoolSourcedId")
        package.must_know("orgs", school, "schoolSourcedId")
        if school in package.known["orgs"] and school not in package.schools:
            raise RowRefused("not-a-school", "schoolSourcedId", value=school)
        terms = record.ids("termSourcedIds")
        if not terms:
            raise RowRefused("missing-value", "termSourcedIds", column_of="termSourcedIds")
        for term in terms:
            package.must_know("academicSessions", term, "termSourcedIds")
        course_id = record.id_if_any("courseSourcedId")
        if course_id:
            package.must_know("courses", course_id, "courseSourcedId")
        course = courses.get(course_id)
        kind = (
            package.word(record, "classType", tables.CLASS_KINDS, "scheduled")
            if record.text("classType")
            else "scheduled"
        )
        subject = next(iter(record.words("subjects")), "") or (course.subject if course else "")
        return SectionRow(
            at=record.at,
            source_id=record.id("sourcedId"),
            school_id=school,
            title=record.short("title", 160, needed=True),
            code=record.short("classCode", 60),
            subject=subject,
            course_id=course_id,
            room=record.short("location", 60),
            term_ids=terms,
            periods=_periods(record),
            is_homeroom=kind == "homeroom",
            **package.standing(record),
        )

    fill("sections", package.records(tables.CLASSES), make, package.reading)
    package.known["classes"] = {s.source_id for s in package.reading.roster.sections}


def _periods(record: Record) -> tuple[str, ...]:
    """Whole, or not at all: a cut expression would be another timetable."""
    periods = record.words("periods")
    if len(", ".join(periods)) > LONGEST_PERIODS:
        raise RowRefused("long-value", "periods", column_of="periods", limit=LONGEST_PERIODS)
    return periods


def _enrollments(package: Package) -> None:
    roster = package.reading.roster
    students = {row.source_id for row in roster.students}
    staff = {row.source_id for row in roster.staff}
    primary_of: set[str] = set()

    def make(record: Record) -> EnrolmentRow | TeachingRow | None:
        section, user = record.id("classSourcedId"), record.id("userSourcedId")
        standing = package.standing(record)
        _check_references(package, record, section, user, bool(standing["gone"]))
        begins_on, ends_on = record.dates("beginDate", "endDate")
        same = {
            "at": record.at,
            "section_id": section,
            "source_id": record.id("sourcedId"),
            "begins_on": begins_on,
            "ends_on": ends_on,
            **standing,
        }
        match package.word(record, "role", tables.ENROLMENT_KINDS, tables.FAMILY):
            case tables.STUDENT:
                _check_role(package, user, students, "not-a-student", standing)
                _no_primary(package, record)
                return EnrolmentRow(student_id=user, **same)
            case tables.STAFF:
                _check_role(package, user, staff, "not-staff", standing)
                primary = _is_primary(package, record, section, primary_of)
                return TeachingRow(staff_id=user, is_primary=primary, **same)
            case _:
                _count(package, record, "family-enrolled", "role")
                return None

    fill("enrolments", package.records(tables.ENROLLMENTS), make, package.reading)


def _count(package: Package, record: Record, code: str, column: str) -> None:
    package.reading.faults.count(code, file=record.at.file, line=record.at.line, column=column)


def _check_references(
    package: Package, record: Record, section: str, user: str, gone: bool
) -> None:
    """What ends may point at what has gone already; what stands may not."""
    if gone:
        return
    package.must_know("orgs", record.id("schoolSourcedId"), "schoolSourcedId")
    package.must_know("classes", section, "classSourcedId")
    package.must_know("users", user, "userSourcedId")


def _check_role(
    package: Package, user: str, people: set[str], code: str, standing: dict[str, object]
) -> None:
    if user in package.known["users"] and user not in people and not standing["gone"]:
        raise RowRefused(code, "userSourcedId", value=user)


def _no_primary(package: Package, record: Record) -> None:
    if record.true("primary"):
        _count(package, record, "primary-student", "primary")


def _is_primary(package: Package, record: Record, section: str, primary_of: set[str]) -> bool:
    """Said to be, or the first teacher of a class that names nobody."""
    if not record.true("primary"):
        return record.text("role") == "teacher" and not record.text("primary")
    if section in primary_of:
        package.reading.faults.say(
            "two-primary-teachers",
            file=record.at.file,
            line=record.at.line,
            column="primary",
            value=section,
        )
        return False
    primary_of.add(section)
    return True


def _modes(package: Package) -> None:
    """The mode of each of our tables, from the file it came from."""
    users = package.mode("users")
    if package.manifest.version == "1.2" and package.mode("roles") == DELTA:
        users = DELTA
    package.reading.roster.modes = {
        "orgs": package.mode("orgs"),
        "terms": package.mode("academicSessions"),
        "courses": package.mode("courses"),
        "sections": package.mode("classes"),
        "students": users,
        "staff": users,
        "guardians": users,
        "guardianships": users,
        "enrolments": package.mode("enrollments"),
        "teachings": package.mode("enrollments"),
    }
