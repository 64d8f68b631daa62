"""The files and columns of OneRoster, and which of them we take."""

from __future__ import annotations

from kithwork.apps.integrations.roster.records import FileSpec

COMMON = ("sourcedId", "status", "dateLastModified")

FILES_11 = frozenset(
    {
        "academicSessions", "categories", "classes", "classResources", "courses",
        "courseResources", "demographics", "enrollments", "lineItems", "orgs", "resources",
        "results", "users",
    }
)  # fmt: skip
FILES_12 = FILES_11 | {
    "lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds",
    "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources",
}  # fmt: skip
# Files that hold what we must never read; the rest of the unread ones are merely unused.
NEVER_FILES = frozenset({"demographics", "userProfiles", "results", "lineItems", "scoreScales"})

USER_NEVER = frozenset({"password", "sms", "phone"})


def _spec(
    name: str, columns: str, required: str, take: str, never: frozenset[str] = frozenset()
) -> FileSpec:
    return FileSpec(
        name=f"{name}.csv",
        columns=(*COMMON, *columns.split()),
        required=frozenset({"sourcedId", *required.split()}),
        take=frozenset({*COMMON, *take.split()}),
        never=never,
        in_order=True,
    )


ORGS = _spec(
    "orgs",
    "name type identifier parentSourcedId",
    "name type",
    "name type identifier parentSourcedId",
)
SESSIONS = _spec(
    "academicSessions",
    "title type startDate endDate parentSourcedId schoolYear",
    "title type startDate endDate",
    "title type startDate endDate parentSourcedId schoolYear",
)
COURSES = _spec(
    "courses",
    "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes",
    "title",
    "title courseCode subjects",
)
CLASSES = _spec(
    "classes",
    "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds"
    " subjects subjectCodes periods",
    "title schoolSourcedId termSourcedIds",
    "title courseSourcedId classCode classType location schoolSourcedId termSourcedIds subjects periods",
)
USERS_11 = _spec(
    "users",
    "enabledUser orgSourcedIds role username userIds givenName familyName middleName identifier"
    " email sms phone agentSourcedIds grades password",
    "orgSourcedIds role givenName familyName",
    "orgSourcedIds role givenName familyName identifier email agentSourcedIds grades",
    USER_NEVER,
)
USERS_12 = _spec(
    "users",
    "enabledUser username userIds givenName familyName middleName identifier email sms phone"
    " agentSourcedIds grades password userMasterIdentifier preferredGivenName"
    " preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns",
    "givenName familyName",
    "givenName familyName identifier email agentSourcedIds grades preferredGivenName primaryOrgSourcedId",
    USER_NEVER,
)
ROLES = _spec(
    "roles",
    "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId",
    "userSourcedId roleType role orgSourcedId",
    "userSourcedId roleType role beginDate endDate orgSourcedId",
)
ENROLLMENTS = _spec(
    "enrollments",
    "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
    "classSourcedId schoolSourcedId userSourcedId role",
    "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
)

ORG_KINDS = {
    "school": "school",
    "district": "district",
    "department": "department",
    "local": "other",
    "state": "other",
    "national": "other",
}
SESSION_KINDS = {"gradingPeriod": "term", "semester": "term", "term": "term", "schoolYear": "year"}
CLASS_KINDS = {"homeroom": "homeroom", "scheduled": "scheduled"}
# What a person's role makes them here. Family roles never enrol anybody.
STUDENT, STAFF, FAMILY, NOBODY = "student", "staff", "family", "nobody"
ROLE_KINDS = {
    "student": STUDENT,
    "teacher": STAFF,
    "aide": STAFF,
    "administrator": STAFF,
    "proctor": STAFF,
    "counselor": STAFF,
    "principal": STAFF,
    "siteAdministrator": STAFF,
    "districtAdministrator": STAFF,
    "systemAdministrator": NOBODY,
    "guardian": FAMILY,
    "parent": FAMILY,
    "relative": FAMILY,
}
STAFF_TITLES = {
    "teacher": "Teacher",
    "aide": "Aide",
    "administrator": "Administrator",
    "proctor": "Proctor",
    "counselor": "Counselor",
    "principal": "Principal",
    "siteAdministrator": "Administrator",
    "districtAdministrator": "District administrator",
}
ENROLMENT_KINDS = {
    "student": STUDENT,
    "teacher": STAFF,
    "aide": STAFF,
    "administrator": STAFF,
    "proctor": STAFF,
    "parent": FAMILY,
    "guardian": FAMILY,
    "relative": FAMILY,
}
