"""Find: students, colleagues and classes by a few letters, within what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Section, Staff, Student
from kithwork.apps.people.policies import visible_sections, visible_staff, visible_students
from kithwork.apps.people.queries.lists import not_closed
from kithwork.apps.people.queries.names import fold, grade_label, rank, words_of

MOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True)
class FoundStudent:
    student: Student
    grade: str


@dataclass(frozen=True, slots=True)
class Found:
    """The best few of each kind."""

    students: list[FoundStudent]
    staff: list[Staff]
    sections: list[Section]

    @property
    def count(self) -> int:
        return len(self.students) + len(self.staff) + len(self.sections)


NOTHING = Found([], [], [])


def find(viewer: Viewer, words: str) -> Found:
    """Who and what these words may mean to this viewer. Accents, capitals and order do not matter."""
    wanted = words_of(words)[:6]
    if not wanted or not viewer.is_school_staff:
        return NOTHING
    today = clock.today_for(viewer)
    students = not_closed(visible_students(viewer, depth=Depth.NAME), today)
    rows = students.order_by().values_list("pk", "first_name", "preferred_name", "last_name")
    best = _best(wanted, ((row[0], f"{row[1]} {row[2]} {row[3]}", row[3] + row[1]) for row in rows))
    people = Student.objects.in_bulk(best)
    colleagues = not_closed(visible_staff(viewer), today)
    rows = colleagues.order_by().values_list("pk", "first_name", "last_name")
    best_staff = _best(wanted, ((row[0], f"{row[1]} {row[2]}", row[2] + row[1]) for row in rows))
    staff = Staff.objects.in_bulk(best_staff)
    classes = not_closed(visible_sections(viewer), today)
    rows = classes.order_by().values_list("pk", "title", "code", "room")
    best_sections = _best(wanted, ((row[0], f"{row[1]} {row[2]} {row[3]}", row[1]) for row in rows))
    sections = Section.objects.in_bulk(best_sections)
    return Found(
        [FoundStudent(people[pk], grade_label(people[pk].grade)) for pk in best],
        [staff[pk] for pk in best_staff],
        [sections[pk] for pk in best_sections],
    )


def names_to_hide(viewer: Viewer) -> list[tuple[str, str]]:
    """(first name, last name) of every student whose name this viewer's pages may hold, leavers too."""
    rows = visible_students(viewer, depth=Depth.NAME).order_by()
    return [
        (called, last)
        for first, preferred, last in rows.values_list("first_name", "preferred_name", "last_name")
        for called in {first, preferred or first}
    ]


def matches(words: str, label: str) -> bool:
    """Do these words mean a screen of this name?"""
    wanted = words_of(words)
    return bool(wanted) and rank(wanted, label) == 0


def _best(wanted: list[str], rows: Iterable[tuple[int, str, str]]) -> list[int]:
    found = []
    for pk, text, order in rows:
        place = rank(wanted, text)
        if place is not None:
            found.append((place, fold(order), pk))
    return [pk for _place, _order, pk in sorted(found)[:MOST_OF_A_KIND]]
