"""Comparing people: students, staff, and guardians of students."""

from __future__ import annotations

from kithwork.apps.people.models import Student
from kithwork.apps.people.roster.comparison import Comparing
from kithwork.apps.people.roster.held import STUDENT, Row
from kithwork.apps.people.roster.places import Place
from kithwork.apps.people.roster.rows import StaffRow, StudentRow


class ComparingPeople(Comparing):
    """The part of a comparison about people."""

    def students(self) -> None:
        self.count("students", "read", len(self.roster.students))
        seen: dict[str, set[str]] = {key: set() for key in self.held}
        for row in self.roster.students:
            place = self._place_of_student(row)
            if place is None:
                continue
            seen[place.key].add(row.source_id)
            self.home[row.source_id] = place
            if row.gone:
                self._leave("students", place, row.source_id, row)
                continue
            self._student(place, row)
        self._missing("students", seen)
        self._homes_of_held("students", self.home)

    def _place_of_student(self, row: StudentRow) -> Place | None:
        place = self.places.of(row.school_ids)
        if place is None and not row.school_ids:
            place = self._holder("students", row.source_id)
            if place is None and row.only_if_held:
                if not self._held_anywhere(row.source_id):
                    self.fault("unknown-here", row.at, value=row.source_id)
                    self.count("students", "refused")
                return None
            if place is None:
                self.notices["no-place"] += 1
        if place is None:
            self.count("students", "left_out")
        return place

    def _holder(self, table: str, source_id: str) -> Place | None:
        for key, place in self.places.by_org.items():
            if source_id in getattr(self.held[key], table):
                return place
        return None

    def _held_anywhere(self, source_id: str) -> bool:
        return any(self._holder(t, source_id) for t in ("students", "staff", "guardians"))

    def _student(self, place: Place, row: StudentRow) -> None:
        held = self.held[place.key]
        wanted = {
            "first_name": row.first_name, "last_name": row.last_name,
            "preferred_name": row.preferred_name, "number": row.number, "grade": row.grade,
            "homeroom": row.homeroom, "lunch_label": row.lunch_label,
            "languages": list(row.languages),
        }  # fmt: skip
        label = f"{row.first_name} {row.last_name}".strip()
        known = held.students.get(row.source_id)
        if known is None and row.number:
            verdict = self._same_number(place, row, label)
            if verdict is None:
                return
            known = verdict
        self._differ("students", place, row, known, wanted, label)

    def _same_number(self, place: Place, row: StudentRow, label: str) -> Row | bool | None:
        """The held student of this number, False for none, None when a person must decide."""
        held = self.held[place.key]
        others = [o for o in held.by_number.get(row.number, []) if o[1] != row.source_id]
        if not others:
            return False
        if len(others) > 1:
            self.fault("number-twice-here", row.at, "number", value=row.number)
            self.count("students", "refused")
            self.home.pop(row.source_id, None)
            return None
        pk, old_id, name = others[0]
        still_here = old_id in self.student_ids
        by_number = self.roster.layout == "sheet"
        if by_number or (self.choices.merge and not still_here):
            return _student_row(pk)
        self.fault("same-number", row.at, "number", value=row.number, name=label, other=name)
        self.count("students", "refused")
        self.home.pop(row.source_id, None)
        self.roster.refused_ids |= {i for i in (old_id, row.source_id) if i}
        return None

    def staff(self) -> None:
        self.count("staff", "read", len(self.roster.staff))
        seen: dict[str, set[str]] = {key: set() for key in self.held}
        for row in self.roster.staff:
            places = self.places.all_of(row.school_ids)
            if not row.school_ids:
                holder = self._holder("staff", row.source_id)
                places = [holder] if holder else []
            if not places and not row.only_if_held:
                self.count("staff", "left_out")
            self.staff_homes[row.source_id] = places
            for place in places:
                seen[place.key].add(row.source_id)
                if row.gone:
                    self._leave("staff", place, row.source_id, row)
                else:
                    self._one_staff(place, row)
        self._missing("staff", seen)

    def _one_staff(self, place: Place, row: StaffRow) -> None:
        held = self.held[place.key]
        wanted = {
            "first_name": row.first_name, "last_name": row.last_name, "email": row.email,
            "title": row.title,
        }  # fmt: skip
        known = held.staff.get(row.source_id)
        same_mail = held.staff_by_email.get(row.email.casefold()) if row.email else None
        if known is None and same_mail and self.roster.layout == "sheet":
            self.know(place, "staff", row.source_id, same_mail)
            self.count("staff", "unchanged")
            return
        label = f"{row.first_name} {row.last_name}".strip()
        self._differ("staff", place, row, known, wanted, label)

    def guardians(self) -> None:
        """A guardian belongs to the school of their child."""
        self.count("guardians", "read", len(self.roster.guardians))
        homes: dict[str, set[str]] = {}
        for link in self.roster.guardianships:
            if link.student_id in self.home:
                homes.setdefault(link.guardian_id, set()).add(self.home[link.student_id].key)
        seen: dict[str, set[str]] = {key: set() for key in self.held}
        for row in self.roster.guardians:
            holder = self._holder("guardians", row.source_id)
            keys = homes.get(row.source_id, set()) | ({holder.key} if holder else set())
            if not keys and not row.only_if_held:
                self.count("guardians", "left_out")
            for key in sorted(keys):
                place = self.places.by_org[key]
                seen[key].add(row.source_id)
                if row.gone:
                    self._leave("guardians", place, row.source_id, row)
                    continue
                wanted = {"first_name": row.first_name, "last_name": row.last_name}
                known = self.held[key].guardians.get(row.source_id)
                label = f"{row.first_name} {row.last_name}".strip()
                self._differ("guardians", place, row, known, wanted, label)
        self._missing("guardians", seen)


def _student_row(pk: int) -> Row:
    student = Student.objects.get(pk=pk)
    fields = {name: getattr(student, name) for name in STUDENT}
    named = {"source": student.source, "source_id": student.source_id}
    return Row(pk, student.closed_on, fields | named)
