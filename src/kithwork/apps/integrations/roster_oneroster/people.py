"""users.csv and roles.csv: who is a student, who is staff, and who is family of whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kithwork.apps.integrations.roster.faults import Faults, RowRefused
from kithwork.apps.integrations.roster.records import Record, read_records
from kithwork.apps.integrations.roster.values import email_of, grade_of
from kithwork.apps.integrations.roster_oneroster import tables
from kithwork.apps.people.roster.rows import (
    ABSENT,
    DELTA,
    At,
    Dropped,
    GuardianRow,
    GuardianshipRow,
    StaffRow,
    StudentRow,
)

if TYPE_CHECKING:
    from kithwork.apps.integrations.roster_oneroster.read import Package


@dataclass(frozen=True, slots=True)
class Role:
    at: At
    user: str
    kind: str
    title: str
    org: str
    primary: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class User:
    at: At
    source_id: str
    first: str
    last: str
    preferred: str
    number: str
    grade: str
    email: str
    agents: tuple[str, ...]
    standing: dict[str, object]
    roles: tuple[Role, ...]


def read_people(package: Package) -> None:
    """Fill students, staff, guardians and guardianships of the package's roster."""
    roles = _roles(package) if package.manifest.version == "1.2" else {}
    users = _users(package, roles)
    package.known["users"] = set(users)
    for user in users.values():
        _place(package, user)
    _roles_without_user(package, roles, users)
    _families(package, users)


def _roles(package: Package) -> dict[str, list[Role]]:
    """Every role by its user. A role that has ended is no role any more."""
    found: dict[str, list[Role]] = defaultdict(list)
    seen: dict[str, Role] = {}
    faults = package.reading.faults
    for record in package.records(tables.ROLES):
        where = {"file": record.at.file, "line": record.at.line}
        try:
            source_id = record.id("sourcedId")
            role, ends_on = _role(package, record)
        except RowRefused as no:
            package.reading.refuse("roles", record)
            faults.say(no.code, column=no.column, **where, **no.words)
            continue
        if source_id in seen:
            package.reading.refuse("roles")
            faults.say("duplicate-id", value=source_id, first=seen[source_id].at.line, **where)
            continue
        seen[source_id] = role
        if ends_on and ends_on < package.reading.today:
            faults.count("role-ended", column="endDate", value=ends_on.isoformat(), **where)
            continue
        _one_primary(role, found[role.user], faults)
        found[role.user].append(role)
    return found


def _role(package: Package, record: Record) -> tuple[Role, date | None]:
    kind = package.word(record, "role", tables.ROLE_KINDS, tables.NOBODY)
    primary = package.word(record, "roleType", {"primary": "yes", "secondary": ""}, "")
    org = record.id("orgSourcedId")
    standing = package.standing(record)
    if not standing["gone"]:
        package.must_know("orgs", org, "orgSourcedId")
    _, ends_on = record.dates("beginDate", "endDate")
    role = Role(
        at=record.at,
        user=record.id("userSourcedId"),
        kind=kind,
        title=package.title(record),
        org=org,
        primary=bool(primary),
        gone=bool(standing["gone"]),
    )
    return role, ends_on


def _one_primary(role: Role, others: list[Role], faults: Faults) -> None:
    if role.primary and any(o.primary and o.org == role.org and not o.gone for o in others):
        faults.count(
            "two-primary-roles",
            file=role.at.file,
            line=role.at.line,
            column="roleType",
            value=role.user,
        )


def _users(package: Package, roles: dict[str, list[Role]]) -> dict[str, User]:
    spec = tables.USERS_11 if package.manifest.version == "1.1" else tables.USERS_12
    entry = package.upload.entry("users.csv")
    if entry is None or package.mode("users") == ABSENT:
        return {}
    users: dict[str, User] = {}
    faults, reading = package.reading.faults, package.reading
    for record in read_records(entry, spec, reading):
        where = {"file": record.at.file, "line": record.at.line}
        try:
            user = _user(package, record, roles)
        except RowRefused as no:
            reading.refuse("users", record)
            faults.say(no.code, column=no.column, **where, **no.words)
            continue
        first = users.get(user.source_id)
        if first is None:
            users[user.source_id] = user
        elif _says_the_same(first, user):
            faults.count("repeated-row", value=user.source_id, first=first.at.line, **where)
        else:
            reading.refuse("users")
            faults.say("duplicate-id", value=user.source_id, first=first.at.line, **where)
    reading.roster.dropped.append(Dropped("users.csv", "email (students and families)", "never"))
    return users


def _says_the_same(first: User, second: User) -> bool:
    return all(
        getattr(first, name) == getattr(second, name)
        for name in ("first", "last", "preferred", "number", "grade", "email", "agents")
    )


def _user(package: Package, record: Record, roles: dict[str, list[Role]]) -> User:
    source_id = record.id("sourcedId")
    standing = package.standing(record)
    first, last = record.text("givenName", limit=80), record.text("familyName", limit=80)
    if not first and not last and not standing["gone"]:
        raise RowRefused("no-name", "givenName")
    own = (
        _own_role(package, record, source_id)
        if package.manifest.version == "1.1"
        else tuple(role for role in roles.get(source_id, ()))
    )
    main = record.id_if_any("primaryOrgSourcedId")
    if main and main not in {role.org for role in own}:
        package.reading.faults.count(
            "primary-org-without-role",
            file=record.at.file,
            line=record.at.line,
            column="primaryOrgSourcedId",
            value=source_id,
        )
    return User(
        at=record.at,
        source_id=source_id,
        first=first,
        last=last,
        preferred=record.text("preferredGivenName", limit=80),
        number=record.number("identifier"),
        grade=_grade(package, record),
        email=record.text("email"),
        agents=record.ids("agentSourcedIds"),
        standing=standing,
        roles=own,
    )


def _own_role(package: Package, record: Record, source_id: str) -> tuple[Role, ...]:
    """1.1: one role, in each of the user's orgs."""
    kind = package.word(record, "role", tables.ROLE_KINDS, tables.NOBODY)
    title = package.title(record)
    orgs = record.ids("orgSourcedIds")
    if not orgs:
        raise RowRefused("missing-value", "orgSourcedIds", column_of="orgSourcedIds")
    for org in orgs:
        package.must_know("orgs", org, "orgSourcedIds")
    return tuple(Role(record.at, source_id, kind, title, org, True, False) for org in orgs)


def _grade(package: Package, record: Record) -> str:
    words = record.words("grades")
    if not words:
        return ""
    where = {"file": record.at.file, "line": record.at.line, "column": "grades"}
    if len(words) > 1:
        package.reading.faults.count("many-grades", value=", ".join(words), **where)
    grade = grade_of(words[0])
    if grade is None:
        package.reading.faults.count("unknown-grade", value=words[0], **where)
    return grade or ""


def _place(package: Package, user: User) -> None:
    """One row for each thing this user is. Nobody is not an error: districts list everybody."""
    live = [role for role in user.roles if not role.gone]
    kinds = {role.kind for role in live}
    if not live and _is_change(package):
        _change_only(package, user)
        return
    if tables.STUDENT in kinds:
        package.reading.roster.students.append(_student(package, user, live))
    if tables.STAFF in kinds:
        package.reading.roster.staff.append(_staff(package, user, live))
    if tables.FAMILY in kinds:
        package.reading.roster.guardians.append(
            GuardianRow(
                at=user.at,
                source_id=user.source_id,
                first_name=user.first,
                last_name=user.last,
                **user.standing,
            )
        )
    if not kinds - {tables.NOBODY}:
        package.reading.faults.count(
            "no-role", file=user.at.file, line=user.at.line, value=user.source_id
        )


def _is_change(package: Package) -> bool:
    return DELTA in {package.mode("users"), package.mode("roles")}


def _change_only(package: Package, user: User) -> None:
    """A change to somebody whose role is not repeated: whoever they are here, once we look."""
    roster = package.reading.roster
    gone = bool(user.standing["gone"]) or any(role.gone for role in user.roles)
    standing = {**user.standing, "gone": gone}
    same = {"at": user.at, "source_id": user.source_id, "only_if_held": True, **standing}
    roster.students.append(
        StudentRow(
            school_ids=(),
            first_name=user.first,
            last_name=user.last,
            preferred_name=user.preferred,
            number=user.number,
            grade=user.grade,
            **same,
        )
    )
    roster.staff.append(
        StaffRow(
            school_ids=(),
            first_name=user.first,
            last_name=user.last,
            email=email_of(user.email),
            **same,
        )
    )
    roster.guardians.append(GuardianRow(first_name=user.first, last_name=user.last, **same))


def _schools(package: Package, roles: list[Role], kind: str) -> tuple[str, ...]:
    """The schools of these roles, the primary one first."""
    own = sorted((r for r in roles if r.kind == kind), key=lambda role: not role.primary)
    known = package.known["orgs"]
    return tuple(
        dict.fromkeys(r.org for r in own if r.org in package.schools or r.org not in known)
    )


def _student(package: Package, user: User, roles: list[Role]) -> StudentRow:
    return StudentRow(
        at=user.at,
        source_id=user.source_id,
        school_ids=_schools(package, roles, tables.STUDENT),
        first_name=user.first or user.last,
        last_name=user.last if user.first else "",
        preferred_name=user.preferred,
        number=user.number,
        grade=user.grade,
        **user.standing,
    )


def _staff(package: Package, user: User, roles: list[Role]) -> StaffRow:
    if user.email and not email_of(user.email):
        package.reading.faults.say(
            "bad-email", file=user.at.file, line=user.at.line, column="email", value=user.email
        )
    own = next(role for role in roles if role.kind == tables.STAFF)
    return StaffRow(
        at=user.at,
        source_id=user.source_id,
        school_ids=_schools(package, roles, tables.STAFF),
        first_name=user.first,
        last_name=user.last or user.first,
        email=email_of(user.email),
        title=own.title,
        **user.standing,
    )


def _roles_without_user(
    package: Package, roles: dict[str, list[Role]], users: dict[str, User]
) -> None:
    for user, own in roles.items():
        if user in users:
            continue
        ended = [role for role in own if role.gone]
        if ended and _is_change(package):
            package.reading.roster.students.append(
                StudentRow(
                    at=ended[0].at,
                    source_id=user,
                    school_ids=(),
                    first_name="",
                    gone=True,
                    only_if_held=True,
                )
            )
        for role in own:
            if not role.gone:
                package.reading.faults.count(
                    "role-without-user",
                    file=role.at.file,
                    line=role.at.line,
                    column="userSourcedId",
                    value=user,
                )


def _families(package: Package, users: dict[str, User]) -> None:
    """A child's row lists its adults; only those who are family here become a link."""
    roster = package.reading.roster
    family = {row.source_id for row in roster.guardians}
    students = {row.source_id for row in roster.students}
    for user in users.values():
        if user.source_id not in students:
            continue
        for agent in user.agents:
            if agent in family:
                roster.guardianships.append(
                    GuardianshipRow(
                        at=user.at,
                        guardian_id=agent,
                        student_id=user.source_id,
                        gone=bool(user.standing["gone"]),
                    )
                )
            elif agent not in users and not _is_change(package):
                package.reading.faults.count(
                    "unknown-parent",
                    file=user.at.file,
                    line=user.at.line,
                    column="agentSourcedIds",
                    value=agent,
                    table="users.csv",
                )
