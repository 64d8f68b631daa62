"""Small roster packages made by hand, for tests: a clean one, and ways to spoil it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

from kithwork.apps.integrations.files.archive import Upload, open_bytes
from kithwork.apps.integrations.roster.read import RosterFile, read_roster

TODAY = date(2026, 11, 9)
MANIFEST_12 = """propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.academicSessions,bulk
file.classes,bulk
file.courses,bulk
file.enrollments,bulk
file.orgs,bulk
file.roles,bulk
file.users,bulk
file.demographics,absent
source.systemName,Test
"""
ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
D1,,,Fern District,district,,
S1,,,Fern Middle School,school,501,D1
"""
SESSIONS = """sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
Y1,,,2026-27,schoolYear,2026-08-31,2027-06-11,,2027
T1,,,Fall,semester,2026-08-31,2027-01-22,Y1,2027
"""
COURSES = """sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
C1,,,Y1,Science 7,SCI7,07,S1,Science,
"""
CLASSES = """sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
K1,,,Science 7,07,C1,SCI7-1,scheduled,204,S1,T1,,,"1(A)"
K2,,,Homeroom,07,C1,HR-2,homeroom,101,S1,"Y1,T1",,,"HR"
"""
USERS_12 = """sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
U1,,,true,ada,,Adaline,Moss,,0071,ada@example.test,555-0101,555-0102,G1,07,hunter2secret,,Ada,,,S1,
U2,,,true,ben,,Ben,O'Neil,,0072,,,,,7,,,,,,S1,
U3,,,true,ines,,Inés,García,,,ines@example.test,,,,,,,,,,S1,
G1,,,true,marta,,Marta,Moss,,,marta@home.test,555-0103,,,,,,,,,,
"""
ROLES = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
R1,,,U1,primary,student,,,S1,
R2,,,U2,primary,student,2026-08-31,2027-06-11,S1,
R3,,,U3,primary,teacher,,,S1,
R4,,,G1,primary,guardian,,,S1,
"""
ENROLLMENTS = """sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
E1,,,K1,S1,U1,student,false,,
E2,,,K1,S1,U2,student,,2026-09-01,2027-01-20
E3,,,K1,S1,U3,teacher,true,,
"""
CLEAN: dict[str, str] = {
    "manifest.csv": MANIFEST_12,
    "orgs.csv": ORGS,
    "academicSessions.csv": SESSIONS,
    "courses.csv": COURSES,
    "classes.csv": CLASSES,
    "users.csv": USERS_12,
    "roles.csv": ROLES,
    "enrollments.csv": ENROLLMENTS,
}
USERS_11 = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
U1,,,true,S1,student,ada,,Ada,Moss,,0071,ada@example.test,555-0101,555-0102,G1,07,hunter2secret
U2,,,true,S1,student,ben,,Ben,O'Neil,,0072,,,,,07,
U3,,,true,S1,teacher,ines,,Inés,García,,,ines@example.test,,,,,
G1,,,true,S1,parent,marta,,Marta,Moss,,,marta@home.test,555-0103,,,,
"""
CLEAN_11 = {
    **{k: v for k, v in CLEAN.items() if k != "roles.csv"},
    "users.csv": USERS_11,
    "manifest.csv": MANIFEST_12.replace("oneroster.version,1.2", "oneroster.version,1.1").replace(
        "file.roles,bulk\n", ""
    ),
}


def with_cell(text: str, row_id: str, column: str, value: str) -> str:
    """The same table with one cell changed, quoted as it should be."""
    rows = list(csv.reader(io.StringIO(text)))
    at = rows[0].index(column)
    for row in rows[1:]:
        if row[0] == row_id:
            row[at] = value
    return as_text(rows)


def as_text(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def zipped(files: dict[str, str | bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def package(files: dict[str, str | bytes]) -> Upload:
    return open_bytes("roster.zip", zipped(files))


def read(files: dict[str, str | bytes]) -> RosterFile:
    return read_roster(package(files), today=TODAY)


def spoiled(file: str, row_id: str, column: str, value: str) -> dict[str, str | bytes]:
    return {**CLEAN, file: with_cell(CLEAN[file], row_id, column, value)}


def codes(found: RosterFile) -> list[str]:
    return [fault.code for fault in found.faults]
