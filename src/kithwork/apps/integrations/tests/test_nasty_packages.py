"""Every way we know a package can be wrong, and what is said about it."""

from __future__ import annotations

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.tests.packages import (
    CLASSES,
    CLEAN,
    CLEAN_11,
    ENROLLMENTS,
    MANIFEST_12,
    ORGS,
    ROLES,
    SESSIONS,
    USERS_12,
    codes,
    read,
    spoiled,
    with_cell,
)

CLEAN_COUNTS = {
    "schools": 1,
    "sections": 2,
    "students": 2,
    "staff": 1,
    "enrolments": 2,
    "teachings": 1,
}


def counts(found):
    own = found.roster.counts()
    return {table: own[table] for table in CLEAN_COUNTS}


def without(name):
    return {k: v for k, v in CLEAN.items() if k != name}


def delta(**files):
    """A package of changes: every file of the clean one absent but those given."""
    names = [name.replace("_csv", "") for name in files]
    manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n" + "".join(
        f"file.{name},delta\n" for name in names
    )
    return {
        "manifest.csv": manifest,
        **{f"{n}.csv": t for n, t in zip(names, files.values(), strict=True)},
    }


# Odd, yet every row is there: (what is odd, the package, the notice or none)
TAKEN = [
    ("nothing at all", CLEAN, None),
    ("version 1.1", CLEAN_11, None),
    ("a byte order mark", {k: "\ufeff" + v for k, v in CLEAN.items()}, None),
    ("CRLF line ends", {k: v.replace("\n", "\r\n") for k, v in CLEAN.items()}, None),
    ("CR line ends", {k: v.replace("\n", "\r") for k, v in CLEAN.items()}, None),
    ("UTF-16 with mark", {k: v.encode("utf-16") for k, v in CLEAN.items()}, None),
    ("UTF-16 without mark", {k: v.encode("utf-16-le") for k, v in CLEAN.items()}, None),
    ("Windows-1252", {k: v.encode("cp1252") for k, v in CLEAN.items()}, "read-as-1252"),
    ("semicolons", {**CLEAN, "orgs.csv": ORGS.replace(",", ";")}, None),
    ("no manifest", without("manifest.csv"), "no-manifest"),
    ("one folder", {f"export/{k}": v for k, v in CLEAN.items()}, None),
    ("a Mac's litter", {**CLEAN, "__MACOSX/._users.csv": b"\x00\x05", ".DS_Store": b"\x00"}, None),
    ("a read-me", {**CLEAN, "readme.pdf": "hello"}, "file-ignored"),
    ("capitals in a file name", {("Users.csv" if k == "users.csv" else k): v for k, v in CLEAN.items()}, None),
    ("version 1.1 over 1.2 headings", {**CLEAN, "manifest.csv": MANIFEST_12.replace(",1.2", ",1.1")}, "version-by-headers"),
    ("an empty mode", {**CLEAN, "manifest.csv": MANIFEST_12.replace("users,bulk", "users,")}, "no-mode"),
    ("declared absent, yet here", {**CLEAN, "manifest.csv": MANIFEST_12.replace("users,bulk", "users,absent")}, "declared-absent"),
    ("declared, not there", {**CLEAN, "manifest.csv": MANIFEST_12.replace("demographics,absent", "demographics,bulk")}, "declared-not-there"),
    ("a heading in small letters", {**CLEAN, "orgs.csv": ORGS.replace("parentSourcedId", "parentsourcedid")}, "column-case"),
    ("a vendor's own column", {**CLEAN, "orgs.csv": "\n".join(line + ("," + ("metadata.color" if i == 0 else "red") if line else "") for i, line in enumerate(ORGS.split("\n")))}, None),
    ("a column nobody knows", {**CLEAN, "orgs.csv": "\n".join(line + ("," + ("nickname" if i == 0 else "x") if line else "") for i, line in enumerate(ORGS.split("\n")))}, "unknown-column"),
    ("rows cut short", {**CLEAN, "orgs.csv": ORGS.replace("D1,,,Fern District,district,,", "D1,,,Fern District,district")}, "short-row"),
    ("blank lines", {**CLEAN, "orgs.csv": ORGS.replace("\nS1", "\n\n,,,,,,\nS1")}, None),
    ("a row twice", {**CLEAN, "classes.csv": CLASSES + CLASSES.split("\n")[1] + "\n"}, "repeated-row"),
    ("a status in a full file", spoiled("orgs.csv", "S1", "status", "active"), "status-in-bulk"),
    ("inactive is not deleted", spoiled("users.csv", "U1", "status", "inactive"), "inactive-kept"),
    ("a time in a date", spoiled("academicSessions.csv", "T1", "startDate", "2026-08-31T00:00:00.000Z"), "date-with-time"),
    ("a parent nobody knows", spoiled("orgs.csv", "S1", "parentSourcedId", "D9"), "unknown-parent"),
    ("a grade nobody knows", spoiled("users.csv", "U1", "grades", "PS1"), "unknown-grade"),
    ("two grades", spoiled("users.csv", "U1", "grades", "07,08"), "many-grades"),
    ("an id with spaces", {**CLEAN, **{k: v.replace("K1", "K 1") for k, v in CLEAN.items() if k in {"classes.csv", "enrollments.csv"}}}, "odd-id"),
    ("a vendor's own class type", spoiled("classes.csv", "K1", "classType", "ext:lab"), "extended-word"),
    ("a student marked primary", spoiled("enrollments.csv", "E1", "primary", "true"), "primary-student"),
    ("a main school without a role", spoiled("users.csv", "U1", "primaryOrgSourcedId", "D1"), "primary-org-without-role"),
    ("capitals in every file name", {k.upper(): v for k, v in CLEAN.items()}, None),
    ("capitals in a role", spoiled("roles.csv", "R1", "role", "STUDENT"), "word-case"),
    ("capitals in a status", spoiled("users.csv", "U1", "status", "Active"), "word-case"),
    ("a title too long to keep", spoiled("classes.csv", "K1", "title", "x" * 250), "cut-short"),
    ("a name of a district too long to keep", spoiled("orgs.csv", "D1", "name", "x" * 250), "cut-short"),
    ("an address too long to be one", spoiled("users.csv", "U3", "email", f"{'a' * 60}@{'b' * 179}.example.test.x"), "bad-email"),
    ("an id that may be a number cut short", {k: v.replace("U1", "1e9") for k, v in CLEAN.items()}, "short-id"),
    ("somebody without a role", {**CLEAN, "users.csv": USERS_12 + "U9,,,true,x,,Nobody,Here" + "," * 14 + "\n"}, "no-role"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "code"), [c[1:] for c in TAKEN], ids=[c[0] for c in TAKEN])
def test_odd_packages_are_read_whole_and_said_aloud(files, code):
    found = read(files)

    assert counts(found) == CLEAN_COUNTS
    assert all(fault.severity.value == "notice" for fault in found.faults)
    assert (code is None and not found.faults) or code in codes(found)


# One row cannot be taken: (what is wrong, the package, code, file, line, column)
REFUSED = [
    ("a number the spreadsheet broke", spoiled("enrollments.csv", "E1", "userSourcedId", "1.23E+11"), "damaged-id", "enrollments.csv", 2, "userSourcedId"),
    ("an id with .0", spoiled("enrollments.csv", "E1", "classSourcedId", "1001.0"), "damaged-id", "enrollments.csv", 2, "classSourcedId"),
    ("an error cell", spoiled("enrollments.csv", "E1", "userSourcedId", "#N/A"), "damaged-id", "enrollments.csv", 2, "userSourcedId"),
    ("a hash row", spoiled("enrollments.csv", "E1", "userSourcedId", "########"), "damaged-id", "enrollments.csv", 2, "userSourcedId"),
    ("no id", spoiled("classes.csv", "K2", "sourcedId", ""), "missing-value", "classes.csv", 3, "sourcedId"),
    ("an id of 300 letters", spoiled("classes.csv", "K2", "sourcedId", "x" * 300), "bad-id", "classes.csv", 3, "sourcedId"),
    ("an id twice, with other words", {**CLEAN, "classes.csv": CLASSES + CLASSES.split("\n")[2].replace("Homeroom", "Chess").replace("K2", "K1") + "\n"}, "duplicate-id", "classes.csv", 4, ""),
    ("an American date", spoiled("enrollments.csv", "E2", "beginDate", "9/1/2026"), "bad-date", "enrollments.csv", 3, "beginDate"),
    ("a date that is none", spoiled("enrollments.csv", "E2", "beginDate", "2026-02-30"), "bad-date", "enrollments.csv", 3, "beginDate"),
    ("an end before the start", spoiled("enrollments.csv", "E2", "endDate", "2026-08-01"), "date-order", "enrollments.csv", 3, "endDate"),
    ("a role nobody knows", spoiled("enrollments.csv", "E1", "role", "pupil"), "unknown-word", "enrollments.csv", 2, "role"),
    ("a class nobody knows", spoiled("enrollments.csv", "E1", "classSourcedId", "K9"), "unknown-reference", "enrollments.csv", 2, "classSourcedId"),
    ("a person nobody knows", spoiled("enrollments.csv", "E1", "userSourcedId", "U9"), "unknown-reference", "enrollments.csv", 2, "userSourcedId"),
    ("a term nobody knows", spoiled("classes.csv", "K2", "termSourcedIds", "T9"), "unknown-reference", "classes.csv", 3, "termSourcedIds"),
    ("a class at a district", spoiled("classes.csv", "K2", "schoolSourcedId", "D1"), "not-a-school", "classes.csv", 3, "schoolSourcedId"),
    ("a teacher enrolled as a student", spoiled("enrollments.csv", "E1", "userSourcedId", "U3"), "not-a-student", "enrollments.csv", 2, "userSourcedId"),
    ("a student as the teacher", spoiled("enrollments.csv", "E3", "userSourcedId", "U1"), "not-staff", "enrollments.csv", 4, "userSourcedId"),
    ("neither true nor false", spoiled("enrollments.csv", "E3", "primary", "yes"), "bad-boolean", "enrollments.csv", 4, "primary"),
    ("one cell too many", {**CLEAN, "enrollments.csv": ENROLLMENTS.replace("student,false,,", "student,false,,,extra")}, "ragged-row", "enrollments.csv", 2, ""),
    ("a person without a name", spoiled("users.csv", "G1", "givenName", "") | {"users.csv": with_cell(with_cell(USERS_12, "G1", "givenName", ""), "G1", "familyName", "")}, "no-name", "users.csv", 5, "givenName"),
    ("a name of 200 letters", spoiled("users.csv", "U2", "givenName", "B" * 200), "long-value", "users.csv", 3, "givenName"),
    ("a status nobody knows", spoiled("classes.csv", "K2", "status", "retired"), "unknown-word", "classes.csv", 3, "status"),
    ("a role in no school", spoiled("roles.csv", "R2", "orgSourcedId", "S9"), "unknown-reference", "roles.csv", 3, "orgSourcedId"),
    ("a role id twice", {**CLEAN, "roles.csv": ROLES.replace("R4", "R3")}, "duplicate-id", "roles.csv", 5, ""),
    ("a student number the spreadsheet broke", spoiled("users.csv", "G1", "identifier", "1.23E+11"), "damaged-id", "users.csv", 5, "identifier"),
    ("a term before all schools", spoiled("academicSessions.csv", "Y1", "startDate", "0001-01-01"), "far-date", "academicSessions.csv", 2, "startDate"),
    ("a term that never ends", spoiled("academicSessions.csv", "Y1", "endDate", "2099-12-31"), "far-date", "academicSessions.csv", 2, "endDate"),
    ("periods of 300 letters", spoiled("classes.csv", "K2", "periods", "1234567890," * 30), "long-value", "classes.csv", 3, "periods"),
    ("a control character in an id", spoiled("classes.csv", "K2", "sourcedId", "K\x1b2"), "bad-id", "classes.csv", 3, "sourcedId"),
    ("a change without status", delta(classes=CLASSES), "missing-status", "classes.csv", 2, "status"),
    ("a change without a time", delta(orgs=with_cell(with_cell(ORGS, "S1", "status", "active"), "S1", "dateLastModified", "Tuesday")), "bad-timestamp", "orgs.csv", 3, "dateLastModified"),
]  # fmt: skip


@pytest.mark.parametrize("case", [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_bad_row_is_refused_by_file_line_and_column(case):
    files, code, file, line, column = case
    found = read(files)

    places = [(f.code, f.file, f.line, f.column) for f in found.faults if f.severity.value == "row"]
    assert (code, file, line, column) in places
    assert sum(found.roster.refused.values()) == len(places)


# Nothing may be taken: (what is wrong, the package, the code)
FILE_REFUSED = [
    ("a mode nobody knows", {**CLEAN, "manifest.csv": MANIFEST_12.replace("users,bulk", "users,full")}, "bad-mode"),
    ("a version nobody knows", {**CLEAN, "manifest.csv": MANIFEST_12.replace("version,1.2", "version,2.0")}, "unknown-version"),
    ("no people under the heading", {**CLEAN, "users.csv": USERS_12.split("\n")[0] + "\n"}, "empty-file"),
    ("a column missing", {**CLEAN, "users.csv": USERS_12.replace("familyName", "surname", 1)}, "missing-column"),
    ("a column twice", {**CLEAN, "users.csv": USERS_12.replace("middleName", "givenName", 1)}, "repeated-column"),
    ("no school", {**CLEAN, "orgs.csv": ORGS.replace(",school,", ",state,")}, "no-school"),
    ("a quotation mark that never ends", {**CLEAN, "users.csv": USERS_12.replace("Adaline", '"Adaline')}, "stray-quote"),
    ("text after a quoted cell", {**CLEAN, "users.csv": USERS_12.replace("Adaline", '"Ada"line')}, "stray-quote"),
    ("a cell of 70,000 letters", {**CLEAN, "users.csv": USERS_12.replace("Adaline", "A" * 70_000)}, "cell-too-long"),
    ("NUL bytes", {**CLEAN, "users.csv": USERS_12.replace("Adaline", "Ada\x00line")}, "nul-bytes"),
    ("neither UTF-8 nor Windows", {**CLEAN, "users.csv": USERS_12.encode().replace(b"Adaline", b"Ada\x81\x8dline")}, "unknown-encoding"),
    ("files nobody knows", {"one.csv": "a,b\n1,2\n", "two.csv": "a,b\n1,2\n"}, "unknown-layout"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "code"), [c[1:] for c in FILE_REFUSED], ids=[c[0] for c in FILE_REFUSED]
)
def test_a_bad_package_is_refused_whole_with_its_reason(files, code):
    with pytest.raises(FileRefused) as refused:
        read(files)

    assert code in [fault.code for fault in refused.value.faults]


def test_there_are_enough_nasty_cases():
    assert len(TAKEN) + len(REFUSED) + len(FILE_REFUSED) >= 41


def test_what_must_never_get_past_the_reader_does_not():
    found = read({**CLEAN, "demographics.csv": "sourcedId,sex\nU1,female\n"})

    text = repr(found.roster)
    for secret in (
        "hunter2secret",
        "555-0101",
        "555-0102",
        "555-0103",
        "ada@example.test",
        "marta@home",
    ):
        assert secret not in text
    assert "female" not in text
    assert "ines@example.test" in text
    dropped = {(d.file, d.column): d.why for d in found.roster.dropped}
    assert dropped["users.csv", "password"] == "never"
    assert dropped["demographics.csv", ""] == "never"


def test_the_preferred_name_grade_and_periods_are_kept_as_text():
    roster = read(CLEAN).roster
    ada, ben = roster.students

    assert (ada.first_name, ada.preferred_name, ada.number, ada.grade) == (
        "Adaline",
        "Ada",
        "0071",
        "07",
    )
    assert (ben.last_name, ben.grade) == ("O'Neil", "07")
    assert [s.periods for s in roster.sections] == [("1(A)",), ("HR",)]
    assert [s.is_homeroom for s in roster.sections] == [False, True]
    assert roster.sections[0].subject == "Science"


def test_a_parent_named_in_the_childs_row_becomes_a_link():
    roster = read(CLEAN).roster

    assert [(g.guardian_id, g.student_id) for g in roster.guardianships] == [("G1", "U1")]
    assert [g.first_name for g in roster.guardians] == ["Marta"]


def test_a_role_that_has_ended_is_no_role():
    found = read(spoiled("roles.csv", "R2", "endDate", "2026-10-01"))

    assert [s.source_id for s in found.roster.students] == ["U1"]
    assert "role-ended" in codes(found)


def test_a_full_file_may_still_say_that_somebody_left():
    found = read(spoiled("users.csv", "U2", "status", "tobedeleted"))

    assert [s.gone for s in found.roster.students] == [False, True]


def test_a_package_of_changes_may_point_at_what_is_held():
    stamp = "2026-11-01T08:00:00.000Z"
    rows = with_cell(ENROLLMENTS, "E1", "status", "active")
    rows = with_cell(rows, "E1", "dateLastModified", stamp)
    rows = with_cell(rows, "E2", "status", "tobedeleted")
    rows = with_cell(rows, "E2", "dateLastModified", stamp)
    found = read(delta(enrollments="\n".join(rows.split("\n")[:3]) + "\n"))

    assert [(e.student_id, e.gone) for e in found.roster.enrolments] == [
        ("U1", False),
        ("U2", True),
    ]
    assert found.roster.mode_of("enrolments") == "delta"
    assert found.roster.mode_of("students") == "absent"
    assert not found.faults


def test_sessions_without_rows_are_left_alone():
    found = read({**CLEAN, "academicSessions.csv": SESSIONS.split("\n")[0] + "\n"})

    assert found.roster.mode_of("terms") == "absent"
    assert "empty-optional-file" in codes(found)
