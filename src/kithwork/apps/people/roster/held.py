"""What we hold of one school and one source, loaded once and compared in memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any, NamedTuple

from kithwork.apps.people.models import (
    Enrolment,
    Guardian,
    Guardianship,
    Section,
    SourceStamp,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.schools.models import School

STUDENT = (
    "first_name", "last_name", "preferred_name", "number", "grade", "homeroom", "lunch_label",
    "languages",
)  # fmt: skip
STAFF = ("first_name", "last_name", "email", "title")
GUARDIAN = ("first_name", "last_name")
SECTION = ("title", "code", "subject", "room", "periods_text", "is_homeroom")


class Row(NamedTuple):
    """One held row: its id, whether it is open, and the fields a roster may change."""

    pk: int
    closed_on: date | None
    fields: dict[str, Any]


class Stint(NamedTuple):
    """One held enrolment or teaching."""

    pk: int
    section: int
    person: int
    source_id: str
    begins_on: date | None
    ends_on: date | None
    is_primary: bool


class Held:
    """One school's rows of one source. An empty one stands for a school still to be made."""

    def __init__(self, school: School | None, source: str) -> None:
        self.students: dict[str, Row] = {}
        self.staff: dict[str, Row] = {}
        self.guardians: dict[str, Row] = {}
        self.sections: dict[str, Row] = {}
        self.by_number: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self.staff_by_email: dict[str, int] = {}
        self.guardianships: dict[tuple[int, int], tuple[int, str, date | None]] = {}
        self.enrolments: dict[tuple[int, int], list[Stint]] = defaultdict(list)
        self.teachings: dict[tuple[int, int], list[Stint]] = defaultdict(list)
        self.section_terms: dict[int, frozenset[int]] = {}
        self.stamps: dict[tuple[str, int], datetime] = {}
        self._names: dict[str, dict[int, str]] = {}
        if school is not None:
            self._load_people(school, source)
            self._load_classes(school, source)

    def source_id_of(self, table: str, pk: int) -> str:
        """What the source calls one of our rows; empty when it does not know it."""
        if table not in self._names:
            rows = getattr(self, table)
            self._names[table] = {row.pk: source_id for source_id, row in rows.items()}
        return self._names[table].get(pk, "")

    def _load_people(self, school: School, source: str) -> None:
        of_school = Student.objects.filter(school=school)
        for pk, src, sid, number, first, last, closed in of_school.values_list(
            "pk", "source", "source_id", "number", "first_name", "last_name", "closed_on"
        ):
            if number and closed is None:
                self.by_number[number].append((pk, sid if src == source else "", f"{first} {last}"))
        self.students = _rows(of_school.filter(source=source), STUDENT)
        staff = Staff.objects.filter(school=school)
        self.staff = _rows(staff.filter(source=source), STAFF)
        self.staff_by_email = {
            email.casefold(): pk
            for pk, email in staff.filter(closed_on=None).values_list("pk", "email")
            if email
        }
        self.guardians = _rows(Guardian.objects.filter(school=school, source=source), GUARDIAN)
        links = Guardianship.objects.filter(guardian__school=school, guardian__source=source)
        self.guardianships = {
            (guardian, student): (pk, relationship, closed)
            for pk, guardian, student, relationship, closed in links.values_list(
                "pk", "guardian_id", "student_id", "relationship", "closed_on"
            )
        }
        stamps = SourceStamp.objects.filter(school=school)
        self.stamps = {
            (t, pk): at for t, pk, at in stamps.values_list("table", "row_id", "changed_at")
        }

    def _load_classes(self, school: School, source: str) -> None:
        sections = Section.objects.filter(school=school, source=source)
        self.sections = _rows(sections, SECTION)
        links = Section.terms.through.objects.filter(section__school=school, section__source=source)
        terms: dict[int, set[int]] = defaultdict(set)
        for section, term in links.values_list("section_id", "term_id"):
            terms[section].add(term)
        self.section_terms = {section: frozenset(found) for section, found in terms.items()}
        own = {"section__school": school, "section__source": source}
        columns = ("pk", "section_id", "source_id", "begins_on", "ends_on")
        for pk, section, sid, begins, ends, student in Enrolment.objects.filter(**own).values_list(
            *columns, "student_id"
        ):
            stint = Stint(pk, section, student, sid, begins, ends, False)
            self.enrolments[section, student].append(stint)
        for pk, section, sid, begins, ends, staff, primary in Teaching.objects.filter(
            **own
        ).values_list(*columns, "staff_id", "is_primary"):
            stint = Stint(pk, section, staff, sid, begins, ends, primary)
            self.teachings[section, staff].append(stint)


def _rows(rows: Any, names: tuple[str, ...]) -> dict[str, Row]:
    found = rows.exclude(source_id="").values_list("source_id", "pk", "closed_on", *names)
    return {
        sid: Row(pk, closed, dict(zip(names, values, strict=True)))
        for sid, pk, closed, *values in found
    }
