"""School Data Sync v2.1: orgs, users, roles, classes, enrollments; relationships make guardians."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.records import (
    LONGEST_ID,
    FileSpec,
    Reading,
    Record,
    fill,
    read_records,
)
from kithwork.apps.integrations.roster.values import email_of, grade_of
from kithwork.apps.people.roster.rows import (
    ABSENT,
    BULK,
    At,
    Course,
    Dropped,
    EnrolmentRow,
    GuardianRow,
    GuardianshipRow,
    Org,
    Roster,
    SectionRow,
    StaffRow,
    StudentRow,
    TeachingRow,
    TermRow,
)

NEVER_FILES = {"demographics.csv", "userflags.csv"}
REQUIRED_FILES = ("orgs", "users", "roles")
USER_NEVER = frozenset({"password", "phone", "sms"})
# Where students are enrolled; departments and districts only group them.
SCHOOL_KINDS = {"school", "college", "university", "campus"}
GROUP_KINDS = {"district": "district", "department": "department"}
STAFF_WORDS = {
    "teacher", "professor", "lecturer", "adjunct", "faculty", "instructor", "aide",
    "paraprofessional", "substitute", "staff", "administrator", "principal", "counselor", "coach",
    "officeStaff", "otherstaff", "ta", "teacherAssistant", "proctor",
}  # fmt: skip


def _spec(
    name: str, columns: str, required: str, take: str, never: frozenset[str] = frozenset()
) -> FileSpec:
    return FileSpec(
        name=f"{name}.csv",
        columns=tuple(columns.split()),
        required=frozenset(required.split()),
        take=frozenset(take.split()),
        never=never,
    )


ORGS = _spec(
    "orgs",
    "sourcedId name type parentSourcedId",
    "sourcedId name type",
    "sourcedId name type parentSourcedId",
)
USERS = _spec(
    "users",
    "sourcedId username givenName familyName password activeDirectoryMatchId email phone sms"
    " userNumber preferredGivenName preferredFamilyName",
    "sourcedId",
    "sourcedId givenName familyName email userNumber preferredGivenName",
    USER_NEVER,
)
ROLES = _spec(
    "roles",
    "userSourcedId orgSourcedId role sessionSourcedId grade isPrimary roleStartDate roleEndDate",
    "userSourcedId orgSourcedId role",
    "userSourcedId orgSourcedId role grade isPrimary",
)
SESSIONS = _spec(
    "academicSessions",
    "sourcedId title type schoolYear startDate endDate",
    "sourcedId title type",
    "sourcedId title type schoolYear startDate endDate",
)
COURSES = _spec(
    "courses",
    "sourcedId orgSourcedId title code schoolYearSourcedId subject grade",
    "sourcedId title",
    "sourcedId title code",
)
CLASSES = _spec(
    "classes",
    "sourcedId orgSourcedId title sessionSourcedIds courseSourcedId code location",
    "sourcedId orgSourcedId title",
    "sourcedId orgSourcedId title sessionSourcedIds courseSourcedId code location",
)
ENROLLMENTS = _spec(
    "enrollments", "classSourcedId userSourcedId role", "classSourcedId userSourcedId role",
    "classSourcedId userSourcedId role",
)  # fmt: skip
RELATIONSHIPS = _spec(
    "relationships", "userSourcedId relationshipUserSourcedId relationshipRole",
    "userSourcedId relationshipUserSourcedId relationshipRole",
    "userSourcedId relationshipUserSourcedId relationshipRole",
)  # fmt: skip


class User(NamedTuple):
    at: At
    source_id: str
    first: str
    last: str
    preferred: str
    number: str
    email: str


class Role(NamedTuple):
    at: At
    org: str
    word: str
    grade: str
    primary: bool

    @property
    def is_student(self) -> bool:
        return self.word == "student"


class Package:
    """One package being read, and the ids known so far."""

    def __init__(self, upload: Upload, reading: Reading) -> None:
        self.upload, self.reading, self.roster = upload, reading, reading.roster
        self.known: dict[str, set[str]] = {}
        self.schools: set[str] = set()

    def has(self, name: str) -> bool:
        return self.upload.entry(f"{name}.csv") is not None

    def records(self, spec: FileSpec) -> object:
        entry = self.upload.entry(spec.name)
        return read_records(entry, spec, self.reading) if entry else iter(())

    def must_know(self, file: str, value: str, column: str) -> None:
        if value not in self.known[file]:
            raise RowRefused("unknown-reference", column, value=value, table=f"{file}.csv")

    def count(self, code: str, at: At, column: str = "", **words: object) -> None:
        self.reading.faults.count(code, file=at.file, line=at.line, column=column, **words)


def read_sds_v21(upload: Upload, *, today: date) -> tuple[Roster, Faults]:
    """Every row that can be taken, and every fault.

    Raises FileRefused when orgs, users or roles are missing or empty.
    """
    faults = Faults()
    faults.add(*upload.faults)
    roster = Roster(layout="sds-v2.1", source="sds21")
    package = Package(upload, Reading(roster, faults, today))
    for name in REQUIRED_FILES:
        entry = upload.entry(f"{name}.csv")
        if entry is None:
            raise refused("missing-file", name=f"{name}.csv", layout="School Data Sync 2.1")
        rows = open_table(entry).rows()
        next(rows, None)
        if next(rows, None) is None:
            raise refused("empty-file", file=entry.name)
    for entry in upload.entries:
        if entry.name.lower() in NEVER_FILES:
            roster.dropped.append(Dropped(entry.name, "", "never"))
    _read_orgs(package)
    _read_sessions(package)
    _read_courses(package)
    _read_classes(package)
    _read_people(package)
    _read_enrollments(package)
    classes = BULK if package.has("classes") else ABSENT
    enrolments = BULK if package.has("enrollments") else ABSENT
    families = BULK if package.has("relationships") else ABSENT
    roster.modes = {
        "orgs": BULK,
        "terms": BULK if package.has("academicSessions") else ABSENT,
        "courses": BULK if package.has("courses") else ABSENT,
        "sections": classes,
        "students": BULK,
        "staff": BULK,
        "guardians": families,
        "guardianships": families,
        "enrolments": enrolments,
        "teachings": enrolments,
    }
    return roster, faults


def _read_orgs(package: Package) -> None:
    def make(record: Record) -> Org:
        word = record.needed("type")
        kind = "school" if word in SCHOOL_KINDS else GROUP_KINDS.get(word, "other")
        return Org(
            at=record.at,
            source_id=record.id("sourcedId"),
            name=record.short("name", 120, needed=True),
            kind=kind,
            parent_id=record.id_if_any("parentSourcedId"),
        )

    fill("orgs", package.records(ORGS), make, package.reading)
    package.known["orgs"] = {org.source_id for org in package.roster.orgs}
    package.schools = {org.source_id for org in package.roster.schools}
    if not package.schools:
        raise refused("no-school", file="orgs.csv")


def _read_sessions(package: Package) -> None:
    def make(record: Record) -> TermRow:
        starts_on, ends_on = record.term_dates("startDate", "endDate")
        return TermRow(
            at=record.at,
            source_id=record.id("sourcedId"),
            title=record.short("title", 60, needed=True),
            kind="year" if record.text("type") == "schoolYear" else "term",
            starts_on=starts_on,
            ends_on=ends_on,
            ends_in=record.text("schoolYear"),
        )

    fill("terms", package.records(SESSIONS), make, package.reading)
    package.known["academicSessions"] = {term.source_id for term in package.roster.terms}


def _read_courses(package: Package) -> None:
    """Subjects and grades of this file do not fit their headings in real files: not taken."""

    def make(record: Record) -> Course:
        return Course(
            at=record.at,
            source_id=record.id("sourcedId"),
            title=record.short("title", 160, needed=True),
            code=record.short("code", 60),
        )

    fill("courses", package.records(COURSES), make, package.reading)


def _read_classes(package: Package) -> None:
    def make(record: Record) -> SectionRow:
        school = record.id("orgSourcedId")
        package.must_know("orgs", school, "orgSourcedId")
        if school not in package.schools:
            raise RowRefused("not-a-school", "orgSourcedId", value=school)
        terms = record.ids("sessionSourcedIds")
        for term in terms:
            package.must_know("academicSessions", term, "sessionSourcedIds")
        return SectionRow(
            at=record.at,
            source_id=record.id("sourcedId"),
            school_id=school,
            title=record.short("title", 160, needed=True),
            code=record.short("code", 60),
            course_id=record.id_if_any("courseSourcedId"),
            room=record.short("location", 60),
            term_ids=terms,
        )

    fill("sections", package.records(CLASSES), make, package.reading)
    package.known["classes"] = {row.source_id for row in package.roster.sections}


def _read_people(package: Package) -> None:
    users = _users(package)
    package.known["users"] = set(users)
    roles = _roles(package)
    links = _relationships(package)
    adults = {link.guardian_id for link in links}
    for user in users.values():
        own = roles.get(user.source_id, [])
        students, staff = [r for r in own if r.is_student], [r for r in own if not r.is_student]
        if students:
            package.roster.students.append(_student(package, user, students))
        if staff:
            package.roster.staff.append(_staff(package, user, staff))
        if user.source_id in adults:
            package.roster.guardians.append(
                GuardianRow(
                    at=user.at,
                    source_id=user.source_id,
                    first_name=user.first,
                    last_name=user.last,
                )
            )
        elif not own:
            package.count("no-role", user.at, value=user.source_id)
    known = {row.source_id for row in package.roster.students}
    package.roster.guardianships.extend(link for link in links if link.student_id in known)


def _users(package: Package) -> dict[str, User]:
    users: dict[str, User] = {}
    for record in package.records(USERS):
        where = {"file": record.at.file, "line": record.at.line}
        try:
            user = _user(record)
            first = users.get(user.source_id)
            if first is not None and first[1:] != user[1:]:
                raise RowRefused(
                    "duplicate-id", "sourcedId", value=user.source_id, first=first.at.line
                )
        except RowRefused as no:
            package.reading.refuse("users", record)
            package.reading.faults.say(no.code, column=no.column, **where, **no.words)
            continue
        if first is None:
            users[user.source_id] = user
        else:
            package.count("repeated-row", record.at, value=user.source_id, first=first.at.line)
    package.roster.dropped.append(Dropped("users.csv", "email (students and families)", "never"))
    return users


def _user(record: Record) -> User:
    first, last = record.text("givenName", limit=80), record.text("familyName", limit=80)
    if not first and not last:
        raise RowRefused("no-name", "givenName")
    return User(
        record.at,
        record.id("sourcedId"),
        first,
        last,
        record.text("preferredGivenName", limit=80),
        record.number("userNumber"),
        email_of(record.text("email")),
    )


def _roles(package: Package) -> dict[str, list[Role]]:
    roles: dict[str, list[Role]] = defaultdict(list)
    for record in package.records(ROLES):
        try:
            user, org = record.id("userSourcedId"), record.id("orgSourcedId")
            package.must_know("users", user, "userSourcedId")
            package.must_know("orgs", org, "orgSourcedId")
            word = record.needed("role")
            if word != "student" and word not in STAFF_WORDS:
                package.count("extended-word", record.at, "role", value=word)
            roles[user].append(
                Role(record.at, org, word, record.text("grade"), record.true("isPrimary"))
            )
        except RowRefused as no:
            package.reading.refuse("roles", record)
            file, line = record.at
            package.reading.faults.say(no.code, file=file, line=line, column=no.column, **no.words)
    return roles


def _relationships(package: Package) -> list[GuardianshipRow]:
    links: list[GuardianshipRow] = []
    for record in package.records(RELATIONSHIPS):
        try:
            child, adult = record.id("userSourcedId"), record.id("relationshipUserSourcedId")
            package.must_know("users", child, "userSourcedId")
            package.must_know("users", adult, "relationshipUserSourcedId")
            word = record.text("relationshipRole", limit=40)
        except RowRefused as no:
            package.reading.refuse("guardianships", record)
            file, line = record.at
            package.reading.faults.say(no.code, file=file, line=line, column=no.column, **no.words)
            continue
        links.append(
            GuardianshipRow(at=record.at, guardian_id=adult, student_id=child, relationship=word)
        )
    return links


def _schools(package: Package, roles: list[Role]) -> tuple[str, ...]:
    """Schools of the roles, the main one first; a department counts for the school above it."""
    above = {org.source_id: org.parent_id for org in package.roster.orgs}
    found = []
    for role in sorted(roles, key=lambda r: not r.primary):
        org = role.org
        for _ in range(5):
            if org in package.schools or not above.get(org):
                break
            org = above[org]
        if org in package.schools:
            found.append(org)
    return tuple(dict.fromkeys(found))


def _student(package: Package, user: User, roles: list[Role]) -> StudentRow:
    word = next((role.grade for role in roles if role.grade), "")
    grade = grade_of(word)
    if grade is None:
        package.count("unknown-grade", roles[0].at, "grade", value=word)
    return StudentRow(
        at=user.at,
        source_id=user.source_id,
        school_ids=_schools(package, roles),
        first_name=user.first or user.last,
        last_name=user.last if user.first else "",
        preferred_name=user.preferred,
        number=user.number,
        grade=grade or "",
    )


def _staff(package: Package, user: User, roles: list[Role]) -> StaffRow:
    return StaffRow(
        at=user.at,
        source_id=user.source_id,
        school_ids=_schools(package, roles),
        first_name=user.first,
        last_name=user.last or user.first,
        email=user.email,
        title=roles[0].word.capitalize(),
    )


def _read_enrollments(package: Package) -> None:
    students = {row.source_id for row in package.roster.students}
    staff = {row.source_id for row in package.roster.staff}
    taught: set[str] = set()

    def make(record: Record) -> EnrolmentRow | TeachingRow:
        section, user = record.id("classSourcedId"), record.id("userSourcedId")
        package.must_know("classes", section, "classSourcedId")
        package.must_know("users", user, "userSourcedId")
        key = f"{section}|{user}"[:LONGEST_ID]
        if record.needed("role") == "student":
            if user not in students:
                raise RowRefused("not-a-student", "userSourcedId", value=user)
            return EnrolmentRow(at=record.at, section_id=section, student_id=user, source_id=key)
        if user not in staff:
            raise RowRefused("not-staff", "userSourcedId", value=user)
        primary = section not in taught
        taught.add(section)
        return TeachingRow(
            at=record.at, section_id=section, staff_id=user, source_id=key, is_primary=primary
        )

    fill("enrolments", package.records(ENROLLMENTS), make, package.reading)
